"""The pages of the window: a new one is one file beside this and one line in the table."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from core.messages import QT_TRANSLATE_NOOP, Message
from gui.faults.guard import guard
from gui.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page's key on the command line, its title (context `pages`), shortcut and class."""

    key: str
    title: Message
    shortcut: str
    module: str
    name: str

    @property
    def kind(self) -> type[Page]:
        """The page's class; its module is imported the first time."""
        kind: type[Page] = getattr(import_module(self.module), self.name)
        return kind

    def create(self) -> Page:
        """Make the page."""
        kind = self.kind
        guard()  # the classes that came with its module
        page = kind()
        page.setObjectName(f"page.{self.key}")
        return page


PAGES = (
    PageInfo(
        "layer", QT_TRANSLATE_NOOP("pages", "Layer"), "Ctrl+1", "gui.pages.layer", "LayerPage"
    ),
    PageInfo(
        "dropout",
        QT_TRANSLATE_NOOP("pages", "Dropout"),
        "Ctrl+2",
        "gui.pages.dropout",
        "DropoutPage",
    ),
    PageInfo(
        "depth", QT_TRANSLATE_NOOP("pages", "Depth"), "Ctrl+3", "gui.pages.depth", "DepthPage"
    ),
)
