"""core.stats.distributions against numpy.histogram on the tensors that the shown code leaves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from core import depth
from core.context import last
from core.experiment import Experiment
from core.layers.activations import ACTIVATIONS
from core.stats.distributions import BINS, MAX_RMS, QUANTITIES, TAIL, Axis, distributions
from core.stats.histogram import Summary, summarize
from tests.core.depth.support import deep, run_code

Numbers = NDArray[Any]


def summaries(*layers: Any) -> list[Summary]:
    tensors = [torch.as_tensor(np.asarray(layer)) for layer in layers]
    return [summarize(tensor, atoms=(0.0,)) for tensor in tensors]


def integrals(axis: Axis) -> Numbers:
    return (axis.density * np.diff(axis.edges)).sum(axis=1)


def check_counts(axis: Axis, row: int, values: Numbers, unit: float) -> None:
    """Equal to numpy's below every edge, but for the values of the one fine bin that it cuts.

    A fine bin is at most 2^−13 of the layer's span wide: core.stats.histogram.
    """
    left = values[np.isfinite(values) & (values != 0.0)].astype(float)
    if len(left) == 0:
        assert not axis.density[row].any()
        return
    cut = 2.0**-13 * (left.max() - left.min()) if left.max() > left.min() else abs(left[0]) / 16
    edges = axis.edges * unit
    counts = axis.density[row] * np.diff(axis.edges) * values.size
    np.testing.assert_allclose(counts, np.round(counts), atol=1e-6 * values.size)
    below = np.append(0.0, np.cumsum(counts))
    ordered = np.sort(left)
    for edge, found in zip(edges, below, strict=True):
        least = np.searchsorted(ordered, edge - cut) - np.searchsorted(ordered, edges[0] + cut)
        most = np.searchsorted(ordered, edge + cut) - np.searchsorted(ordered, edges[0] - cut)
        assert min(least, most) - 0.5 <= found <= most + 0.5


def tensors(described: Experiment, quantity: str) -> list[Numbers]:
    """One quantity of every layer, from what the shown code leaves."""
    names = run_code(described)
    function = ACTIVATIONS[described.layer.activation].function
    found = {
        "preactivation": names["zs"],
        "activation": [function(z) for z in names["zs"]],
        "gradient": names["gradients"],
        "weight": [linear.weight for linear in names["layers"]],
    }[quantity]
    return [tensor.detach().double().numpy() for tensor in found]


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("activation", ["identity", "relu", "tanh"])
@pytest.mark.parametrize("input", ["normal", "digits"])
def test_each_quantity_is_that_of_the_shown_code(
    quantity: str, activation: str, input: str
) -> None:
    described = deep(activation=activation, p=0.4, input=input, width=40, batch=64, layers=4)
    spread = last(depth.run(described, quantity=quantity)).spread
    assert spread is not None
    assert spread.quantity == quantity
    for row, values in enumerate(tensors(described, quantity)):
        finite = values[np.isfinite(values)]
        assert spread.zeros[row] == (values == 0.0).mean()
        assert spread.broken[row] == 0.0
        assert spread.rms[row] == pytest.approx(np.sqrt((finite**2).mean()), rel=1e-9)
        check_counts(spread.same, row, values, 1.0)
        check_counts(spread.own, row, values, float(spread.rms[row]))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64"])
def test_every_dtype_is_counted(dtype: str) -> None:
    described = deep("kaiming_normal", nonlinearity="relu", activation="relu", dtype=dtype)
    spread = last(depth.run(described)).spread
    assert spread is not None
    for row, values in enumerate(tensors(described, "activation")):
        assert spread.zeros[row] == (values == 0.0).mean()
        check_counts(spread.same, row, values, 1.0)


def test_what_is_not_zero_not_broken_and_inside_the_axis_is_the_area() -> None:
    rng = np.random.default_rng(0)
    layers = [rng.standard_normal(5000) * 2.0**-k for k in range(4)]
    layers[1][:1000] = 0.0
    layers[2][:500] = math.inf
    layers[2][500:700] = math.nan
    found = distributions("activation", summaries(*layers))
    np.testing.assert_array_equal(found.zeros, [0.0, 0.2, 0.0, 0.0])
    np.testing.assert_allclose(found.broken, [0.0, 0.0, 0.14, 0.0], rtol=1e-12)
    for axis in (found.same, found.own):
        rest = 1.0 - found.zeros - found.broken
        area = integrals(axis)
        assert (area <= rest + 1e-12).all()
        assert (area >= rest - 2 * TAIL - 1e-3).all()


def test_a_few_far_values_do_not_widen_the_axis() -> None:
    values = np.random.default_rng(1).standard_normal(100_000)
    values[:3] = 1000.0
    axis = distributions("gradient", summaries(values)).same
    assert 3.0 < axis.edges[-1] < 5.0
    assert integrals(axis)[0] > 1.0 - 2 * TAIL - 1e-3


def test_the_axes_are_regular_hold_zero_and_most_of_every_layer() -> None:
    rng = np.random.default_rng(2)
    found = distributions(
        "activation", summaries(5 + rng.random(4000), rng.standard_normal(4000) / 100)
    )
    for axis in (found.same, found.own):
        assert axis.density.shape == (2, BINS)
        assert axis.edges.shape == (BINS + 1,)
        np.testing.assert_allclose(np.diff(axis.edges), axis.edges[1] - axis.edges[0], rtol=1e-6)
        assert axis.edges[0] < 0.0 < axis.edges[-1]
        assert (axis.density >= 0.0).all()
    assert found.same.edges[-1] > 5.99
    assert not found.same.scaled
    assert found.own.scaled
    assert found.own.edges[-1] < MAX_RMS * 1.2


def test_in_its_own_unit_every_layer_of_one_shape_looks_alike() -> None:
    values = np.random.default_rng(3).standard_normal(50_000)
    layers = [values * 2.0 ** (-9 * k) for k in range(8)]
    own = distributions("activation", summaries(*layers)).own
    for row in own.density[1:]:
        np.testing.assert_allclose(row, own.density[0], atol=2e-3)


@pytest.mark.parametrize("value", [0.0, 1.0, -3.5, 1e-30, 1e30, 1e200, 1e-200])
def test_a_constant_layer_is_one_bin_or_all_zero(value: float) -> None:
    found = distributions("activation", summaries(np.full(700, value), np.ones(700)))
    assert found.zeros[0] == float(value == 0.0)
    assert found.rms[0] == pytest.approx(abs(value), rel=1e-12)
    occupied = np.flatnonzero(found.own.density[0])
    if value == 0.0:
        assert len(occupied) == 0
        return
    assert len(occupied) == 1
    low, high = found.own.edges[occupied[0]], found.own.edges[occupied[0] + 1]
    assert low - 0.1 <= math.copysign(1.0, value) <= high + 0.1
    assert integrals(found.own)[0] == pytest.approx(1.0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_broken_layer_has_no_density_and_its_share(value: float) -> None:
    good = np.random.default_rng(4).standard_normal(3000)
    found = distributions("activation", summaries(good, np.full(300, value)))
    np.testing.assert_array_equal(found.broken, [0.0, 1.0])
    assert math.isnan(found.rms[1])
    for axis in (found.same, found.own):
        assert not axis.density[1].any()
        assert integrals(axis)[0] > 0.99
        assert np.isfinite(axis.edges).all()


def test_nothing_left_anywhere_is_still_an_axis() -> None:
    for layers in ((np.zeros(10), np.zeros(10)), (np.full(10, math.nan),)):
        found = distributions("activation", summaries(*layers))
        for axis in (found.same, found.own):
            assert np.isfinite(axis.edges).all()
            assert (np.diff(axis.edges) > 0).all()
            assert not axis.density.any()


def test_the_ends_of_float64_are_counted_without_a_warning() -> None:
    rng = np.random.default_rng(5)
    found = distributions(
        "activation",
        summaries(
            1.7e308 * rng.uniform(-1.0, 1.0, 900),
            rng.standard_normal(900) * 1e-250,
            rng.standard_normal(900) * 1e-320,
        ),
    )
    assert found.rms[0] == pytest.approx(1.7e308 / math.sqrt(3), rel=0.1)
    assert found.rms[1] == pytest.approx(1e-250, rel=0.1)
    assert integrals(found.own)[1] > 0.99
    for axis in (found.same, found.own):
        assert np.isfinite(axis.edges).all()
        assert np.isfinite(axis.density).all()
