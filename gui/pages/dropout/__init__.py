"""The Dropout page."""

from gui.pages.dropout.page import DropoutPage

__all__ = ["PAGE", "DropoutPage"]

PAGE = DropoutPage
"""Found by this name: `gui.pages.table`."""
