"""The Depth page."""

from gui.pages.depth.page import DepthPage

__all__ = ["PAGE", "DepthPage"]

PAGE = DepthPage
"""Found by this name: `gui.pages.table`."""
