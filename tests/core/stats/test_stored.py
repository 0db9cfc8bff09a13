from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats

from core import layer
from core.context import last
from core.experiment.sections import DTYPES
from core.init import marginals as theory
from core.init.marginals import Atom, Mixture, PointMasses
from core.init.sphere import SphereCoordinate
from core.init.truncated import TruncatedNormal
from core.stats.stored import Cells, stored
from tests.core.support import experiment, square

POINT_MASSES: list[tuple[str, dict[str, Any], tuple[float, ...]]] = [
    ("zeros", {}, (0.0,)),
    ("ones", {}, (1.0,)),
    ("constant", {"val": 0.3}, (0.3,)),
    ("constant", {"val": -1 / 3}, (-1 / 3,)),
    ("constant", {"val": 1e-9}, (1e-9,)),
    ("constant", {"val": -0.0}, (0.0,)),
    ("eye", {}, (0.0, 1.0)),
    ("sparse", {"sparsity": 1.0}, (0.0,)),
    ("sparse", {"sparsity": 0.5, "std": 0.0}, (0.0,)),
    ("sparse", {"sparsity": 0.5}, (0.0,)),
    ("uniform", {"a": 0.7, "b": 0.7}, (0.7,)),
    ("uniform", {"a": -0.0, "b": 0.0}, (0.0,)),
    ("normal", {"mean": 0.3, "std": 0.0}, (0.3,)),
    ("normal", {"mean": -0.0, "std": 0.0}, (0.0,)),
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("method", "values", "expected"), POINT_MASSES)
def test_theorys_point_masses_are_the_numbers_that_torch_stores(
    method: str, values: dict[str, Any], expected: tuple[float, ...], dtype: str
) -> None:
    """In the weight and in the bias; a zero has no sign, whatever was typed."""
    bias = method not in ("eye", "sparse")
    described = experiment(
        method,
        **values,
        layer=square(12),
        run={"dtype": dtype},
        bias_init={"method": method, **values} if bias else {"method": "zeros"},
    )
    result = last(layer.run(described))
    in_torch = [float(torch.tensor(value, dtype=getattr(torch, dtype))) for value in expected]
    for parameter in (result.weight, result.bias) if bias else (result.weight,):
        assert parameter is not None
        assert [atom.value for atom in parameter.theory.atoms] == in_torch
        drawn = parameter.histogram
        # Each spike of the sample stands where theory expects one, and nowhere else.
        assert [spike.value for spike in drawn.spikes] == [value for value, _ in drawn.expected]
        for value in (*in_torch, *(spike.value for spike in drawn.spikes)):
            assert value != 0.0 or math.copysign(1.0, value) == 1.0
        summary = parameter.summary
        for value in (summary.mean, summary.min, summary.max):
            assert value != 0.0 or math.copysign(1.0, value) == 1.0


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_norms_of_a_constant_are_those_of_the_number_that_torch_stores(dtype: str) -> None:
    """bfloat16 makes 0.30078125 of 0.3, and 19.25 of ‖W‖ = 19.2."""
    described = experiment("constant", val=0.3, layer=square(64), run={"dtype": dtype})
    weight = last(layer.run(described)).weight
    full = torch.full((64, 64), 0.3, dtype=getattr(torch, dtype)).double()
    assert weight.expected_norm == pytest.approx(float(torch.linalg.norm(full)), rel=1e-12)
    assert weight.expected_spectral_norm is not None
    expected = float(torch.linalg.matrix_norm(full, 2))
    assert weight.expected_spectral_norm.value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("val", [0.3, -1 / 3, 1.0, 6e-8, 5e4])
def test_an_axis_shows_more_than_one_number_of_the_dtype(val: float, dtype: str) -> None:
    """torch.nextafter says where the neighbours are."""
    described = experiment("constant", val=val, layer=square(3), run={"dtype": dtype})
    drawn = last(layer.run(described)).weight.histogram
    value = torch.tensor(val, dtype=getattr(torch, dtype))
    if not torch.isfinite(value):
        return
    up = down = value
    for _ in range(4):
        up = torch.nextafter(up, torch.tensor(torch.inf).to(up))
        down = torch.nextafter(down, torch.tensor(-torch.inf).to(up))
    assert drawn.low <= float(down)
    assert drawn.high >= float(up)


def test_the_axis_of_neighbouring_numbers_is_as_wide_as_several_of_them() -> None:
    """tanh ends at 1 and the number below it; N(1, 3·10⁻⁸) has three numbers of float32."""
    narrow = experiment("normal", mean=1.0, std=3e-8, layer=square(64))
    drawn = last(layer.run(narrow)).weight.histogram
    assert drawn.high - drawn.low >= 8 * 2.0**-24
    full = experiment(
        "constant", val=9.5, layer={"in_features": 1, "out_features": 4, "activation": "tanh"}
    )
    output = last(layer.run(full)).output
    assert output is not None
    for histogram in (output.before_histogram, output.after_histogram):
        assert histogram.high - histogram.low >= 8 * histogram.resolution


@pytest.mark.parametrize(
    ("spread", "dtype", "value"),
    [
        (theory.Uniform(1.0, 1.0000000001), "float32", 1.0),
        (theory.Uniform(0.0, 5e-324), "float32", 0.0),
        (theory.Normal(0.3, 1e-12), "bfloat16", 0.30078125),
        (theory.Normal(1.0, 1e-300), "float64", 1.0),
        (theory.Normal(-1.0, 1e-10), "float32", -1.0),
        (TruncatedNormal(0.0, 1.0, 1.0, 1.00000001), "float32", 1.0),
        (SphereCoordinate(64, 1e-300), "float32", 0.0),
    ],
    ids=str,
)
def test_what_the_dtype_has_one_number_for_is_a_point_mass(
    spread: theory.Marginal, dtype: str, value: float
) -> None:
    assert stored(spread, dtype) == PointMasses((Atom(value, 1.0),))


@pytest.mark.parametrize(
    ("spread", "dtype"),
    [
        (theory.Normal(1.0, 3e-8), "float32"),
        (theory.Uniform(1.0, 1.0000002), "float32"),
        (theory.Uniform(0.0, 1e-300), "float64"),
        (theory.Normal(0.0, 1e-300), "float64"),
        (theory.Normal(1.0, 1e-3), "bfloat16"),
    ],
    ids=str,
)
def test_what_has_more_numbers_stays_as_it_is(spread: theory.Marginal, dtype: str) -> None:
    assert stored(spread, dtype) is spread


def test_the_zeros_of_sparse_and_a_rest_that_rounds_to_zero_are_one_point_mass() -> None:
    mixture = Mixture((Atom(0.0, 0.25),), theory.Normal(0.0, 1e-60))
    assert stored(mixture, "float32") == PointMasses((Atom(0.0, 1.0),))
    assert stored(mixture, "float64") is mixture


def test_a_device_that_rounds_the_bounds_of_a_uniform_draw_has_them_in_its_theory() -> None:
    bounds = stored(theory.Uniform(-0.3, 0.3), "bfloat16", rounds_bounds=True)
    assert (bounds.low, bounds.high) == (-0.30078125, 0.30078125)
    assert stored(theory.Normal(0.0, 0.3), "bfloat16", rounds_bounds=True).std == 0.3


DRAWS = {
    "uniform": (theory.Uniform(0.0, 1.0), lambda x: x.uniform_()),
    "uniform(-0.7, 0.2)": (theory.Uniform(-0.7, 0.2), lambda x: x.uniform_(-0.7, 0.2)),
    "normal": (theory.Normal(0.0, 1.0), lambda x: x.normal_()),
    "normal(1, 0.01)": (theory.Normal(1.0, 0.01), lambda x: x.normal_(1.0, 0.01)),
    "trunc_normal": (
        TruncatedNormal(0.0, 1.0, -2.0, 2.0),
        lambda x: torch.nn.init.trunc_normal_(x),
    ),
}


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", DRAWS)
def test_each_number_of_a_coarse_dtype_comes_as_often_as_its_cell_is_wide(
    name: str, dtype: str
) -> None:
    """Two million draws of torch, chi-square over every single number expected 20 times."""
    spread, draw = DRAWS[name]
    torch.manual_seed(1)
    sample = draw(torch.empty(2**21, dtype=getattr(torch, dtype))).double().numpy()
    values, counts = np.unique(sample, return_counts=True)
    below = Cells(spread, dtype).below(np.append(values, np.inf))
    expected = sample.size * np.diff(below)
    often = expected >= 20.0
    assert often.sum() > 10
    observed = np.append(counts[often], sample.size - counts[often].sum())
    wanted = np.append(expected[often], sample.size - expected[often].sum())
    keep = wanted >= 5.0
    p = stats.chisquare(observed[keep], wanted[keep] * observed[keep].sum() / wanted[keep].sum())
    assert p.pvalue > 1e-4


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", DRAWS)
def test_the_moments_are_those_of_what_torch_stores(name: str, dtype: str) -> None:
    spread, draw = DRAWS[name]
    torch.manual_seed(2)
    sample = draw(torch.empty(2**20, dtype=getattr(torch, dtype))).double().numpy()
    moments = Cells(spread, dtype).moments
    z = (sample - moments.mean) / moments.std
    raised = np.ones_like(z)
    for expected in (0.0, 1.0, moments.third, moments.fourth):
        raised *= z  # numpy's own powers take ten times as long
        error = raised.std() / 2**10
        assert abs(raised.mean() - expected) < 5.0 * error


def test_the_moments_of_a_normal_and_a_uniform_are_the_books() -> None:
    normal = Cells(theory.Normal(3.0, 2.0), "float64").moments
    assert (normal.mean, normal.std) == (3.0, 2.0)
    third, fourth, sixth = normal.third, normal.fourth, normal.sixth
    assert (third, fourth, sixth) == pytest.approx((0.0, 3.0, 15.0), rel=1e-4, abs=1e-9)
    flat = Cells(theory.Uniform(-1.0, 1.0), "float64").moments
    assert (flat.fourth, flat.sixth) == pytest.approx((9 / 5, 27 / 7), rel=1e-4)
    exponential = Cells(TruncatedNormal(0.0, 1.0, 1e3, 2e3), "float64").moments
    third, fourth, sixth = exponential.third, exponential.fourth, exponential.sixth
    assert (third, fourth, sixth) == pytest.approx((2.0, 9.0, 265.0), rel=1e-3)
