"""What a training comes to: its last scores alone, without frames, curves or snapshots."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from core.build.session import Session, refusing_torch_errors
from core.context import SILENT, Context
from core.experiment import Experiment
from core.training.lane import LaneRun
from core.training.measure import Score, scores
from core.training.memory import check_memory


@dataclass(frozen=True, slots=True)
class Outcome:
    """The scores at the end of a training, in evaluation mode.

    train_loss, test_loss, train_accuracy, test_accuracy
                all NaN where it has diverged; the accuracies also for a regression
    steps       how many steps were made
    diverged    whether the loss became no number, at a step or after the last
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    steps: int
    diverged: bool

    @property
    def gap(self) -> float:
        """How far the training samples are ahead of the test, as the curves show it.

        Training accuracy less test accuracy; for a regression test loss less training loss.
        """
        if math.isnan(self.train_accuracy):
            return self.test_loss - self.train_loss
        return self.train_accuracy - self.test_accuracy

    @classmethod
    def of(cls, train: Score, test: Score, steps: int) -> Outcome:
        """From the scores after the last step."""
        if not (math.isfinite(train.loss) and math.isfinite(test.loss)):
            return cls.divergence(steps)
        return cls(train.loss, test.loss, train.accuracy, test.accuracy, steps, False)

    @classmethod
    def divergence(cls, steps: int) -> Outcome:
        """Of a network whose loss was no number after so many steps."""
        return cls(math.nan, math.nan, math.nan, math.nan, steps, True)


def outcome(experiment: Experiment, context: Context = SILENT) -> Outcome:
    """Train the network of the experiment, or of its first lane, to its end, on one thread.

    Its weights are, bit for bit, those of `core.training.run` on one thread. torch's random
    state, threads and grad mode are as before afterwards. Raises Refused where device, dtype or
    memory do not allow it, and Cancelled between two steps.
    """
    experiment = experiment.lane(0)
    with Session("train", torch.device(experiment.run.device), grad=True):
        check_memory(experiment)
        run = LaneRun.begin(experiment, context)
        train_to_end(run, context)
        if run.diverged is not None:
            return Outcome.divergence(run.step)
        train, test, _ = scores(run)
        return Outcome.of(train, test, run.step)


def train_to_end(run: LaneRun, context: Context) -> None:
    """Make all steps of a lane that stands at step 0; its session is the caller's."""
    train = run.experiment.train
    judged = train.early_stopping > 0
    if judged:
        run.note_epoch(scores(run)[1].loss)
    run.enter()
    while not run.finished:
        context.check()
        with refusing_torch_errors("train"):
            run.advance()
        if judged and run.ends_epoch:
            run.note_epoch(scores(run)[1].loss)
        context.progress(run.step / train.steps)
    run.leave()
