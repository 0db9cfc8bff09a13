"""Icon and name, on the screen while torch is still being imported."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QDeadlineTimer, QRect, Qt, QThread
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QSplashScreen

from gui.application import NAME, make_application
from gui.look.colours import BRAND, ON_BRAND
from gui.look.icon import pixmap
from gui.look.theme import theme

WIDTH, HEIGHT, ICON, LETTERS = 380, 170, 96, 44
"""Pixels of the whole, of the icon and of the letters."""
PATIENCE = 150
"""Milliseconds that the start waits, at most, until the system has shown it."""
GLANCE = 0.002
"""Seconds between two looks whether it has."""


class Splash(QSplashScreen):
    """Shown and painted when it has been made; `close` takes it away for good."""

    def __init__(self) -> None:
        make_application()
        super().__init__(_picture())
        self.setObjectName("splash")
        self.setWindowTitle(NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.show()
        window, waiting = self.windowHandle(), QDeadlineTimer(PATIENCE)
        while not (window.isExposed() or waiting.hasExpired()):
            QGuiApplication.processEvents()
            time.sleep(GLANCE)
        self.repaint()
        QGuiApplication.processEvents()


def _picture() -> QPixmap:
    """Icon and name side by side, as sharp as the screen is."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    made = QPixmap(round(WIDTH * ratio), round(HEIGHT * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(BRAND)
    icon, space = pixmap(round(ICON * ratio)), (HEIGHT - ICON) // 2
    painter = QPainter(made)
    painter.drawPixmap(QRect(space, space, ICON, ICON), icon)
    painter.setPen(ON_BRAND)
    painter.setFont(theme.font(LETTERS, bold=True))
    beside = QRect(space + ICON + space // 2, 0, WIDTH, HEIGHT)
    painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, NAME)
    painter.end()
    return made


class _Reading(QThread):
    """Ends when standard input does."""

    def run(self) -> None:
        sys.stdin.read()


def serve() -> None:
    """Show it until standard input ends, which it does with whoever started this process."""
    application = make_application()
    splash, reading = Splash(), _Reading()
    reading.finished.connect(application.quit)
    reading.start()
    application.exec()
    reading.wait()
    del splash  # with its application, which has closed it
