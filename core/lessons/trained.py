"""What becomes of the lanes of a lesson's race: they learn to their ends, once.

A lane equals its run alone, so lanes are remembered one by one, whatever they are called.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import torch

from core.context import last
from core.experiment import Experiment
from core.learning.losses import LOSSES
from core.training.measure import FIXED
from core.training.race import Race, RacingLane
from core.training.result import LaneResult
from core.training.task import play
from core.training.words import first_gradient


@functools.lru_cache(maxsize=24)
def _alone(experiment: Experiment) -> tuple[RacingLane, LaneResult]:
    race = Race()
    found = last(play(race, experiment)).lanes[0]
    return race.lanes[0], found


def lane(experiment: Experiment, number: int) -> LaneResult:
    """One lane at its end; IndexError where the race has no such."""
    if not 0 <= number < experiment.lanes:
        raise IndexError(number)
    return _alone(experiment.lane(number))[1]


def _ranks(found: LaneResult) -> list[int]:
    """Of the gradient of each layer's weights at the end, of the first training samples."""
    run = _alone(found.experiment)[0].run
    number = min(FIXED, run.data.count)
    loss_of = LOSSES[found.experiment.train.loss].function
    with torch.enable_grad():
        loss = loss_of(run.network.model(run.data.x[:number]), run.data.target[:number])
        gradients = torch.autograd.grad(loss, run.network.weights)
    return [int(torch.linalg.matrix_rank(gradient.float())) for gradient in gradients]


def _unused_pixels(found: LaneResult) -> float:
    return float(len(_alone(found.experiment)[0].run.data.unused))


def _unused_theory(found: LaneResult) -> float:
    train = found.experiment.train
    return float((1.0 - train.lr * train.weight_decay) ** found.step)


def _norm_factor(found: LaneResult) -> float:
    weights = found.frames[0].weight
    sizes = weights.counts.sum(axis=1)
    first = math.sqrt(float((weights.rms**2 * sizes).sum()))
    return found.norm / first if first else math.nan


def _fitted_test(found: LaneResult) -> float:
    right = found.curves.train_accuracy >= FITTED
    return float(found.curves.test_accuracy[right][0]) if right.any() else math.nan


FITTED = 0.9
"""Share of the training samples that are right where a network has learned them."""


NUMBERS: dict[str, Callable[[LaneResult], float]] = {
    "train_accuracy": lambda found: float(found.curves.train_accuracy[-1]),
    "test_accuracy": lambda found: float(found.curves.test_accuracy[-1]),
    "fitted_test": _fitted_test,
    "train_loss": lambda found: found.verdict.last,
    "test_loss": lambda found: float(found.curves.test_loss[-1]),
    "first_loss": lambda found: found.verdict.first,
    "guessing": lambda found: found.verdict.guessing,
    "steps": lambda found: found.step,
    "diverged_step": lambda found: found.verdict.step or math.nan,
    "norm": lambda found: found.norm,
    "norm_factor": _norm_factor,
    "gradient": first_gradient,
    "unused": lambda found: float(found.curves.unseen[-1]),
    "unused_decay": _unused_theory,
    "unused_pixels": _unused_pixels,
    "zeros": lambda found: found.zeros,
    "ranks": lambda found: max(_ranks(found)[:-1]),
}
"""Numbers of a lane: `lane.0.test_accuracy` is that of the first one at its end.

fitted_test    the test accuracy when nine in ten training samples are right for the first time
guessing       the loss of who only guesses
norm_factor    the norm of all weights at the end over that at the start
gradient       root mean square of the first layer's, before the first step
unused         mean |w| on the pixels that are 0 in every picture, over that at the start
unused_decay   (1 − lr·weight_decay)^steps
ranks          the greatest rank of a hidden layer's gradient, at the end
"""


def value(experiment: Experiment, number: int, name: str) -> float:
    """One of NUMBERS of a lane, counted from 0; IndexError where the race has no such."""
    return float(NUMBERS[name](lane(experiment, number)))
