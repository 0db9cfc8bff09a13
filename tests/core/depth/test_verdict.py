"""core.depth.verdict on root mean squares made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.depth.mean_field import predict
from core.depth.verdict import broken_at, judge, path_of
from tests.core.depth.support import Array, deep

STILL = np.ones(21)


def chain(ratio: float, layers: int = 21) -> Array:
    """Root mean squares of a power that is multiplied by `ratio` in every layer."""
    return np.sqrt(ratio) ** np.arange(layers)


def said(forward: Array, backward: Array, dtype: str = "float32") -> tuple[str, str]:
    verdict = judge(deep(dtype=dtype), forward, backward)
    text = str(verdict.text)
    assert text.endswith(".")
    assert "{" not in text
    return verdict.kind, text


@pytest.mark.parametrize(
    ("ratio", "layers", "kind"),
    [
        (0.79, 3, "vanishing"),
        (0.81, 3, "stable"),
        (1.24, 3, "stable"),
        (1.26, 3, "exploding"),
        (1.0, 100, "stable"),
        (0.95, 134, "stable"),
        (0.95, 137, "vanishing"),
        (1.05, 141, "stable"),
        (1.05, 144, "exploding"),
    ],
)
def test_a_layer_may_change_the_power_by_a_fifth_and_all_of_them_by_a_thousand(
    ratio: float, layers: int, kind: str
) -> None:
    """0.95^135 = 0.00098 and 1.05^142 = 1020."""
    rms = chain(ratio, layers)
    assert path_of(rms).kind == kind
    assert said(rms, np.ones(layers))[0] == kind
    assert said(np.ones(layers), rms[::-1])[0] == kind


def test_the_numbers_of_a_way_are_those_of_its_powers() -> None:
    found = path_of(np.array([1.0, 2.0, 2.0, 2.0, 8.0]))
    assert found.total == pytest.approx(math.log(64.0))
    assert found.typical == pytest.approx(math.log(1.0 * 4.0) / 2)
    assert found.mean == pytest.approx(math.log(64.0) / 4)
    assert found.broken is None


def test_one_jump_does_not_make_an_explosion_but_a_thousandfold_does() -> None:
    jump = np.ones(20)
    jump[10:] = 5.0
    assert path_of(jump).kind == "stable"
    jump[10:] = 40.0
    assert path_of(jump).kind == "exploding"


def test_where_the_typical_layer_and_the_whole_disagree_nothing_is_claimed() -> None:
    """Ten layers of 0.7 and one of 60: more power than before is left."""
    powers = np.cumprod([1.0] + [0.7] * 5 + [60.0] + [0.7] * 5)
    assert path_of(np.sqrt(powers)).kind == "stable"
    assert path_of(1 / np.sqrt(powers)).kind == "stable"


def test_the_signal_that_halves_is_told_as_in_the_issue() -> None:
    """2^−19 = 1.9·10⁻⁶ after 20 layers."""
    kind, text = said(chain(0.5, 20), np.ones(20))
    assert kind == "vanishing"
    assert text == (
        "The signal vanishes: its power halves in every layer; after 20 layers 1.9·10⁻⁶ of its "
        "power is left."
    )


def test_the_signal_that_doubles_has_its_number() -> None:
    """2^10 = 1024."""
    kind, text = said(chain(2.0, 11), np.ones(11))
    assert kind == "exploding"
    assert "its power doubles in every layer" in text
    assert "after 11 layers its power is 1,024 times as large" in text


def test_other_factors_are_given_as_numbers() -> None:
    assert "its power × 0.3 in every layer" in said(chain(0.3), STILL)[1]
    assert "its power × 9 in every layer" in said(chain(9.0), STILL)[1]


def test_a_lost_gradient_is_told_from_the_last_layer_to_the_first() -> None:
    """0.5^20 = 9.5·10⁻⁷ and 4^20 = 1.1·10¹²."""
    kind, text = said(STILL, chain(0.5)[::-1])
    assert kind == "vanishing"
    assert "The gradient vanishes: its power halves" in text
    assert "of 21 layers the first gets 9.5·10⁻⁷ of its power" in text
    kind, text = said(STILL, chain(4.0)[::-1])
    assert kind == "exploding"
    assert "the first gets 1.1·10¹² times its power" in text


def test_where_both_are_lost_the_worse_is_told_and_the_signal_where_they_are_alike() -> None:
    assert said(chain(0.5), chain(0.5)[::-1])[1].startswith("The signal vanishes")
    assert said(chain(0.5), chain(2.0)[::-1])[1].startswith("The signal vanishes")
    assert said(chain(0.7), chain(4.0)[::-1])[1].startswith("The gradient explodes")
    assert said(chain(0.1), chain(2.0)[::-1])[1].startswith("The signal vanishes")


def test_both_alive_says_both_numbers() -> None:
    kind, text = said(chain(0.99), chain(1.01)[::-1])
    assert kind == "stable"
    assert "over 21 layers" in text
    assert "their power changes × 0.82 and × 1.2" in text


@pytest.mark.parametrize(
    ("value", "kind", "word"),
    [
        (math.inf, "exploding", "overflows: in layer 4 it passes what float16 can hold"),
        (math.nan, "exploding", "NaN from layer 4 on"),
        (0.0, "vanishing", "exactly 0 from layer 4 on"),
    ],
)
def test_a_signal_that_breaks_names_the_layer_where_it_begins(
    value: float, kind: str, word: str
) -> None:
    forward = np.ones(9)
    forward[3:] = value
    forward[5] = math.nan
    for backward in (np.ones(9), np.full(9, math.nan), chain(0.1, 9)):
        found, text = said(forward, backward, "float16")
        assert found == kind
        assert text.startswith("The signal")
        assert word in text


@pytest.mark.parametrize(
    ("value", "kind", "word"),
    [
        (math.inf, "exploding", "it passes in layer 7 what float16 can hold"),
        (math.nan, "exploding", "NaN from layer 7 back"),
        (0.0, "vanishing", "exactly 0 from layer 7 back"),
    ],
)
def test_a_gradient_that_breaks_names_the_layer_where_it_begins(
    value: float, kind: str, word: str
) -> None:
    """It comes from the last layer: the largest number is the first that it meets."""
    backward = np.ones(9)
    backward[:7] = value
    backward[2] = math.nan
    for forward in (np.ones(9), chain(0.5, 9)):
        found, text = said(forward, backward, "float16")
        assert found == kind
        assert text.startswith("The gradient")
        assert word in text


def test_the_first_break_counts() -> None:
    assert broken_at(np.array([1.0, 2.0, math.inf, math.nan])) == (2, "inf")
    assert broken_at(np.array([1.0, 0.0, math.nan])) == (1, "zero")
    assert broken_at(np.array([math.nan])) == (0, "nan")
    assert broken_at(np.array([1e-320, 1e308])) is None


def test_one_layer_is_stable_unless_it_breaks() -> None:
    kind, text = said(np.ones(1), np.ones(1))
    assert (kind, "One layer alone" in text) == ("stable", True)
    assert said(np.array([math.inf]), np.ones(1))[0] == "exploding"


def test_the_whole_range_of_float64_does_not_overflow_the_verdict() -> None:
    for rms, step, power in (
        (np.array([1e-300, 1e300]), "10¹²⁰⁰", "10¹²⁰⁰"),
        (np.array([1.0, 1e160, 1e300]), "10³⁰⁰", "10⁶⁰⁰"),
    ):
        still = np.ones(len(rms))
        assert path_of(rms).kind == "exploding"
        assert path_of(rms[::-1]).kind == "vanishing"
        for text in (said(rms, still)[1], said(still, rms[::-1])[1]):
            assert f"× {step} in every layer" in text
            assert f"{power} times" in text
        for text in (said(rms[::-1], still)[1], said(still, rms)[1]):
            assert f"{power.replace('10¹', '10⁻¹').replace('10⁶', '10⁻⁶')} of its power" in text
        said(rms[::-1], rms)


def test_of_signal_and_gradient_the_one_that_is_lost_more_is_told_also_beyond_float64() -> None:
    far, farther = np.array([1.0, 1e-170]), np.array([1.0, 1e-290])
    assert "The gradient vanishes" in said(far, farther[::-1])[1]
    assert "The signal vanishes" in said(farther, far[::-1])[1]


@pytest.mark.parametrize("width", range(8, 66, 7))
def test_a_factor_of_exactly_five_quarters_is_stable_however_it_is_rounded(width: int) -> None:
    """With relu, Kaiming and p = 0.2 the power grows by 1/(1 − p) = 1.25, the end of the range."""
    described = deep("kaiming_normal", activation="relu", p=0.2, width=width, layers=3)
    found = predict(described)
    assert found.forward is not None
    assert found.backward is not None
    np.testing.assert_allclose(np.diff(np.log(found.forward)), math.log(1.25) / 2, rtol=1e-9)
    assert judge(described, found.forward, found.backward).kind == "stable"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.4695, "its power × 0.469"),
        (0.4705, "its power halves"),
        (0.5295, "its power halves"),
        (0.5306, "its power × 0.531"),
        (1.879, "its power × 1.88"),
        (1.881, "its power doubles"),
        (2.119, "its power doubles"),
        (2.121, "its power × 2.12"),
    ],
)
def test_about_a_half_and_about_two_are_said_in_words(ratio: float, words: str) -> None:
    assert words in said(chain(ratio), STILL)[1]
