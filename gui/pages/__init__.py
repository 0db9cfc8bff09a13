"""The pages of the window, a folder each, and what they share; `core.pages` is their table."""
