"""The lanes of a race in lock step: one step of each in turn, so that they stay comparable.

A race goes forward and back. Everything follows from the experiment, so any step can be reached
again: from the newest snapshot before it the steps are made once more, with the same numbers.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray

from core.build.session import refusing_torch_errors
from core.context import Context
from core.experiment import Experiment
from core.training.lane import LaneRun, Snapshot
from core.training.measure import Frame, first_not_finite, frame, scores, updates
from core.training.penalty import penalty
from core.training.record import Curves, Record, next_frame
from core.training.unused import UnusedWeights, has_theory

SHORT_EPOCH = 16
"""Steps that lie between two points at least, where an epoch has fewer, once the race is long."""

EARLY = 1.9
"""Within the first epoch the steps grow by this from one point to the next, at least."""

DENSE = 3
"""From one point to the next lies this part of the steps made, until there are SHORT_EPOCH."""


NOWHERE = np.zeros(0)
"""How far the last step went, where no frame will say it."""


@dataclass(slots=True, eq=False)
class RacingLane:
    """A lane with its record.

    diverged_layer   the first layer that is no number, where the lane has diverged
    ghost            what the lane came to before it was led another way
    """

    run: LaneRun
    record: Record = field(default_factory=Record)
    diverged_layer: int | None = None
    ghost: Curves | None = None
    _next_frame: int = 0
    _unseen_start: float = 0.0
    _theory: UnusedWeights | None = None

    def step(self, context: Context) -> None:
        """Make one step and measure what is due after it; raises Cancelled before the step."""
        run = self.run
        context.check()
        if run.finished:
            return
        before = None
        if run.step + 1 == self._next_frame and not self.record.has_frame(run.step + 1):
            before = [weight.detach().clone() for weight in run.network.weights]
        run.enter()
        with refusing_torch_errors("train"):
            run.advance()
        run.leave()
        if run.diverged is not None:
            self.diverged_layer = first_not_finite(run)
        self.measure(before)

    def measure(self, before: list[torch.Tensor] | None = None) -> None:
        """Add a point and a frame where they are due at this step and are not there yet."""
        run = self.run
        an_epoch = run.experiment.train.steps_an_epoch
        due = run.step >= self._next_frame
        early = run.step < an_epoch and run.step >= EARLY * self.record.last_point
        if (due and early) or run.finished or (run.ends_epoch and self._is_time(run.step)):
            test_loss = self.record.test_loss_at(run.step)
            if test_loss is None:
                test_loss = self._add_point()
            if run.ends_epoch:
                run.note_epoch(test_loss)
        if due and run.diverged is None:
            update = updates([weight.detach() for weight in run.network.weights], before)
            for gone in self.record.keep(run.snapshot(update)):
                self._frame_of(gone)
            self._next_frame = next_frame(run.step)

    def _frame_of(self, snapshot: Snapshot) -> None:
        """Measure the layers as they were, unless that has been done."""
        if not self.record.has_frame(snapshot.step):
            with self.run.as_it_was(snapshot.model):
                self.record.add_frame(frame(self.run, snapshot.step, snapshot.update))

    def frames(self, whole: bool) -> tuple[Frame, ...]:
        """All frames, or the first alone.

        To measure a frame takes as long as five steps, so it is done when somebody asks for it,
        or when the snapshot goes from which it can be.
        """
        for snapshot in self.record.snapshots if whole else self.record.snapshots[:1]:
            self._frame_of(snapshot)
        return tuple(self.record.frames)

    def last_frame(self) -> Frame:
        """The newest frame up to the present step."""
        snapshot = [s for s in self.record.snapshots if s.step <= self.run.step][-1]
        self._frame_of(snapshot)
        return self.record.frame_at(snapshot.step)

    @property
    def frame_steps(self) -> tuple[int, ...]:
        """The steps at which there is a frame, measured or not."""
        record = self.record
        steps = {f.step for f in record.frames} | {s.step for s in record.snapshots}
        return tuple(sorted(steps))

    def _is_time(self, step: int) -> bool:
        """Whether the end of an epoch is measured: where one is short, not every one of them.

        To measure takes as long as some steps; an epoch of one step would take most of its time
        for it. Early stopping asks for every one.
        """
        train = self.run.experiment.train
        gap = min(SHORT_EPOCH, max(1, step // DENSE))
        every = max(1, gap // train.steps_an_epoch)
        return train.early_stopping > 0 or (step // train.steps_an_epoch) % every == 0

    def _add_point(self) -> float:
        run = self.run
        train, test, _ = scores(run)
        trained = math.nan
        if run.trained:
            trained = sum(run.trained) / len(run.trained) + _unseen_penalty(run)
        run.trained.clear()
        self.record.add(run.step, train, test, trained, self._unseen())
        return test.loss

    def _unseen(self) -> float:
        """Mean |w| of the weights that no input ever reaches, over that at step 0."""
        run = self.run
        at = run.data.unused
        if len(at) == 0:
            return math.nan
        now = float(run.network.weights[0].detach()[:, at].double().abs().mean())
        if not self.record.snapshots:
            self._unseen_start = now
        return now / self._unseen_start if self._unseen_start > 0.0 else math.nan

    def unused_theory(self) -> NDArray[np.float64] | None:
        """The exact course of the weights on unused inputs, at the steps of the curves."""
        run = self.run
        if not (len(run.data.unused) and has_theory(run.experiment.train)):
            return None
        if self._theory is None or self._theory.experiment != run.experiment:
            start = self.record.snapshots[0].model["0.weight"][:, run.data.unused]
            self._theory = UnusedWeights(run.experiment, start.double().cpu().numpy())
        return self._theory.shares(self.record.curves().steps.tolist())

    def follow(self, experiment: Experiment) -> None:
        """The schedule is another one: what came after the first difference is undone."""
        old, new = self.run.experiment.train.schedule, experiment.train.schedule
        different = set(old) ^ set(new)
        if different:
            first = min(change.step for change in different)
            future = self.record.curves().from_step(first)
            if len(future.steps) > 1:
                self.ghost = future
            if first < self.run.step:
                self.back_to(first, experiment)
            self.record.cut(first)
        self.run.follow(experiment)

    def back_to(self, step: int, experiment: Experiment) -> None:
        """Restore the newest snapshot at or before a step; the steps from there are still to do."""
        self.run.experiment = experiment
        self.run.restore(self.record.last_before(step))
        self.diverged_layer = None
        self._next_frame = next_frame(self.run.step)


def _unseen_penalty(run: LaneRun) -> float:
    """The penalties that are no part of the loss which the steps have seen."""
    train = run.now
    if train.l1_method == "subgradient":
        train = dataclasses.replace(train, l1=0.0, schedule=())
    return penalty(train, run.optimizer.param_groups[0]["params"])


class Race:
    """All lanes of an experiment. Only the thread that runs the task touches what is in it.

    experiment   what the lanes were made of; None before the first
    lanes        in the order of the experiment
    seconds      that it has run since it stood at step 0
    step         how many steps the furthest lane has made
    """

    def __init__(self) -> None:
        self.experiment: Experiment | None = None
        self.lanes: list[RacingLane] = []
        self.seconds = 0.0

    @property
    def step(self) -> int:
        """How many steps the furthest lane has made."""
        return max((lane.run.step for lane in self.lanes), default=0)

    @property
    def steps(self) -> int:
        """How many steps the longest lane has."""
        return max((lane.run.experiment.train.steps for lane in self.lanes), default=0)

    @property
    def finished(self) -> bool:
        """Whether no lane makes a further step."""
        return all(lane.run.finished for lane in self.lanes)

    def begin(self, experiment: Experiment, context: Context) -> None:
        """Build every lane, at step 0; raises Refused and Cancelled."""
        self.experiment, self.lanes = None, []
        lanes = []
        for index in range(experiment.lanes):
            context.check()
            lane = RacingLane(LaneRun.begin(experiment.lane(index), context))
            lane.run.best = (math.inf, 0)
            lane.measure()
            lanes.append(lane)
        self.lanes, self.experiment, self.seconds = lanes, experiment, 0.0

    def fits(self, experiment: Experiment) -> bool:
        """Whether only the schedule differs, or names, so that the race can go on with it."""
        return self.experiment is not None and _begins_with(self.experiment) == _begins_with(
            experiment
        )

    def follow(self, experiment: Experiment) -> None:
        """Take over another schedule, and other names of lanes."""
        if self.experiment is None or experiment == self.experiment:
            return
        for index, lane in enumerate(self.lanes):
            lane.follow(experiment.lane(index))
        self.experiment = experiment

    def step_once(self, context: Context) -> None:
        """Bring every lane one step on: those that are behind first catch up."""
        aim = self.step + 1
        behind = min((ln.run.step for ln in self.lanes if not ln.run.finished), default=aim)
        if behind + 1 < aim:
            aim = behind + 1
        for lane in self.lanes:
            if lane.run.step < aim:
                lane.step(context)

    def catch_up(self, context: Context) -> None:
        """Bring the lanes that are behind to the step of the furthest."""
        aim = self.step
        for lane in self.lanes:
            while lane.run.step < aim and not lane.run.finished:
                lane.step(context)

    def remember(self) -> None:
        """The present step is shown: a change may be made at it, when the race is further on."""
        for lane in self.lanes:
            lane.record.shown.append(lane.run.snapshot(NOWHERE))

    def go_to(self, step: int) -> None:
        """Go back to the newest snapshots at or before a step; what was seen later stays known."""
        for lane in self.lanes:
            if lane.run.step > step:
                lane.back_to(step, lane.run.experiment)
        if self.step == 0:
            self.seconds = 0.0


def without_changes(experiment: Experiment) -> Experiment:
    """The experiment without the changes made while it runs: what a race begins with."""
    return experiment.with_values({"train.schedule": ()})


def _begins_with(experiment: Experiment) -> Experiment:
    """The same without the names of the lanes, which compute nothing."""
    nameless = tuple(dataclasses.replace(lane, name="") for lane in experiment.race)
    return dataclasses.replace(without_changes(experiment), race=nameless)
