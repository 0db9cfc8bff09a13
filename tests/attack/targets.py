"""The widgets that an act can be done to, by names that a log can hold.

A widget is called by its object name, or by its class and its number among those of the class.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from tests.attack.stage import Stage

Act = dict[str, Any]


def of(stage: Stage, kinds: type[QWidget] | tuple[type[QWidget], ...]) -> list[QWidget]:
    """Those that a person can use now: visible, enabled, in front."""
    root = QApplication.activeModalWidget() or stage.window
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.visibleRegion().isEmpty()
    ]


def called(stage: Stage, widget: QWidget) -> str:
    """The name under which `called_back` finds it."""
    name, root = widget.objectName(), stage.window
    if name and len(root.findChildren(QWidget, name)) == 1:
        return name
    alike = [w for w in root.findChildren(QWidget) if type(w) is type(widget)]
    return f"{type(widget).__name__}#{alike.index(widget) if widget in alike else 0}"


def called_back(stage: Stage, name: str) -> QWidget | None:
    """The widget of this name, if it is still there."""
    found = stage.window.findChildren(QWidget, name)
    if found:
        return found[0]
    wanted, _, number = name.partition("#")
    alike = [w for w in stage.window.findChildren(QWidget) if type(w).__name__ == wanted]
    return alike[int(number)] if number and int(number) < len(alike) else None


def one(*kinds: type[QWidget], **more: Callable[[random.Random, Any], Any]) -> Any:
    """Choose one of these widgets, and `more` about it."""

    def choose(stage: Stage, chance: random.Random) -> Act | None:
        found = of(stage, kinds)
        if not found:
            return None
        widget = chance.choice(found)
        return {"widget": called(stage, widget)} | {
            name: value(chance, widget) for name, value in more.items()
        }

    return choose
