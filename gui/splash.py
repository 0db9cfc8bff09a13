"""Icon and name, on the screen while torch is still being imported."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QDeadlineTimer, QRect, Qt, QThread
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QLabel

from core.application import NAME
from gui.application import make_application
from gui.look.colours import BRAND, ON_BRAND
from gui.look.icon import pixmap
from gui.look.theme import theme

WIDTH, HEIGHT, ICON, LETTERS = 380, 170, 96, 44
"""Pixels of the whole, of the icon and of the letters."""
PATIENCE = 150
"""Milliseconds that the start waits, at most, until the system has shown it."""
GLANCE = 0.002
"""Seconds between two looks whether it has."""


class Splash(QLabel):
    """Shown and painted when it has been made; `close`, or a click, takes it away for good.

    Qt's own QSplashScreen waits a whole second in its `show` until a platform says that it is
    mapped, which some never say to whoever does not process events meanwhile.
    """

    def __init__(self) -> None:
        make_application()
        super().__init__()
        self.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setPixmap(_picture())
        self.setFixedSize(WIDTH, HEIGHT)
        self.move(self.screen().geometry().center() - self.rect().center())
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Who wants to see what is behind it."""
        self.hide()
        event.accept()


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
