"""Lessons as static pages: the window is drawn at every step, in every language."""
