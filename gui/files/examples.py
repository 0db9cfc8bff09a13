"""The menu File > Examples."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from core.experiment import Experiment, examples
from core.experiment.examples import EXAMPLES, Example
from core.messages import QT_TRANSLATE_NOOP
from gui.actions import Menu
from gui.look.i18n import translated


class Examples(QObject):
    """Opens examples, each as a copy that has no file.

    page_wanted(key)   the page that shows what the example is about
    """

    page_wanted = Signal(str)

    def __init__(self, open_untitled: Callable[[Experiment, str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._open_untitled = open_untitled
        self._menu: QMenu | None = None

    def open(self, example: Example) -> None:
        """Show it, unless the person stays with what is there."""
        if self._open_untitled(examples.load(example.key), translated(example.title)):
            self.page_wanted.emit(example.page)

    def menu(self) -> Menu:
        """The menu, for the owner of File to put in its place."""
        return Menu(
            name="examples",
            text=QT_TRANSLATE_NOOP("actions", "E&xamples"),
            menu="file",
            made=self._made,
        )

    def _made(self, menu: QMenu) -> None:
        menu.aboutToShow.connect(self._list)
        self._menu = menu

    def _list(self) -> None:
        """By their titles, in the present language."""
        assert self._menu is not None
        self._menu.clear()
        for number, example in enumerate(EXAMPLES, start=1):
            title = translated(example.title).replace("&", "&&")
            action = self._menu.addAction(f"&{number}  {title}")
            action.triggered.connect(lambda _=False, example=example: self.open(example))
