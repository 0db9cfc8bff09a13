"""core.depth.path on root mean squares made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.depth.path import broken_at, gradient_path, signal_path
from tests.core.depth.support import Array


def chain(ratio: float, layers: int = 21) -> Array:
    """Root mean squares of a power that is multiplied by `ratio` in every layer."""
    return np.sqrt(ratio) ** np.arange(layers)


@pytest.mark.parametrize(
    ("ratio", "layers", "kind"),
    [
        (0.5, 4, "stable"),
        (0.5, 5, "drifts"),
        (0.5, 10, "drifts"),
        (0.5, 11, "vanishing"),
        (2.0, 4, "stable"),
        (2.0, 5, "drifts"),
        (2.0, 10, "drifts"),
        (2.0, 11, "exploding"),
        (1.0, 100, "stable"),
        (0.98, 100, "stable"),
        (0.975, 100, "drifts"),
        (1.07, 100, "drifts"),
        (1.08, 100, "exploding"),
    ],
)
def test_tenfold_is_held_and_thousandfold_is_lost(ratio: float, layers: int, kind: str) -> None:
    """2^3 = 8, 2^4 = 16, 2^9 = 512, 2^10 = 1024; 0.98^99 = 0.14, 1.07^99 = 811, 1.08^99 = 2033."""
    assert signal_path(chain(ratio, layers)).kind == kind
    assert gradient_path(chain(ratio, layers)[::-1]).kind == kind


def test_a_change_of_exactly_ten_or_a_thousand_is_the_milder_however_it_is_rounded() -> None:
    for ratio in (10.0, 0.1):
        for layers in range(2, 40):
            rms = np.sqrt(ratio) ** (np.arange(layers) / (layers - 1))
            assert signal_path(rms).grade == "stable"
            assert gradient_path(rms).grade == "stable"
            assert signal_path(rms**3).grade == "drifts"


def test_the_numbers_are_those_of_the_powers() -> None:
    found = signal_path(np.array([1.0, 2.0, 2.0, 8.0]))
    assert found.changes == pytest.approx((0.0, math.log(4.0), math.log(4.0), math.log(64.0)))
    assert found.total == found.worst == pytest.approx(math.log(64.0))
    assert found.broken is None
    back = gradient_path(np.array([8.0, 2.0, 2.0, 1.0]))
    assert back.changes == pytest.approx((0.0, math.log(16.0), math.log(16.0), math.log(64.0)))


def test_the_layer_that_is_farthest_from_the_first_decides() -> None:
    """A signal that is lost on the way is not saved by what comes after."""
    there_and_back = np.array([1.0, 0.1, 0.01, 0.1, 1.0])
    found = signal_path(there_and_back)
    assert found.kind == "vanishing"
    assert found.told() == (pytest.approx(math.log(1e-4)), 3)
    assert gradient_path(there_and_back).kind == "exploding"


def test_of_the_end_and_the_worst_the_end_is_told_where_it_is_about_as_bad() -> None:
    assert signal_path(np.array([1.0, 0.011, 0.012])).told() == (
        pytest.approx(2 * math.log(0.012)),
        3,
    )
    worst = signal_path(np.array([1.0, 0.011, 0.04]))  # the end drifts only
    assert worst.told() == (pytest.approx(2 * math.log(0.011)), 2)


def test_the_first_break_on_the_way_counts() -> None:
    assert broken_at(np.array([1.0, 2.0, math.inf, math.nan])) == (2, "inf")
    assert broken_at(np.array([1.0, 0.0, math.nan])) == (1, "zero")
    assert broken_at(np.array([math.nan])) == (0, "nan")
    assert broken_at(np.array([1e-320, 1e308])) is None
    assert signal_path(np.array([1.0, 0.0, math.nan])).broken == (2, "zero")
    assert gradient_path(np.array([math.nan, math.inf, 1.0])).broken == (2, "inf")
    assert signal_path(np.array([1.0, 0.0])).kind == "vanishing"
    assert signal_path(np.array([1.0, math.nan])).kind == "exploding"


def test_the_whole_range_of_float64_does_not_overflow() -> None:
    for rms in (np.array([1e-300, 1e300]), np.array([1.0, 1e160, 1e300])):
        assert signal_path(rms).kind == "exploding"
        assert signal_path(rms[::-1]).kind == "vanishing"
        assert signal_path(rms).total == pytest.approx(2 * math.log(rms[-1]) - 2 * math.log(rms[0]))


@pytest.mark.parametrize("seed", range(30))
def test_taking_layers_away_makes_no_grade_worse(seed: int) -> None:
    """Of any root mean squares whatever: broken ones, jumps, ways there and back."""
    chance = np.random.default_rng(seed)
    rms = np.exp(np.cumsum(chance.normal(0.0, chance.choice([0.1, 0.5, 3.0]), 40)))
    if seed % 3 == 0:
        rms[chance.integers(40)] = chance.choice([0.0, math.inf, math.nan])
    grades = ("stable", "drifts", "lost")
    for path in (signal_path, gradient_path):
        found = [grades.index(path(rms[:layers]).grade) for layers in range(1, 41)]
        assert found == sorted(found)
        assert found[0] == 0 or not 0.0 < rms[0] < math.inf
