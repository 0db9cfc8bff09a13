"""A ring around a control that a lesson has just moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.look.theme import theme

SHOWN_MILLISECONDS = 2500
"""Milliseconds that a ring stays."""

ROOM = 3


class Ring(QWidget):
    """Lies over the control's parent, lets the mouse through, and goes by itself or with it."""

    def __init__(self, control: QWidget) -> None:
        parent = control.parentWidget() or control
        super().__init__(parent)
        self.setObjectName("lesson.ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._control = control
        for watched in (control, parent):
            watched.installEventFilter(self)
        control.destroyed.connect(self.deleteLater)
        self._place()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.deleteLater)
        self._timer.start(SHOWN_MILLISECONDS)
        self.show()
        self.raise_()

    def _place(self) -> None:
        parent = self.parentWidget()
        # A method chosen meanwhile takes the controls of the one before away.
        if parent is not None and isValid(self._control):
            around = QRect(self._control.geometry()).adjusted(-ROOM, -ROOM, ROOM, ROOM)
            self.setGeometry(around & parent.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control when it is laid out anew."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and watched is not self:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded outline in the accent colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 2.0 * theme.sizes.outline))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 5, 5)
        painter.end()
