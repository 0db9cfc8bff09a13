"""The vector of the Dropout page: chosen, typed, mistyped, and ambiguous."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from gui.window import MainWindow
from tests.gui.pages.dropout_support import described
from tests.gui.support import find, settling


def type_vector(window: MainWindow, text: str) -> None:
    box = find(window, "dropout.vector", QComboBox)
    box.lineEdit().selectAll()
    QTest.keyClicks(box.lineEdit(), text)
    QTest.keyClick(box.lineEdit(), Qt.Key.Key_Return)


def test_a_typed_vector_is_drawn(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        type_vector(shown, "3, 1, 4, 1, 5")
    assert shown.experiment().dropout.vector == "3, 1, 4, 1, 5"
    assert find(shown, "plot.dropout.vector").shown.x[:, 0].tolist() == [3, 1, 4, 1, 5]
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert find(shown, "dropout.vector").currentText().startswith("course")


def test_a_mistyped_vector_is_said_and_nothing_changes(window: Any) -> None:
    shown = window(described(), page="dropout")
    type_vector(shown, "3, one")
    assert shown.experiment().dropout.vector == "course"
    assert shown.message.isVisible()
    assert "dropout.vector" in shown.message.text.text()
    assert "3, one" in shown.message.text.text()


@pytest.mark.parametrize("text", ["1,5", "0,5, 1,5", "1 024", "1,024"])
def test_a_vector_that_can_mean_two_things_is_refused(window: Any, text: str) -> None:
    shown = window(described(), page="dropout")
    type_vector(shown, text)
    assert shown.experiment().dropout.vector == "course"
    assert text in shown.message.text.text()
    assert "semicolons" in shown.message.text.text()
    assert find(shown, "dropout.vector").currentText().startswith("course")


def test_a_vector_with_decimal_commas_is_shown_as_it_was_understood(
    window: Any, qtbot: Any
) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        type_vector(shown, "0,5; 1,5")
    assert shown.experiment().dropout.vector == "0.5, 1.5"
    assert find(shown, "dropout.vector").currentText() == "0.5, 1.5"
    assert find(shown, "plot.dropout.vector").shown.x[:, 0].tolist() == [0.5, 1.5]


def test_a_named_vector_is_chosen_from_the_menu(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    box = find(shown, "dropout.vector", QComboBox)
    with settling(qtbot, shown):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert shown.experiment().dropout.vector == "ones"
