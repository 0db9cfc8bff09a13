"""From the table of pages in core to the widgets: a page's class is found by its folder."""

from __future__ import annotations

from importlib import import_module

from core.pages import PageInfo
from gui.faults.guard import guard
from gui.pages.page import Page


def page_class(info: PageInfo) -> type[Page]:
    """The `PAGE` that the page's folder hands on; it is imported the first time."""
    found: type[Page] = import_module(f"gui.pages.{info.folder}").PAGE
    return found


def make_page(info: PageInfo) -> Page:
    """The page itself, not yet in a window."""
    kind = page_class(info)
    guard()  # the classes that came with its folder
    page = kind()
    page.setObjectName(f"page.{info.key}")
    return page
