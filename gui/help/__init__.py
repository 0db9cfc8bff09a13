"""The About and shortcut dialogs."""
