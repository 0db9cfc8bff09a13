"""core.stats.likelihood: the sum over the bins, of few values as of many."""

from __future__ import annotations

import math

import pytest
import torch
from scipy import stats

from core.init import marginals as theory
from core.stats.histogram import summarize
from core.stats.likelihood import log_likelihood


@pytest.mark.parametrize("count", [40, 100_000])
def test_a_uniform_distribution_gives_each_bin_its_width(count: int) -> None:
    generator = torch.Generator().manual_seed(1)
    summary = summarize(torch.rand(count, generator=generator, dtype=torch.float64))
    width = math.ldexp(1.0, summary.bins.exponent)
    found = log_likelihood(summary, theory.Uniform(0.0, 1.0))
    # The outermost bins may reach beyond the bounds.
    assert found == pytest.approx(count * math.log(width), rel=1e-5, abs=2 * math.log(2.0))


@pytest.mark.parametrize("count", [40, 100_000])
def test_a_normal_distribution_gives_each_value_its_density(count: int) -> None:
    generator = torch.Generator().manual_seed(2)
    values = 0.3 * torch.randn(count, generator=generator, dtype=torch.float64)
    summary = summarize(values)
    density = stats.norm.logpdf(values.numpy(), 0.0, 0.3).sum()
    width = math.ldexp(1.0, summary.bins.exponent)
    found = log_likelihood(summary, theory.Normal(0.0, 0.3))
    assert found == pytest.approx(density + count * math.log(width), rel=1e-5)
