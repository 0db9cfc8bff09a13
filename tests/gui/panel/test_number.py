"""Number fields by themselves: slider and field together, and what keys and mouse find."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QSignalSpy, QTest

from core.parameters import Real, Whole
from gui.panel.number import NumberField
from tests.gui.support import mouse

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


# Round numbers:

MEAN = Real("mean", 0.0, usual=(-2.0, 2.0))
BOUND = Real("a", 0.0, usual=(-5.0, 5.0))
GAIN = Real("gain", 1.0, low=0.0, usual=(0.0, 4.0))
LAYERS = Whole("layers", 20, 1, 100, (1, 100))
WIDTH = Whole("width", 256, 8, 1024, (8, 1024), logarithmic=True)

ROUND = {
    COUNT: [2**k for k in range(15)],
    WIDTH: [2**k for k in range(3, 11)],
    LAYERS: [1, *range(10, 101, 10)],
    P: [k / 20 for k in range(21)],
    GAIN: [k / 10 for k in range(41)],
    MEAN: [k / 10 for k in range(-20, 21)],
    BOUND: [k / 2 for k in range(-10, 11)],
    STD: [float(f"{digit}e{k}") for k in range(-3, 1) for digit in (1, 2, 5)] + [10.0],
}
"""What a person looks for on each kind of scale: powers of two on those of sizes."""


@pytest.mark.parametrize("width", [170, 240, 400])
@pytest.mark.parametrize("parameter", ROUND, ids=lambda parameter: parameter.name)
def test_the_mouse_finds_every_round_number(field, parameter, width):
    made = field(parameter)
    made.resize(width, made.sizeHint().height())
    seen = set()
    mouse(made.slider, QEvent.Type.MouseButtonPress, made.slider.value() / made.slider.maximum())
    assert made.slider.isSliderDown()
    pixels = made.slider.width()
    for pixel in range(pixels + 1):
        mouse(made.slider, QEvent.Type.MouseMove, pixel / pixels)
        seen.add(made.value())
    mouse(made.slider, QEvent.Type.MouseButtonRelease, 1.0)
    assert set(ROUND[parameter]) <= seen


@pytest.mark.parametrize("parameter", ROUND, ids=lambda parameter: parameter.name)
def test_the_arrow_keys_pass_every_round_number(field, parameter):
    made = field(parameter)
    QTest.keyClick(made.slider, Qt.Key.Key_Home)
    up = [made.value()]
    while made.value() < parameter.usual[1]:
        QTest.keyClick(made.slider, Qt.Key.Key_Right)
        assert made.value() > up[-1]
        up.append(made.value())
    assert set(ROUND[parameter]) <= set(up)
    down = [made.value()]
    while made.value() > parameter.usual[0]:
        QTest.keyClick(made.slider, Qt.Key.Key_Left)
        down.append(made.value())
    assert down == up[::-1]


def test_the_page_keys_double_and_halve_on_slider_and_field(field):
    made = field(COUNT)
    for control, highest in ((made.slider, 14), (made.box, 20)):
        made.set_value(100)
        seen = []
        for _ in range(7, highest + 1):
            QTest.keyClick(control, Qt.Key.Key_PageUp)
            seen.append(made.value())
        assert seen == [2**k for k in range(7, highest + 1)]
        made.set_value(100)
        seen = []
        for _ in range(7):
            QTest.keyClick(control, Qt.Key.Key_PageDown)
            seen.append(made.value())
        assert seen == [64, 32, 16, 8, 4, 2, 1]


def test_a_key_leaves_a_number_that_shares_its_position_with_the_next_round_one(field):
    made = field(COUNT)
    made.set_value(1023)
    assert made.position(1023) == made.position(1024)
    QTest.keyClick(made.slider, Qt.Key.Key_Right)
    assert made.value() == 1024


def test_a_key_never_leads_back_from_beyond_the_slider(field):
    made = field(COUNT)
    made.set_value(20_000)
    QTest.keyClick(made.slider, Qt.Key.Key_Right)
    assert made.value() == 20_000
    QTest.keyClick(made.slider, Qt.Key.Key_Left)
    assert made.value() == 16_384
