"""The Inspect page."""

from gui.pages.inspect.page import InspectPage

__all__ = ["PAGE", "InspectPage"]

PAGE = InspectPage
"""Found by this name: `gui.pages.table`."""
