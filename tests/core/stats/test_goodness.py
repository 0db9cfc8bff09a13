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
    return judge(summarize(tensor, atoms=atoms), marginal)


def _verdict(described: Experiment) -> Goodness:
    layer, init = described.layer, described.weight_init
    marginal = init.entry.marginal(layer.shape, init.parameters)
    return _judge(torch_linear(described, 1).weight.detach(), marginal)


def _verdicts(described: Experiment, seeds: int = SEEDS) -> list[Goodness]:
    return [_verdict(described.with_value("run.seed", seed)) for seed in range(seeds)]


def _assert_no_more_doubts_than_said(verdicts: list[Goodness]) -> None:
    """At a level of 0.05 instead of 0.001, so that there is something to count."""
    worst = [min(test.p_value * test.parts for test in verdict.tests) for verdict in verdicts]
    assert sum(p < 0.05 for p in worst) <= _at_most(0.05, len(worst))


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
    _assert_no_more_doubts_than_said(verdicts)
    assert sum(v.matches is False for v in verdicts) <= _at_most(goodness.LEVEL, SEEDS)


@pytest.mark.parametrize("shape", [(8, 8), (16, 16), (100, 3), (1, 200)])
def test_orthogonal_is_not_doubted_for_the_dependence_of_its_entries(
    shape: tuple[int, int],
) -> None:
    layer = {"in_features": shape[0], "out_features": shape[1], "bias": False}
    verdicts = _verdicts(experiment("orthogonal", layer=layer))
    _assert_no_more_doubts_than_said(verdicts)
    p = [v.p_value for v in verdicts]
    assert None not in p
    assert sum(value < 0.01 for value in p if value is not None) <= _at_most(0.01, SEEDS)


@pytest.mark.parametrize("shape", [(10, 5), (5, 10), (7, 8), (10, 10)])
@pytest.mark.parametrize("method", ["normal", "uniform", "trunc_normal"])
def test_few_weights_are_not_doubted_more_often(method: str, shape: tuple[int, int]) -> None:
    layer = {"in_features": shape[0], "out_features": shape[1], "bias": False}
    verdicts = _verdicts(experiment(method, layer=layer))
    _assert_no_more_doubts_than_said(verdicts)
    p = [v.p_value for v in verdicts]
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
        ("trunc_normal", {"a": 1.0, "b": 1.00000001}),
        ("orthogonal", {"gain": 1e-308}),
    ],
)
def test_a_spread_that_the_dtype_stores_as_one_number_is_compared_exactly(
    method: str, values: dict[str, float]
) -> None:
    described = experiment(method, **values, layer=square(64))
    assert _verdict(described) == Goodness(True, None, goodness.EXACT)


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
    assert _verdict(described) == Goodness(None, None, goodness.TOO_COARSE)


def test_four_numbers_of_the_dtype_are_tested_as_four() -> None:
    """float32 has 1 − 2⁻²³, 1 − 2⁻²⁴, 1 and 1 + 2⁻²³ there."""
    described = experiment("normal", mean=1.0, std=3e-8, layer=square(64))
    assert _verdict(described).matches
    weight = torch_linear(described).weight.detach()
    assert len(weight.unique()) == 4
    assert _judge(weight, theory.normal(1.0, 5e-8)).matches is False
    assert _judge(weight, theory.normal(1.0, 2e-8)).matches is False


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


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    "method",
    ["normal", *(pytest.param(m, marks=pytest.mark.slow) for m in ("uniform", "trunc_normal"))],
)
def test_half_precision_is_judged_and_its_p_values_are_uniform(method: str, dtype: str) -> None:
    """65,536 weights: so many that before each number had a cell of its own nothing was said."""
    layer = square(256, bias=False)
    described = experiment(method, layer=layer, run={"dtype": dtype})
    verdicts = _verdicts(described)
    p = np.array([v.p_value for v in verdicts], float)
    assert not np.isnan(p).any()
    assert stats.kstest(p, "uniform").pvalue > 1e-3
    for name in ("mean", "std"):
        moments = [t.p_value for v in verdicts for t in v.tests if str(t.name) == name]
        assert stats.kstest(moments, "uniform").pvalue > 1e-3
    _assert_no_more_doubts_than_said(verdicts)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_a_std_that_is_2_percent_off_is_found_in_half_precision(dtype: str) -> None:
    for seed in range(30):
        generator = torch.Generator().manual_seed(seed)
        wide = 1.02 * torch.randn(512, 512, generator=generator)
        verdict = _judge(wide.to(getattr(torch, dtype)), theory.normal(0.0, 1.0))
        assert verdict.matches is False
        assert verdict.p_value is not None
        assert verdict.p_value < 1e-3


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


# Extremes and moments:


def _test(verdict: Goodness, name: str) -> goodness.Test:
    return next(test for test in verdict.tests if str(test.name) == name)


@pytest.mark.parametrize("n", [1, 20, 400, 60_000])
def test_the_extremes_are_tested_by_their_exact_distribution(n: int) -> None:
    """P(max ≥ x) = 1 − F(x)ⁿ and P(max ≤ x) = F(x)ⁿ, and the same of the lower end."""
    for seed in range(5):
        generator = torch.Generator().manual_seed(seed)
        sample = torch.randn(n, generator=generator, dtype=torch.float64)
        verdict = _judge(sample, theory.normal(0.0, 1.0))
        largest, smallest = float(sample.max()), float(sample.min())
        within = stats.norm.logcdf(largest) * n, stats.norm.logsf(smallest) * n
        for name, log in zip(("largest value", "smallest value"), within, strict=True):
            expected = 2.0 * min(np.exp(log), -np.expm1(log))
            assert _test(verdict, name).p_value == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_one_value_far_out_is_enough(sign: float, dtype: str) -> None:
    """7σ among 4096 draws: 5·10⁻⁹. The bins pool the tail and see nothing."""
    sample = NORMAL.to(getattr(torch, dtype), copy=True)
    assert _judge(sample, theory.normal(0.0, 1.0)).matches
    sample[5, 5] = 7.0 * sign
    verdict = _judge(sample, theory.normal(0.0, 1.0))
    assert verdict.matches is False
    assert verdict.beyond
    assert verdict.p_value is not None
    assert verdict.p_value > 1e-3
    assert "largest value, 7" in str(verdict.reason) or "smallest value, −7" in str(verdict.reason)
    assert "4,096 draws" in str(verdict.reason)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_tail_that_is_missing_is_found_too(sign: float) -> None:
    """Of 262,144 draws one side reaches beyond 3.3σ in all but e⁻¹²⁷ of the cases."""
    generator = torch.Generator().manual_seed(4)
    sample = sign * torch.randn(512, 512, generator=generator)
    far = sample > 3.3
    sample[far] = sample[~far][: int(far.sum())]
    verdict = _judge(sample, theory.normal(0.0, 1.0))
    assert verdict.matches is False
    assert not verdict.beyond
    assert ("smaller than" in str(verdict.reason)) == (sign > 0) or sign < 0
    assert verdict.p_value is not None
    assert verdict.p_value > 1e-3


@pytest.mark.parametrize("n", [50, 1000, 262_144])
def test_mean_and_std_are_tested_by_the_normal_and_the_chi_square_distribution(n: int) -> None:
    """Exact for normal draws whose mean is known: Σz² has n degrees of freedom."""
    for seed in range(5):
        generator = torch.Generator().manual_seed(seed)
        sample = torch.randn(n, generator=generator, dtype=torch.float64)
        verdict = _judge(3.0 + 0.2 * sample, theory.normal(3.0, 0.2))
        z = float(sample.mean()) * n**0.5
        assert _test(verdict, "mean").p_value == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-3)
        squares = float(sample.square().sum())
        expected = 2.0 * min(stats.chi2.sf(squares, n), stats.chi2.cdf(squares, n))
        assert _test(verdict, "std").p_value == pytest.approx(expected, rel=1e-2)


def test_a_mean_that_no_bin_can_see_is_found() -> None:
    """Six standard errors, spread over a hundred bins."""
    generator = torch.Generator().manual_seed(5)
    sample = torch.randn(512, 512, generator=generator, dtype=torch.float64)
    sample += 6.0 / 512 - sample.mean()
    verdict = _judge(sample, theory.normal(0.0, 1.0))
    assert verdict.matches is False
    assert verdict.p_value is not None
    assert verdict.p_value > 1e-3
    assert str(verdict.reason) == "the mean is 6 standard errors off"


def test_a_std_that_no_bin_can_see_is_found() -> None:
    generator = torch.Generator().manual_seed(6)
    sample = torch.randn(512, 512, generator=generator, dtype=torch.float64)
    sample *= 1.01 / sample.std()
    verdict = _judge(sample, theory.normal(0.0, 1.0))
    assert verdict.matches is False
    assert str(verdict.reason) == "the standard deviation is 1.01 times what it should be"


@pytest.mark.parametrize("n", [50, 500])
def test_mean_and_std_of_a_skew_theory_are_not_doubted(n: int) -> None:
    """Nearly exponential draws: the mean of fifty is skew, that of their squares is not tested."""
    tail = TruncatedNormal(0.0, 1.0, 20.0, 30.0)
    uniform = np.random.default_rng(7).uniform(size=(500, n))
    samples = torch.from_numpy(stats.truncnorm.ppf(uniform, 20.0, 30.0))
    verdicts = [_judge(sample, tail) for sample in samples]
    for name in ("mean", "std"):
        p = np.array([t.p_value for v in verdicts for t in v.tests if str(t.name) == name])
        assert len(p) == (0 if n == 50 and name == "std" else 500)
        assert (p < 0.01).sum() <= _at_most(0.012, 500)
    _assert_no_more_doubts_than_said(verdicts)


def test_zeros_of_sparse_hide_no_extreme_and_count_in_no_moment() -> None:
    described = experiment("sparse", sparsity=0.9, std=1.0, layer=square(200))
    marginal = REGISTRY["sparse"].marginal(Shape.linear(200, 200), described.weight_init.parameters)
    weight = torch_linear(described).weight.detach()
    assert _judge(weight, marginal).matches
    drawn = weight != 0
    assert _judge(torch.where(drawn, weight + 0.1, weight), marginal).matches is False
    far = weight.clone()
    far[tuple(drawn.nonzero()[0].tolist())] = 8.0
    assert "largest value, 8" in str(_judge(far, marginal).reason)


def test_draws_that_round_to_the_zero_of_sparse_stay_draws() -> None:
    """In float16 a third of N(0, 10⁻⁷) is stored as 0."""
    described = experiment("sparse", sparsity=0.3, std=1e-7, layer=square(100))
    described = described.with_value("run.dtype", "float16")
    verdicts = _verdicts(described, 20)
    assert sum(v.matches is True for v in verdicts) >= 19


def test_a_weight_that_torch_should_have_rejected_is_found() -> None:
    """10σ out among 4096, of which theory expects 3·10⁻²⁰: the bins pool the tail."""
    described = experiment("trunc_normal", a=1.0, b=60.0, layer=square(64), run={"seed": 12})
    verdict = _verdict(described)
    assert verdict.matches is False
    assert verdict.beyond
    assert "10.23" in str(verdict.reason)
    assert verdict.p_value is not None
    assert verdict.p_value > goodness.LEVEL


@pytest.mark.filterwarnings("ignore:mean is more than 2 std")
@pytest.mark.parametrize(("a", "b"), [(1.0, 10.0), (2.5, 30.0)])
def test_in_half_precision_they_are_found_at_once(a: float, b: float) -> None:
    described = experiment("trunc_normal", a=a, b=b, layer=square(64), run={"dtype": "bfloat16"})
    verdict = _verdict(described)
    assert verdict.matches is False
    assert verdict.beyond


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
