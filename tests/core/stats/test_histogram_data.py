from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from core import layer
from core.context import last
from core.init import marginals as theory
from core.stats.histogram import summarize
from core.stats.histogram_data import HistogramData, histogram_data, unit_of
from tests.core.support import experiment, square, torch_linear


def _drawn(method: str, values: dict[str, Any] | None = None, **sections: Any) -> HistogramData:
    return last(layer.run(experiment(method, **(values or {}), **sections))).weight.histogram


def _area(drawn: HistogramData) -> float:
    return float((drawn.density * np.diff(drawn.edges)).sum())


@pytest.mark.parametrize(
    ("method", "values", "value"),
    [("constant", {"val": 0.25}, 0.25), ("zeros", {}, 0.0), ("ones", {}, 1.0)],
)
def test_a_constant_weight_is_drawn_as_one_labelled_spike(
    method: str, values: dict[str, float], value: float
) -> None:
    drawn = _drawn(method, values, layer={"in_features": 5, "out_features": 2})
    assert [(s.value, s.count, s.share) for s in drawn.spikes] == [(value, 10, 1.0)]
    assert len(drawn.counts) == 0
    assert len(drawn.curve_x) == 0
    assert drawn.low < value < drawn.high
    assert _area(drawn) == 0.0


def test_the_identity_is_drawn_as_two_spikes() -> None:
    drawn = _drawn("eye", layer={"in_features": 20, "out_features": 10})
    assert [(s.value, s.count, s.share) for s in drawn.spikes] == [
        (0.0, 190, 0.95),
        (1.0, 10, 0.05),
    ]
    assert len(drawn.counts) == 0
    assert drawn.low < 0.0 < 1.0 < drawn.high


def test_the_zeros_of_sparse_are_a_spike_beside_the_rest() -> None:
    described = experiment("sparse", sparsity=0.3, layer=square(50))
    drawn = last(layer.run(described)).weight.histogram
    weight = torch_linear(described).weight.detach()
    assert [(s.value, s.count) for s in drawn.spikes] == [(0.0, int((weight == 0).sum()))]
    rest = weight[weight != 0].double().numpy()
    assert (np.histogram(rest, drawn.edges)[0] == drawn.counts).all()
    assert drawn.counts.sum() == rest.size


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("normal", {}),
        ("uniform", {}),
        ("eye", {}),
        ("constant", {"val": 3.0}),
        ("sparse", {"sparsity": 0.5}),
        ("sparse", {"sparsity": 0.9, "std": 10.0}),
        ("orthogonal", {}),
        ("trunc_normal", {}),
    ],
)
@pytest.mark.parametrize("bins", [None, 10, 100, 500])
def test_the_area_and_the_spikes_shares_add_up_to_one(
    method: str, values: dict[str, float], bins: int | None
) -> None:
    result = last(
        layer.run(experiment(method, **values, layer={"in_features": 60, "out_features": 40}))
    )
    drawn = layer.rebinned(result.weight, bins)
    assert _area(drawn) + sum(s.share for s in drawn.spikes) == pytest.approx(1.0, abs=1e-12)
    assert drawn.total == 2400


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("normal", {"mean": 3.0, "std": 0.2}),
        ("uniform", {"a": -2.0, "b": 5.0}),
        ("xavier_uniform", {}),
        ("trunc_normal", {"a": 0.5}),
        ("orthogonal", {}),
        ("sparse", {"sparsity": 0.4}),
    ],
)
def test_the_theorys_line_encloses_what_the_atoms_leave(
    method: str, values: dict[str, float]
) -> None:
    result = last(layer.run(experiment(method, **values, layer=square(40))))
    drawn = result.weight.histogram
    shares = sum(atom.share for atom in result.weight.theory.atoms)
    area = np.trapezoid(drawn.curve_density, drawn.curve_x)
    # The range shows at least ±3.5σ; sharp ends are drawn with an extra point on either side.
    assert area == pytest.approx(1.0 - shares, abs=2e-3)
    assert (np.diff(drawn.curve_x) >= 0).all()
    assert drawn.curve_x[0] >= drawn.low
    assert drawn.curve_x[-1] <= drawn.high


def test_the_ends_of_a_uniform_density_are_upright() -> None:
    drawn = histogram_data(summarize(torch.rand(1000)), theory.uniform(0.0, 1.0))
    for bound in (0.0, 1.0):
        near = np.abs(drawn.curve_x - bound) < 1e-12
        assert set(drawn.curve_density[near]) == {0.0, 1.0}


def test_up_to_200_weights_each_have_a_tick() -> None:
    described = experiment("normal", layer={"in_features": 20, "out_features": 10})
    expected = torch_linear(described).weight.detach().double().ravel()
    drawn = last(layer.run(described)).weight.histogram
    assert drawn.ticks.tolist() == expected.tolist()
    assert len(_drawn("normal", layer={"in_features": 201, "out_features": 1}).ticks) == 0
    assert len(_drawn("normal").ticks) == 10


def test_a_tick_is_never_infinite() -> None:
    tensor = torch.tensor([1.0, math.nan, math.inf, 2.0])
    assert histogram_data(summarize(tensor), None).ticks.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("bins", [10, 25, 100, 333, 500])
def test_as_many_bins_as_asked_for(bins: int) -> None:
    tensor = torch.randn(10_000, generator=torch.Generator().manual_seed(1))
    drawn = histogram_data(summarize(tensor), theory.normal(0.0, 1.0), bins)
    assert 0.9 * bins <= len(drawn.counts) <= bins
    assert (np.histogram(tensor.double().numpy(), drawn.edges)[0] == drawn.counts).all()


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize(
    ("spread", "low", "high"),
    [(theory.Normal(0.0, 1.0), -3.9, 3.9), (theory.Uniform(-1.0, 1.0), -0.99, 0.99)],
)
@pytest.mark.parametrize("bins", [None, 100, 500])
def test_a_coarse_dtype_is_no_comb(
    spread: theory.Marginal, low: float, high: float, bins: int | None, dtype: str
) -> None:
    """Where bins hold now three numbers and now four, their heights differ by a third."""
    torch.manual_seed(8)
    sample = torch.empty(512, 512, dtype=getattr(torch, dtype))
    sample = sample.normal_() if spread.low < -1.0 else sample.uniform_(-1.0, 1.0)
    drawn = histogram_data(summarize(sample), spread, bins)
    counts, edges = drawn.counts, drawn.edges
    assert (np.histogram(sample.double().numpy(), edges)[0] == counts).all()
    inside = (edges[:-1] > low) & (edges[1:] < high)
    expected = sample.numel() * np.diff(spread.cumulative(edges))[inside]
    assert len(expected) >= 40
    assert (np.abs(counts[inside] - expected) < 6.0 * np.sqrt(expected) + 0.02 * expected).all()


def test_the_range_holds_the_sample_and_the_theory() -> None:
    for method, values in (
        ("normal", {"mean": 5.0}),
        ("uniform", {"a": -1.0, "b": 7.0}),
        ("sparse", {}),
        ("eye", {}),
        ("trunc_normal", {"a": -1.0, "b": 9.0}),
    ):
        result = last(layer.run(experiment(method, **values, layer=square(30))))
        drawn, summary, marginal = (
            result.weight.histogram,
            result.weight.summary,
            result.weight.theory,
        )
        assert drawn.low < summary.min
        assert summary.max < drawn.high
        for reach in (-3.0, 3.0):
            edge = marginal.mean + reach * marginal.std
            assert drawn.low <= min(max(edge, marginal.low), marginal.high) <= drawn.high


def test_an_orthogonal_weights_far_bounds_do_not_flatten_the_picture() -> None:
    """±1 is 22σ away at 512 × 512."""
    result = last(layer.run(experiment("orthogonal", layer=square(512))))
    drawn = result.weight.histogram
    assert drawn.high - drawn.low < 12 * result.weight.theory.std


def test_without_finite_values_there_is_an_empty_picture() -> None:
    drawn = histogram_data(summarize(torch.full((4,), torch.nan)), theory.normal(0.0, 1.0))
    assert drawn.total == 0
    assert len(drawn.counts) == len(drawn.spikes) == len(drawn.ticks) == 0
    assert drawn.low < 0 < drawn.high
    assert len(drawn.density) == 0
    assert histogram_data(summarize(torch.full((4,), torch.inf)), None).low < 0


def test_mean_and_std_are_those_of_the_sample() -> None:
    tensor = torch.randn(500)
    drawn = histogram_data(summarize(tensor), theory.normal(3.0, 7.0))
    assert drawn.mean == pytest.approx(float(tensor.double().mean()))
    assert drawn.std == pytest.approx(float(tensor.double().std(unbiased=False)))


@pytest.mark.parametrize(
    ("val", "dtype"),
    [
        *((5e-324, "float32"), (1e-200, "float32"), (5e-324, "float64"), (-5e-324, "float64")),
        *((1e-323, "float64"), (1e200, "float64"), (1.7976931348623157e308, "float64")),
    ],
)
def test_the_smallest_and_the_largest_number_have_a_unit(val: float, dtype: str) -> None:
    """10**-324 would be 0, and nothing can be divided by it."""
    described = experiment("constant", val=val, layer=square(3), run={"dtype": dtype})
    whole = last(layer.run(described)).weight.histogram
    unit = unit_of([whole])
    drawn = whole.in_units(unit)
    assert 0.0 < unit < math.inf
    assert math.isfinite(drawn.high - drawn.low)
    assert drawn.low < drawn.high
