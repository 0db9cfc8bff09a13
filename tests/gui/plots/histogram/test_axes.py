"""Pins, views and axes of the histogram: what is in range, at any size of numbers."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pyqtgraph as pg
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from core import layer
from core.context import last
from core.experiment import Experiment
from core.layer.task import Parameter
from gui.look.theme import theme
from gui.plots.histogram import MAX_PINS, HistogramPlot
from gui.plots.histogram_scale import View
from tests.gui.plots.histogram.support import draw, spikes, x_range, y_range
from tests.gui.support import areas, curves, small
from tests.numerals import number

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


# Ticks and zoom:


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
