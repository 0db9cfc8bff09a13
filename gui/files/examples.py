"""The menu File > Examples."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from core.experiment import Experiment, examples
from core.experiment.examples import EXAMPLES, Example
from core.messages import QT_TRANSLATE_NOOP
from gui.actions import Menu
from gui.look.following import FollowsLook
from gui.look.i18n import translated


class Examples(FollowsLook, QObject):
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
        self._menu = menu
        for number, example in enumerate(EXAMPLES, start=1):
            action = menu.addAction("")
            action.setObjectName(f"example.{example.key}")
            action.setData(number)
            action.triggered.connect(lambda _=False, example=example: self.open(example))
        self.retranslate()

    def retranslate(self) -> None:
        """The titles in the language in force."""
        if self._menu is None:
            return
        for action, example in zip(self._menu.actions(), EXAMPLES, strict=True):
            action.setText(f"&{action.data()}  {translated(example.title).replace('&', '&&')}")
