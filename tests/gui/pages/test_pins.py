"""Kept curves: four at most, each with its name and a colour of its own."""

from __future__ import annotations

from typing import Any

from core.experiment import Initialization
from core.messages import Message
from gui.look.i18n import set_language
from gui.look.theme import theme
from gui.pages.pins import Pins


def test_pins_are_drawn_in_the_order_in_which_they_were_kept(qapp: Any) -> None:
    pins: Pins[int] = Pins()
    for value in (3, 1):
        pins.keep(Message(f"run {value}"), value)
    drawn = [(ghost.name, ghost.kept) for ghost in pins.ghosts()]
    assert drawn == [("run 3", 3), ("run 1", 1)]


def test_the_fifth_pin_pushes_out_the_oldest(qapp: Any) -> None:
    pins: Pins[int] = Pins()
    for value in range(5):
        pins.keep(Message(str(value)), value)
    assert [ghost.kept for ghost in pins.ghosts()] == [1, 2, 3, 4]
    assert len(pins) == 4
    assert len({theme.colour(ghost.colour).name() for ghost in pins.ghosts()}) == 4


def test_cleared_pins_are_gone(qapp: Any) -> None:
    pins: Pins[int] = Pins()
    pins.keep(Message("one"), 1)
    pins.clear()
    assert not pins
    assert pins.ghosts() == []


def test_a_pin_is_named_in_the_language_in_force(qapp: Any) -> None:
    pins: Pins[int] = Pins()
    pins.keep(Initialization("weight_init", "zeros").entry.label, 0)
    english = pins.ghosts()[0].name
    set_language("zh_CN")
    try:
        assert pins.ghosts()[0].name != english
    finally:
        set_language("en")
    assert pins.ghosts()[0].name == english
