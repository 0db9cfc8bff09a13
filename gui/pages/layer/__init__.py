"""The Layer page."""

from gui.pages.layer.page import LayerPage

__all__ = ["LayerPage"]
