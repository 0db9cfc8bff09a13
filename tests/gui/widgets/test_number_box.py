"""Fields for numbers by themselves: what they show, take and refuse, and how they step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QInputMethodEvent, QValidator
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from core.parameters import Real, Whole
from gui.widgets.number_box import LargeBox, RealBox, WholeBox

STD = Real("std", 1.0, low=0.0)
COUNT = Whole("n", 5, 1, 1_048_576)
SEED = Whole("seed", 5, 0, 2**63 - 1)


@pytest.fixture
def box(qtbot):
    def make(kind, parameter):
        made = kind(parameter)
        made.setValue(parameter.default)
        qtbot.addWidget(made)
        boxes.append(made)
        made.show()
        return made

    boxes: list = []
    return make


def write(made, text: str) -> None:
    made.setFocus()
    made.selectAll()
    committed = QInputMethodEvent()  # as input methods write: keyClicks takes ASCII only
    committed.setCommitString(text)
    QApplication.sendEvent(made, committed)
    QTest.keyClick(made, Qt.Key.Key_Return)


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
    box = RealBox(Real("x", 0.0))
    qtbot.addWidget(box)
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
    box = RealBox(Real("x", 0.0))
    qtbot.addWidget(box)
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
        ("one", QValidator.State.Intermediate),
        ("0。5", QValidator.State.Acceptable),
    ],
)
def test_anything_may_be_typed_and_a_number_is_known_as_one(qtbot, text, state):
    box = RealBox(Real("p", 0.0, low=0.0, high=1.0))
    qtbot.addWidget(box)
    assert box.validate(text, len(text))[0] == state


TYPED = [
    (RealBox, STD, "1,000", ["1,000", "1 or 1000"]),
    (RealBox, STD, "-1", ["-1.0 is not allowed", "at least 0"]),
    (RealBox, STD, "abc", ["abc", "not a number"]),
    (RealBox, STD, "", ["nothing was typed"]),
    (RealBox, STD, "1e999", ["not a finite number"]),
    (WholeBox, COUNT, "1,024", ["1,024", "1.024 or 1024"]),
    (WholeBox, COUNT, "1.5", ["1.5", "not a whole number"]),
    (WholeBox, COUNT, "0", ["0 is outside 1 to 1,048,576"]),
    (WholeBox, COUNT, "x", ["x", "not a number"]),
    (WholeBox, COUNT, "99999999999", ["99999999999 is outside"]),
    (LargeBox, SEED, "-3", ["-3 is outside"]),
    (LargeBox, SEED, "1.000", ["1 or 1000"]),
    (LargeBox, SEED, "seed", ["seed", "not a number"]),
    (LargeBox, SEED, "9223372036854775808", ["outside"]),
]


@pytest.mark.parametrize(("kind", "parameter", "text", "words"), TYPED)
def test_what_is_refused_is_said_and_the_old_number_is_back(box, kind, parameter, text, words):
    made = box(kind, parameter)
    refused, changed = QSignalSpy(made.refused), QSignalSpy(made.valueChanged)
    if text:
        write(made, text)
    else:
        made.setFocus()
        made.selectAll()
        QTest.keyClick(made, Qt.Key.Key_Delete)
        QTest.keyClick(made, Qt.Key.Key_Return)
    assert refused.count() == 1
    for word in words:
        assert word in str(refused.at(0)[0])
    assert changed.count() == 0
    assert made.value() == parameter.default
    assert float(made.text()) == parameter.default


@pytest.mark.parametrize(
    ("kind", "parameter", "text", "value"),
    [
        (RealBox, STD, "1/3", 1 / 3),
        (RealBox, STD, "1.000,5", 1000.5),
        (RealBox, STD, "0。5", 0.5),
        (RealBox, STD, "０．５", 0.5),
        (RealBox, STD, "1e3", 1000.0),
        (RealBox, STD, "50 %", 0.5),
        (WholeBox, COUNT, "1 024", 1024),
        (WholeBox, COUNT, "2^10", 1024),
        (WholeBox, COUNT, "１０２４", 1024),
        (WholeBox, COUNT, "1,048,576", 1_048_576),
        (LargeBox, SEED, "1e3", 1000),
        (LargeBox, SEED, "9'223'372'036'854'775'807", 2**63 - 1),
    ],
)
def test_what_can_only_mean_one_number_is_taken(box, kind, parameter, text, value):
    made = box(kind, parameter)
    refused = QSignalSpy(made.refused)
    write(made, text)
    assert made.value() == value
    assert refused.count() == 0


@pytest.mark.parametrize("name", ["de_DE", "fr_CH", "ar_EG", "hi_IN", "zh_CN"])
def test_a_number_is_read_and_written_alike_under_every_locale(box, name):
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        for kind, parameter, number in ((RealBox, STD, 1234.5), (WholeBox, COUNT, 65536)):
            made = box(kind, parameter)
            write(made, str(number))
            assert made.value() == number
            assert made.text() == str(number)
            refused = QSignalSpy(made.refused)
            write(made, "1,024")
            assert refused.count() == 1
    finally:
        QLocale.setDefault(before)


def test_leaving_a_field_that_was_not_touched_says_nothing(box):
    made = box(RealBox, STD)
    made.setValue(1 / 3)
    refused, changed = QSignalSpy(made.refused), QSignalSpy(made.valueChanged)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Return)
    made.clearFocus()
    assert (refused.count(), changed.count()) == (0, 0)
    assert made.value() == 1 / 3
