"""Ctrl+V opens the link on the clipboard, wherever the focus is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from core.experiment import share
from gui.files.sharing import Sharing


class Pasting(QObject):
    """Looks at the keys of the widget that has the focus, before it takes them itself.

    A field into which text can be typed pastes for itself what is no link.
    """

    def __init__(self, sharing: Sharing, window: QWidget) -> None:
        super().__init__(window)
        self._sharing, self._window = sharing, window
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        # Not one filter for all: Python would be asked about each move of the mouse.
        application.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        if _is_typed_into(watched) and not share.holds_link(QGuiApplication.clipboard().text()):
            return False
        self._sharing.open_clipboard()
        return True


def _is_typed_into(widget: QObject) -> bool:
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    if isinstance(widget, QAbstractSpinBox | QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return False
