"""The Layer page."""

from gui.pages.layer.page import LayerPage

__all__ = ["PAGE", "LayerPage"]

PAGE = LayerPage
"""Found by this name: `gui.pages.table`."""
