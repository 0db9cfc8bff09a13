"""What a person may choose for the window: languages and themes."""

LANGUAGES = {"en": "English", "zh_CN": "中文"}
"""Locale and its own name for itself. Another language is one line here and one catalogue."""

THEMES = ("light", "dark", "system")
"""`system` follows the desktop."""
