from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from core.stats import fused, histogram
from core.stats.histogram import PIECE, Bins, Summary, automatic, summarize
from tests.core.support import Cancelled, CancelledAfter
from tests.scale import many

DTYPES = (torch.float32, torch.float64, torch.float16, torch.bfloat16)

NUMBERS = st.floats(allow_nan=True, allow_infinity=True, width=64)
ARRAYS = hnp.arrays(np.float64, st.integers(1, 60), elements=NUMBERS)


@pytest.fixture(params=["plain", "compiled"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of walking: by numpy, and by the compiled pass."""
    if request.param == "plain":
        monkeypatch.setattr(fused, "ready", lambda: None)
    else:
        monkeypatch.setattr(fused, "ready", fused.load)
    return request.param


def _values(tensor: torch.Tensor) -> NDArray[np.float64]:
    return tensor.double().numpy().ravel()


def _assert_exact(tensor: torch.Tensor, summary: Summary) -> None:
    """Counts are numpy's on the same edges, and every finite value is in a bin."""
    values = _values(tensor)
    finite = values[np.isfinite(values)]
    assert summary.count == values.size
    assert summary.nan == np.isnan(values).sum()
    assert summary.inf == np.isinf(values).sum()
    assert summary.finite == finite.size == summary.bins.counts.sum()
    if finite.size == 0:
        assert all(map(math.isnan, (summary.mean, summary.std, summary.min, summary.max)))
        return
    edges = summary.bins.edges
    assert (np.diff(edges) > 0).all()
    assert (np.histogram(finite, edges)[0] == summary.bins.counts).all()
    assert summary.bins.counts[0] > 0
    assert summary.bins.counts[-1] > 0
    assert (summary.min, summary.max) == (finite.min(), finite.max())


def _assert_moments(tensor: torch.Tensor, summary: Summary) -> None:
    """numpy's two-pass moments in float64, to a few roundings of the largest value.

    numpy's squares overflow and underflow, so it gets the values divided by a power of two.
    """
    values = _values(tensor)
    finite = values[np.isfinite(values)]
    power = math.frexp(float(np.abs(finite).max()))[1]
    scaled = np.ldexp(finite, -power)
    assert math.ldexp(summary.mean, -power) == pytest.approx(scaled.mean(), rel=1e-12, abs=1e-13)
    assert math.ldexp(summary.std, -power) == pytest.approx(scaled.std(), rel=1e-9, abs=1e-13)


def _samples(dtype: torch.dtype, seed: int = 0) -> Iterator[torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    normal = torch.randn(5000, generator=generator, dtype=torch.float64)
    for tensor in (
        normal,
        1e-6 * normal,
        3e4 * normal,
        normal.abs(),
        -1.0 - normal.abs(),
        torch.where(normal > 0, normal, 0.0),
        torch.sign(normal),
        torch.cat([normal, 1e4 * normal[:3]]),
        torch.cat([1e-7 * normal, normal]),
        normal.round(),
        torch.full((100,), -0.7, dtype=torch.float64),
        torch.linspace(-8, 8, 4097, dtype=torch.float64),
        torch.tensor([0.0, -0.0, 5e-8, -5e-8, 1.0, -1.0], dtype=torch.float64),
        torch.cat([normal, torch.tensor([math.nan, math.inf, -math.inf, math.nan])]),
    ):
        yield tensor.to(dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_counts_and_moments_are_numpys(dtype: torch.dtype, path: str) -> None:
    for tensor in _samples(dtype):
        summary = summarize(tensor)
        _assert_exact(tensor, summary)
        _assert_moments(tensor, summary)


@settings(max_examples=many(120, 600, 6_000))
@given(ARRAYS, st.sampled_from(DTYPES))
def test_any_numbers_are_counted_exactly(array: NDArray[np.float64], dtype: torch.dtype) -> None:
    with np.errstate(over="ignore"):
        tensor = torch.from_numpy(array).to(dtype)
    finite = tensor[torch.isfinite(tensor) & (tensor != 0)].abs().double()
    # A value divided by the bins' width must not underflow: not 10³⁰⁰ and 10⁻³⁰⁰ together.
    assume(not finite.numel() or finite.max() / finite.min() < 1e280)
    summary = summarize(tensor)
    _assert_exact(tensor, summary)
    if summary.finite:
        _assert_moments(tensor, summary)


@settings(max_examples=many(120, 600, 6_000))
@given(st.floats(1e-6, 1e6), st.floats(-1e6, 1e6), st.integers(1, 300), st.sampled_from(DTYPES[:2]))
def test_both_paths_agree_exactly(
    scale: float, offset: float, count: int, dtype: torch.dtype
) -> None:
    tensor = (torch.linspace(-1, 1, count, dtype=torch.float64) ** 3 * scale + offset).to(dtype)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fused, "ready", lambda: None)
        plain = summarize(tensor)
        patch.setattr(fused, "ready", fused.load)
        fast = summarize(tensor)
    assert plain.bins.exponent == fast.bins.exponent
    assert plain.bins.first == fast.bins.first
    assert (plain.bins.counts == fast.bins.counts).all()
    assert (plain.min, plain.max, plain.atoms) == (fast.min, fast.max, fast.atoms)
    assert plain.mean == pytest.approx(fast.mean, rel=1e-12, abs=1e-12 * scale)
    assert plain.std == pytest.approx(fast.std, rel=1e-9, abs=1e-12 * (scale + abs(offset)))


def test_a_narrow_distribution_far_from_zero_keeps_its_spread(path: str) -> None:
    """E[x²] − E[x]² would have no digit left at mean 10⁶ and std 10⁻³."""
    generator = torch.Generator().manual_seed(1)
    tensor = 1e6 + 1e-3 * torch.randn(PIECE + 1000, generator=generator, dtype=torch.float64)
    summary = summarize(tensor)
    _assert_exact(tensor, summary)
    assert summary.mean == pytest.approx(_values(tensor).mean(), rel=1e-15)
    assert summary.std == pytest.approx(_values(tensor).std(), rel=1e-9)
    assert len(summary.bins.counts) > 1000


@pytest.mark.parametrize("value", [1.0, -0.1, 1e16, -1e100, 1e300])
def test_neighbouring_numbers_far_from_zero_are_told_apart(value: float, path: str) -> None:
    further = math.nextafter(value, math.inf)
    tensor = torch.tensor([value, further, further, value, value], dtype=torch.float64)
    summary = summarize(tensor)
    _assert_exact(tensor, summary)
    assert sorted(summary.bins.counts[summary.bins.counts > 0]) == [2, 3]


@pytest.mark.parametrize(
    "scales",
    [
        (1.0, 1.0, 1.0),
        (1.0, 100.0, 1e4),
        (1e4, 100.0, 1.0),
        (0.0, 1.0),
        (0.0, 1e-30),
        (1e-30, 1e30),
        (1e-150, 1e150),
        (1e150, 1e-150),
        (0.0, 0.0, 5.0),
        (1.0, 0.0),
    ],
)
@pytest.mark.parametrize("offset", [0.0, -3.0])
def test_pieces_of_different_size_add_up(
    scales: tuple[float, ...], offset: float, path: str
) -> None:
    generator = torch.Generator().manual_seed(2)
    tensor = torch.cat(
        [
            scale * (offset + torch.randn(PIECE, generator=generator, dtype=torch.float64))
            for scale in scales
        ]
    )
    summary = summarize(tensor)
    _assert_exact(tensor, summary)
    _assert_moments(tensor, summary)
    # The bins are fine where the values are: never a few blocks for everything.
    assert len(summary.bins.counts) >= histogram.FINE_BINS / 4


def test_a_lone_value_among_zeros_has_an_exact_spread(path: str) -> None:
    """std of one v among n zeros: v·√(n − 1)/n."""
    n = 4 * PIECE
    tensor = torch.zeros(n)
    tensor[3 * PIECE + 5] = 0.01
    summary = summarize(tensor, atoms=(0.0,))
    value = float(tensor.max())
    assert summary.mean == pytest.approx(value / n, rel=1e-12)
    assert summary.std == pytest.approx(value * math.sqrt(n - 1) / n, rel=1e-9)
    assert summary.atoms == ((0.0, n - 1),)
    spread = summary.spread_bins()
    assert spread is not None
    assert spread.counts.sum() == 1
    assert spread.edges[0] <= value <= spread.edges[-1]
    assert spread.edges[-1] - spread.edges[0] < value / 1000


def test_not_a_number_and_infinity_are_counted_in_every_piece(path: str) -> None:
    tensor = torch.ones(3 * PIECE + 7)
    tensor[::PIECE] = torch.nan
    tensor[1::PIECE] = torch.inf
    tensor[2::PIECE] = -torch.inf
    summary = summarize(tensor)
    assert (summary.nan, summary.inf) == (4, 8)
    assert summary.atoms == ((1.0, tensor.numel() - 12),)
    _assert_exact(tensor, summary)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("value", [0.0, 1.0, -0.3, 6e4, 1e-7])
def test_a_constant_is_one_atom_without_spread(dtype: torch.dtype, value: float) -> None:
    tensor = torch.full((70, 30), value, dtype=dtype)
    stored = tensor[0, 0].item()
    summary = summarize(tensor)
    assert summary.shape == (70, 30)
    assert summary.atoms == ((stored, 2100),)
    assert (summary.mean, summary.std, summary.min, summary.max) == (stored, 0.0, stored, stored)
    assert summary.power == pytest.approx(stored**2)
    assert summary.spread_bins() is None


def test_minus_zero_is_zero() -> None:
    summary = summarize(torch.full((9,), -0.0))
    assert [math.copysign(1.0, value) for value, _ in summary.atoms] == [1.0]


@pytest.mark.parametrize(
    "value", [1.7e308, -1.7e308, float(np.finfo(float).max), -float(np.finfo(float).max), 5e-324]
)
def test_the_largest_and_smallest_numbers_have_finite_edges(value: float) -> None:
    for tensor in (
        torch.full((4,), value, dtype=torch.float64),
        torch.tensor([value, 0.0, value / 2], dtype=torch.float64),
        torch.tensor([value, -value], dtype=torch.float64),
    ):
        summary = summarize(tensor)
        _assert_exact(tensor, summary)
        assert np.isfinite(summary.bins.edges).all()
        for wanted in (10, 50):
            edges, counts = summary.bins.coarsen(wanted)
            assert np.isfinite(edges).all()
            assert counts.sum() == tensor.numel()
        assert automatic(summary.bins) >= 1


def test_more_than_2_to_the_24_values_fit_into_one_bin() -> None:
    """Where torch.histc stops counting: 2²⁴ + 8 zeros beside three ones."""
    tensor = torch.zeros(2**24 + 11, dtype=torch.float16)
    tensor[:3] = 1.0
    summary = summarize(tensor, atoms=(0.0, 1.0))
    assert summary.atoms == ((0.0, 2**24 + 8), (1.0, 3))
    assert summary.bins.counts.max() == 2**24 + 8
    assert summary.mean == pytest.approx(3 / (2**24 + 11), rel=1e-12)


@pytest.mark.parametrize("wanted", [1, 2, 10, 11, 33, 64, 100, 128, 256, 499, 500])
def test_coarser_bins_are_exact_and_about_as_many_as_asked_for(wanted: int) -> None:
    for tensor in _samples(torch.float32, seed=wanted):
        summary = summarize(tensor)
        values = _values(tensor)
        finite = values[np.isfinite(values)]
        edges, counts = summary.bins.coarsen(wanted)
        assert len(edges) == len(counts) + 1
        assert (np.histogram(finite, edges)[0] == counts).all()
        assert counts.sum() == finite.size
        assert (edges[0], edges[-1]) == (summary.bins.edges[0], summary.bins.edges[-1])
        widths = np.diff(edges)
        assert (widths[:-1] == widths[0]).all()
        assert len(counts) == 1 or 0.5 <= widths[-1] / widths[0] <= 1.5
        fine = len(summary.bins.counts)
        assert len(counts) <= wanted
        if fine >= 16 * wanted:
            assert len(counts) >= 0.9 * wanted


def test_coarsening_needs_no_second_walk() -> None:
    tensor = torch.randn(1000)
    summary = summarize(tensor)
    edges = summary.bins.coarsen(40)[0]
    tensor.zero_()
    assert (summary.bins.coarsen(40)[0] == edges).all()


def test_fine_bins_are_fine() -> None:
    """At least a quarter of the 2^15 are in use, so 500 bins differ by under 7 %."""
    for scale in (1e-20, 0.3, 1.0, 7.0, 1e20):
        summary = summarize(scale * torch.linspace(-1, 1, 10_000, dtype=torch.float64))
        assert histogram.FINE_BINS / 4 <= len(summary.bins.counts) <= histogram.FINE_BINS / 2 + 1


def test_edges_are_multiples_of_a_power_of_two() -> None:
    for tensor in _samples(torch.float64):
        bins = summarize(tensor).bins
        index = bins.edges / 2.0**bins.exponent
        assert (index == np.arange(bins.first, bins.first + len(bins.counts) + 1)).all()


def test_asked_atoms_are_counted_exactly_over_all_pieces() -> None:
    generator = torch.Generator().manual_seed(4)
    tensor = torch.randint(-2, 3, (2 * PIECE + 3,), generator=generator).float()
    tensor[5::7] += 0.25
    summary = summarize(tensor, atoms=(-2.0, 1.0, 9.0))
    assert summary.atoms == tuple((v, int((tensor == v).sum())) for v in (-2.0, 1.0))


def test_atoms_leave_exactly_the_rest_in_the_spread_bins() -> None:
    generator = torch.Generator().manual_seed(5)
    tensor = torch.randn(3000, generator=generator)
    tensor[::3] = 0.0
    summary = summarize(tensor, atoms=(0.0,))
    spread = summary.spread_bins()
    assert spread is not None
    rest = _values(tensor[tensor != 0])
    assert (np.histogram(rest, spread.edges)[0] == spread.counts).all()
    assert spread.counts.sum() == rest.size


def test_zeros_of_relu_and_ends_of_saturation_are_found() -> None:
    generator = torch.Generator().manual_seed(6)
    z = 30 * torch.randn(PIECE + 500, generator=generator)
    for tensor, expected in ((torch.relu(z), {0.0}), (torch.tanh(z), {-1.0, 1.0})):
        atoms = dict(summarize(tensor, find_atoms=True).atoms)
        assert set(atoms) == expected
        for value, count in atoms.items():
            assert count == int((tensor == value).sum())
    assert summarize(z, find_atoms=True).atoms == ()
    rare = z.clone()
    rare[:100] = 0.0
    assert summarize(rare, find_atoms=True).atoms == ()


def test_few_values_are_kept_one_by_one_and_many_are_not() -> None:
    few = torch.randn(200, dtype=torch.bfloat16)
    assert summarize(few).values == pytest.approx(_values(few), abs=0)
    assert summarize(torch.randn(201)).values is None


def test_the_values_kept_do_not_change_with_the_tensor() -> None:
    tensor = torch.ones(5, dtype=torch.float64)
    kept = summarize(tensor).values
    tensor.zero_()
    assert kept is not None
    assert kept.tolist() == [1.0] * 5


def test_a_transposed_tensor_is_counted_like_its_copy() -> None:
    tensor = torch.randn(50, 40).T
    assert (summarize(tensor).bins.counts == summarize(tensor.contiguous()).bins.counts).all()


def test_counting_stops_between_two_pieces() -> None:
    tensor = torch.zeros(5 * PIECE)
    context = CancelledAfter(2)
    with pytest.raises(Cancelled):
        summarize(tensor, context)
    summarize(tensor, CancelledAfter(5))


def test_power_is_the_mean_square() -> None:
    tensor = 2.0 + torch.randn(1000, dtype=torch.float64)
    assert summarize(tensor).power == pytest.approx(float((tensor**2).mean()), rel=1e-12)


def test_automatic_bins_follow_freedman_and_diaconis() -> None:
    """A uniform sample of n: IQR is half the range, so range/width = n^(1/3)."""
    for n in (8000, 27_000, 125_000):
        summary = summarize(torch.linspace(0, 1, n, dtype=torch.float64))
        assert automatic(summary.bins) == pytest.approx(n ** (1 / 3), abs=1.1)
    assert automatic(summarize(torch.linspace(0, 1, 12)).bins) == 10
    assert automatic(summarize(torch.linspace(0, 1, 10**6)).bins) == pytest.approx(100, abs=1.1)
    heavy = torch.cat([torch.linspace(0, 1, 10**5), torch.tensor([1000.0])])
    assert automatic(summarize(heavy).bins) == histogram.MAX_AUTOMATIC_BINS


def test_quantiles_are_those_of_the_sample_to_one_fine_bin() -> None:
    generator = torch.Generator().manual_seed(9)
    tensor = torch.randn(100_000, generator=generator)
    bins = summarize(tensor).bins
    for share in (0.01, 0.25, 0.5, 0.75, 0.99):
        expected = float(np.quantile(_values(tensor), share))
        assert bins.quantile(share) == pytest.approx(expected, abs=2 * 2.0**bins.exponent)


def test_bins_of_nothing_are_empty() -> None:
    summary = summarize(torch.full((3,), torch.nan))
    assert summary.bins.counts.sum() == 0
    assert summary.spread_bins() is None
    assert Bins(0, 0, np.zeros(1, np.int64)).coarsen(10)[1].sum() == 0
