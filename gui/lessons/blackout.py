"""A black sheet over the window: the class looks at the teacher."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.look.colours import BLACKOUT
from gui.look.following import FollowsLook


class BlackOut(FollowsLook, QWidget):
    """Covers its parent until it is switched off, by the same key, Escape or a click."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lesson.blackout")
        self.setCursor(Qt.CursorShape.BlankCursor)
        parent.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Black, or back."""
        parent = self.parentWidget()
        if self.isHidden() and parent is not None:
            self.setGeometry(parent.rect())
            self.show()
            self.raise_()
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        parent = self.parentWidget()
        if event.type() == QEvent.Type.Resize and parent is not None:
            self.setGeometry(parent.rect())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click brings the picture back."""
        self.hide()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Black in either theme."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(BLACKOUT))
        painter.end()

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.setAccessibleName(self.tr("The picture is black; B brings it back"))
