"""The QApplication: its name, style and icon. Imports nothing that takes long."""

from __future__ import annotations

import contextlib
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from core.application import ID, NAME
from gui.look.icon import application_icon
from gui.look.text_size import separate_from_pixels
from gui.look.theme import theme


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The QApplication, made at the first call."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    QApplication.setApplicationName(NAME)
    QApplication.setDesktopFileName(ID)
    qInstallMessageHandler(_qt_message)
    _name_for_the_task_bar()
    separate_from_pixels()
    app = QApplication(arguments or ["initlab"])
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
