"""core.stats.goodness: a true theory is doubted as rarely as is said, and a wrong one is found."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats

from core.init import marginals as theory
from core.init.marginals import Atom, Marginal, PointMasses
from core.init.methods import REGISTRY
from core.init.sphere import SphereCoordinate
from core.init.truncated import TruncatedNormal
from core.layers.shape import Shape
from core.stats import goodness
from core.stats.goodness import Goodness, judge
from core.stats.histogram import summarize
from tests.core.stats.support import (
    NORMAL,
    SEEDS,
    UNIFORM,
    assert_no_more_doubts_than_said,
    at_most,
    judged,
    verdict_on,
    verdicts_on,
)
from tests.core.support import experiment, square, torch_linear

DRAWN = ("normal", "uniform", "trunc_normal", "orthogonal", "sparse", "default", "xavier_uniform")


@pytest.mark.parametrize("method", DRAWN)
def test_p_values_of_a_true_theory_are_uniform(method: str) -> None:
    """Of 200 seeds about 2 lie below 0.01, 20 below 0.1, and half below a half."""
    verdicts = verdicts_on(experiment(method, layer=square(64, bias=False)))
    p = np.array([v.p_value for v in verdicts], float)
    assert not np.isnan(p).any()
    assert (p < 0.01).sum() <= at_most(0.01, SEEDS)
    assert (p < 0.1).sum() <= at_most(0.1, SEEDS)
    if method != "orthogonal":  # its entries depend on each other, which narrows the statistic
        assert stats.kstest(p, "uniform").pvalue > 1e-4
    assert_no_more_doubts_than_said(verdicts)
    assert sum(v.matches is False for v in verdicts) <= at_most(goodness.LEVEL, SEEDS)


@pytest.mark.parametrize("shape", [(8, 8), (16, 16), (100, 3), (1, 200)])
def test_orthogonal_is_not_doubted_for_the_dependence_of_its_entries(
    shape: tuple[int, int],
) -> None:
    layer = {"in_features": shape[0], "out_features": shape[1], "bias": False}
    verdicts = verdicts_on(experiment("orthogonal", layer=layer))
    assert_no_more_doubts_than_said(verdicts)
    p = [v.p_value for v in verdicts]
    assert None not in p
    assert sum(value < 0.01 for value in p if value is not None) <= at_most(0.01, SEEDS)


@pytest.mark.parametrize("shape", [(10, 5), (5, 10), (7, 8), (10, 10)])
@pytest.mark.parametrize("method", ["normal", "uniform", "trunc_normal"])
def test_few_weights_are_not_doubted_more_often(method: str, shape: tuple[int, int]) -> None:
    layer = {"in_features": shape[0], "out_features": shape[1], "bias": False}
    verdicts = verdicts_on(experiment(method, layer=layer))
    assert_no_more_doubts_than_said(verdicts)
    p = [v.p_value for v in verdicts]
    assert None not in p
    assert sum(value < 0.01 for value in p if value is not None) <= at_most(0.01, SEEDS)


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
        (UNIFORM, SphereCoordinate(4, 1.0)),
        (torch.nn.functional.dropout(NORMAL, 0.1), theory.normal(0.0, 1.0)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_wrong_theory_is_rejected(sample: torch.Tensor, wrong: Marginal) -> None:
    verdict = judged(sample, wrong)
    assert verdict.matches is False
    assert verdict.p_value is not None
    assert verdict.p_value < 1e-3


def test_the_right_theory_of_the_same_samples_is_not_rejected() -> None:
    assert judged(NORMAL, theory.normal(0.0, 1.0)).matches
    assert judged(UNIFORM, theory.uniform(0.0, 1.0)).matches


def test_a_value_outside_the_bounds_is_enough() -> None:
    sample = UNIFORM.clone()
    assert judged(sample, theory.uniform(0.0, 1.0)).matches
    for outlier in (1.001, -0.001):
        sample[0, 0] = outlier
        verdict = judged(sample, theory.uniform(0.0, 1.0))
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
    assert verdict_on(described) == Goodness(True, None, goodness.EXACT)
    weight = torch_linear(described).weight.detach()
    weight[3, 4] += 0.5
    marginal = REGISTRY[method].marginal(Shape.linear(30, 20), described.weight_init.parameters)
    assert judged(weight, marginal) == Goodness(False, None, goodness.NOT_EXACT)


def test_shares_of_point_masses_count_where_they_are_exact() -> None:
    weight = torch.eye(10)
    exact = PointMasses((Atom(0.0, 0.9), Atom(1.0, 0.1)))
    by_chance = PointMasses((Atom(0.0, 0.5, exact=False), Atom(1.0, 0.5, exact=False)))
    assert judged(weight, exact).matches
    assert judged(weight, by_chance).matches
    weight[0, 0] = 0.0
    assert judged(weight, exact).matches is False
    assert judged(weight, by_chance).matches


def test_too_few_zeros_of_a_sparse_weight_are_doubted() -> None:
    described = experiment("sparse", sparsity=0.3, layer=square(50))
    marginal = REGISTRY["sparse"].marginal(Shape.linear(50, 50), described.weight_init.parameters)
    weight = torch_linear(described).weight.detach()
    assert judged(weight, marginal).matches
    weight[weight == 0] += torch.linspace(-0.01, 0.01, int((weight == 0).sum()))
    assert judged(weight, marginal) == Goodness(False, None, goodness.NOT_EXACT)


def test_too_many_zeros_of_a_sparse_weight_leave_a_normal_rest() -> None:
    """A draw that rounds to zero adds one; the rest is judged by itself."""
    described = experiment("sparse", sparsity=0.3, std=1.0, layer=square(50))
    marginal = REGISTRY["sparse"].marginal(Shape.linear(50, 50), described.weight_init.parameters)
    weight = torch_linear(described).weight.detach()
    weight[0, 0] = 0.0
    assert judged(weight, marginal).matches
    assert judged(weight * 2, marginal).matches is False


def test_not_a_number_is_doubted() -> None:
    for bad in (torch.nan, torch.inf):
        weight = NORMAL.clone()
        weight[0, 0] = bad
        verdict = judged(weight, theory.normal(0.0, 1.0))
        assert verdict == Goodness(False, None, goodness.NOT_FINITE)
    assert judged(torch.full((3,), torch.nan), theory.point(0.0)).matches is False


def test_of_too_few_values_nothing_is_said() -> None:
    for count in (1, 2, 10, 49):
        verdict = judged(NORMAL.ravel()[:count], theory.normal(0.0, 1.0))
        assert verdict == Goodness(None, None, goodness.TOO_FEW)
    assert judged(NORMAL.ravel()[:50], theory.normal(0.0, 1.0)).p_value is not None
    few = experiment("sparse", sparsity=0.9, layer=square(20))  # 40 values that are not zero
    assert verdict_on(few) == Goodness(None, None, goodness.TOO_FEW)


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("uniform", {"a": 0.0, "b": 5e-324}),
        ("uniform", {"a": 1.0, "b": 1.0000000001}),
        ("normal", {"std": 1e-300}),
        ("trunc_normal", {"a": 1.0, "b": 1.00000001}),
        ("orthogonal", {"gain": 1e-308}),
    ],
)
def test_a_spread_that_the_dtype_stores_as_one_number_is_compared_exactly(
    method: str, values: dict[str, float]
) -> None:
    described = experiment(method, **values, layer=square(64))
    assert verdict_on(described) == Goodness(True, None, goodness.EXACT)


@pytest.mark.parametrize(
    ("method", "values", "dtype"),
    [
        ("normal", {"mean": 1e8, "std": 0.9}, "float32"),
        ("uniform", {"a": 1.0, "b": 1.000000000000002}, "float64"),
    ],
)
def test_a_spread_finer_than_the_dtype_is_no_reason_for_doubt(
    method: str, values: dict[str, float], dtype: str
) -> None:
    """N(10⁸, 0.9²) is 10⁸ but for one draw in 10⁵; the cells of float64 have no edges in it."""
    described = experiment(method, **values, layer=square(64), run={"dtype": dtype})
    assert verdict_on(described) == Goodness(None, None, goodness.TOO_COARSE)


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
        found = judged(sample, theory.uniform(0.0, 1.0)).p_value
        assert found is not None
        differences.append(found - stats.chisquare(counts).pvalue)
    assert abs(np.median(differences)) < 0.005
    assert np.abs(differences).max() < 0.15


@pytest.mark.parametrize(
    ("sample", "fits", "wrong"),
    [
        (NORMAL, theory.Normal(0.0, 1.0), theory.Normal(0.0, 1.2)),
        (UNIFORM, theory.Uniform(0.0, 1.0), theory.Normal(0.5, 1.0 / math.sqrt(12.0))),
    ],
    ids=("moments", "extremes"),
)
def test_a_hasty_judge_says_the_same_and_stops_at_what_fails(
    sample: torch.Tensor, fits: Marginal, wrong: Marginal
) -> None:
    summary = summarize(sample)
    assert judge(summary, fits, hasty=True) == judge(summary, fits)
    assert judge(summary, fits).matches is True
    hasty = judge(summary, wrong, hasty=True)
    assert hasty.matches is False
    assert [test.fails for test in hasty.tests].index(True) == len(hasty.tests) - 1
    assert len(hasty.tests) < len(judge(summary, wrong).tests)
