"""The histogram as it is drawn: areas, spikes, theory, ticks, marks, pins and ranges."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pyqtgraph as pg
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from core import layer
from core.context import last
from core.experiment import Experiment
from core.layer.task import Parameter
from gui.look.theme import theme
from gui.plots import histogram_readout, marks
from gui.plots.histogram import MAX_PINS, HistogramPlot
from gui.plots.histogram_scale import View
from tests.core.support import torch_linear
from tests.gui.support import areas, assert_drawn, curves, small
from tests.numerals import number


def result_of(experiment: Experiment) -> layer.LayerResult:
    return last(layer.run(experiment))


@pytest.fixture
def plot(qtbot):
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(600, 400)
    plot = HistogramPlot(window)
    plot.set_mark_texts(("−σ", "mean", "+σ"))
    plot.resize(600, 400)
    window.show()
    plot.holder = window  # qtbot alone would let it go
    return plot


def draw(plot: HistogramPlot, experiment: Experiment, bins: int | None = None) -> layer.LayerResult:
    result = last(layer.run(experiment))
    plot.show_histograms([layer.rebinned(result.weight, bins)])
    return result


def spikes(plot: HistogramPlot) -> list[tuple[float, float, float]]:
    """(x, bottom, top) of each spike that is drawn."""
    found = []
    for curve in curves(plot):
        dashed = curve.opts["pen"].style() == Qt.PenStyle.DashLine
        thin = curve.opts["pen"].widthF() <= theme.sizes.outline  # a tick
        if curve.opts["connect"] != "pairs" or dashed or thin:
            continue
        x, y = curve.getData()
        assert (x[::2] == x[1::2]).all()
        found += list(zip(x[::2].tolist(), y[::2].tolist(), y[1::2].tolist(), strict=True))
    return found


def _is_theory(curve) -> bool:
    return curve.opts["pen"].color() == theme.colour("theory")


def theory_line(plot: HistogramPlot):
    """The one curve in the colour of theory."""
    (line,) = [c for c in curves(plot) if _is_theory(c)]
    return line.getData()


def said(plot: HistogramPlot) -> list[str]:
    return [label.text for label in plot.labels]


def x_range(plot: HistogramPlot) -> tuple[float, float]:
    low, high = plot.getViewBox().viewRange()[0]
    return low, high


def y_range(plot: HistogramPlot) -> tuple[float, float]:
    low, high = plot.getViewBox().viewRange()[1]
    return low, high


# Areas:


@pytest.mark.parametrize("bins", [None, 10, 37, 100, 500])
def test_the_counts_are_those_of_numpy_on_the_same_edges(plot, bins):
    experiment = small(layer={"in_features": 300}, weight_init={"method": "xavier_normal"})
    draw(plot, experiment, bins)
    assert_drawn(plot, torch_linear(experiment).weight)
    plot.set_view(View(counts=True))
    assert_drawn(plot, torch_linear(experiment).weight)


@pytest.mark.parametrize("bins", [10, 37, 100, 500])
def test_there_are_about_as_many_bins_as_were_asked_for(plot, bins):
    draw(plot, small(layer={"in_features": 300}, weight_init={"method": "normal"}), bins)
    ((edges, _),) = areas(plot)
    assert 0.5 * bins <= len(edges) - 1 <= bins


def test_the_area_under_a_density_is_one(plot):
    draw(plot, small(weight_init={"method": "uniform"}))
    ((edges, heights),) = areas(plot)
    assert float(heights @ np.diff(edges)) == pytest.approx(1.0)


def test_two_samples_are_drawn_over_one_another(plot):
    output = result_of(small(layer={"activation": "tanh"}, dropout={"p": 0.5})).output
    plot.show_histograms([output.before_histogram, output.after_histogram])
    assert len(areas(plot)) == 2
    plot.show_histograms([output.before_histogram])
    assert len(areas(plot)) == 1


# Spikes:


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ({"method": "zeros"}, 0.0),
        ({"method": "ones"}, 1.0),
        ({"method": "constant", "val": -0.75}, -0.75),
        ({"method": "constant", "val": 1e-30}, 1e-30),
        ({"method": "constant", "val": 3e38}, 3e38),
        ({"method": "normal", "std": 0.0, "mean": 2.5}, 2.5),
        ({"method": "sparse", "sparsity": 1.0}, 0.0),
    ],
)
def test_a_constant_weight_is_drawn_as_one_labelled_spike(plot, method, value):
    draw(plot, small(weight_init=method))
    stored = float(torch.tensor(value, dtype=torch.float32))
    ((x, bottom, top),) = spikes(plot)
    assert x == stored
    assert top == 1.0  # all of it
    assert areas(plot) == []
    (label,) = (text for text in said(plot) if "100 %" in text)
    assert number(label.partition(":")[0]) == float(f"{stored:.4g}")
    low, high = x_range(plot)
    assert low < stored < high
    assert y_range(plot)[1] >= top > bottom


def test_an_identity_matrix_has_two_spikes_with_their_shares(plot):
    draw(plot, small(layer={"in_features": 20, "out_features": 30}, weight_init={"method": "eye"}))
    assert sorted((x, top) for x, _, top in spikes(plot)) == [
        (0.0, pytest.approx(29 / 30)),  # 20 ones among 600
        (1.0, pytest.approx(1 / 30)),
    ]
    assert [t for t in said(plot) if "%" in t] == ["0: 96.7 %", "1: 3.33 %"]


def test_its_summary_says_where_the_sample_lies(plot):
    assert plot.summary() == ""
    experiment = small(weight_init={"method": "normal", "std": 2.0})
    draw(plot, experiment)
    weight = torch_linear(experiment).weight.detach().double()
    mean, std, ends = plot.summary().split(", ", 2)
    assert number(mean.removeprefix("mean ")) == pytest.approx(float(weight.mean()), rel=1e-3)
    spread = float(weight.std(correction=0))
    assert number(std.removeprefix("std ")) == pytest.approx(spread, rel=1e-3)
    low, high = (number(end) for end in ends.split(" … "))
    assert low <= float(weight.min()) < float(weight.max()) <= high


def test_the_summary_of_an_identity_says_its_two_shares(plot):
    draw(plot, small(layer={"in_features": 20, "out_features": 30}, weight_init={"method": "eye"}))
    assert plot.summary().split(", ")[-2:] == ["0: 96.7 %", "1: 3.33 %"]  # 20 of 600 are one


def test_the_summary_of_two_samples_names_them(plot):
    output = result_of(small(dropout={"p": 0.5})).output
    plot.set_names("before", "after")
    plot.show_histograms([output.before_histogram, output.after_histogram])
    assert [part.partition(":")[0] for part in plot.summary().split("; ")] == ["before", "after"]


def test_a_square_identity_s_ones_are_one_in_each_row(plot):
    square = {"in_features": 8, "out_features": 8}
    draw(plot, small(layer=square, weight_init={"method": "eye"}))
    assert {round(top, 9) for _, _, top in spikes(plot)} == {7 / 8, 1 / 8}


def test_a_sparse_weight_is_a_spike_at_zero_and_an_area(plot):
    sparse = {"method": "sparse", "sparsity": 0.4, "std": 1.0}
    experiment = small(layer={"in_features": 100, "out_features": 50}, weight_init=sparse)
    draw(plot, experiment)
    ((x, _, _),) = spikes(plot)
    assert x == 0.0
    assert "0: 40 %" in said(plot)
    ((edges, heights),) = areas(plot)
    assert float(heights @ np.diff(edges)) == pytest.approx(0.6)
    assert_drawn(plot, torch_linear(experiment).weight)
    # The spike stands out of the curve, and the curve is not flattened by it.
    assert heights.max() > 0.4 * y_range(plot)[1]


def test_dropped_outputs_are_a_spike_at_zero(plot):
    output = result_of(small(layer={"activation": "tanh"}, dropout={"p": 0.75})).output
    plot.show_histograms([output.before_histogram, output.after_histogram])
    zeros = [s for s in output.after_histogram.spikes if s.value == 0]
    assert zeros[0].share == pytest.approx(0.75, abs=0.02)
    assert 0.0 in [x for x, _, _ in spikes(plot)]
    assert any(text.startswith("0: 7") for text in said(plot))


def test_every_spike_stands_inside_the_axes(plot):
    for method in ({"method": "constant", "val": 1e38}, {"method": "eye"}, {"method": "sparse"}):
        draw(plot, small(weight_init=method))
        (low, high), (_, top) = x_range(plot), y_range(plot)
        for x, _, height in spikes(plot):
            assert low <= x <= high
            assert height <= top


# Theory:


def test_the_line_is_the_density_of_the_theory(plot):
    draw(plot, small(weight_init={"method": "normal", "mean": 1.0, "std": 0.5}))
    x, y = theory_line(plot)
    expected = np.exp(-((x - 1.0) ** 2) / (2 * 0.25)) / math.sqrt(2 * math.pi * 0.25)
    np.testing.assert_allclose(y, expected, rtol=1e-9, atol=1e-12)
    assert x.min() < 1.0 - 3 * 0.5
    assert x.max() > 1.0 + 3 * 0.5


def test_a_uniform_theory_is_a_box(plot):
    draw(plot, small(weight_init={"method": "uniform", "a": -0.5, "b": 1.5}))
    x, y = theory_line(plot)
    np.testing.assert_allclose(y[(x > -0.5) & (x < 1.5)], 0.5)
    np.testing.assert_allclose(y[(x < -0.5) | (x > 1.5)], 0.0)


def test_the_line_of_counts_is_the_expected_count_of_a_bin(plot):
    experiment = small(layer={"in_features": 300}, weight_init={"method": "uniform"})
    draw(plot, experiment, 40)
    plot.set_view(View(counts=True))
    ((edges, _),) = areas(plot)
    x, y = theory_line(plot)
    inside = y[(x > 0.1) & (x < 0.9)]
    np.testing.assert_allclose(inside, 300 * 30 * (edges[1] - edges[0]))


def test_a_constant_has_no_line(plot):
    draw(plot, small(weight_init={"method": "ones"}))
    assert not [c for c in curves(plot) if _is_theory(c)]


# Ticks and marks:


def test_the_ten_numbers_of_the_course_s_layer_are_ten_ticks(plot):
    experiment = small(layer={"in_features": 5, "out_features": 2})
    draw(plot, experiment)
    bottom = y_range(plot)[0]
    standing = [c.getData() for c in curves(plot) if c.opts["connect"] == "pairs"]
    ticks = [(x, y) for x, y in standing if len(x) == 20 and y.min() <= bottom + 1e-9]
    ((x, _),) = ticks
    weights = torch_linear(experiment).weight.detach().double().numpy().ravel()
    np.testing.assert_array_equal(np.sort(x[::2]), np.sort(weights))
    assert weights.min() >= x_range(plot)[0]
    assert weights.max() <= x_range(plot)[1]


@pytest.mark.parametrize(("in_features", "ticks"), [(10, 200), (11, 0)])
def test_up_to_200_weights_are_ticks(plot, in_features, ticks):
    experiment = small(layer={"in_features": in_features, "out_features": 20})
    draw(plot, experiment)
    paired = [len(c.getData()[0]) for c in curves(plot) if c.opts["connect"] == "pairs"]
    assert sum(paired) == 2 * ticks


def test_mean_and_one_sigma_on_each_side_are_marked_and_named(plot):
    experiment = small(weight_init={"method": "normal", "mean": 3.0})
    draw(plot, experiment)
    weight = torch_linear(experiment).weight.detach().double()
    mean, std = float(weight.mean()), float(weight.std(correction=0))
    assert plot.moments.x == pytest.approx((mean - std, mean, mean + std))
    assert plot.moments.texts == ("−σ", "mean", "+σ")


@pytest.mark.parametrize("reach", [1.0, 8.0, 80.0])
@pytest.mark.parametrize("log_y", [False, True])
def test_no_name_of_a_moment_lies_on_the_peak(plot, reach, log_y):
    """However narrow the peak is on the axis, the names stand over it."""
    plot.set_view(View(log_y=log_y))
    result = draw(plot, small(layer={"in_features": 300}, weight_init={"method": "normal"}))
    plot.box.setRange(xRange=(-reach * 4, reach * 4), padding=0)
    drawn, box = result.weight.histogram, plot.box
    lines = [box.mapViewToScene(QPointF(x, 0.0)).x() for x in plot.moments.x]
    metrics = QFontMetricsF(theme.font(theme.sizes.small))
    places = marks.names(metrics, box.sceneBoundingRect(), lines, plot.moments.texts, [])
    assert len(places) >= 2
    heights = plot.scale.y(plot.scale.heights(drawn))
    for place, _ in places:
        for low, high, height in zip(drawn.edges, drawn.edges[1:], heights, strict=False):
            left, right = (box.mapViewToScene(QPointF(x, 0.0)).x() for x in (low, high))
            top = box.mapViewToScene(QPointF(0.0, height)).y()
            assert right < place.left() or left > place.right() or top >= place.bottom()


def test_a_constant_has_no_marks(plot):
    draw(plot, small(weight_init={"method": "ones"}))
    assert plot.moments is None


# The value under the pointer:


def over(plot: HistogramPlot, x: float) -> QPointF:
    """The place of a value, in the middle of the plot's height."""
    at = plot.box.mapViewToScene(QPointF(x, 0.0))
    return QPointF(at.x(), plot.box.sceneBoundingRect().center().y())


def read(said: str) -> dict[str, float]:
    """`density 0.39, theory 0.4` and so on, by their names; the range as low and high."""
    first, *rest = said.split("\n")
    low, high = first.split(" … ")
    values = {name: number(value) for name, value in (line.split(" ") for line in rest)}
    return {"low": number(low), "high": number(high), **values}


@pytest.mark.parametrize("counts", [False, True])
@pytest.mark.parametrize("std", [1e-300, 1.0, 1e300])
def test_the_bin_under_the_pointer_is_read_out(plot, counts, std):
    experiment = small(
        layer={"in_features": 100, "out_features": 100},
        weight_init={"method": "normal", "std": std},
        run={"dtype": "float64"},
    )
    draw(plot, experiment)
    plot.set_view(View(counts=counts))
    weight = torch_linear(experiment).weight.detach().numpy() / std
    for x in (-1.5, 0.0, 0.7):
        shown = x * std / plot.scale.unit
        said = read(plot.readout(over(plot, shown)))
        low, high = said["low"] / std, said["high"] / std
        assert low <= x <= high
        # The ends are said with four digits: a few weights lie between them and the true ones.
        count = int(((weight >= low) & (weight < high)).sum())
        if counts:
            assert said["count"] == pytest.approx(count, abs=10)
        else:
            density = count / weight.size / (high - low)
            assert said["density"] * std == pytest.approx(density, rel=0.03)
        pdf = math.exp(-((low + high) ** 2) / 8) / math.sqrt(2 * math.pi)
        theory = pdf * weight.size * (high - low) if counts else pdf / std
        assert said["theory"] == pytest.approx(theory, rel=0.02)


def test_a_spike_under_the_pointer_is_read_out_with_its_share(plot):
    result = draw(plot, small(weight_init={"method": "sparse", "sparsity": 0.2}))
    zeros = dict(result.weight.summary.atoms)[0.0]
    assert zeros == 120  # a fifth of 30 rows in each of 20 columns
    assert plot.readout(over(plot, 0.0)) == "0: 20 %, count 120\ntheory 20 %"


def test_two_samples_are_read_out_by_their_names(plot):
    result = last(layer.run(small(dropout={"p": 0.5})))
    plot.show_histograms([result.output.before_histogram, result.output.after_histogram])
    plot.set_names("before", "after")
    before, after = plot.readout(over(plot, 0.3)).split("\n")
    for line, name in ((before, "before"), (after, "after")):
        assert line.startswith(f"{name}: ")
        assert ", density " in line


def test_where_letters_are_large_only_the_heights_are_read_out(plot):
    result = last(layer.run(small(dropout={"p": 0.5})))
    plot.show_histograms([result.output.before_histogram, result.output.after_histogram])
    plot.set_names("before", "after")
    full, brief = plot.readout(over(plot, 0.3)), plot.brief_readout(over(plot, 0.3))
    assert brief.split("\n") == [
        f"{line.split(':')[0]}: {line.split(', ')[1]}" for line in full.split("\n")
    ]
    plot.show_histograms([result.weight.histogram])
    assert plot.readout(over(plot, 0.0)).endswith("\n" + plot.brief_readout(over(plot, 0.0)))
    assert "theory" in plot.brief_readout(over(plot, 0.0))


def test_beside_the_plot_and_before_anything_is_drawn_nothing_is_said(plot):
    assert plot.readout(QPointF(300, 200)) == ""
    draw(plot, small())
    assert plot.readout(QPointF(2, 2)) == ""


def test_arrow_keys_go_from_bin_to_bin_and_home_and_end_to_the_ends(plot, qtbot):
    result = draw(plot, small(weight_init={"method": "normal"}))
    edges = result.weight.histogram.edges
    for key, index in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, len(edges) - 2),
        (Qt.Key.Key_Right, len(edges) - 2),
        (Qt.Key.Key_Left, len(edges) - 3),
    ):
        qtbot.keyClick(plot, key)
        said = read(plot.accessibleDescription())
        assert said["low"] == pytest.approx(edges[index], rel=1e-3, abs=1e-3)
        assert said["high"] == pytest.approx(edges[index + 1], rel=1e-3, abs=1e-3)


def test_arrow_keys_lead_to_the_point_masses(plot, qtbot):
    draw(plot, small(weight_init={"method": "eye"}))
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.accessibleDescription().startswith("1: ")
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.accessibleDescription().startswith("0: ")


def test_the_bin_that_is_meant_is_marked(plot):
    draw(plot, small(weight_init={"method": "normal"}))
    before = plot.viewport().grab().toImage()
    at = over(plot, 0.0)
    plot.point_to(at)
    after = plot.viewport().grab().toImage()
    assert before.pixel(at.toPoint()) != after.pixel(at.toPoint())


def test_a_new_histogram_under_a_resting_mouse_is_read_at_once(plot):
    draw(plot, small(weight_init={"method": "normal"}))
    at = over(plot, 0.0)
    before = plot.readout(at)
    draw(plot, small(weight_init={"method": "normal", "std": 3.0}))
    assert plot.readout(at) != before


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.30000001), (-2.0, 3.0), (1e-9, 1.1e-9)])
def test_both_ends_of_a_bin_can_be_told_apart(low, high):
    texts = histogram_readout.ends(low, high)
    assert texts[0] != texts[1]
    assert number(texts[0]) == pytest.approx(low, rel=1e-3)


# Pins:


def pinned(plot: HistogramPlot) -> list:
    return [c for c in curves(plot) if c.opts["pen"].style() == Qt.PenStyle.DashLine]


def test_a_pinned_curve_stays_dashed_while_the_next_one_moves(plot):
    first = draw(plot, small(weight_init={"method": "normal"})).weight.histogram
    plot.set_pins([first])
    draw(plot, small(weight_init={"method": "normal", "std": 3.0}))
    (ghost,) = pinned(plot)
    edges, heights = ghost.getData()
    np.testing.assert_array_equal(edges, first.edges)
    np.testing.assert_allclose(heights, first.density)
    low, high = x_range(plot)
    assert low <= edges[0]
    assert edges[-1] <= high


def test_a_pinned_constant_stays_as_a_dashed_spike(plot):
    one = draw(plot, small(weight_init={"method": "ones"})).weight.histogram
    plot.set_pins([one])
    draw(plot, small(weight_init={"method": "normal"}))
    (ghost,) = pinned(plot)
    assert set(ghost.getData()[0].tolist()) == {1.0}


def test_pins_have_four_different_colours_and_a_fifth_is_not_drawn(plot):
    picture = draw(plot, small(weight_init={"method": "normal"})).weight.histogram
    plot.set_pins([picture for _ in range(MAX_PINS + 1)])
    colours = {c.opts["pen"].color().name() for c in pinned(plot)}
    assert colours == {QColor(name).name() for name in theme.colours.ghosts}
    assert len(colours) == 4
    plot.set_pins([])
    assert pinned(plot) == []


# Views:


def test_log_y_draws_decimal_logarithms_and_shows_the_least_bin(plot):
    experiment = small(layer={"in_features": 300}, weight_init={"method": "normal"})
    draw(plot, experiment)
    ((edges, linear),) = areas(plot)
    plot.set_view(View(log_y=True))
    ((again, logarithmic),) = areas(plot)
    np.testing.assert_array_equal(again, edges)
    some = linear > 0
    np.testing.assert_allclose(logarithmic[some], np.log10(linear[some]))
    bottom, top = y_range(plot)
    assert bottom < logarithmic[some].min()
    assert top > logarithmic.max()
    assert plot.getPlotItem().getAxis("left").logMode


@pytest.mark.parametrize("method", ["zeros", "eye", "sparse", "normal"])
@pytest.mark.parametrize("counts", [False, True])
def test_every_view_of_every_kind_is_finite(plot, method, counts):
    draw(plot, small(weight_init={"method": method}))
    for log_y in (False, True):
        plot.set_view(View(counts=counts, log_y=log_y))
        for curve in curves(plot):
            assert all(np.isfinite(values).all() for values in curve.getData())
        assert all(map(math.isfinite, (*x_range(plot), *y_range(plot))))


def test_a_locked_axis_keeps_its_range_while_weights_change(plot):
    draw(plot, small(weight_init={"method": "normal"}))
    before = x_range(plot)
    plot.set_view(View(lock_x=True))
    draw(plot, small(weight_init={"method": "normal", "std": 5.0}))
    assert x_range(plot) == before
    plot.set_view(View(lock_x=True, log_y=True))
    assert x_range(plot) == before
    plot.set_view(View())
    assert x_range(plot)[1] > 2 * before[1]


def test_an_axis_locked_to_huge_weights_does_not_hide_small_ones(plot):
    """It is kept in a unit of its own: in that of the next weights it has no number."""
    huge = {"method": "normal", "mean": -1.7976931348623157e308, "std": 0.0}
    draw(plot, small(weight_init=huge, run={"dtype": "float64"}))
    plot.set_view(View(lock_x=True))
    drawn = draw(plot, small(weight_init={"method": "uniform", "a": -1e-300, "b": 1e-300}))
    assert drawn is not None
    low, high = plot.getPlotItem().viewRange()[0]
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low < high


def test_a_spike_says_its_own_value_beside_a_pin_of_another_size(plot):
    """In the unit of the pin it is 0."""
    constant = {"method": "constant", "val": 1e305}
    described = small(weight_init=constant, run={"dtype": "float64"})
    plot.set_pins([last(layer.run(described)).weight.histogram])
    draw(plot, described.with_value("weight_init.val", 1e-25))
    assert [label.text for label in plot.labels if "%" in label.text] == ["10⁻²⁵: 100 %"]


@pytest.mark.parametrize("locked", [1e-300, 1.0, 1e150])
@pytest.mark.parametrize("size", [1e-320, 1.0, 1.7e308])
@pytest.mark.parametrize("turns", [-120, 120])
def test_the_wheel_never_leaves_an_axis_without_numbers(plot, locked, size, turns):
    """pyqtgraph raises where the inverse of a scale is infinite."""
    draw(plot, spread(locked, "uniform"))
    plot.set_view(View(lock_x=True))
    draw(plot, spread(size, "uniform"))
    plot.grab()
    place, none = QPointF(300, 150), Qt.KeyboardModifier.NoModifier
    for _ in range(40):
        event = QWheelEvent(
            *(place, place, QPoint(), QPoint(0, 100 * turns), Qt.MouseButton.NoButton, none),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(plot.viewport(), event)
        low, high = plot.getPlotItem().viewRange()[0]
        assert math.isfinite(low)
        assert math.isfinite(high)
        assert low < high


SIZES = (1e-320, 1e-300, 1e-150, 1.0, 1e150, 1e300, 1.7e308)


def spread(size: float, method: str) -> Experiment:
    values = {"a": 0.0, "b": size} if method == "uniform" else {"std": size}
    layer = {"in_features": 40, "out_features": 10}
    return small(layer=layer, weight_init={"method": method} | values, run={"dtype": "float64"})


@cache
def weight_of(size: float, method: str) -> Parameter:
    return last(layer.run(spread(size, method))).weight


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pinned_size", SIZES)
@pytest.mark.parametrize("method", ["uniform", "sparse"])
def test_weights_of_any_size_are_drawn_beside_a_pin_of_any_other(plot, size, pinned_size, method):
    """A density has no largest number; on an axis it needs one. Warnings are errors here."""
    plot.set_pins([weight_of(pinned_size, method).histogram])
    for log_y in (False, True):
        for counts in (False, True):
            plot.set_view(View(counts=counts, log_y=log_y))
            plot.show_histograms([layer.rebinned(weight_of(size, method), None)])
            plot.grab()
            for low, high in plot.getPlotItem().viewRange():
                assert math.isfinite(low)
                assert math.isfinite(high)
                assert low < high


@pytest.mark.parametrize("value", [4.0, -0.25, 1e9, 1e300, -1e-300])
@pytest.mark.parametrize("method", ["uniform", "trunc_normal"])
def test_bounds_that_are_neighbouring_numbers_have_room_on_the_axis(plot, method, value):
    """Ten ulps apart at least: labels are placed by their share of the width."""
    bounds = {"a": value, "b": math.nextafter(value, math.inf)}
    centre = {"mean": value, "std": abs(value)} if method == "trunc_normal" else {}
    result = draw(
        plot, small(weight_init={"method": method, **bounds, **centre}, run={"dtype": "float64"})
    )
    assert result.weight.summary.finite
    low, high = plot.getPlotItem().viewRange()[0]
    assert high - low > 10 * math.ulp(max(abs(low), abs(high)))
    for x, _, _ in spikes(plot):
        assert low < x < high


def test_an_unlocked_axis_follows_the_weights(plot):
    for std in (0.001, 1.0, 1e6):
        draw(plot, small(weight_init={"method": "normal", "std": std}))
        low, high = x_range(plot)
        assert low < -3 * std
        assert 3 * std < high < 6 * std


# What is not finite:


def test_infinite_weights_leave_the_finite_ones_to_be_drawn(plot):
    large = {"method": "normal", "std": 40_000.0}
    experiment = small(weight_init=large, run={"dtype": "float16"})
    result = draw(plot, experiment)
    weight = torch_linear(experiment).weight
    assert result.weight.summary.inf == int(torch.isinf(weight).sum()) > 0
    assert_drawn(plot, weight)


def test_weights_of_which_none_is_finite_leave_an_empty_plot_and_no_error(plot):
    huge = {"method": "normal", "mean": 1e9, "std": 1.0}
    result = draw(plot, small(weight_init=huge, run={"dtype": "float16"}))
    assert result.weight.summary.finite == 0
    assert areas(plot) == []
    assert all(map(math.isfinite, (*x_range(plot), *y_range(plot))))


# Painting:


def pixels(plot: HistogramPlot) -> set[str]:
    image = plot.viewport().grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, 400, 4)}


def test_sample_and_theory_are_painted_in_their_own_colours(plot):
    draw(plot, small(weight_init={"method": "normal"}))
    seen = pixels(plot)
    assert theme.colour("theory").name() in seen
    assert theme.colour("sample").name() in seen
    assert theme.colour("card").name() in seen


def test_a_new_picture_is_painted(plot, qtbot):
    draw(plot, small(weight_init={"method": "normal"}))
    before = plot.viewport().grab().toImage()
    draw(plot, small(weight_init={"method": "uniform"}))
    assert plot.viewport().grab().toImage() != before


def test_a_plot_can_be_made_very_small(plot):
    draw(plot, small(weight_init={"method": "sparse"}))
    for size in ((120, 90), (60, 40), (1, 1), (2000, 60)):
        plot.resize(*size)
        plot.viewport().grab()


def numbers(axis: pg.AxisItem) -> list[str]:
    """What stands at the ticks."""
    painter = QPainter(image := QImage(10, 10, QImage.Format.Format_RGB32))
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    del image
    return [text for _, _, text in texts]


@pytest.mark.parametrize("std", [1e-40, 0.02, 100.0, 1e7, 1e30])
@pytest.mark.parametrize("log_y", [False, True])
def test_the_numbers_at_the_ticks_stay_true_when_the_theme_changes(plot, log_y, std):
    """pyqtgraph turned 0.004 into 4 with every change of theme, and did not say so."""
    plot.set_view(View(log_y=log_y))
    described = small(weight_init={"method": "normal", "std": std}, run={"dtype": "float64"})
    draw(plot, described.with_values({"layer.in_features": 300, "layer.out_features": 300}))
    axes = [plot.getPlotItem().getAxis(name) for name in ("left", "bottom")]
    before = [numbers(axis) for axis in axes]
    for choice in ("dark", "light"):
        theme.set(choice)
        assert [numbers(axis) for axis in axes] == before
    peak = 1 / (std * math.sqrt(2 * math.pi))
    if not log_y:
        assert 0.3 * peak < max(map(number, before[0])) < 1.5 * peak
    assert 1 * std < max(map(number, before[1])) < 6 * std


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
@pytest.mark.parametrize("val", [0.3, -1 / 3, -0.0])
def test_a_constant_stands_where_theory_expects_it(plot, val, dtype):
    result = draw(plot, small(weight_init={"method": "constant", "val": val}, run={"dtype": dtype}))
    stored = float(torch.tensor(val, dtype=getattr(torch, dtype)))
    assert [x for x, _, _ in spikes(plot)] == [stored]
    assert [cap.x for cap in plot.caps] == [stored]
    assert plot.caps[0].y == spikes(plot)[0][2]
    low, high = plot.box.viewRange()[0]
    assert low < stored < high
    assert high - low >= 0.2 * abs(stored)
    assert not plot.labels[0].text.startswith(("-", "−")) or val < 0
    assert result.weight.verdict.matches


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_no_zoom_shows_less_than_the_dtype_can_tell_apart(plot, dtype):
    """torch.nextafter: the distance of two numbers near 1.5, where the axis of 1 ends."""
    draw(plot, small(weight_init={"method": "ones"}, run={"dtype": dtype}))
    end = torch.tensor(1.5, dtype=getattr(torch, dtype))
    apart = float(torch.nextafter(end, 2 * end) - end)
    plot.box.setRange(xRange=(1.0, 1.0 + apart / 1000), padding=0)
    low, high = plot.box.viewRange()[0]
    assert high - low >= 3.9 * apart
    draw(plot, small(weight_init={"method": "constant", "val": 1e-6}, run={"dtype": dtype}))
    low, high = plot.box.viewRange()[0]
    assert high - low < 2e-6
