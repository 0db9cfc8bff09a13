"""Singular values against Marčenko and Pastur's law, whose constants are computed here."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.stats.spectrum import spectrum

SIZES = [(200, 200), (100, 400), (400, 100), (64, 300)]


@pytest.mark.parametrize("size", SIZES)
def test_the_law_is_a_density_with_the_mean_square_of_the_matrix(size: tuple[int, int]) -> None:
    found = spectrum(torch.randn(size))
    x, y = found.curve_x, found.curve_density
    assert np.trapezoid(y, x) == pytest.approx(1.0, abs=2e-3)
    # E[s²] = σ² · the longer side, since the squares add up to the squares of all entries.
    assert np.trapezoid(x**2 * y, x) == pytest.approx(found.std**2 * max(size), rel=2e-3)


@pytest.mark.parametrize("size", SIZES)
def test_of_independent_entries_nothing_stands_outside(size: tuple[int, int]) -> None:
    found = [spectrum(0.3 * torch.randn(size)).outside for _ in range(20)]
    assert sum(found) <= 1  # one in a thousand each


def test_the_law_fits_the_singular_values() -> None:
    found = spectrum(torch.randn(300, 500))
    below = np.interp(np.sort(found.values), found.curve_x, _cumulative(found))
    largest = np.abs(below - (np.arange(300) + 0.5) / 300).max()
    assert largest < 0.02  # singular values repel each other: far nearer than independent ones


def _cumulative(found: object) -> np.ndarray:
    x, y = found.curve_x, found.curve_density  # type: ignore[attr-defined]
    return np.concatenate([[0.0], np.cumsum(np.diff(x) * (y[1:] + y[:-1]) / 2)])


def test_what_is_added_in_three_directions_stands_outside() -> None:
    noise = torch.randn(200, 300)
    edge = math.sqrt(200) + math.sqrt(300)
    left = torch.linalg.qr(torch.randn(200, 3)).Q
    right = torch.linalg.qr(torch.randn(300, 3)).Q
    found = spectrum(noise + left @ torch.diag(torch.tensor([90.0, 70.0, 50.0])) @ right.T)
    assert found.outside == 3
    assert found.std == pytest.approx(1.0, rel=0.02)
    assert found.edge == pytest.approx(edge, rel=0.02)


def test_numbers_are_torchs_own() -> None:
    weight = torch.randn(40, 70)
    found = spectrum(weight)
    norm = float(torch.linalg.matrix_norm(weight, 2))
    assert found.norm == pytest.approx(norm, rel=1e-5)
    assert found.stable_rank == pytest.approx(float((weight.norm() / norm) ** 2), rel=1e-5)
    assert len(found.values) == 40


def test_the_histogram_holds_every_value_and_ends_a_bin_at_the_edge() -> None:
    found = spectrum(torch.randn(100, 200) + 0.5)
    edges, counts = found.histogram(40)
    assert counts.sum() == 100
    assert np.isclose(edges, found.edge).any()


def test_a_zero_matrix_and_a_single_row_have_no_law() -> None:
    assert spectrum(torch.zeros(20, 30)).has_law is False
    assert spectrum(torch.randn(1, 30)).outside == 0
    assert spectrum(torch.randn(1, 30)).has_law is False
    with pytest.raises(ValueError, match="3 dimensions"):
        spectrum(torch.zeros(2, 2, 2))
