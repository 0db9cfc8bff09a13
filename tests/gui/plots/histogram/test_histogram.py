"""The histogram as it is drawn: areas, spikes, theory, ticks, marks and colours."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from core import layer
from core.context import last
from core.experiment import Experiment
from gui.look.theme import theme
from gui.plots import marks
from gui.plots.histogram import HistogramPlot
from gui.plots.histogram_scale import View
from tests.core.support import torch_linear
from tests.gui.plots.histogram.support import draw, is_theory, spikes, theory_line, x_range, y_range
from tests.gui.support import areas, assert_drawn, curves, small
from tests.numerals import number


def result_of(experiment: Experiment) -> layer.LayerResult:
    return last(layer.run(experiment))


def said(plot: HistogramPlot) -> list[str]:
    return [label.text for label in plot.labels]


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
    assert not [c for c in curves(plot) if is_theory(c)]


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
