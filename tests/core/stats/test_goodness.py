from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats

from core.experiment import Experiment
from core.init import marginals as theory
from core.init.marginals import Atom, Marginal, PointMasses
from core.init.methods import REGISTRY
from core.init.truncated import TruncatedNormal
from core.layers.shape import Shape
from core.machine.dtypes import rounded
from core.stats import goodness
from core.stats.goodness import Goodness, judge
from core.stats.histogram import summarize
from tests.core.support import experiment, square, torch_linear

SEEDS = 200
DRAWN = ("normal", "uniform", "trunc_normal", "orthogonal", "sparse", "default", "xavier_uniform")


def _judge(tensor: torch.Tensor, marginal: Marginal) -> Goodness:
    dtype = str(tensor.dtype).removeprefix("torch.")
    atoms = tuple(rounded(atom.value, dtype) for atom in marginal.atoms)
    return judge(summarize(tensor, atoms=atoms), marginal, dtype)


def _verdict(described: Experiment) -> Goodness:
    layer, init = described.layer, described.weight_init
    marginal = init.entry.marginal(layer.shape, init.parameters)
    return _judge(torch_linear(described, 1).weight.detach(), marginal)


def _verdicts(described: Experiment, seeds: int = SEEDS) -> list[Goodness]:
    return [_verdict(described.with_value("run.seed", seed)) for seed in range(seeds)]


def _at_most(share: float, n: int) -> int:
    """So many successes that only one true experiment in 10⁵ has more."""
    return int(stats.binom.isf(1e-5, n, share))


@pytest.mark.parametrize("method", DRAWN)
def test_p_values_of_a_true_theory_are_uniform(method: str) -> None:
    """Of 200 seeds about 2 lie below 0.01, 20 below 0.1, and half below a half."""
    verdicts = _verdicts(experiment(method, layer=square(64, bias=False)))
    p = np.array([v.p_value for v in verdicts], float)
    assert not np.isnan(p).any()
    assert (p < 0.01).sum() <= _at_most(0.01, SEEDS)
    assert (p < 0.1).sum() <= _at_most(0.1, SEEDS)
    if method != "orthogonal":  # its entries depend on each other, which narrows the statistic
        assert stats.kstest(p, "uniform").pvalue > 1e-4
    assert sum(v.matches is False for v in verdicts) <= _at_most(goodness.LEVEL, SEEDS)


@pytest.mark.parametrize("shape", [(8, 8), (16, 16), (100, 3), (1, 200)])
def test_orthogonal_is_not_doubted_for_the_dependence_of_its_entries(
    shape: tuple[int, int],
) -> None:
    layer = {"in_features": shape[0], "out_features": shape[1], "bias": False}
    p = [v.p_value for v in _verdicts(experiment("orthogonal", layer=layer))]
    assert None not in p
    assert sum(value < 0.01 for value in p if value is not None) <= _at_most(0.01, SEEDS)


@pytest.mark.parametrize("shape", [(10, 5), (5, 10), (7, 8), (10, 10)])
@pytest.mark.parametrize("method", ["normal", "uniform", "trunc_normal"])
def test_few_weights_are_not_doubted_more_often(method: str, shape: tuple[int, int]) -> None:
    layer = {"in_features": shape[0], "out_features": shape[1], "bias": False}
    p = [v.p_value for v in _verdicts(experiment(method, layer=layer))]
    assert None not in p
    assert sum(value < 0.01 for value in p if value is not None) <= _at_most(0.01, SEEDS)


NORMAL = torch.randn(64, 64, generator=torch.Generator().manual_seed(1))
UNIFORM = torch.rand(64, 64, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize(
    ("sample", "wrong"),
    [
        (NORMAL, theory.normal(0.0, 1.1)),
        (NORMAL, theory.normal(0.0, 0.9)),
        (NORMAL, theory.normal(0.15, 1.0)),
        (NORMAL, theory.uniform(-4.0, 4.0)),
        (NORMAL, TruncatedNormal(0.0, 1.0, -5.0, 1.0)),
        (NORMAL.clamp(-2.0, 2.0), TruncatedNormal(0.0, 1.0, -2.0, 2.0)),
        (NORMAL + 10, theory.normal(0.0, 1.0)),
        (NORMAL - 30, theory.normal(0.0, 1.0)),
        (NORMAL, theory.normal(0.0, 1e-6)),
        (1e-6 * NORMAL, theory.normal(0.0, 1.0)),
        (NORMAL.abs(), theory.normal(0.0, 1.0)),
        (NORMAL + 1e6, theory.normal(0.0, 1.0)),
        (UNIFORM, theory.uniform(-0.1, 1.0)),
        (UNIFORM, theory.uniform(0.0, 0.9)),
        (UNIFORM, theory.normal(0.5, 12**-0.5)),
        (UNIFORM**1.1, theory.uniform(0.0, 1.0)),
        (UNIFORM, theory.SphereCoordinate(4, 1.0)),
        (torch.nn.functional.dropout(NORMAL, 0.1), theory.normal(0.0, 1.0)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_wrong_theory_is_rejected(sample: torch.Tensor, wrong: Marginal) -> None:
    verdict = _judge(sample, wrong)
    assert verdict.matches is False
    assert verdict.p_value is not None
    assert verdict.p_value < 1e-3


def test_the_right_theory_of_the_same_samples_is_not_rejected() -> None:
    assert _judge(NORMAL, theory.normal(0.0, 1.0)).matches
    assert _judge(UNIFORM, theory.uniform(0.0, 1.0)).matches


def test_a_value_outside_the_bounds_is_enough() -> None:
    sample = UNIFORM.clone()
    assert _judge(sample, theory.uniform(0.0, 1.0)).matches
    for outlier in (1.001, -0.001):
        sample[0, 0] = outlier
        verdict = _judge(sample, theory.uniform(0.0, 1.0))
        assert verdict == Goodness(False, 0.0, goodness.OUTSIDE)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("zeros", {}),
        ("ones", {}),
        ("constant", {"val": 0.1}),
        ("constant", {"val": -1 / 3}),
        ("eye", {}),
        ("uniform", {"a": 0.7, "b": 0.7}),
        ("normal", {"mean": 0.3, "std": 0.0}),
        ("sparse", {"sparsity": 1.0}),
    ],
)
def test_point_masses_are_compared_exactly(method: str, values: dict[str, Any], dtype: str) -> None:
    layer = {"in_features": 30, "out_features": 20}
    described = experiment(method, **values, layer=layer, run={"dtype": dtype})
    assert _verdict(described) == Goodness(True, None, goodness.EXACT)
    weight = torch_linear(described).weight.detach()
    weight[3, 4] += 0.5
    marginal = REGISTRY[method].marginal(Shape.linear(30, 20), described.weight_init.parameters)
    assert _judge(weight, marginal) == Goodness(False, None, goodness.NOT_EXACT)


def test_shares_of_point_masses_count_where_they_are_exact() -> None:
    weight = torch.eye(10)
    exact = PointMasses((Atom(0.0, 0.9), Atom(1.0, 0.1)))
    by_chance = PointMasses((Atom(0.0, 0.5, exact=False), Atom(1.0, 0.5, exact=False)))
    assert _judge(weight, exact).matches
    assert _judge(weight, by_chance).matches
    weight[0, 0] = 0.0
    assert _judge(weight, exact).matches is False
    assert _judge(weight, by_chance).matches


def test_too_few_zeros_of_a_sparse_weight_are_doubted() -> None:
    described = experiment("sparse", sparsity=0.3, layer=square(50))
    marginal = REGISTRY["sparse"].marginal(Shape.linear(50, 50), described.weight_init.parameters)
    weight = torch_linear(described).weight.detach()
    assert _judge(weight, marginal).matches
    weight[weight == 0] += torch.linspace(-0.01, 0.01, int((weight == 0).sum()))
    assert _judge(weight, marginal) == Goodness(False, None, goodness.NOT_EXACT)


def test_too_many_zeros_of_a_sparse_weight_leave_a_normal_rest() -> None:
    """A draw that rounds to zero adds one; the rest is judged by itself."""
    described = experiment("sparse", sparsity=0.3, std=1.0, layer=square(50))
    marginal = REGISTRY["sparse"].marginal(Shape.linear(50, 50), described.weight_init.parameters)
    weight = torch_linear(described).weight.detach()
    weight[0, 0] = 0.0
    assert _judge(weight, marginal).matches
    assert _judge(weight * 2, marginal).matches is False


def test_not_a_number_is_doubted() -> None:
    for bad in (torch.nan, torch.inf):
        weight = NORMAL.clone()
        weight[0, 0] = bad
        verdict = _judge(weight, theory.normal(0.0, 1.0))
        assert verdict == Goodness(False, None, goodness.NOT_FINITE)
    assert _judge(torch.full((3,), torch.nan), theory.point(0.0)).matches is False


def test_of_too_few_values_nothing_is_said() -> None:
    for count in (1, 2, 10, 49):
        verdict = _judge(NORMAL.ravel()[:count], theory.normal(0.0, 1.0))
        assert verdict == Goodness(None, None, goodness.TOO_FEW)
    assert _judge(NORMAL.ravel()[:50], theory.normal(0.0, 1.0)).p_value is not None
    few = experiment("sparse", sparsity=0.9, layer=square(20))  # 40 values that are not zero
    assert _verdict(few) == Goodness(None, None, goodness.TOO_FEW)


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("uniform", {"a": 0.0, "b": 5e-324}),
        ("uniform", {"a": 1.0, "b": 1.0000000001}),
        ("normal", {"std": 1e-300}),
        ("normal", {"mean": 1e8, "std": 1.0}),
        ("trunc_normal", {"a": 1.0, "b": 1.00000001}),
        ("orthogonal", {"gain": 1e-308}),
    ],
)
def test_a_spread_finer_than_the_dtype_is_no_reason_for_doubt(
    method: str, values: dict[str, float]
) -> None:
    described = experiment(method, **values, layer=square(64))
    assert _verdict(described) == Goodness(None, None, goodness.TOO_COARSE)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("normal", {}),
        ("uniform", {}),
        ("uniform", {"a": 0.9, "b": 1.1}),
        ("uniform", {"a": -1.0, "b": 1.0}),
        ("normal", {"mean": 3.0, "std": 0.5}),
        ("default", {}),
        ("trunc_normal", {}),
        ("sparse", {}),
    ],
)
@pytest.mark.parametrize("side", [16, 64])
def test_half_precision_is_not_doubted_for_its_rounding(
    method: str, values: dict[str, float], dtype: str, side: int
) -> None:
    layer = square(side, bias=False)
    described = experiment(method, **values, layer=layer, run={"dtype": dtype})
    verdicts = _verdicts(described, 60)
    p = np.array([v.p_value for v in verdicts if v.p_value is not None])
    assert (p < 0.01).sum() <= _at_most(0.015, 60)
    assert (p < 0.1).sum() <= _at_most(0.15, 60)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    "method", ["normal", "uniform", "default", "trunc_normal", "xavier_normal"]
)
def test_large_layers_in_half_precision_are_not_doubted(method: str, dtype: str) -> None:
    """131,072 weights, twelve seeds; then four million."""
    layer = {"in_features": 512, "out_features": 256, "bias": False}
    small = experiment(method, layer=layer, run={"dtype": dtype})
    assert sum(v.matches is False for v in _verdicts(small, 12)) <= 1
    if method in ("normal", "uniform"):
        large = experiment(method, layer=square(2048, bias=False), run={"dtype": dtype})
        assert _verdict(large).matches is not False


def test_a_coarse_dtype_says_so() -> None:
    for method, dtype in (("normal", "bfloat16"), ("uniform", "bfloat16")):
        described = experiment(method, layer=square(512), run={"dtype": dtype})
        assert _verdict(described) == Goodness(None, None, goodness.TOO_COARSE)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("low", [-1e5, -1e30, -1.7976931348623157e308])
def test_a_bound_that_no_draw_comes_near_changes_no_verdict(low: float, dtype: str) -> None:
    """Nor does its distance count as the grid of a uniform draw: torch draws from a normal."""
    run = {"dtype": dtype, "seed": 5}
    verdicts = [
        _verdict(experiment("trunc_normal", a=a, b=2.0, layer=square(100), run=run))
        for a in (-20.0, low)
    ]
    assert verdicts[0].matches
    assert verdicts[0].p_value is not None
    assert verdicts[1].p_value == pytest.approx(verdicts[0].p_value, rel=1e-9)


def test_half_precision_still_finds_a_wrong_theory() -> None:
    for dtype in (torch.float16, torch.bfloat16):
        assert _judge(NORMAL.to(dtype), theory.normal(0.0, 1.3)).matches is False
        assert _judge(UNIFORM.to(dtype), theory.normal(0.5, 12**-0.5)).matches is False


@pytest.mark.parametrize("n", [50, 100, 1000])
def test_the_statistic_is_pearsons(n: int) -> None:
    """Against scipy.stats.chisquare on equal bins of the same uniform samples.

    Our groups end on fine bins, so now and then a value falls into the next one; one degree of
    freedom more or less would change the mean by 0.01 to 0.07.
    """
    groups, differences = min(100, int(2 * n**0.4), n // 5), []
    for seed in range(40):
        generator = torch.Generator().manual_seed(seed)
        sample = torch.rand(n, generator=generator, dtype=torch.float64)
        counts = np.histogram(sample.numpy(), np.linspace(0, 1, groups + 1))[0]
        found = _judge(sample, theory.uniform(0.0, 1.0)).p_value
        assert found is not None
        differences.append(found - stats.chisquare(counts).pvalue)
    assert abs(np.median(differences)) < 0.005
    assert np.abs(differences).max() < 0.15
