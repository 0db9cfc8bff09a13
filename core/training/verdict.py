"""What became of a lane, judged from what was measured."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.experiment import Experiment
from core.training.record import Curves

LEARNS, STUCK, DIVERGED, OVERFITS = "learns", "stuck", "diverged", "overfits"

STUCK_SHARE = 0.02
"""A lane is stuck while its training loss is within 2 % of the loss of who only guesses."""

KNOWS = 0.1
"""Share of right answers by which a lane is ahead of who always says the most frequent class: it
has learned something then, although what it says wrongly costs more than guessing does."""

BLOWN_UP = 100.0
"""A loss that has grown by this has diverged, although it is still a number."""

OVERFIT_GROWTH = 1.25
"""The test loss has risen from its least by a quarter, while the training loss fell."""

OVERFIT_GAP = 0.08
"""Share of right answers by which the training samples are ahead of the test."""


BY_HEART = 0.3
"""A gap beyond which the samples were learned by heart, whatever the course of the test loss."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of learns, stuck, diverged and overfits, with the numbers behind it.

    guessing    the loss of who knows nothing: ln(classes), or the variance of the targets
    first       training loss at step 0
    last        training loss at the end
    gap         training accuracy less test accuracy, NaN for a regression
    since       the step from which the test loss has risen, where it overfits; None where it has
                not, and only the gap says so
    step        where it has diverged, the step that could not be made, counted from 1; None where
                the loss has blown up, or is no number after the last step
    layer       where it has diverged, the first layer that was no number, counted from 1
    alike       whether the units of a hidden layer are all alike
    """

    name: str
    guessing: float
    first: float
    last: float
    gap: float
    since: int | None = None
    step: int | None = None
    layer: int | None = None
    alike: bool = False


def judge(
    experiment: Experiment,
    curves: Curves,
    guessing: float,
    diverged: tuple[int, int] | None,
    alike: bool,
    most_frequent: float = math.nan,
) -> Verdict:
    """The verdict on what a lane has come to so far; `diverged` is its step and layer.

    `most_frequent` is the share of the training labels that who always says the same class has
    right; NaN for a regression.
    """
    first, last = float(curves.train_loss[0]), float(curves.train_loss[-1])
    gap = float(curves.train_accuracy[-1] - curves.test_accuracy[-1])
    if diverged is not None:
        return Verdict(DIVERGED, guessing, first, last, gap, None, *diverged, alike=alike)
    if not math.isfinite(last) or last > BLOWN_UP * max(first, guessing):
        return Verdict(DIVERGED, guessing, first, last, gap, alike=alike)
    knows = float(curves.train_accuracy[-1]) > most_frequent + KNOWS and last < first
    if not (last < (1.0 - STUCK_SHARE) * guessing or knows):
        return Verdict(STUCK, guessing, first, last, gap, alike=alike)
    since = _overfits_since(experiment, curves)
    if since is not None or gap > BY_HEART:
        return Verdict(OVERFITS, guessing, first, last, gap, since, alike=alike)
    return Verdict(LEARNS, guessing, first, last, gap, alike=alike)


def _overfits_since(experiment: Experiment, curves: Curves) -> int | None:
    """The step of the least test loss, where it has grown since and the training loss has not."""
    test = curves.test_loss
    if not np.isfinite(test).any():
        return None
    best = int(np.nanargmin(test))
    grown = float(test[-1]) > OVERFIT_GROWTH * float(test[best])
    fell = float(curves.train_loss[-1]) < float(curves.train_loss[best])
    gap = float(curves.train_accuracy[-1] - curves.test_accuracy[-1])
    apart = math.isnan(gap) or gap > OVERFIT_GAP
    if experiment.train.data_set.is_regression:
        apart = float(test[-1]) > OVERFIT_GROWTH * float(curves.train_loss[-1])
    return int(curves.steps[best]) if grown and fell and apart else None
