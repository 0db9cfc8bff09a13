"""The pages of the window: each is made the first time it is shown, and one is on the screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget

from core.messages import QT_TRANSLATE_NOOP
from core.pages import PAGES
from gui.actions import Entry, Menu
from gui.look.i18n import translated_code
from gui.pages.page import Page
from gui.pages.table import make_page


class PageStack(QStackedWidget):
    """Shows one page at a time.

    made(page)    this page is there now, for the first time
    wanted(key)   the person wants another page
    """

    made = Signal(object)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, Page] = {}
        self._focused = False

    @property
    def page(self) -> Page:
        """The page that is shown; there is one as soon as the window has been made."""
        page = self.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def key(self) -> str:
        """The key of the page that is shown."""
        return next(key for key, page in self._pages.items() if page is self.page)

    @property
    def pages(self) -> tuple[Page, ...]:
        """Those that have been shown."""
        return tuple(self._pages.values())

    def show_page(self, key: str) -> None:
        """Turn to a page, making it the first time. The keys of the other pages are free then."""
        if key not in self._pages:
            page = make_page(PAGES[key])
            page.set_focused(self._focused)
            self._pages[key] = page
            self.addWidget(page)
            self.made.emit(page)
        if self.currentWidget() is not None:
            self.page.fill(None)
        self.setCurrentWidget(self._pages[key])
        for other, page in self._pages.items():
            for action in page.actions_of_page():
                action.setVisible(other == key)

    def toggle_fill(self) -> None:
        """Let one card fill the page, or bring all back."""
        self.page.toggle_fill()

    def set_focused(self, on: bool) -> None:
        """Leave the plots alone on every page, or show all again."""
        self._focused = on
        for page in self.pages:
            page.set_focused(on)

    def show_only(self, keys: frozenset[str] | None) -> None:
        """A lesson needs only these controls of the page that is shown; None shows all."""
        self.page.show_only(keys)

    def copy_code(self) -> None:
        """The code that the page shows, onto the clipboard."""
        result = self.page.result()
        if result is not None:
            QGuiApplication.clipboard().setText(translated_code(result.code))

    def entries(self) -> list[Entry | Menu]:
        """The menu View, which begins with the pages, and the code in the menu Edit."""
        pages = [
            Entry(
                name=f"page.{page.key}.show",
                text=page.title,
                keys=(page.shortcut,),
                call=lambda _=False, key=page.key: self.wanted.emit(key),
                menu="view",
            )
            for page in PAGES.values()
        ]
        return [
            Entry(
                name="copy_code",
                text=QT_TRANSLATE_NOOP("actions", "&Copy the code"),
                keys=("Ctrl+Shift+C",),
                call=self.copy_code,
                menu="edit",
                group=1,
            ),
            Menu(
                name="view",
                text=QT_TRANSLATE_NOOP("actions", "&View"),
                made=QMenu.addSeparator,  # below it stands what the pages bring themselves
            ),
            *pages,
            Entry(
                name="view.fill",
                text=QT_TRANSLATE_NOOP("actions", "One &card fills the page"),
                keys=("F8",),
                call=self.toggle_fill,
                menu="view",
                group=1,
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "The card under the mouse, or the one with the focus, has the whole page; "
                    "again, or Escape, brings all of them back. So does a double click on a title.",
                ),
            ),
        ]
