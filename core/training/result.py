"""What the Training page draws: frozen, of NumPy arrays and floats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.build.script import Script
from core.experiment import Experiment
from core.init.formula import Lines
from core.messages import Message
from core.stats.histogram import Summary
from core.stats.histogram_data import HistogramData
from core.training import code as snippet
from core.training.measure import Frame
from core.training.record import Curves
from core.training.verdict import Verdict

Array = NDArray[np.float64]


NO_ANSWER = -1
"""In place of a class, where the outputs are NaN."""


@dataclass(frozen=True, slots=True, eq=False)
class LaneResult:
    """One lane, as far as it has come.

    name        what it is called in the race
    experiment  its own, without a race
    step        how many steps it has made
    stopped     `epochs` at the end of the training, `early` or `diverged` before it; empty while
                it goes on
    best_step   the step of the least test loss at an epoch's end
    ghost       what it came to before a change led it another way, from where it parted
    norm        ‖W‖, the Frobenius norm of all weights together
    zeros       share of the weights that are exactly 0
    gradient    (L,) root mean square of the gradient of each linear layer's weights at this step,
                in evaluation mode; of a lane that has diverged, the last that were numbers
    frames      the first one at least, and where the course is looked at those of the chosen lane
    frame_steps the steps at which there is a frame, measured or not
    weights     what is measured of each weight; empty where nobody asked for it, and until all
                lanes are at their ends
    """

    name: str | Message
    experiment: Experiment
    step: int
    curves: Curves
    frames: tuple[Frame, ...]
    verdict: Verdict
    stopped: str
    best_step: int
    parameters: int
    norm: float
    zeros: float
    gradient: Array
    frame_steps: tuple[int, ...]
    ghost: Curves | None = None
    weights: tuple[Summary, ...] = ()

    @property
    def code(self) -> Script:
        """A script that leaves `model` as this lane does at its end."""
        return snippet.code(self.experiment)


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What is shown of the lane and the layer that were chosen, at the present step.

    lane, layer   their numbers from 0
    now, start    the layer's weights at this step and at step 0, on common bins
    tiles         the first layer's weights as pictures, (units, rows, columns); None where the
                  inputs are no pictures
    printed       what `print(model)` says
    wrong         test samples that are answered wrongly: inputs (n, rows, columns), what was
                  answered and what is right; None where the inputs are no pictures
    """

    lane: int
    layer: int
    now: HistogramData | None
    start: HistogramData | None
    tiles: Array | None
    printed: str
    wrong: tuple[Array, NDArray[np.int64], NDArray[np.int64]] | None


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What the lanes answer over the whole plane, or line, of their inputs.

    points, labels, replaced   the training samples that are drawn, scaled as the network sees them
    grid      places along x, and for a plane along y
    answers   for each lane: (rows, columns) of the share of the second class, or of the curve
    """

    points: Array
    labels: Array
    replaced: NDArray[np.bool_]
    grid: tuple[Array, ...]
    answers: tuple[Array, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingResult:
    """Everything on the Training page at one step.

    steps      of the longest lane
    complete   whether every lane is at its end
    unused     for each lane the exact course of weights on inputs that are always 0, at the steps
               of its curves; None for a lane without one, empty where nobody asked for it
    passing    whether more pictures follow at once, so that nobody waits for this one
    formula    the regularized loss with its numbers, typeset; None where nobody asked for it
    """

    experiment: Experiment
    lanes: tuple[LaneResult, ...]
    step: int
    steps: int
    complete: bool
    chosen: Chosen
    field: Field | None
    notes: tuple[Message, ...]
    seconds: float
    unused: tuple[Array | None, ...] = ()
    passing: bool = False
    formula: Lines | None = None

    @property
    def code(self) -> Script:
        """The script of the chosen lane."""
        return self.lanes[self.chosen.lane].code
