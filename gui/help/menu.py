"""The menu Help."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWhatsThis, QWidget

from core.messages import QT_TRANSLATE_NOOP
from gui.actions import Actions, Entry, Menu
from gui.help.about import AboutDialog, ShortcutsDialog
from gui.look.describe import show_for_focus
from gui.widgets.ask import run_dialog


class Help(QObject):
    """Explains controls, and has the list of shortcuts and what the program is."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions

    def show_shortcuts(self) -> None:
        """The list of keyboard shortcuts."""
        run_dialog(ShortcutsDialog(self._actions.all(), self._window))

    def show_about(self) -> None:
        """What the program is, with a report of versions and devices."""
        run_dialog(AboutDialog(self._window))

    def entries(self) -> list[Entry | Menu]:
        """The menu Help."""
        return [
            Menu(name="help", text=QT_TRANSLATE_NOOP("actions", "&Help")),
            Entry(
                name="help.control",
                text=QT_TRANSLATE_NOOP("actions", "&Explain the chosen control"),
                keys=("F1",),
                call=show_for_focus,
                menu="help",
                help=QT_TRANSLATE_NOOP(
                    "actions", "What the control with the focus is, and torch's name for it."
                ),
            ),
            Entry(
                name="help.whats_this",
                text=QT_TRANSLATE_NOOP("actions", "&What's this?"),
                keys=("Shift+F1",),
                call=QWhatsThis.enterWhatsThisMode,
                menu="help",
                help=QT_TRANSLATE_NOOP(
                    "actions", "Then click a control or a plot to read what it is."
                ),
            ),
            Entry(
                name="shortcuts",
                text=QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts"),
                keys=("Ctrl+/",),
                call=self.show_shortcuts,
                menu="help",
                group=1,
            ),
            Entry(
                name="about",
                text=QT_TRANSLATE_NOOP("actions", "&About InitLab"),
                keys=("Ctrl+F1",),
                call=self.show_about,
                menu="help",
                group=1,
            ),
        ]
