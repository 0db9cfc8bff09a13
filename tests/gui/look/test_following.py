"""A widget that follows language and theme, and is let go of."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QWidget

from gui.look.following import FollowsLook
from gui.look.i18n import language, set_language
from gui.look.theme import theme
from gui.widgets.code_view import CopyButton


class Whole(FollowsLook, QFrame):
    """Counts what it is told; its subclass makes a part of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def retranslate(self) -> None:
        self.told.append("language")

    def restyle(self) -> None:
        self.told.append("theme")


class Derived(Whole):
    def __init__(self, order: list[str] | None = None) -> None:
        super().__init__()
        self.order = order
        self.name = "made after the base"

    def retranslate(self) -> None:
        super().retranslate()
        self.told.append(self.name)
        if self.order is not None:
            self.order.append("part")


class Owner(FollowsLook, QWidget):
    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self.part, self.order = Derived(order), order
        self.part.setParent(self)

    def retranslate(self) -> None:
        self.order.append("whole")


class Plain(FollowsLook, QLabel):
    """Has no constructor of its own."""


def test_a_class_without_a_constructor_does_not_make_qt_write_its_docstring():
    """That takes 50 ms the first time, and the start waits for it."""
    assert Plain.__init__.__doc__ is None
    assert Plain.__init__.__name__ == "__init__"


@pytest.fixture
def whole(qtbot: Any) -> Whole:
    made = Whole()
    qtbot.addWidget(made)
    return made


def test_both_are_called_when_it_has_been_made(whole: Whole) -> None:
    assert whole.told == ["theme", "language"]


def test_each_is_called_at_its_change(whole: Whole) -> None:
    set_language("zh_CN")
    assert whole.told[2:] == ["language"]
    theme.set("dark")
    assert whole.told[3:] == ["theme"]


def test_a_subclass_is_called_once_and_after_its_own_init(qtbot: Any) -> None:
    derived = Derived()
    qtbot.addWidget(derived)
    assert derived.told == ["theme", "language", "made after the base"]


def test_a_part_comes_before_the_whole(qtbot: Any) -> None:
    order: list[str] = []
    owner = Owner(order)
    qtbot.addWidget(owner)
    set_language("zh_CN")
    assert order == ["part", "whole"] * 2


@pytest.mark.parametrize("kind", [QLabel, QScrollArea, pg.PlotWidget])
def test_any_widget_can_follow(qtbot: Any, kind: type) -> None:
    told: list[str] = []

    class Following(FollowsLook, kind):  # type: ignore[valid-type,misc]
        def retranslate(self) -> None:
            told.append(language())

    made = Following()
    qtbot.addWidget(made)
    set_language("zh_CN")
    assert told == ["en", "zh_CN"]


def test_a_real_widget_speaks_the_language_that_is_chosen(qtbot: Any) -> None:
    view = QPlainTextEdit()
    qtbot.addWidget(view)
    button = CopyButton(view)
    qtbot.addWidget(button)
    assert button.text() == "Copy"
    set_language("zh_CN")
    assert button.text() == "复制"


def test_a_deleted_one_is_not_called_and_none_is_kept() -> None:
    made = Whole()
    told, alive = made.told, weakref.ref(made)
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    set_language("zh_CN")
    theme.set("dark")
    assert told == ["theme", "language"]
    del made
    gc.collect()
    assert alive() is None


def test_one_that_nobody_holds_goes_by_itself() -> None:
    alive = weakref.ref(Whole())
    gc.collect()
    assert alive() is None
