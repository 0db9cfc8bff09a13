"""The weight as a picture: where each entry is, which colour it has, axes and colour bar."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.stats.matrix import reduce
from gui.look.theme import theme
from gui.plots.axes import IndexAxis
from gui.plots.colour_bar import lookup_table
from gui.plots.matrix import MatrixPlot
from tests.gui.pictures import contrast, pixels
from tests.gui.plots.matrix.support import NAN, matrix, place

# Place and colour:


def colour_at(plot, i: float, j: float) -> QColor:
    return plot.plot.viewport().grab().toImage().pixelColor(place(plot, i, j))


def near(a: QColor, b: QColor) -> bool:
    return max(abs(x - y) for x, y in zip(a.getRgb(), b.getRgb(), strict=True)) <= 3


def test_an_entry_stands_in_its_row_and_column_with_row_0_at_the_top(plot):
    plot.show_matrix(matrix([[1.0, 0.0, -1.0], [NAN, 1.0, 0.0]]))
    # Beside the number in the middle of the cell.
    assert near(colour_at(plot, -0.4, -0.4), theme.colour("positive"))
    assert near(colour_at(plot, -0.4, 0.6), theme.colour("zero"))
    assert near(colour_at(plot, -0.4, 1.6), theme.colour("negative"))
    assert near(colour_at(plot, 0.6, -0.4), theme.colour("undefined"))
    assert near(colour_at(plot, 0.6, 0.6), theme.colour("positive"))
    assert place(plot, 0, 0).y() < place(plot, 1, 0).y()
    assert place(plot, 0, 0).x() < place(plot, 0, 1).x()


def test_the_sign_of_a_weight_can_be_seen_in_blue_and_orange():
    table = lookup_table().astype(int)
    for level in (0, 60, 100):
        assert table[level][0] > table[level][2]  # more red than blue
    for level in (154, 200, 254):
        assert table[level][2] > table[level][0]


def test_a_new_theme_changes_the_colours(plot):
    plot.show_matrix(matrix([[1.0, -1.0]]))
    theme.set("light" if theme.dark else "dark")
    assert near(colour_at(plot, -0.4, -0.4), theme.colour("positive"))


def test_small_matrices_have_square_cells(plot):
    plot.show_matrix(matrix(torch.randn(2, 5).tolist(), 4.0))
    origin, down, right = place(plot, 0, 0), place(plot, 1, 0), place(plot, 0, 1)
    assert down.y() - origin.y() == pytest.approx(right.x() - origin.x(), abs=2)


@pytest.mark.parametrize("size", [(500, 400), (330, 160), (900, 220), (250, 800)])
@pytest.mark.parametrize("shape", [(512, 512), (5100, 5600), (300, 300)])
def test_the_identity_is_painted_as_a_line(plot, shape, size):
    """Every pixel row between the frame's edges has blue pixels that touch those above."""
    plot.resize(*size)
    QApplication.processEvents()
    plot.show_matrix(reduce(torch.eye(*shape), 1.0))
    picture = pixels(plot.plot.viewport().grab().toImage())
    blue = np.abs(picture - theme.colour("positive").getRgb()[:3]).max(-1) <= 3
    ones = min(shape)
    first, last = place(plot, 0.05 * ones, 0.05 * ones), place(plot, 0.95 * ones, 0.95 * ones)
    marked = [np.flatnonzero(row).tolist() for row in blue[first.y() : last.y()]]
    assert len(marked) > 50
    assert all(marked)
    for row, below in pairwise(marked):
        assert min(row) <= min(below) <= max(row) + 1
        assert max(row) <= max(below)
    assert first.x() in range(min(marked[0]) - 3, max(marked[0]) + 4)
    assert last.x() in range(min(marked[-1]) - 3, max(marked[-1]) + 4)


def test_all_of_a_large_matrix_is_shown_in_units_of_its_own_rows(plot):
    plot.show_matrix(reduce(torch.zeros(4096, 600), 1.0))
    seen = plot.view.viewRect()
    assert (seen.top(), seen.left()) == (-0.5, -0.5)
    assert seen.bottom() == pytest.approx(4095.5)
    assert seen.right() == pytest.approx(599.5)


@pytest.mark.parametrize(
    ("shape", "says"),
    [((512, 512), ()), ((2048, 2048), ("4",)), ((2048, 10), ("4",)), ((600, 2048), ("2", "4"))],
)
def test_the_note_says_how_much_is_left_out(plot, shape, says):
    plot.show_matrix(reduce(torch.zeros(shape), 1.0))
    assert bool(plot.note()) == bool(says)
    assert all(number in plot.note() for number in says)


@pytest.mark.parametrize("shape", [(2, 5), (100, 300)])
def test_a_zero_matrix_has_a_frame_on_every_side(plot, shape):
    plot.show_matrix(reduce(torch.zeros(shape), 0.0))
    picture = plot.plot.viewport().grab().toImage()
    box, paper = plot.view.sceneBoundingRect().toRect(), theme.colour("card")

    def seen(x: int, y: int) -> bool:
        # Between two ticks, whose marks stand on the edge.
        near = [(x + i, y + j) for i in range(-2, 3) for j in range(-2, 3)]
        inside = [at for at in near if picture.rect().contains(QPoint(*at))]
        return max(contrast(picture.pixelColor(*at), paper) for at in inside) >= 3.0

    x, y = box.center().x() + 9, box.center().y() + 9
    assert not seen(x, y)
    for edge in ((box.left(), y), (box.right(), y), (x, box.top()), (x, box.bottom())):
        assert seen(*edge), edge


@pytest.mark.parametrize("size", [(200, 140), (250, 400), (500, 150), (1200, 900)])
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (16, 16), (1, 300), (300, 1), (1_000_000, 2)])
def test_picture_and_bar_stay_inside_the_widget_at_any_size(plot, shape, size):
    plot.show_matrix(reduce(torch.zeros(shape), 1.0))
    plot.resize(*size)
    QApplication.processEvents()
    for part in (plot.plot, plot.bar):
        assert plot.rect().contains(part.geometry())
    assert not plot.plot.geometry().intersects(plot.bar.geometry())
    box = plot.view.sceneBoundingRect()
    assert box.width() > 20
    assert box.height() > 20


def test_the_first_matrix_is_painted_where_an_empty_plot_was(qtbot):
    """A view whose painting was left out takes its next update for one that is pending."""
    plot = MatrixPlot()
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    plot.show()
    qtbot.waitExposed(plot)
    plot.view.scene().update()  # all of it, as a change of size or theme asks for
    QTest.qWait(20)
    painted = []

    class Listener(QObject):
        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(plot.plot.has_range)
            return False

    listener = Listener()
    plot.plot.viewport().installEventFilter(listener)
    plot.show_matrix(reduce(torch.eye(300, 200), 1.0))
    QTest.qWait(50)
    assert True in painted


# Axes:


@pytest.mark.parametrize("count", [1, 2, 5, 16, 512, 1_048_576])
def test_ticks_are_whole_numbers_of_existing_rows(qapp, count):
    axis = IndexAxis("left")
    axis.count = count
    ((spacing, ticks),) = axis.tickValues(-0.5, count - 0.5, 200)
    assert ticks[0] == 0
    assert ticks[-1] < count
    assert {b - a for a, b in pairwise(ticks)} <= {spacing}
    assert str(spacing).rstrip("0") in ("1", "2", "5")
    assert len(ticks) <= 200 / 14


# The colour bar:


def test_the_bar_is_labelled_with_the_largest_weight(plot):
    plot.show_matrix(matrix([[0.25, -0.051234]], 0.051234))
    assert plot.bar.labels() == ("+0.0512", "0", "−0.0512")


def test_the_bar_says_nan_only_when_there_is_one(plot):
    plot.show_matrix(matrix([[1.0]]))
    without = plot.bar.grab().toImage()
    plot.show_matrix(matrix([[NAN]]))
    assert plot.bar.grab().toImage() != without
