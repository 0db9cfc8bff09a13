"""The largest singular value of a weight: torch's own, however large or small the numbers."""

from __future__ import annotations

import math

import pytest
import torch

from core.context import Cancelled
from core.stats import spectral
from core.stats.spectral import SpectralNorm, spectral_norm
from tests.core.support import CancelledAfter

DTYPES = (torch.float32, torch.float64, torch.float16, torch.bfloat16)


def drawn(rows: int, columns: int, seed: int = 1) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(rows, columns, generator=generator, dtype=torch.float64)


def known(rows: int, columns: int, values: list[float]) -> torch.Tensor:
    """A matrix of exactly these singular values."""
    left = torch.linalg.qr(drawn(rows, len(values), 2)).Q
    right = torch.linalg.qr(drawn(columns, len(values), 3)).Q
    return left @ torch.diag(torch.tensor(values, dtype=torch.float64)) @ right.T


def measured(weight: torch.Tensor) -> SpectralNorm:
    return spectral_norm(weight, float(weight.abs().max()))


@pytest.fixture
def _iterated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small matrices too are iterated, in pieces of a few rows."""
    monkeypatch.setattr(spectral, "EXACT", 0)
    monkeypatch.setattr(spectral, "PIECE", 700)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (1, 300), (300, 1), (256, 512), (1100, 40)])
def test_of_a_small_matrix_it_is_that_of_the_decomposition(
    shape: tuple[int, int], dtype: torch.dtype
) -> None:
    weight = drawn(*shape).to(dtype)
    truth = float(torch.linalg.svdvals(weight.double())[0])
    assert measured(weight) == SpectralNorm(pytest.approx(truth, rel=1e-12))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(600, 600), (2000, 150), (150, 2000)])
def test_of_a_large_matrix_all_shown_digits_are_right(
    shape: tuple[int, int], dtype: torch.dtype
) -> None:
    weight = drawn(*shape).to(dtype)
    assert min(shape) * weight.numel() > spectral.EXACT
    truth = float(torch.linalg.svdvals(weight.double())[0])
    found = measured(weight)
    assert found.reached
    assert found.value == pytest.approx(truth, rel=1e-5)
    assert found.value <= truth * (1 + 1e-6)


@pytest.mark.usefixtures("_iterated")
@pytest.mark.parametrize("shape", [(90, 60), (60, 90)])
@pytest.mark.parametrize(
    "values",
    [
        [3.0],  # rank one, as a constant weight
        [3.0] * 60,  # every direction alike, as orthogonal and eye
        [3.0, 3.0, 1.0],
        [3.0, 2.9999, 2.9998],
        [3.0, 0.001, 1e-9],
        [7.0 - 0.1 * i for i in range(60)],
    ],
    ids=["one", "alike", "twice", "close", "apart", "even"],
)
def test_the_iteration_finds_the_largest_of_known_singular_values(
    shape: tuple[int, int], values: list[float]
) -> None:
    for dtype in (torch.float32, torch.float64):
        found = measured(known(*shape, values).to(dtype))
        assert found == SpectralNorm(pytest.approx(values[0], rel=1e-5))


@pytest.mark.usefixtures("_iterated")
@pytest.mark.parametrize("size", [1e-320, 1e-300, 1e-30, 1e-10, 1e10, 1e30, 1e300])
def test_numbers_whose_squares_do_not_exist_have_a_norm(size: float) -> None:
    weight = drawn(80, 50)
    truth = float(torch.linalg.svdvals(weight)[0])
    assert measured(weight * size).value == pytest.approx(truth * size, rel=1e-4)
    if 1e-40 < size < 1e36:
        assert measured((weight * size).float()).value == pytest.approx(truth * size, rel=1e-4)


@pytest.mark.parametrize("shape", [(3, 4), (700, 700)])
def test_a_zero_matrix_stretches_nothing(shape: tuple[int, int]) -> None:
    assert spectral_norm(torch.zeros(shape), 0.0) == SpectralNorm(0.0)


def test_without_a_finite_entry_there_is_none() -> None:
    for largest in (math.nan, math.inf):
        assert math.isnan(spectral_norm(torch.full((3, 3), largest), largest).value)


@pytest.mark.usefixtures("_iterated")
@pytest.mark.parametrize("steps", [4, 8, 20])
def test_where_the_steps_run_out_it_is_a_lower_bound_and_says_so(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    weight = drawn(900, 900)
    monkeypatch.setattr(spectral, "READINGS", steps * weight.numel())
    found, truth = measured(weight), float(torch.linalg.svdvals(weight)[0])
    assert not found.reached
    assert (1 - 1.0 / steps) * truth < found.value < truth


@pytest.mark.usefixtures("_iterated")
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_a_large_matrix_is_read_no_oftener_than_a_second_allows(
    dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    weight = drawn(900, 900).to(dtype)
    monkeypatch.setattr(spectral, "READINGS", 20 * weight.numel())
    context = CancelledAfter(10**9)
    spectral_norm(weight, 5.0, context)
    looks = 10**9 - context.looks
    assert looks <= 1 + 20 * 900  # a piece is a row here, and WᵀW needs each of them once
    assert context.fractions == sorted(context.fractions)
    assert context.fractions[-1] == 1.0


@pytest.mark.usefixtures("_iterated")
@pytest.mark.parametrize("shape", [(60, 40), (40, 60)])
def test_it_can_be_cancelled_at_every_look(shape: tuple[int, int]) -> None:
    weight = drawn(*shape)
    context = CancelledAfter(10**9)
    spectral_norm(weight, 5.0, context)
    looks = 10**9 - context.looks
    assert looks > 20
    for look in range(looks):
        with pytest.raises(Cancelled):
            spectral_norm(weight, 5.0, CancelledAfter(look))


def test_it_takes_nothing_from_torchs_random_generator_and_changes_no_weight() -> None:
    weight = drawn(600, 600)
    before, state = weight.clone(), torch.get_rng_state()
    first, second = measured(weight), measured(weight)
    assert first == second
    assert torch.equal(weight, before)
    assert torch.equal(torch.get_rng_state(), state)
