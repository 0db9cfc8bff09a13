"""Menus from records: whatever says what it can do stands where it says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QWidget

from core.messages import Message
from gui.actions import Actions, Entry, Menu


class Owner(QObject):
    """Something that can be done, now and then."""

    ready = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    def entry(self, name: str, group: int = 0, **more: Any) -> Entry:
        call = more.pop("call", lambda *_: self.calls.append(name))
        fields = {"text": Message(name), "keys": (), "menu": "tea"} | more
        return Entry(name=name, call=call, group=group, **fields)


@pytest.fixture
def actions(qtbot: Any) -> Actions:
    window = QWidget()
    qtbot.addWidget(window)
    made = Actions(window, QMenuBar(window))
    made.setProperty("window", window)  # as long as the actions are needed
    return made


TEA = Menu(name="tea", text=Message("&Tea"))


def names(actions: Actions, menu: str) -> list[str]:
    return [
        "|" if action.isSeparator() else action.objectName()
        for action in actions.menu(menu).actions()
    ]


def test_lines_of_a_group_stand_together_in_the_order_of_their_owners(actions: Actions) -> None:
    one, other = Owner(), Owner()
    actions.compose(
        [TEA, one.entry("pour", 1), one.entry("boil"), other.entry("drink", 1), other.entry("mill")]
    )
    assert names(actions, "tea") == ["boil", "mill", "|", "pour", "drink"]
    assert [action.objectName() for action in actions.all()] == ["boil", "mill", "pour", "drink"]


def test_a_menu_inside_another_has_a_line_of_its_group_and_its_owner_gets_it(
    actions: Actions,
) -> None:
    owner, got = Owner(), []
    inner = Menu(
        name="sorts",
        text=Message("Sorts"),
        menu="tea",
        group=1,
        made=lambda menu: got.append([a.objectName() for a in menu.actions()]),
    )
    actions.compose([TEA, inner, owner.entry("boil"), owner.entry("green", menu="sorts")])
    assert got == [["green"]]
    assert actions.menu("tea").actions()[-1] is actions.menu("sorts").menuAction()
    assert actions.menu("sorts").title() == "Sorts"


def test_a_line_calls_its_owner_and_is_there_when_its_owner_is_ready(actions: Actions) -> None:
    owner = Owner()
    actions.compose([TEA, owner.entry("boil", enabled=owner.ready)])
    actions["boil"].trigger()
    assert owner.calls == []
    owner.ready.emit(True)
    actions["boil"].trigger()
    assert owner.calls == ["boil"]


def test_what_is_checked_from_the_beginning_is_told_to_its_owner(actions: Actions) -> None:
    owner, told = Owner(), []
    actions.compose([TEA, owner.entry("milk", call=told.append, checkable=True, checked=True)])
    assert told == [True]
    actions["milk"].toggle()
    assert told == [True, False]


def test_an_action_of_someone_else_stands_at_the_end_and_in_the_list_of_shortcuts(
    actions: Actions,
) -> None:
    actions.compose([TEA, Owner().entry("boil")])
    action = QAction(actions)
    action.setObjectName("stir")
    actions.adopt(action, "tea")
    assert names(actions, "tea") == ["boil", "stir"]
    assert actions.all()[-1] is action
