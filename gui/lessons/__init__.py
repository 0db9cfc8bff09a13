"""Lessons in the window: the card with the text, the presenter, what is shown while it talks."""
