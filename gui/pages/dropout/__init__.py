"""The Dropout page."""

from gui.pages.dropout.page import DropoutPage

__all__ = ["DropoutPage"]
