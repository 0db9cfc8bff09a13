"""The Training page."""

from gui.pages.training.page import TrainingPage

__all__ = ["PAGE", "TrainingPage"]

PAGE = TrainingPage
"""Found by this name: `gui.pages.table`."""
