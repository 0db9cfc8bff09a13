"""The goodness of fit of extremes, mean and standard deviation, which no bin can see."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import stats

from core.init import marginals as theory
from core.init.methods import REGISTRY
from core.init.truncated import TruncatedNormal
from core.layers.shape import Shape
from core.stats import goodness
from core.stats.goodness import Goodness
from tests.core.stats.support import (
    NORMAL,
    assert_no_more_doubts_than_said,
    at_most,
    judged,
    verdict_on,
    verdicts_on,
)
from tests.core.support import experiment, square, torch_linear


def _test(verdict: Goodness, name: str) -> goodness.Test:
    return next(test for test in verdict.tests if str(test.name) == name)


@pytest.mark.parametrize("n", [1, 20, 400, 60_000])
def test_the_extremes_are_tested_by_their_exact_distribution(n: int) -> None:
    """P(max ≥ x) = 1 − F(x)ⁿ and P(max ≤ x) = F(x)ⁿ, and the same of the lower end."""
    for seed in range(5):
        generator = torch.Generator().manual_seed(seed)
        sample = torch.randn(n, generator=generator, dtype=torch.float64)
        verdict = judged(sample, theory.normal(0.0, 1.0))
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
    assert judged(sample, theory.normal(0.0, 1.0)).matches
    sample[5, 5] = 7.0 * sign
    verdict = judged(sample, theory.normal(0.0, 1.0))
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
    verdict = judged(sample, theory.normal(0.0, 1.0))
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
        verdict = judged(3.0 + 0.2 * sample, theory.normal(3.0, 0.2))
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
    verdict = judged(sample, theory.normal(0.0, 1.0))
    assert verdict.matches is False
    assert verdict.p_value is not None
    assert verdict.p_value > 1e-3
    assert str(verdict.reason) == "the mean is 6 standard errors off"


def test_a_std_that_no_bin_can_see_is_found() -> None:
    generator = torch.Generator().manual_seed(6)
    sample = torch.randn(512, 512, generator=generator, dtype=torch.float64)
    sample *= 1.01 / sample.std()
    verdict = judged(sample, theory.normal(0.0, 1.0))
    assert verdict.matches is False
    assert str(verdict.reason) == "the standard deviation is 1.01 times what it should be"


@pytest.mark.parametrize("n", [50, 500])
def test_mean_and_std_of_a_skew_theory_are_not_doubted(n: int) -> None:
    """Nearly exponential draws: the mean of fifty is skew, that of their squares is not tested."""
    tail = TruncatedNormal(0.0, 1.0, 20.0, 30.0)
    uniform = np.random.default_rng(7).uniform(size=(500, n))
    samples = torch.from_numpy(stats.truncnorm.ppf(uniform, 20.0, 30.0))
    verdicts = [judged(sample, tail) for sample in samples]
    for name in ("mean", "std"):
        p = np.array([t.p_value for v in verdicts for t in v.tests if str(t.name) == name])
        assert len(p) == (0 if n == 50 and name == "std" else 500)
        assert (p < 0.01).sum() <= at_most(0.012, 500)
    assert_no_more_doubts_than_said(verdicts)


def test_zeros_of_sparse_hide_no_extreme_and_count_in_no_moment() -> None:
    described = experiment("sparse", sparsity=0.9, std=1.0, layer=square(200))
    marginal = REGISTRY["sparse"].marginal(Shape.linear(200, 200), described.weight_init.parameters)
    weight = torch_linear(described).weight.detach()
    assert judged(weight, marginal).matches
    drawn = weight != 0
    assert judged(torch.where(drawn, weight + 0.1, weight), marginal).matches is False
    far = weight.clone()
    far[tuple(drawn.nonzero()[0].tolist())] = 8.0
    assert "largest value, 8" in str(judged(far, marginal).reason)


def test_draws_that_round_to_the_zero_of_sparse_stay_draws() -> None:
    """In float16 a third of N(0, 10⁻⁷) is stored as 0."""
    described = experiment("sparse", sparsity=0.3, std=1e-7, layer=square(100))
    described = described.with_value("run.dtype", "float16")
    verdicts = verdicts_on(described, 20)
    assert sum(v.matches is True for v in verdicts) >= 19


def test_a_weight_that_torch_should_have_rejected_is_found() -> None:
    """10σ out among 4096, of which theory expects 3·10⁻²⁰: the bins pool the tail."""
    described = experiment("trunc_normal", a=1.0, b=60.0, layer=square(64), run={"seed": 12})
    verdict = verdict_on(described)
    assert verdict.matches is False
    assert verdict.beyond
    assert "10.23" in str(verdict.reason)
    assert verdict.p_value is not None
    assert verdict.p_value > goodness.LEVEL


@pytest.mark.filterwarnings("ignore:mean is more than 2 std")
@pytest.mark.parametrize(("a", "b"), [(1.0, 10.0), (2.5, 30.0)])
def test_in_half_precision_they_are_found_at_once(a: float, b: float) -> None:
    described = experiment("trunc_normal", a=a, b=b, layer=square(64), run={"dtype": "bfloat16"})
    verdict = verdict_on(described)
    assert verdict.matches is False
    assert verdict.beyond
