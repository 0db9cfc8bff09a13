"""What is typed into the cards of a page: lists of numbers, and what is no number at all."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

from core.sweep import cell, plan
from gui.pages.sweep.page import SweepPage
from gui.window import MainWindow
from tests.gui.pages.test_sweep import finished, small
from tests.gui.support import find, settling

Window = Callable[..., MainWindow]


def type_into(line: QLineEdit, text: str) -> None:
    """As a person does: over what stands there, and Enter."""
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_values_of_an_axis_are_typed_and_taken_away_again(window: Window, qtbot) -> None:
    shown = window(small(), page="sweep")
    line, to = find(shown, "sweep.x_values", QLineEdit), find(shown, "sweep.x_to", QAbstractSpinBox)
    assert line.text() == ""
    assert to.isVisibleTo(shown)
    with settling(qtbot, shown):
        type_into(line, " 0.5, 1,2.5 ")
    assert plan(shown.model.experiment).x.values == (0.5, 1.0, 2.5)
    assert not to.isVisibleTo(shown)  # the ends of a range say nothing now
    page = shown.page
    assert isinstance(page, SweepPage)
    assert page._maps[0].mean.shape == (3, 3)
    with settling(qtbot, shown):
        line.clear()
        type_into(line, "")
    assert len(plan(shown.model.experiment).x.values) == 5
    assert to.isVisibleTo(shown)


@pytest.mark.parametrize(
    ("page", "key", "text"),
    [
        ("sweep", "sweep.x_values", "0.5, one"),
        ("sweep", "sweep.y_values", "1, x"),
        ("sweep", "depth.width", "many"),
        ("sweep", "sweep.x_to", "far"),
        ("train", "train.lr", "quick"),
        ("train", "train.epochs", "1e"),
        ("depth", "depth.layers", "many"),
    ],
)
def test_what_is_no_number_is_said_by_its_key_and_changes_nothing(
    window: Window, qtbot, page: str, key: str, text: str
) -> None:
    shown = window(small(), page=page)
    before = shown.model.experiment
    field = shown.findChild(QLineEdit, key)
    line = field or find(shown, key, QAbstractSpinBox).lineEdit()
    was = line.text()
    type_into(line, text)
    assert shown.model.experiment == before
    assert line.text() == was
    assert not shown.message.isHidden()
    assert key in shown.message.text.text()


def test_the_code_of_the_cell_at_the_cursor_prints_what_the_page_says_it_does(
    window: Window,
) -> None:
    experiment = small(**{"sweep.x_count": 2, "sweep.y_count": 2})
    page = window(experiment, page="sweep").page
    assert isinstance(page, SweepPage)
    assert page.code.printed.toPlainText() == ""  # nothing is known yet
    page._results = finished(experiment)
    page._draw()
    for column, row in ((0, 0), (1, 1)):
        page.map.plot.set_cursor(column, row)
        page._draw_cell()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(page.code.code.toPlainText(), "cell", "exec"), {})
        of = plan(experiment)
        expected = cell(of.experiment_at(column, row), "depth.forward_factor", of.seeds[0])
        assert float(page.code.printed.toPlainText()) == expected
        assert math.isclose(float(said.getvalue()), expected, rel_tol=1e-12)
        assert page.result().code == page.code._script
