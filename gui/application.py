"""The QApplication: its name, style and icon. Imports nothing that takes long."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from core.application import ID, NAME
from gui.look.icon import application_icon
from gui.look.text_size import separate_from_pixels
from gui.look.theme import theme


class Application(QApplication):
    """Takes what macOS hands over to a program: files and links that were clicked."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._arrived: list[str] = []
        self._open: Callable[[str], object] | None = None

    def open_arrived_with(self, open_: Callable[[str], object] | None) -> None:
        """Whom to give it to from now on, and at once what came before there was anybody."""
        self._open = open_
        if open_ is not None:
            arrived, self._arrived = self._arrived, []
            for text in arrived:
                open_(text)

    def event(self, event: QEvent) -> bool:
        """Only what is meant for the application itself comes here, not each move of the mouse."""
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        text = event.file() or event.url().toString()
        if self._open is None:
            self._arrived.append(text)
        else:
            self._open(text)
        return True


def make_application(arguments: list[str] | None = None) -> Application:
    """The application, made at the first call."""
    app = QApplication.instance()
    if isinstance(app, Application):
        return app
    QApplication.setApplicationName(NAME)
    QApplication.setDesktopFileName(ID)
    qInstallMessageHandler(_qt_message)
    _name_for_the_task_bar()
    separate_from_pixels()
    app = Application(arguments or ["initlab"])
    app.setStyle("Fusion")
    app.setWindowIcon(application_icon())
    theme.follow_system()
    return app


def _name_for_the_task_bar() -> None:
    """On Windows the task bar shows Python's icon for whatever does not name itself."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(Exception):
            ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(ID)


def _qt_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own messages on stderr, without what the offscreen platform says of every window."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)
