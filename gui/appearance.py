"""How the window looks: language, theme, projector, full screen, plots only; it is remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.messages import QT_TRANSLATE_NOOP
from core.preferences import LANGUAGES
from gui.actions import Entry
from gui.files.settings import Settings
from gui.look.i18n import language, name_of_language, set_language
from gui.look.theme import theme


def _other_language() -> str:
    names = list(LANGUAGES)
    return names[(names.index(language()) + 1) % len(names)]


class Appearance(QObject):
    """Changes it at once and remembers it for the next start.

    focused(bool)   the plots shall stand alone, or all comes back
    """

    focused = Signal(bool)

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings

    def set_language(self, name: str) -> None:
        """Switch the language."""
        set_language(name)
        self._settings.set_text("language", name)

    def next_language(self) -> None:
        """Switch to the next of the languages."""
        self.set_language(_other_language())

    def set_theme(self, choice: str) -> None:
        """Switch the theme."""
        theme.set(choice)
        self._settings.set_text("theme", choice)

    def next_theme(self) -> None:
        """From light to dark and back."""
        self.set_theme("light" if theme.dark else "dark")

    def follow_system(self) -> None:
        """The theme is that of the system, and changes with it."""
        self.set_theme("system")

    def set_projector(self, on: bool) -> None:
        """Large type and thick curves for a projector."""
        if theme.projector != on:
            theme.set(projector=on)
        self._settings.set_text("projector", "on" if on else "off")

    def set_focused(self, on: bool) -> None:
        """Leave the plots alone, or bring all back; this is not remembered."""
        self.focused.emit(on)

    def set_full_screen(self, on: bool) -> None:
        """Fill the screen; this is not remembered."""
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if on else state & ~full)

    def entries(self) -> list[Entry]:
        """Its lines in the menu View."""
        return [
            Entry(
                name="language",
                text=QT_TRANSLATE_NOOP("actions", "Other language"),
                keys=("Ctrl+Shift+L",),
                call=self.next_language,
                menu="view",
                group=1,
                short_text=lambda: name_of_language(_other_language()),
                help=QT_TRANSLATE_NOOP(
                    "actions", "Every text of the window in the other language, at once."
                ),
            ),
            Entry(
                name="projector",
                text=QT_TRANSLATE_NOOP("actions", "&Projector"),
                keys=("Ctrl+Shift+P",),
                call=self.set_projector,
                menu="view",
                group=1,
                checkable=True,
                checked=theme.projector,
                help=QT_TRANSLATE_NOOP(
                    "actions", "Large type and thick curves, for a lecture hall."
                ),
            ),
            Entry(
                name="view.focus",
                text=QT_TRANSLATE_NOOP("actions", "Plots &only"),
                keys=("F9", "Ctrl+Shift+F"),
                call=self.set_focused,
                menu="view",
                group=1,
                checkable=True,
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "Hides the panel and what stands beside the plots; the same key brings them "
                    "back.",
                ),
            ),
            Entry(
                name="theme",
                text=QT_TRANSLATE_NOOP("actions", "Light or dark"),
                keys=("Ctrl+Shift+T",),
                call=self.next_theme,
                menu="view",
                group=1,
                short_text=lambda: "◐",
                help=QT_TRANSLATE_NOOP(
                    "actions", "Dark text on light for a bright room, or light on dark."
                ),
            ),
            Entry(
                name="theme.system",
                text=QT_TRANSLATE_NOOP("actions", "Theme of the system"),
                keys=("Ctrl+Shift+Y",),
                call=self.follow_system,
                menu="view",
                group=1,
            ),
            Entry(
                name="full_screen",
                text=QT_TRANSLATE_NOOP("actions", "&Full screen"),
                keys=("F11",),
                call=self.set_full_screen,
                menu="view",
                group=1,
                checkable=True,
            ),
        ]
