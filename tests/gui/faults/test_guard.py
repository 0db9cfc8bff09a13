"""Event handlers that raise: each is reported by itself, and Qt goes on with the others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FunctionType

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core.pages import PAGES
from gui.faults.guard import _MARK, OTHERS, _classes, guard
from gui.pages.table import page_class


class Failing(QWidget):
    """Fails in whatever Qt asks of it, as often as it is asked."""

    fails = ""

    def changeEvent(self, event: QEvent) -> None:
        if self.fails == "change":
            raise ValueError(f"change {self.objectName()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.fails == "paint":
            raise ValueError(f"paint {self.objectName()}")

    def event(self, event: QEvent) -> bool:
        if self.fails == "event" and event.type() == QEvent.Type.User:
            raise ValueError(f"event {self.objectName()}")
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(20, 20)


@pytest.fixture
def reported(monkeypatch) -> list[str]:
    """What comes to the hook."""
    found: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *failure: found.append(str(failure[1])))
    return found


@pytest.fixture
def family(qtbot, reported) -> Iterator[tuple[QWidget, list[Failing]]]:
    guard()
    parent = QWidget()
    layout = QVBoxLayout(parent)
    children = [Failing() for _ in range(5)]
    for number, child in enumerate(children):
        child.setObjectName(str(number))
        layout.addWidget(child)
    parent.show()
    qtbot.waitExposed(parent)
    yield parent, children
    parent.close()
    parent.deleteLater()


def test_handlers_that_fail_in_one_call_of_qt_are_each_reported(family, reported):
    """Without the guard only the first one's own words arrive, or the process dies."""
    parent, children = family
    for child in children:
        child.fails = "change"
    parent.setEnabled(False)
    assert reported == [f"change {number}" for number in range(5)]
    assert not parent.isEnabled()


def test_a_painting_that_fails_leaves_the_others_alone(family, reported):
    parent, children = family
    for child in children:
        child.fails = "paint" if child is not children[2] else ""
    parent.repaint()
    assert set(reported) == {f"paint {number}" for number in (0, 1, 3, 4)}


def test_after_a_handler_that_failed_qt_does_what_it_does_itself(family, reported):
    _, children = family
    children[0].fails = "event"
    of_qt = QWidget().event(QEvent(QEvent.Type.User))
    assert QApplication.sendEvent(children[0], QEvent(QEvent.Type.User)) is of_qt
    assert reported == ["event 0"]


def test_what_is_guarded_twice_is_wrapped_once(family, reported):
    handler = Failing.changeEvent
    guard()
    assert Failing.changeEvent is handler


def test_every_handler_of_the_program_and_of_pyqtgraph_is_guarded(qapp):
    for page in PAGES.values():
        assert page_class(page) is not None  # imports it
    guard()
    ours = [kind for kind in _classes(QObject) if kind.__module__.startswith(("gui.", "pyqtgraph"))]
    handlers = [
        (kind.__name__, name, function)
        for kind in ours
        for name, function in vars(kind).items()
        if (name.endswith("Event") or name in OTHERS) and isinstance(function, FunctionType)
    ]
    assert len(handlers) > 60
    assert {"drawForeground", "paintEvent", "stepBy"} <= {name for _, name, _ in handlers}
    assert not [(kind, name) for kind, name, f in handlers if not hasattr(f, _MARK)]


def test_a_handler_without_failure_gives_what_it_gave(qapp):
    guard()
    widget = Failing()
    assert widget.event(QEvent(QEvent.Type.User)) in (True, False)
    assert isinstance(pg.ViewBox().boundingRect().width(), float)
    widget.deleteLater()


def test_parts_that_cannot_be_translated_leave_the_others_in_the_new_language(
    window, reported, monkeypatch
):
    shown = window()

    def refuse(self: QWidget) -> None:
        raise LookupError(f"no words for {type(self).__name__}")

    for part in (shown.top, shown.message):
        monkeypatch.setattr(type(part), "retranslate", refuse)
    shown.appearance.set_language("zh_CN")
    assert reported == ["no words for TopBar", "no words for MessageBar"]
    assert shown.status.button.text() == "停止"
    assert shown.isVisible()
