"""The sentences of a verdict, on root mean squares made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.depth.verdict import judge
from tests.core.depth.support import Array, deep
from tests.core.depth.test_path import chain

STILL = np.ones(21)


def said(forward: Array, backward: Array, dtype: str = "float32") -> tuple[str, str]:
    verdict = judge(deep(dtype=dtype), forward, backward)
    text = str(verdict.text)
    assert text.endswith(".")
    assert "{" not in text
    assert text.lower().startswith(verdict.kind)
    return verdict.kind, text


def test_a_signal_that_halves_is_told_with_what_is_left_in_power_and_in_rms() -> None:
    """2^−19 = 1.9·10⁻⁶, and its root is 0.00138."""
    kind, text = said(chain(0.5, 20), np.ones(20))
    assert kind == "vanishing"
    assert text == (
        "Vanishing: the signal's power halves per layer; after 20 layers 1.9·10⁻⁶ of it is left "
        "(rms × 0.0014)."
    )


def test_a_signal_that_explodes_is_told_by_its_factor() -> None:
    """997^4 = 9.9·10¹¹."""
    assert said(chain(997.0, 5), np.ones(5)) == (
        "exploding",
        (
            "Exploding: the signal's power grows 997-fold per layer; after 5 layers it is 9.9·10¹¹ "
            "times as large (rms × 9.9·10⁵)."
        ),
    )


def test_a_lost_gradient_is_told_from_the_last_layer_to_the_first() -> None:
    """0.5^20 = 9.5·10⁻⁷ and 4^20 = 1.1·10¹²."""
    kind, text = said(STILL, chain(0.5))
    assert kind == "exploding"
    assert text == (
        "Exploding: the gradient's power doubles per layer; layer 1 receives 10⁶ times the "
        "power that layer 21 sent (rms × 1,024)."
    )
    kind, text = said(STILL, chain(4.0))
    assert kind == "vanishing"
    assert text == (
        "Vanishing: the gradient's power shrinks 4-fold per layer; layer 1 receives 9.1·10⁻¹³ of "
        "the power that layer 21 sent (rms × 9.5·10⁻⁷)."
    )


def test_what_drifts_says_which_and_how_much() -> None:
    """1.18^29 = 121.5, 0.9^29 = 0.047."""
    assert said(np.ones(30), chain(1 / 1.18, 30)) == (
        "drifts",
        (
            "Drifts: the gradient's power grows by 18 % per layer; layer 1 receives 122 times the "
            "power that layer 30 sent (rms × 11)."
        ),
    )
    assert said(chain(0.9, 30), np.ones(30)) == (
        "drifts",
        (
            "Drifts: the signal's power falls by 10 % per layer; after 30 layers 0.047 of it is "
            "left (rms × 0.22)."
        ),
    )


def test_where_layers_differ_it_says_on_average() -> None:
    """tanh takes most from the signal in its first layers."""
    powers = 1.0 / np.arange(1.0, 41.0)
    assert (
        "the signal's power falls by 9 % per layer on average"
        in said(np.sqrt(powers), np.ones(40))[1]
    )


def test_what_comes_back_is_told_of_the_layer_where_it_is_worst() -> None:
    """0.25^8 = 1.5·10⁻⁵."""
    powers = np.concatenate([chain(0.25, 9) ** 2, chain(0.25, 9)[-2::-1] ** 2])
    text = said(np.sqrt(powers), np.ones(17))[1]
    assert text.startswith("Vanishing: the signal's power shrinks 4-fold per layer; after 9 layers")


def test_held_says_both_numbers_in_power_and_in_rms() -> None:
    """0.99^20 = 0.82, 1.01^20 = 1.22."""
    assert said(chain(0.99), chain(1 / 1.01)) == (
        "stable",
        (
            "Stable: over 21 layers the signal's power changes × 0.82 (rms × 0.9), the gradient's "
            "× 1.2 (rms × 1.1)."
        ),
    )


def test_one_layer_is_stable_unless_it_breaks() -> None:
    kind, text = said(np.ones(1), np.ones(1))
    assert (kind, "one layer alone" in text) == ("stable", True)
    assert said(np.array([math.inf]), np.ones(1))[0] == "exploding"


@pytest.mark.parametrize(
    ("value", "kind", "word"),
    [
        (math.inf, "exploding", "in layer 4 the signal passes what float16 can hold"),
        (math.nan, "exploding", "the signal is NaN from layer 4 on"),
        (0.0, "vanishing", "the signal is exactly 0 from layer 4 on"),
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
        assert word in text


@pytest.mark.parametrize(
    ("value", "kind", "word"),
    [
        (math.inf, "exploding", "the gradient passes in layer 7 what float16 can hold"),
        (math.nan, "exploding", "the gradient is NaN from layer 7 back"),
        (0.0, "vanishing", "the gradient is exactly 0 from layer 7 back"),
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
        assert word in text


def test_beyond_float64_the_numbers_are_powers_of_ten() -> None:
    for rms, step, power in (
        (np.array([1e-300, 1e300]), "10¹²⁰⁰", "10¹²⁰⁰"),
        (np.array([1.0, 1e160, 1e300]), "10³⁰⁰", "10⁶⁰⁰"),
    ):
        still = np.ones(len(rms))
        for text in (said(rms, still)[1], said(still, rms[::-1])[1]):
            assert f"grows {step}-fold" in text
            assert f"{power} times" in text
        for text in (said(rms[::-1], still)[1], said(still, rms)[1]):
            assert f"shrinks {step}-fold" in text
            assert f"{power.replace('10¹', '10⁻¹').replace('10⁶', '10⁻⁶')} of" in text
        said(rms[::-1], rms)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.4695, "shrinks 2.13-fold"),
        (0.4725, "halves"),
        (0.5315, "halves"),
        (0.5325, "falls by 47 %"),
        (0.97, "falls by 3 %"),
        (1.03, "grows by 3 %"),
        (1.879, "grows by 88 %"),
        (1.881, "doubles"),
        (2.119, "doubles"),
        (2.121, "grows 2.12-fold"),
    ],
)
def test_about_a_half_and_about_two_are_said_in_words(ratio: float, words: str) -> None:
    assert f"the signal's power {words} per layer" in said(chain(ratio, 200), np.ones(200))[1]
