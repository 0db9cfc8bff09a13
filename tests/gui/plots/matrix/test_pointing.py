"""What the matrix says of an entry under mouse or keyboard, and how it is zoomed."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from core.stats.matrix import reduce
from tests.gui.plots.matrix.support import matrix, place, wheel
from tests.gui.plots.support import heard
from tests.numerals import number

# Saying which entry it is:


def move_to(plot, i: int, j: int) -> None:
    """The mouse goes to row i, column j."""
    viewport, at = plot.plot.viewport(), QPointF(place(plot, i, j))
    none = Qt.MouseButton.NoButton
    where = QPointF(viewport.mapToGlobal(at))
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, where, none, none, modifiers)
    QApplication.sendEvent(viewport, event)


def test_hovering_says_the_entry_and_leaving_takes_it_back(plot, qtbot):
    plot.show_matrix(matrix([[0.5, -0.25, 0.0], [1.0, 0.125, -1.0]]))
    said = heard(plot)
    move_to(plot, 1, 1)
    assert said[-1] == "W[1, 1] = 0.125"
    move_to(plot, 0, 1)
    assert said[-1] == "W[0, 1] = −0.25"
    QApplication.sendEvent(plot.plot, QEvent(QEvent.Type.Leave))
    assert said[-1] == ""


def test_a_new_weight_under_a_resting_mouse_is_said_at_once(plot, qtbot):
    plot.show_matrix(matrix([[0.5]]))
    move_to(plot, 0, 0)
    said = heard(plot)
    plot.show_matrix(matrix([[0.75]]))
    assert said[-1] == "W[0, 0] = 0.75"


@pytest.mark.parametrize(("shape", "at"), [((2048, 1024), (1000, 500)), ((600, 300), (599, 20))])
def test_hovering_a_reduced_matrix_names_the_block_and_its_strongest(plot, shape, at):
    weight = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    plot.show_matrix(reduce(weight, 4.0))
    said = heard(plot)
    move_to(plot, *at)
    place, value = said[-1].split(": largest ")
    block = eval(place, {"W": weight})  # the very expression gives these weights
    assert number(value) == pytest.approx(float(max(block.flatten(), key=abs)), rel=1e-5)
    rows = place.removeprefix("W[").split(",")[0].split(":")
    assert abs(int(rows[0]) - at[0]) < 20
    assert int(rows[1]) <= shape[0]


def test_arrow_keys_walk_over_the_cells_and_stop_at_the_edge(plot, qtbot):
    plot.show_matrix(matrix([[0.0, 1.0], [2.0, 3.0]]))
    said = heard(plot)
    for key, text in (
        (Qt.Key.Key_Right, "W[0, 1] = 1"),
        (Qt.Key.Key_Right, "W[0, 1] = 1"),
        (Qt.Key.Key_Down, "W[1, 1] = 3"),
        (Qt.Key.Key_Left, "W[1, 0] = 2"),
        (Qt.Key.Key_Home, "W[0, 0] = 0"),
        (Qt.Key.Key_End, "W[1, 1] = 3"),
    ):
        qtbot.keyClick(plot, key)
        assert said[-1] == text
        assert plot.accessibleDescription() == text


def test_the_cursor_of_the_keyboard_can_be_seen(plot, qtbot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    before = plot.plot.viewport().grab().toImage()
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.plot.viewport().grab().toImage() != before


def test_its_summary_reads_out_a_small_weight_and_measures_a_large_one(plot):
    assert plot.summary() == ""
    plot.show_matrix(matrix([[1.0, -2.0, 0.5], [0.0, 3.0, 4.0]], limit=4.0))
    assert plot.summary() == "1, −2, 0.5; 0, 3, 4"
    plot.show_matrix(matrix(np.full((40, 30), 0.25), limit=0.25))
    assert plot.summary() == "40 × 30 values, colours from −0.25 to 0.25"


# Zooming:


def test_zooming_in_shows_single_cells_again(plot):
    weight = torch.eye(512)
    plot.show_matrix(reduce(weight, 1.0))
    blocks = plot.image.image.shape
    assert blocks[0] < 512
    wheel(plot, 12)
    assert plot.image.image.shape == (512, 512)
    plot.reset_zoom()
    assert plot.image.image.shape == blocks


def test_zoom_stays_inside_the_matrix_and_survives_new_weights_of_the_same_shape(plot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    wheel(plot, -5)
    seen = plot.view.viewRect()
    assert (seen.left(), seen.top()) == pytest.approx((-0.5, -0.5))
    assert (seen.right(), seen.bottom()) == pytest.approx((99.5, 99.5))
    wheel(plot, 5)
    assert plot.zoomed()
    plot.show_matrix(reduce(torch.ones(100, 100), 1.0))
    assert plot.zoomed()
    plot.show_matrix(reduce(torch.ones(100, 90), 1.0))
    assert not plot.zoomed()


def test_a_double_click_and_escape_show_all_again(plot, qtbot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    wheel(plot, 5)
    centre = plot.plot.viewport().rect().center()
    qtbot.mouseDClick(plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert not plot.zoomed()
    wheel(plot, 5)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not plot.zoomed()


def test_the_cursor_is_followed_out_of_a_zoomed_view(plot, qtbot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    wheel(plot, 10)
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.view.viewRect().contains(QPointF(99, 99))


def test_a_right_click_opens_no_menu_in_another_language(plot, qtbot):
    plot.show_matrix(matrix([[1.0]]))
    qtbot.mouseClick(plot.plot.viewport(), Qt.MouseButton.RightButton, pos=place(plot, 0, 0))
    assert QApplication.activePopupWidget() is None


# Words:


def test_everything_has_a_name_and_is_explained(plot):
    for widget in (plot, plot.bar):
        assert widget.accessibleName()
        assert widget.whatsThis()
    assert plot.bar.toolTip()
    assert not plot.toolTip()  # it would cover the cell that one points at
