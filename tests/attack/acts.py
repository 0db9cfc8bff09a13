"""What a monkey can do to the window: each act is chosen at random, logged, and then done.

An act is a dictionary that JSON can hold, so that a log of acts can be played again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QSpinBox,
    QTabBar,
    QWidget,
)

from core.experiment import share
from tests.attack.stage import Stage, dropped
from tests.attack.targets import Act, called_back, one

TEXTS = (
    "",
    "0",
    "1",
    "-1",
    "0.5",
    "1e308",
    "nan",
    "inf",
    "9" * 40,
    "abc",
    "１２",
    "½",
    "  ",
    "\x00",
)
KEYS = (
    *("Tab", "Backtab", "Left", "Right", "Up", "Down", "PageUp", "PageDown", "Home", "End"),
    *("Return", "Space", "Escape", "Delete", "Backspace", "F1", "F5", "F6", "F9", "F11", "Menu"),
    *("A", "B", "D", "M", "P", "Z", "0", "1", "5", "9", "Plus", "Minus", "Period"),
)
HELD = ("NoModifier", "ControlModifier", "ShiftModifier", "AltModifier")
FORBIDDEN = {"quit"}
"""The end comes when the monkey is done."""

SIZES = ((1024, 720), (1024, 768), (1280, 800), (1366, 768), (1920, 1080), (2560, 1440))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act: how often it is chosen, how it is chosen and how it is done.

    `choose` gives None where there is nothing to do it to.
    """

    weight: float
    choose: Callable[[Stage, random.Random], Act | None]
    do: Callable[[Stage, Act], None]


KINDS: dict[str, Kind] = {}


def kind(weight: float, choose: Callable[[Stage, random.Random], Act | None]) -> Any:
    """Enter a function as the way in which an act of its name is done."""

    def enter(do: Callable[[Stage, Act], None]) -> Callable[[Stage, Act], None]:
        KINDS[do.__name__] = Kind(weight, choose, do)
        return do

    return enter


def choose(stage: Stage, chance: random.Random) -> Act:
    """Any act that can be done now."""
    names, weights = list(KINDS), [entry.weight for entry in KINDS.values()]
    while True:
        name = chance.choices(names, weights)[0]
        act = KINDS[name].choose(stage, chance)
        if act is not None:
            answers = {"answer": chance.randrange(1000), "file": chance.choice(files(stage))}
            return {"do": name, **act, **answers}


def do(stage: Stage, act: Act) -> None:
    """Do it; dialogs that open are answered as the act says."""
    stage.answer, stage.file = act["answer"], act["file"] and str(stage.folder / act["file"])
    KINDS[act["do"]].do(stage, act)


def files(stage: Stage) -> list[str]:
    """What lies in the folder, what could be written there, and nothing: the dialog is left."""
    lying = sorted(p.name for p in stage.folder.iterdir() if p.is_file())
    return ["", *lying[:60], "new.initlab.json", "new.png", "new.svg", "new.csv", "missing/new.md"]


# Values:


def _number(chance: random.Random, box: QSpinBox | QDoubleSpinBox | QSlider) -> float:
    low, high = box.minimum(), box.maximum()
    if chance.random() < 0.2:
        return chance.choice([low, high])
    near = min(high, low + 1000)  # mostly what is computed at once
    value = chance.uniform(low, near if chance.random() < 0.9 else high)
    return value if isinstance(box, QDoubleSpinBox) else round(value)


def _point(chance: random.Random, widget: QWidget) -> list[int]:
    return [chance.randrange(max(1, widget.width())), chance.randrange(max(1, widget.height()))]


def _items(chance: random.Random, combo: QComboBox) -> int:
    model: Any = combo.model()
    enabled = [i for i in range(combo.count()) if model.item(i).isEnabled()]
    return chance.choice(enabled) if enabled else -1


# Controls:


@kind(10, one(QSpinBox, QDoubleSpinBox, value=_number))
def spin(stage: Stage, act: Act) -> None:
    box: Any = called_back(stage, act["widget"])
    if isinstance(box, QSpinBox | QDoubleSpinBox):
        value = act["value"]
        box.setValue(value if isinstance(box, QDoubleSpinBox) else int(value))


@kind(5, one(QAbstractSpinBox, QLineEdit, QPlainTextEdit, text=lambda c, _: c.choice(TEXTS)))
def write(stage: Stage, act: Act) -> None:
    """Select all that stands there and write over it."""
    field = called_back(stage, act["widget"])
    if field is not None:
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for letter in act["text"]:
            QTest.sendKeyEvent(QTest.KeyAction.Click, field, Qt.Key.Key_A, letter, Qt.NoModifier)  # type: ignore[attr-defined]
        QTest.keyClick(field, Qt.Key.Key_Return)


@kind(8, one(QSlider, value=_number))
def slide(stage: Stage, act: Act) -> None:
    slider = called_back(stage, act["widget"])
    if isinstance(slider, QAbstractSlider):
        slider.setValue(act["value"])


@kind(8, one(QComboBox, index=_items))
def pick(stage: Stage, act: Act) -> None:
    combo = called_back(stage, act["widget"])
    if isinstance(combo, QComboBox) and act["index"] < combo.count():
        combo.setCurrentIndex(act["index"])


@kind(10, one(QAbstractButton))
def click(stage: Stage, act: Act) -> None:
    button = called_back(stage, act["widget"])
    if isinstance(button, QAbstractButton):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@kind(3, one(QTabBar, index=lambda c, bar: c.randrange(max(1, bar.count()))))
def turn(stage: Stage, act: Act) -> None:
    bar = called_back(stage, act["widget"])
    if isinstance(bar, QTabBar):
        bar.setCurrentIndex(act["index"])


# Mouse and keys anywhere:


def _somewhere(stage: Stage, chance: random.Random) -> Act:
    return {
        "at": _point(chance, stage.window),
        "to": _point(chance, stage.window),
        "how": chance.choice(["hover", "drag", "drag", "wheel", "wheel", "double", "menu", "tip"]),
        "turns": chance.choice([-720, -120, 120, 720]),
        "held": chance.choice(HELD),
    }


@kind(10, _somewhere)
def mouse(stage: Stage, act: Act) -> None:
    """Where a widget is: in the window, whatever lies there."""
    window, at, to = stage.window, QPoint(*act["at"]), QPoint(*act["to"])
    widget = window.childAt(at) or window
    held = getattr(Qt.KeyboardModifier, act["held"])
    local, target = (widget.mapFrom(window, point) for point in (at, to))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    if act["how"] == "hover":
        _mouse(widget, QEvent.Type.MouseMove, local, none, none, held)
    elif act["how"] == "drag":
        _mouse(widget, QEvent.Type.MouseButtonPress, local, left, left, held)
        for share in (0.25, 0.5, 0.75, 1.0):
            on_the_way = local + (target - local) * share
            _mouse(widget, QEvent.Type.MouseMove, on_the_way, none, left, held)
            stage.let(3)
        _mouse(widget, QEvent.Type.MouseButtonRelease, target, left, none, held)
    elif act["how"] == "wheel":
        place, turns = QPointF(local), QPoint(0, act["turns"])
        event = QWheelEvent(
            *(place, QPointF(widget.mapToGlobal(local)), QPoint(), turns, none, held),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(widget, event)
    elif act["how"] == "double":
        QTest.mouseDClick(widget, left, held, local)
    elif act["how"] == "menu":
        QTest.mouseClick(widget, Qt.MouseButton.RightButton, held, local)
    else:
        QApplication.sendEvent(
            widget, QHelpEvent(QEvent.Type.ToolTip, local, widget.mapToGlobal(local))
        )


def _mouse(
    widget: QWidget,
    type_: QEvent.Type,
    at: QPoint,
    button: Qt.MouseButton,
    down: Qt.MouseButton,
    held: Qt.KeyboardModifier,
) -> None:
    where = QPointF(widget.mapToGlobal(at))
    QApplication.sendEvent(widget, QMouseEvent(type_, QPointF(at), where, button, down, held))


def _keys(stage: Stage, chance: random.Random) -> Act:
    return {
        "keys": [chance.choice(KEYS) for _ in range(chance.randrange(1, 5))],
        "held": chance.choice(HELD) if chance.random() < 0.3 else HELD[0],
    }


@kind(10, _keys)
def press(stage: Stage, act: Act) -> None:
    """Keys to whatever has the focus."""
    held = getattr(Qt.KeyboardModifier, act["held"])
    for name in act["keys"]:
        target = QApplication.focusWidget() or stage.window
        QTest.keyClick(target, getattr(Qt.Key, f"Key_{name}"), held)
        stage.alive()


# Menus, files, lessons, windows:


def _action(stage: Stage, chance: random.Random) -> Act | None:
    actions, lessons = stage.window.actions_, len(_lessons(stage))
    names = [name for name, a in actions.by_name.items() if a.isEnabled() and a.isVisible()]
    # Those of a page that is not shown cannot be seen, and their keys are free.
    more = [f"more:{i}" for i, a in enumerate(actions.more) if a.isEnabled() and a.isVisible()]
    named = sorted(set(names) - FORBIDDEN)
    return {"action": chance.choice([*named, *more, *(f"lesson:{i}" for i in range(lessons))])}


def _lessons(stage: Stage) -> list[Any]:
    menus = stage.window.findChildren(QMenu, "menu.lesson")
    return [a for menu in menus for a in menu.actions() if a.property("lesson")]


@kind(14, _action)
def trigger(stage: Stage, act: Act) -> None:
    """An entry of a menu."""
    name, _, number = act["action"].partition(":")
    lists = {"more": stage.window.actions_.more, "lesson": _lessons(stage)}
    if not number:
        stage.window.actions_[name].trigger()
    elif int(number) < len(lists[name]):
        lists[name][int(number)].trigger()


@kind(
    6, lambda _, chance: {"back": chance.choice([True, True, False]), "times": chance.randrange(9)}
)
def history(stage: Stage, act: Act) -> None:
    """Undo and redo, as fast as the keys repeat."""
    for _ in range(act["times"]):
        stage.window.actions_["undo" if act["back"] else "redo"].trigger()


def _thing(stage: Stage, chance: random.Random) -> Act:
    if chance.random() < 0.6:
        return {"thing": chance.choice(files(stage))}
    link = share.link(stage.window.experiment())
    at = chance.randrange(len(link))
    return {"thing": chance.choice([link, link[:at], link[:at] + "x" + link[at:], "no link"])}


@kind(5, _thing)
def drop(stage: Stage, act: Act) -> None:
    """A file or a link, dragged into the window."""
    name, window = act["thing"], stage.window
    data = dropped(str(stage.folder / name) if name in files(stage) and name else name)
    at, copy = QPoint(200, 200), Qt.DropAction.CopyAction
    rest = (copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at, *rest)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(at), *rest))


@kind(3, _thing)
def copy(stage: Stage, act: Act) -> None:
    """Something comes onto the clipboard."""
    QGuiApplication.clipboard().setText(act["thing"])


@kind(2, lambda _, chance: {"size": list(chance.choice(SIZES))})
def resize(stage: Stage, act: Act) -> None:
    stage.window.resize(*act["size"])


@kind(1, lambda _, chance: {"hidden": chance.choice([True, False])})
def minimize(stage: Stage, act: Act) -> None:
    """The window goes and comes back."""
    if act["hidden"]:
        stage.window.hide()
    else:
        stage.window.showMinimized()
    stage.let(5)
    stage.window.showNormal()


@kind(12, lambda _, chance: {"for": chance.choice([1, 5, 20, 60])})
def wait(stage: Stage, act: Act) -> None:
    """Look for a moment, in milliseconds."""
    stage.let(act["for"])


@kind(3, lambda *_: {})
def look(stage: Stage, act: Act) -> None:
    """Stop what takes long, and wait until all is drawn."""
    stage.let(200)
    if not stage.window.is_settled:
        stage.window.progress.cancel()
        stage.window.set_experiment(stage.window.experiment().with_value("run.seed", 7))
        stage.let(400)


@kind(0.2, lambda *_: {})
def reopen(stage: Stage, act: Act) -> None:
    """Close the window in the middle of what it does, and open the next one."""
    stage.reopen()
