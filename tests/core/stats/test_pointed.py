"""The bin and the point mass at a place of a histogram, against numpy and the theory."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy import stats

from core.init import marginals
from core.stats.histogram import summarize
from core.stats.histogram_data import HistogramData, histogram_data
from core.stats.pointed import bin_at, spike_at

NORMAL = torch.randn(20_000, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def histogram(
    values: torch.Tensor, theory: marginals.Marginal | None = None, atoms: tuple[float, ...] = ()
) -> HistogramData:
    return histogram_data(summarize(values, atoms=atoms), theory)


def test_the_bin_at_a_place_has_numpy_s_count_and_density_and_the_theory_s() -> None:
    drawn = histogram(NORMAL, marginals.normal(0.0, 1.0))
    values = NORMAL.numpy()
    for x in (-2.0, -0.31, 0.0, 0.5, 1.999):
        found = bin_at(drawn, x)
        assert found is not None
        assert found.low <= x < found.high
        count = int(((values >= found.low) & (values < found.high)).sum())
        assert found.count == count
        width = found.high - found.low
        assert found.density == pytest.approx(count / len(values) / width)
        middle = (found.low + found.high) / 2
        assert found.expected == pytest.approx(stats.norm.pdf(middle), rel=1e-3)


def test_every_place_between_the_first_and_the_last_edge_is_in_one_bin() -> None:
    drawn = histogram(NORMAL)
    total = 0
    for low, high in zip(drawn.edges[:-1], drawn.edges[1:], strict=True):
        found = bin_at(drawn, float(low))
        assert found is not None
        assert (found.low, found.high) == (low, high)
        assert found == bin_at(drawn, math.nextafter(float(high), -math.inf))
        assert found.expected is None
        total += found.count
    assert total == len(NORMAL)
    last = bin_at(drawn, float(drawn.edges[-1]))
    assert last is not None
    assert last.high == drawn.edges[-1]


def test_beside_the_bins_there_is_nothing_but_the_theory() -> None:
    drawn = histogram(torch.linspace(-1.0, 1.0, 1000), marginals.normal(0.0, 1.0))
    for x in (-3.0, 3.0):
        found = bin_at(drawn, x)
        assert found is not None
        assert (found.count, found.density) == (0, 0.0)
        assert found.low < x < found.high
        assert found.expected == pytest.approx(stats.norm.pdf(x), rel=1e-2)


def test_without_bins_there_is_none() -> None:
    assert bin_at(histogram(torch.ones(20)), 1.0) is None


def test_a_point_mass_is_found_within_reach_and_compared_with_its_share() -> None:
    values = torch.cat([torch.zeros(500), NORMAL[:1500].float()])
    theory = marginals.Mixture((marginals.Atom(0.0, 0.2),), marginals.Normal(0.0, 1.0))
    drawn = histogram(values, theory, (0.0,))
    found = spike_at(drawn, 0.02, 0.05)
    assert found is not None
    spike, expected = found
    assert (spike.value, spike.count, spike.share) == (0.0, 500, 0.25)
    assert expected == 0.2
    assert spike_at(drawn, 0.06, 0.05) is None


def test_of_two_point_masses_the_nearer_one_is_meant() -> None:
    drawn = histogram(
        torch.eye(4),
        marginals.PointMasses((marginals.Atom(0.0, 0.75), marginals.Atom(1.0, 0.25))),
        (0.0, 1.0),
    )
    for x, value, share in ((0.4, 0.0, 0.75), (0.6, 1.0, 0.25)):
        found = spike_at(drawn, x, 1.0)
        assert found is not None
        assert (found[0].value, found[0].share, found[1]) == (value, share, share)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_a_constant_that_the_dtype_rounds_is_what_theory_expects(dtype: torch.dtype) -> None:
    drawn = histogram(torch.full((30,), 0.3, dtype=dtype), marginals.point(0.3))
    found = spike_at(drawn, 0.3, 0.01)
    assert found is not None
    assert found[1] == 1.0


def test_a_point_mass_that_theory_does_not_know_has_no_share_there() -> None:
    drawn = histogram(torch.full((30,), 2.0), marginals.normal(0.0, 1.0))
    found = spike_at(drawn, 2.0, 0.1)
    assert found is not None
    assert found[1] == 0.0
    without = spike_at(histogram(torch.full((30,), 2.0)), 2.0, 0.1)
    assert without is not None
    assert without[1] is None


def test_a_histogram_of_nothing_says_nothing() -> None:
    drawn = histogram(torch.full((3,), math.nan))
    assert bin_at(drawn, 0.0) is None
    assert spike_at(drawn, 0.0, np.inf) is None
