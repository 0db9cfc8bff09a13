"""The Sweep page."""

from gui.pages.sweep.page import SweepPage

__all__ = ["PAGE", "SweepPage"]

PAGE = SweepPage
"""Found by this name: `gui.pages.table`."""
