"""A link and its experiment, dropping onto a window, and what a window says of its files."""

from __future__ import annotations

import base64
import json
import zlib

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.gui.support import find, small

OTHER = small(weight_init={"method": "normal", "std": 0.5}, run={"seed": 3})


def link_to(data: dict) -> str:
    """By the standard library alone."""
    content = zlib.compress(json.dumps(data).encode())
    return "initlab:" + base64.urlsafe_b64encode(content).decode().rstrip("=")


LINK = link_to(
    {
        "layer": {"in_features": 20, "out_features": 30},
        "weight_init": {"method": "normal", "std": 0.5},
        "run": {"seed": 3},
    }
)


def status(window) -> str:
    return find(window, "status").text()


def drop(shown, data: QMimeData) -> bool:
    """Drag over the window and let go; whether it wanted the data."""
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(shown, enter)
    if enter.isAccepted():
        QApplication.sendEvent(shown, QDropEvent(QPointF(50, 50), copy, data, left, none))
    return enter.isAccepted()


def recent(shown) -> list[str]:
    return [action.text() for action in shown.actions_.menu("recent").actions()]
