"""Controls in something that scrolls: the wheel scrolls, and the window keeps its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class _WheelGuard(QObject):
    """Lets the wheel scroll the panel instead of changing a control that has no focus.

    The keys of the window's actions go to those even from a text field, which would take Ctrl+Z.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        wheel = event.type() == QEvent.Type.Wheel and not watched.hasFocus()
        if wheel or (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_shortcut(QKeySequence(event.keyCombination()), watched.window())
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_shortcut(keys: QKeySequence, window: QWidget) -> bool:
    return any(keys in action.shortcuts() for action in window.actions())


_guard: list[_WheelGuard] = []


def guard_wheel(widget: QWidget) -> None:
    """Ask `widget` to take the wheel only while it has the focus."""
    if not _guard:
        _guard.append(_WheelGuard())
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_guard[0])
