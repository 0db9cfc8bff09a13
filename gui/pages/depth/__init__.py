"""The Depth page."""

from gui.pages.depth.page import DepthPage

__all__ = ["DepthPage"]
