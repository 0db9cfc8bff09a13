"""The plot of a signal over the layers: curves, where they break, and their range."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from gui.look.theme import theme
from gui.plots.curves import Line
from tests.gui.plots.signal.support import INF, LAYERS, NAN, ticks, y_range
from tests.numerals import number

# Curves:


def test_measured_and_theory_are_drawn_as_powers_of_ten_over_the_layers(make):
    plot = make([1.0, 0.1, 1e-6], np.array([1.0, 0.01, 1e300]))
    x, y = plot.measured_data()
    assert x.tolist() == [1, 2, 3]
    np.testing.assert_allclose(y, [0, -1, -6], atol=1e-12)
    np.testing.assert_allclose(plot.theory_data()[1], [0, -2, 300], atol=1e-9)


def test_without_theory_none_is_drawn_and_an_old_one_goes(make):
    plot = make([1.0, 2.0], np.ones(2))
    plot.show_signal(np.ones(2), None)
    assert len(plot.theory_data()[0]) == 0


def test_layers_are_points_up_to_forty_and_a_line_beyond(make):
    assert len(make(np.ones(40)).points.getData()[0]) == 40
    assert len(make(np.ones(41)).points.getData()[0]) == 0


def test_a_value_between_two_gaps_is_a_point_in_any_stack(make):
    values = np.full(100, NAN)
    values[[0, 50, 51, 80]] = 1.0
    assert make(values).points.getData()[0].tolist() == [1, 81]


def test_theory_lies_over_the_points_and_is_thinner_than_the_measured_line(make):
    plot = make([1.0, 2.0], np.ones(2))
    assert plot.theory_line.zValue() > plot.points.zValue() > plot.band.zValue()
    assert plot.theory_line.opts["pen"].widthF() < plot.band.opts["pen"].widthF()


def test_ghosts_are_dashed_and_have_their_colour(make):
    plot = make(np.ones(2), lines=[Line("a", np.ones(2), "ghost2", True)])
    pen = plot.other_lines[0].opts["pen"]
    assert pen.style() == Qt.PenStyle.DashLine
    assert pen.color() == theme.colour("ghost2")


# Where it breaks:


@pytest.mark.parametrize(
    ("values", "marks", "labels"),
    [
        ([1, 10, INF, INF], [(3, "inf")], ["∞ from layer 3"]),
        ([1, NAN], [(2, "nan")], ["NaN from layer 2"]),
        ([1, 0, 0], [(2, "zero")], ["0 from layer 2"]),
        (
            [*[10.0**i for i in range(11)], INF, INF, NAN],
            [(12, "inf"), (14, "nan")],
            ["∞ from layer 12", "NaN from layer 14"],
        ),
        ([1, INF, NAN], [(2, "inf"), (3, "nan")], ["∞ from layer 2", "NaN from layer 3"]),
        ([0, 0, 0], [(1, "zero")], ["0 from layer 1"]),
        ([NAN], [(1, "nan")], ["NaN from layer 1"]),
    ],
)
def test_each_kind_of_broken_value_is_marked_where_it_begins(make, values, marks, labels):
    plot = make(values)
    assert plot.marks == marks
    assert plot.labels == labels
    drawn = plot.measured_data()[1]
    assert np.isfinite(drawn).sum() == sum(0 < v < INF for v in values)


def test_a_gradient_breaks_on_its_way_back_from_the_last_layer(make):
    plot = make([NAN, INF, INF, 1.0, 2.0], backward=True)
    assert plot.marks == [(3, "inf"), (1, "nan")]
    assert plot.labels == ["∞ up to layer 3", "NaN up to layer 1"]


@pytest.mark.parametrize("size", [(600, 260), (380, 180), (240, 110)])
@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("first", [1, 10, 19])
def test_labels_of_marks_stay_inside_and_apart(make, size, projector, first):
    theme.set("light", projector)
    values = np.ones(20)
    values[first - 1] = INF
    values[first:] = NAN
    plot = make(values, np.ones(20), size=size)
    places = [text.place for text in plot.texts]
    assert len(places) == 2
    assert all(plot.viewport().rect().toRectF().contains(place) for place in places)
    assert not any(a.intersects(b) for a, b in combinations(places, 2))


def test_a_stack_of_nothing_but_zeros_has_axes_and_its_mark(make):
    plot = make(np.zeros(20))
    low, high = y_range(plot)
    assert low < 0 < high
    assert [text for _, text in ticks(plot, "left")]
    image = plot.grab().toImage()
    x, bad = round(plot.shown.x(1)), theme.colour("bad").name()
    column = {
        image.pixelColor(x + dx, y).name() for dx in (-1, 0, 1) for y in range(image.height())
    }
    assert bad in column


# Range:


def test_a_stable_signal_looks_flat(make):
    low, high = y_range(make(0.6 + 0.01 * np.sin(LAYERS)))
    assert high - low >= 1.0


@pytest.mark.parametrize("sign", [1, -1])
def test_a_line_that_explodes_or_dies_does_not_flatten_the_measured_curve(make, sign):
    line = Line("far", 10.0 ** (sign * 100 * LAYERS / 20), "ghost0", True)
    measured = 0.9**LAYERS
    low, high = y_range(make(measured, lines=[line]))
    own_low, own_high = math.log10(measured[-1]), math.log10(measured[0])
    beyond = high - own_high if sign > 0 else own_low - low
    assert 6.0 <= beyond <= 7.5
    assert low < own_low < own_high < high


def test_a_line_nearby_is_wholly_in_the_range(make):
    low, high = y_range(
        make(np.ones(2), np.array([1e-3, 1.0]), [Line("a", np.full(2, 1e4), "ghost0")])
    )
    assert low < -3
    assert high > 4


def test_without_a_measured_value_theory_may_be_six_decades_from_one(make):
    low, high = y_range(make([NAN, NAN], np.array([1e-20, 1e20])))
    assert -7.5 < low <= -6
    assert 6 <= high < 7.5


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("size", [(600, 260), (380, 180)])
@pytest.mark.parametrize("ends", [(1e-300, 1e300), (1, 1e-6), (0.5, 0.6), (1e-9, 1e-7)])
def test_ticks_of_decades_do_not_overlap(make, ends, size, projector):
    theme.set("light", projector)
    plot = make(np.geomspace(*ends, 50), size=size)
    drawn = ticks(plot, "left")
    assert drawn
    line = plot.fontMetrics().height()
    y = sorted(plot.shown.y(value) for value, _ in drawn)
    assert all(b - a >= min(line, theme.sizes.small) for a, b in pairwise(y))
    for value, text in drawn:
        assert number(text) == pytest.approx(10**value, rel=1e-9)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20, 37, 100])
@pytest.mark.parametrize("size", [(600, 260), (240, 120)])
def test_layer_numbers_do_not_overlap(make, count, size):
    plot = make(np.ones(count), size=size)
    drawn = ticks(plot, "bottom")
    assert drawn[0] == (1, "1")
    metrics = plot.fontMetrics()
    ends = [
        (plot.shown.x(n) - metrics.horizontalAdvance(t) / 2, plot.shown.x(n)
         + metrics.horizontalAdvance(t) / 2)
        for n, t in drawn
    ]  # fmt: skip
    assert all(left[1] < right[0] for left, right in pairwise(ends))
    assert all(n == int(t) and 1 <= n <= count for n, t in drawn)


def test_one_layer_stands_in_the_middle(make):
    plot = make([0.7], np.array([0.72]))
    assert plot.measured_data()[0].tolist() == [1]
    assert plot.shown.x(1) == pytest.approx(plot.shown.area.center().x())
    assert [text for _, text in ticks(plot, "bottom")] == ["1"]


@pytest.mark.parametrize("backward", [False, True])
def test_no_number_of_the_axis_lies_on_the_word_below_it(make, backward):
    """With 4.7 growing 32-fold a layer, the axis began at 1, beside the word `layer`."""
    metrics = QFontMetricsF(theme.font(theme.sizes.small))
    lows = np.geomspace(1.0, 10.0, 40)
    for low in lows:
        plot = make(low * 32.0 ** np.arange(10), backward=backward)
        numbers = ticks(plot, "right" if backward else "left")
        assert len(numbers) > 1
        below = max(plot.shown.y(height) for height, _ in numbers) + metrics.height() / 2
        assert below <= plot.shown.area.bottom() + 5.0, low


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("value", [1e-300, 5e-324, 1e300, 1.0])
def test_any_size_of_signal_can_be_drawn(make, count, value):
    plot = make(np.full(count, value), np.full(count, value))
    low, high = y_range(plot)
    assert low < math.log10(value) < high
    assert plot.marks == []
    assert not plot.grab().isNull()
