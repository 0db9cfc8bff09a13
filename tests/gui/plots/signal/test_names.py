"""The names of the lines and axes of a signal's plot: where they stand, and in whose way."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF

from gui.look.theme import theme
from gui.plots.curves import Line
from gui.plots.labels import spread
from tests.gui.plots.signal.support import INF, LAYERS, NAN


def series(values):
    return [Line(f"method {i}", np.full(20, v), f"series{i}", bool(i % 2)) for i, v in values]


def test_every_compared_line_is_named_beside_its_end_and_no_name_lies_on_another(make):
    lines = series(enumerate([1.0] * 8))
    plot = make(np.ones(20), lines=lines)
    assert sorted(plot.labels) == [f"method {i}" for i in range(8)]
    places = [text.place for text in plot.texts]
    assert all(place.left() > plot.shown.area.right() for place in places)
    assert all(plot.viewport().rect().toRectF().contains(place) for place in places)
    assert not any(a.adjusted(0, 0.1, 0, -0.1).intersects(b) for a, b in combinations(places, 2))


def test_names_stand_in_the_order_of_their_ends(make):
    lines = series([(0, 0.1), (1, 10.0), (2, 1.0)])
    plot = make(np.ones(20), lines=lines)
    by_height = sorted(plot.texts, key=lambda text: text.place.top())
    assert [text.text for text in by_height] == ["method 1", "method 2", "method 0"]


def test_the_names_of_gradients_stand_where_their_curves_have_parted(make):
    """All of them are 1 in the last layer, as torch's autograd is told, so none is named there."""
    factors = {"grows": 1.2, "holds": 1.0, "fades": 0.8}
    lines = [Line(n, f ** (20 - LAYERS), "series0") for n, f in factors.items()]
    plot = make(np.ones(20), lines=lines, backward=True)
    area = plot.shown.area
    assert len(plot.texts) == 3
    for text in plot.texts:
        wanted = plot.shown.y(math.log10(factors[text.text] ** 19))
        edge, end = text.leader
        assert edge.y() == pytest.approx(wanted, abs=1.0)
        assert edge.x() == pytest.approx(area.left(), abs=2.0)
        assert 0 <= text.place.left() < text.place.right() < end.x() < area.left()
    by_height = sorted(plot.texts, key=lambda text: text.place.top())
    assert [text.text for text in by_height] == list(factors)


def test_a_gradient_that_leaves_the_plot_is_named_on_its_way_back(make):
    lines = [Line("wild", 100.0 ** (21 - LAYERS), "ghost1", True)]
    plot = make(np.ones(20), lines=lines, backward=True)
    (text,) = plot.texts
    # 100^3 is the sixth decade, the last one that is shown
    assert abs(text.leader[0].x() - plot.shown.x(18)) < plot.shown.pitch
    assert text.place.top() < plot.shown.area.center().y()


def test_a_shorter_run_is_named_where_its_gradient_ends_too(make):
    plot = make(np.ones(20), lines=[Line("short", np.full(5, 2.0), "ghost0")], backward=True)
    (text,) = plot.texts
    assert text.place.right() < plot.shown.area.left()


def test_a_longer_run_is_named_at_the_height_that_is_seen_last(make):
    plot = make(np.ones(20), lines=[Line("long", 1.1 ** np.arange(60.0), "ghost0")])
    (text,) = plot.texts
    assert text.leader[0].y() == pytest.approx(plot.shown.y(19 * math.log10(1.1)), abs=1.0)


def test_a_name_stands_near_where_its_curve_leaves_or_beside_the_plot(make):
    """In a low plot that is full of curves a name in the other corner would be another curve's."""
    fades = [Line(f"fades {i}", 0.5 ** (i * (20 - LAYERS)), "series1") for i in range(2, 8)]
    holds = [Line(f"holds {i}", np.full(20, 1.0 + i), "series0") for i in range(3)]
    plot = make(np.geomspace(1e3, 1.0, 20), lines=[*holds, *fades], size=(340, 200), backward=True)
    area = plot.shown.area
    inside = [text for text in plot.texts if area.contains(text.place.center())]
    assert len(plot.texts) > 5
    for text in inside:
        assert area.bottom() - text.place.center().y() <= 4 * text.place.height()


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("width", [600, 150])
def test_the_upright_axis_is_named_above_the_plot_and_not_in_the_way(make, backward, width):
    plot = make(
        np.ones(20), lines=series(enumerate([1.0] * 8)), size=(width, 260), backward=backward
    )
    name = "rms of dL/dz" if backward else "rms of z"
    assert name in plot.axis_names()
    metrics = QFontMetricsF(theme.font(theme.sizes.small))
    assert plot.shown.area.top() >= metrics.height()
    painted = []
    plot._paint_axis_names(Recorder(painted), metrics, plot.shown)
    layer, (place, said) = painted
    assert layer[1] == "layer"
    assert plot.viewport().rect().toRectF().contains(layer[0])
    assert metrics.horizontalAdvance(layer[1]) <= layer[0].width()
    assert said == (name if width == 600 else plot.axis_names()[1])
    assert metrics.horizontalAdvance(said) <= place.width()
    assert not any(place.intersects(text.place) for text in plot.texts)


class Recorder:
    """A painter that notes its texts."""

    def __init__(self, painted: list) -> None:
        self.painted = painted

    def drawText(self, place, _, text) -> None:
        self.painted.append((place, text))


def test_names_that_do_not_fit_are_counted(make):
    plot = make(np.ones(20), lines=series(enumerate([1.0] * 8)), size=(380, 100))
    *names, more = plot.labels
    assert len(names) < 8
    assert more == f"+{8 - len(names)} more"
    assert all(f"method {i}" in plot.whatsThis() for i in range(8))


def test_a_long_name_is_elided_inside_the_plot(make):
    name = "xavier_normal gain=1.6666666 with tanh and dropout"
    plot = make(np.ones(20), lines=[Line(name, np.ones(20), "ghost0", True)])
    (text,) = plot.texts
    assert text.text.endswith("…")
    assert name.startswith(text.text[:-1])
    assert text.place.right() <= plot.width()


def test_a_curve_that_leaves_the_plot_is_named_where_it_leaves(make):
    plot = make(np.ones(20), lines=[Line("wild", 100.0**LAYERS, "ghost1", True)])
    (text,) = plot.texts
    # 100^3 is the sixth decade, the last one that is shown
    assert plot.shown.x(3) <= text.place.left() <= plot.shown.x(6)
    assert text.place.top() < plot.shown.area.center().y()


def test_names_inside_the_plot_cover_neither_one_another_nor_their_lines(make):
    deep = np.arange(1.0, 51.0)
    lines = [
        Line("default", 0.6**deep, "series0"),
        Line("trunc_normal", 0.2**deep, "series1"),
        Line("a name to the right", np.ones(50), "series2"),
    ]
    plot = make(np.ones(50), lines=lines, size=(380, 180))
    assert len(plot.texts) == 3
    for one, other in combinations(plot.texts, 2):
        assert not one.place.intersects(other.place)
        for text, line in ((one, other), (other, one)):
            assert not any(text.place.contains(end) for end in line.leader)


def test_a_line_of_nothing_but_gaps_has_no_name(make):
    plot = make(np.ones(3), lines=[Line("gone", np.array([NAN, INF, 0.0]), "ghost1")])
    assert plot.labels == []


def test_lines_go_with_the_next_result(make):
    plot = make(np.ones(20), lines=series(enumerate([1.0, 2.0])))
    plot.show_signal(np.ones(20), None)
    assert plot.labels == []
    assert all(len(item.getData()[0]) == 0 for item in plot.other_lines)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([0, 50], [0, 50]),
        ([20, 20], [15, 25]),
        ([0, 0], [0, 10]),
        ([95, 95], [80, 90]),
        ([20, 20, 70], [15, 25, 70]),
    ],
)
def test_neighbours_move_apart_no_more_than_they_must(wanted, expected):
    assert spread(wanted, 10, 0, 100) == pytest.approx(expected)
