"""The numbers in the cells of a small matrix: as torch prints them, where they are readable."""

import math
from itertools import groupby, takewhile

import numpy as np
import pytest
import torch
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui.look.theme import theme
from gui.plots.cells import printed
from gui.plots.colour_bar import lookup_table
from tests.gui.pictures import contrast
from tests.gui.plots.matrix.support import NAN, matrix


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([[0.5, -1.25]], [["0.5000", "-1.2500"]]),
        ([[1.0, 0.0, -3.0]], [["1.", "0.", "-3."]]),
        ([[1e-6, -1.0]], [["1e-06", "-1"]]),
        ([[123456.789, 1.0]], [["1.235e+05", "1"]]),
        ([[NAN, math.inf, 0.5]], [["nan", "inf", "0.5000"]]),
        ([[NAN]], [["nan"]]),
    ],
)
def test_numbers_are_written_as_torch_prints_them(values, texts):
    assert printed(np.array(values)) == texts


@pytest.mark.parametrize("values", [[[0.25, -0.125], [1.5, 3.0]], [[1.0, 0.0], [0.0, 1.0]]])
def test_torch_writes_the_same_digits(values):
    shown = [text for row in printed(np.array(values)) for text in row]
    said = str(torch.tensor(values)).removeprefix("tensor(").removesuffix(")")
    assert shown == said.translate(str.maketrans("[],", "   ")).split()


def test_numbers_are_left_out_where_a_cell_cannot_hold_them(plot):
    plot.show_matrix(matrix(torch.randn(16, 16).tolist(), 4.0))
    assert plot.numbers.font_size(100, 100) == theme.sizes.font
    assert plot.numbers.font_size(20, 20) == 0
    assert plot.numbers.font_size(100, 6) == 0


def readable(plot) -> int:
    """The size of the numbers as they are painted, 0 where there are none."""
    box = plot.view.sceneBoundingRect()
    rows, columns = plot.matrix.levels.shape
    return plot.numbers.font_size(box.width() / columns, box.height() / rows)


@pytest.mark.parametrize(
    ("shape", "size"),
    [((2, 5), (280, 160)), ((8, 8), (560, 190)), ((16, 16), (900, 330)), ((12, 3), (230, 260))],
)
def test_where_room_is_scarce_numbers_come_before_square_cells_and_the_bar(plot, shape, size):
    theme.set(theme.choice, True)
    plot.resize(*size)
    plot.show_matrix(matrix((torch.rand(shape) - 0.5).tolist(), 0.5))
    QApplication.processEvents()
    assert readable(plot) >= 8


def test_the_bar_goes_only_where_numbers_are_larger_without_it(plot):
    values = [[-0.5, 0.25, 0.125, -0.3, 0.2], [0.5, 0.25, 0.125, -0.3, 0.2]]
    seen = []
    for width in range(150, 700, 10):
        plot.resize(width, 200)
        plot.show_matrix(matrix(values, 0.5))
        QApplication.processEvents()
        size = readable(plot)
        seen.append((plot.bar.isHidden(), size))
    # Too narrow for any number, then for the bar beside them, then wide enough for both.
    assert [key for key, _ in groupby(hidden for hidden, _ in seen)] == [False, True, False]
    assert all(size == 0 for _, size in takewhile(lambda each: not each[0], seen))
    assert seen[-1] == (False, theme.sizes.font)
    assert min(size for hidden, size in seen if hidden) >= 8


def test_longer_numbers_of_the_same_shape_get_their_room(plot):
    plot.resize(330, 200)
    plot.show_matrix(matrix(torch.zeros(2, 5).tolist()))
    assert readable(plot) == theme.sizes.font
    assert not plot.bar.isHidden()
    plot.show_matrix(matrix([[-0.1234] * 5] * 2, 0.5))
    QApplication.processEvents()
    assert readable(plot) >= 8
    assert plot.bar.isHidden()


def test_a_number_is_readable_on_every_colour(plot):
    for ink, rgba in zip(plot.numbers.inks, lookup_table(), strict=True):
        assert contrast(ink, QColor(*map(int, rgba))) > 3.9
