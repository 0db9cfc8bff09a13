"""What is kept of a lane on its way: curves, frames, and snapshots to go back to."""

from __future__ import annotations

import bisect
import math
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.training.lane import Snapshot
from core.training.measure import Frame, Score

Array = NDArray[np.float64]

GROWTH = 1.4
"""From one frame to the next the steps grow by this: 17 frames in 300 steps, 41 in a million."""

MAX_SNAPSHOTS = 16
MAX_SNAPSHOT_BYTES = 2**24
"""Of one lane; where its snapshots take more, fewer are kept."""


SHOWN = 2
"""Of the last pictures there is a snapshot each: a change is made at the step that one sees."""


def frame_steps() -> Iterator[int]:
    """0, 1, 2, 3, 4, 6, 8, 11, …: the steps after which the layers are measured."""
    yield 0
    step = 1
    while True:
        yield step
        step = max(step + 1, round(GROWTH * step))


def next_frame(step: int) -> int:
    """The first frame's step after `step`."""
    return next(s for s in frame_steps() if s > step)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Losses and accuracies at the same steps, as arrays of one length; the first is step 0.

    accuracies are NaN for a regression
    trained     mean loss of the steps since the point before, with dropout on and every penalty
                added; at step 0 NaN
    unseen      mean |w| of the first layer's weights on inputs that are always 0, over that at
                step 0; NaN where there are none
    """

    steps: NDArray[np.int64]
    train_loss: Array
    test_loss: Array
    train_accuracy: Array
    test_accuracy: Array
    trained: Array
    unseen: Array

    def until(self, step: int) -> Curves:
        """The part up to a step."""
        n = int(np.searchsorted(self.steps, step, side="right"))
        return Curves(*(getattr(self, name)[:n] for name in self.__slots__))

    def from_step(self, step: int) -> Curves:
        """The part from a step on, with the last point before it."""
        n = max(0, int(np.searchsorted(self.steps, step, side="right")) - 1)
        return Curves(*(getattr(self, name)[n:] for name in self.__slots__))


COLUMNS = len(Curves.__slots__)


@dataclass(slots=True, eq=False)
class Record:
    """What has been seen of one lane; a point takes 56 bytes, since there may be many thousands."""

    columns: list[array[float]] = field(init=False)
    frames: list[Frame] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    shown: deque[Snapshot] = field(default_factory=lambda: deque(maxlen=SHOWN))

    def __post_init__(self) -> None:
        self.columns = [array("d") for _ in range(COLUMNS)]

    def test_loss_at(self, step: int) -> float | None:
        """The test loss that was measured at a step; None where nothing was."""
        steps = self.columns[0]
        at = bisect.bisect_left(steps, step)
        return self.columns[2][at] if at < len(steps) and steps[at] == step else None

    @property
    def last_point(self) -> int:
        """The step of the last point, -1 before the first."""
        return int(self.columns[0][-1]) if self.columns[0] else -1

    def has_frame(self, step: int) -> bool:
        """Whether the layers were measured at a step."""
        at = bisect.bisect_left(self.frames, step, key=lambda frame: frame.step)
        return at < len(self.frames) and self.frames[at].step == step

    def frame_at(self, step: int) -> Frame:
        """The frame of a step at which the layers were measured."""
        return self.frames[bisect.bisect_left(self.frames, step, key=lambda frame: frame.step)]

    def add_frame(self, frame: Frame) -> None:
        """One more frame, in its place: frames are measured when somebody asks for them."""
        bisect.insort(self.frames, frame, key=lambda known: known.step)

    def add(self, step: int, train: Score, test: Score, trained: float, unseen: float) -> None:
        """One point of the curves."""
        values = (step, train.loss, test.loss, train.accuracy, test.accuracy, trained, unseen)
        for column, value in zip(self.columns, values, strict=True):
            column.append(value)

    def keep(self, snapshot: Snapshot) -> list[Snapshot]:
        """One more snapshot; where there are too many, the one that is closest to others goes.

        Returns those that went.
        """
        gone: list[Snapshot] = []
        if any(kept.step == snapshot.step for kept in self.snapshots):
            return gone
        self.snapshots.append(snapshot)
        self.snapshots.sort(key=lambda kept: kept.step)
        most = max(2, min(MAX_SNAPSHOTS, MAX_SNAPSHOT_BYTES // max(1, snapshot.nbytes)))
        while len(self.snapshots) > most:
            inner = range(1, len(self.snapshots) - 1)
            if not inner:
                break
            at = min(inner, key=self._room)
            gone.append(self.snapshots.pop(at))
        return gone

    def _room(self, at: int) -> float:
        before, after = self.snapshots[at - 1].step, self.snapshots[at + 1].step
        return math.log1p(after) - math.log1p(before)

    def last_before(self, step: int) -> Snapshot:
        """The newest snapshot at or before a step; the one of step 0 is always there."""
        known = [*self.snapshots, *self.shown]
        return max((s for s in known if s.step <= step), key=lambda kept: kept.step)

    def cut(self, step: int) -> None:
        """Forget what came after a step."""
        kept = bisect.bisect_right(self.columns[0], step)
        for column in self.columns:
            del column[kept:]
        self.frames = [frame for frame in self.frames if frame.step <= step]
        self.snapshots = [snapshot for snapshot in self.snapshots if snapshot.step <= step]
        self.shown = deque((s for s in self.shown if s.step <= step), maxlen=SHOWN)

    def curves(self) -> Curves:
        """The points as arrays, which do not grow any more."""
        steps, *others = (np.array(column) for column in self.columns)
        return Curves(steps.astype(np.int64), *others)
