"""The plot of a signal over the layers: what is drawn, where it breaks, what it says."""

from __future__ import annotations

import math
import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTranslator
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.look.colours import DARK, LIGHT
from gui.look.i18n import languages
from gui.look.theme import theme
from gui.plots.curves import Line
from gui.plots.labels import spread
from gui.plots.signal import SignalPlot
from tests.numerals import number

INF, NAN = math.inf, math.nan
LAYERS = np.arange(1.0, 21.0)


@pytest.fixture
def host(qtbot):
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(600, 260)
    window.show()
    return window


@pytest.fixture
def make(host):
    def made(measured, theory=None, lines=(), size=(600, 260), **options) -> SignalPlot:
        plot = SignalPlot(host, **options)
        plot.resize(*size)
        plot.show()
        plot.show_signal(np.asarray(measured, dtype=float), theory, lines)
        return plot

    return made


def y_range(plot):
    low, high = plot.getViewBox().viewRange()[1]
    return low, high


def ticks(plot, name):
    return plot.ticks[name]


def heard(plot):
    said: list[str] = []
    plot.hovered.connect(said.append)
    return said


def move_to(plot, layer, y):
    at = QPointF(plot.shown.x(layer), y)
    none = Qt.MouseButton.NoButton
    where = QPointF(plot.viewport().mapToGlobal(at))
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, where, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(plot.viewport(), event)


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


# Names of lines:


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


def test_ghosts_are_dashed_and_have_their_colour(make):
    plot = make(np.ones(2), lines=[Line("a", np.ones(2), "ghost2", True)])
    pen = plot.other_lines[0].opts["pen"]
    assert pen.style() == Qt.PenStyle.DashLine
    assert pen.color() == theme.colour("ghost2")


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


# What it says:


def test_the_mouse_asks_for_a_layer(make):
    plot = make([1.0, 0.123, INF], np.array([1.0, 0.125, NAN]))
    said = heard(plot)
    middle = plot.shown.area.center().y()
    move_to(plot, 2, middle)
    move_to(plot, 2, middle + 5)
    move_to(plot, 3, middle)
    move_to(plot, 3, plot.shown.area.bottom() + 5)
    assert said == ["layer 2: rms 0.123 (theory 0.125)", "layer 3: rms ∞", ""]


def test_leaving_takes_the_cursor_away(make):
    plot = make([1.0, 2.0])
    move_to(plot, 1, plot.shown.area.center().y())
    said = heard(plot)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert said == [""]
    assert plot.layer is None


def test_arrow_keys_home_and_end_go_from_layer_to_layer(make):
    plot = make([1.0, 2.0, 3.0])
    seen = []
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
    ):
        QTest.keyClick(plot, key)
        seen.append(plot.layer)
    assert seen == [1, 1, 2, 3, 3, 1]
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert plot.layer == 1
    assert plot.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_a_new_result_is_said_where_the_cursor_stands(make):
    plot = make([1.0, 2.0, 3.0])
    plot.point_at(3)
    said = heard(plot)
    plot.show_signal(np.array([1.0, 2.0, 4.0]), None)
    plot.show_signal(np.array([1.0, 2.0]), None)
    assert said == ["layer 3: rms 4", ""]


def test_the_cursor_is_a_line_through_its_layer(make):
    plot = make([1.0, 2.0, 3.0])
    x, y = round(plot.shown.x(2)), round(plot.shown.area.bottom()) - 4
    near = range(x - 1, x + 2)
    ink = theme.colour("text").name()
    before = {plot.grab().toImage().pixelColor(at, y).name() for at in near}
    plot.point_at(2)
    after = {plot.grab().toImage().pixelColor(at, y).name() for at in near}
    assert ink in after - before


def test_the_description_has_the_first_and_the_last_value_and_where_it_breaks(make):
    plot = make([0.5, 2.0, INF])
    said = plot.accessibleDescription()
    assert "layer 1: rms 0.5" in said
    assert "layer 3: rms ∞" in said
    assert "∞ from layer 3" in said
    assert plot.accessibleName() in plot.whatsThis()


def test_forward_and_backward_have_names_of_their_own(make):
    assert make([1.0]).accessibleName() != make([1.0], backward=True).accessibleName()


# Theme and language:


def test_colours_follow_a_switch(make):
    plot = make([1.0, 2.0], np.ones(2), [Line("a", np.ones(2), "series1")])
    for choice, colours in (("dark", DARK), ("light", LIGHT)):
        theme.set(choice, False)
        pens = [item.opts["pen"].color().name() for item in (plot.band, plot.theory_line)]
        assert pens == [colours.sample, colours.theory]
        assert plot.other_lines[0].opts["pen"].color().name() == colours.series[1]
        assert plot.grab().toImage().pixelColor(2, 2).name() == colours.card


class Capitals(QTranslator):
    """A language in which every text is written in capitals, but for what is put in."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return re.sub(r"\{\w+\}", lambda place: place[0].lower(), source.upper())

    def isEmpty(self):
        return False


def test_texts_follow_the_language(make, qapp):
    plot = make([1.0, INF])
    plot.point_at(1)
    said = heard(plot)
    translator = Capitals()
    qapp.installTranslator(translator)
    try:
        languages.changed.emit()
        assert plot.labels == ["∞ FROM LAYER 2"]
        assert said == ["LAYER 1: RMS 1"]
        assert all(line.isupper() for line in plot.whatsThis().split("\n")[:2])
    finally:
        qapp.removeTranslator(translator)


def test_the_wheel_is_left_to_the_page(make):
    plot = make([1.0, 2.0])
    before = plot.getViewBox().viewRange()
    at, none = QPointF(300, 100), Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, at, QPointF(0, 0).toPoint(), QPointF(0, 120).toPoint(), none,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    plot.wheelEvent(event)
    assert not event.isAccepted()
    assert plot.getViewBox().viewRange() == before


def test_hints_grow_with_the_letters(make):
    plot = make([1.0])
    before = plot.minimumSizeHint(), plot.sizeHint()
    theme.set("light", True)
    assert plot.minimumSizeHint().width() > before[0].width()
    assert plot.sizeHint().height() > before[1].height()


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("value", [1e-300, 5e-324, 1e300, 1.0])
def test_any_size_of_signal_can_be_drawn(make, count, value):
    plot = make(np.full(count, value), np.full(count, value))
    low, high = y_range(plot)
    assert low < math.log10(value) < high
    assert plot.marks == []
    assert not plot.grab().isNull()
