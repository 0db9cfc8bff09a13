"""Where the window stands when the program starts, and how small it can be made."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow

from gui.files.settings import Settings
from gui.look.sizes import SMALLEST

COMFORTABLE = QSize(1600, 900)

FRAME = QSize(20, 60)
"""Room for a title bar and borders, which no system tells before the window is shown."""


def place(window: QMainWindow, size: tuple[int, int] | None, settings: Settings) -> None:
    """Give the window `size`; else its place of the last time; else one that suits the screen.

    The first time it fills a screen that has little room: larger than the screen, it would hide
    the status line and the way to stop a run below the edge.
    """
    screen = window.screen().availableSize()
    room = screen - FRAME
    # A window that fills the screen has no frame at its sides.
    window.setMinimumSize(QSize(*SMALLEST).boundedTo(QSize(screen.width(), room.height())))
    if size is not None:
        window.resize(*size)
    elif not window.restoreGeometry(settings.geometry()):
        window.resize(COMFORTABLE.boundedTo(room))
        if COMFORTABLE.boundedTo(room) != COMFORTABLE:
            window.setWindowState(Qt.WindowState.WindowMaximized)
