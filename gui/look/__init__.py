"""How everything looks and is named: theme, language, descriptions."""
