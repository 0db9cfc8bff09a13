"""Number fields by themselves: what they show, what they take, how they step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtTest import QSignalSpy, QTest

from core.parameters import Real, Whole
from gui.panel.number import NumberField, RealBox

P = Real("p", 0.0, low=0.0, high=1.0, usual=(0.0, 1.0))
STD = Real("std", 1.0, low=0.0, usual=(0.001, 10.0), logarithmic=True)
COUNT = Whole("n", 5, 1, 1_048_576, (1, 16384), logarithmic=True)


@pytest.fixture
def field(qtbot):
    def make(parameter) -> NumberField:
        made = NumberField(parameter)
        made.set_value(parameter.default)
        qtbot.addWidget(made)
        fields.append(made)
        made.show()
        return made

    fields: list[NumberField] = []
    return make


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.1, "0.1"),
        (1e-9, "1e-09"),
        (123456.789, "123456.789"),
        (1 / 3, "0.333333"),
        (1e300, "1e+300"),
        (-2.5, "-2.5"),
    ],
)
def test_a_number_is_shown_briefly(qtbot, value, text):
    box = RealBox()
    qtbot.addWidget(box)
    box.setRange(-1e308, 1e308)
    box.setValue(value)
    assert box.value() == value
    assert box.text() == text


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [
        (0.05, 0.051, 0.049),
        (1.0, 1.1, 0.9),
        (100.0, 110.0, 90.0),
        (0.0, 0.01, -0.01),
        (-3.0, -2.9, -3.1),
        (1e-8, 1.1e-8, 9e-9),
    ],
)
def test_a_step_changes_the_second_digit(qtbot, value, up, down):
    box = RealBox()
    qtbot.addWidget(box)
    box.setRange(-1e308, 1e308)
    for steps, expected in ((1, up), (-1, down)):
        box.setValue(value)
        box.stepBy(steps)
        assert box.value() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("0.5", QValidator.State.Acceptable),
        ("5e-1", QValidator.State.Acceptable),
        ("0,5", QValidator.State.Acceptable),
        ("1.5", QValidator.State.Intermediate),
        ("-", QValidator.State.Intermediate),
        ("1e", QValidator.State.Intermediate),
        ("", QValidator.State.Intermediate),
        ("one", QValidator.State.Invalid),
        ("0x1", QValidator.State.Invalid),
    ],
)
def test_what_can_become_a_number_may_be_typed(qtbot, text, state):
    box = RealBox()
    qtbot.addWidget(box)
    box.setRange(0.0, 1.0)
    assert box.validate(text, len(text))[0] == state


@pytest.mark.parametrize("parameter", [P, STD, COUNT])
def test_every_position_of_a_slider_stays_where_it_was_put(field, parameter):
    made = field(parameter)
    for position in range(0, made.slider.maximum() + 1, 7):
        made.slider.setValue(position)
        assert made.slider.value() == position
        assert parameter.usual[0] <= made.value() <= parameter.usual[1]


@pytest.mark.parametrize("parameter", [P, STD, COUNT])
def test_a_slider_never_goes_back_while_it_moves_on(field, parameter):
    made, seen = field(parameter), []
    for position in range(made.slider.maximum() + 1):
        made.slider.setValue(position)
        seen.append(made.value())
    assert seen == sorted(seen)


def test_a_value_that_is_set_by_the_program_is_not_said_to_be_the_person_s(field):
    made = field(P)
    spy = QSignalSpy(made.edited)
    made.set_value(0.75)
    assert made.value() == 0.75
    assert made.slider.value() == 750
    assert spy.count() == 0
    made.box.setValue(0.5)
    made.slider.setValue(100)
    assert spy.count() == 2


def test_a_value_between_two_positions_is_kept_exactly(field):
    made = field(P)
    made.set_value(0.12345)
    assert made.value() == 0.12345


def test_a_number_counts_when_it_is_complete_not_at_every_key(field):
    made = field(COUNT)
    spy = QSignalSpy(made.edited)
    made.box.setFocus()
    made.box.selectAll()
    QTest.keyClicks(made.box, "512")
    assert spy.count() == 0
    QTest.keyClick(made.box, Qt.Key.Key_Return)
    assert spy.count() == 1
    assert made.value() == 512


def test_leaving_a_field_counts_as_well(field, qtbot):
    made = field(COUNT)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.box.setFocus()
    made.box.selectAll()
    QTest.keyClicks(made.box, "77")
    made.slider.setFocus()
    assert made.value() == 77


def test_an_open_end_is_not_in_the_range(field):
    made = field(Real("std", 1.0, low=0.0, low_open=True, usual=(0.001, 10.0), logarithmic=True))
    made.box.setValue(0.0)
    assert made.value() > 0
