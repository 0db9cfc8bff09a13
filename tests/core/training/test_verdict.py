"""The verdict on curves that were drawn by hand, so that what is right is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.experiment import Experiment
from core.training.record import Curves
from core.training.verdict import judge

LN_10 = math.log(10)


def curves(train: list[float], test: list[float], right: tuple[float, float]) -> Curves:
    """Losses at steps 0, 10, 20, …, and the shares of right answers at the end."""
    n = len(train)
    steps = 10 * np.arange(n)
    shares = [np.linspace(0.1, end, n) for end in right]
    return Curves(steps, np.array(train), np.array(test), *shares, np.array(train), np.ones(n))


@pytest.mark.parametrize(
    ("train", "test", "right", "name", "since"),
    [
        # What only guesses among ten classes has the loss ln 10 = 2.303; 2 % below it is noise.
        ([2.31, 2.303, 2.30], [2.31, 2.303, 2.31], (0.11, 0.1), "stuck", None),
        ([2.31, 1.0, 0.3], [2.31, 1.1, 0.4], (0.95, 0.92), "learns", None),
        # The least test loss, 1.0, is at step 10; a quarter more is 1.25.
        ([2.31, 0.9, 0.1], [2.31, 1.0, 1.3], (1.0, 0.7), "overfits", 10),
        ([2.31, 0.9, 0.1], [2.31, 1.0, 1.2], (1.0, 0.9), "learns", None),
        # The test loss falls all the time, from an absurd start, and nothing is understood.
        ([900.0, 1.0, 0.1], [900.0, 30.0, 20.0], (1.0, 0.14), "overfits", None),
        # 2.4 is above the loss of who guesses, but far from 100 times that of the start.
        ([2.31, 2.35, 2.4], [2.31, 2.35, 2.4], (0.1, 0.1), "stuck", None),
        ([2.31, 40.0, 240.0], [2.31, 40.0, 240.0], (0.1, 0.1), "diverged", None),
    ],
)
def test_the_verdict_is_what_the_curves_say(
    train: list[float],
    test: list[float],
    right: tuple[float, float],
    name: str,
    since: int | None,
) -> None:
    verdict = judge(Experiment(), curves(train, test, right), LN_10, None, alike=False)
    assert (verdict.name, verdict.since) == (name, since)
    assert verdict.gap == pytest.approx(right[0] - right[1])


def test_what_is_no_number_has_diverged_at_its_step_and_layer() -> None:
    drawn = curves([2.31, 1.0], [2.31, 1.1], (0.9, 0.9))
    verdict = judge(Experiment(), drawn, LN_10, (7, 3), alike=True)
    assert (verdict.name, verdict.step, verdict.layer, verdict.alike) == ("diverged", 7, 3, True)
