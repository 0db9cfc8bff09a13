"""What the Dropout page draws: samples, what many of them come to, and where the next go on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.dropout import code as dropout_snippet
from core.experiment import Experiment
from core.init.formula import Lines
from core.layers.dropouts import KINDS, Kind

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
State = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One call of the layer. `unscaled` is y without the factor on survivors; None for alpha."""

    number: int
    mask: Mask
    y: Array
    unscaled: Array | None
    printed: str


@dataclass(frozen=True, slots=True, eq=False)
class RunningMean:
    """What many samples come to, either as torch scales them or without the scale.

    mean        running mean of y for each unit or channel
    expected    where theory says that it goes; `error` is its standard error now
    distance    root mean square of mean − aim over the units, NaN where there is none
    theory      root mean square of the standard error of one sample: divide by √n
    counts, distances    the way there: distance after so many samples
    variance    of the signal, measured; `curve` is theory's over `curve_p`
    """

    mean: Array
    expected: Array
    error: Array
    distance: float
    theory: float
    counts: Array
    distances: Array
    signal_mean: float
    variance: float
    curve: Array


@dataclass(frozen=True, slots=True)
class Stored:
    """What a dtype of 16 bits makes of the scale of a survivor, and of a dropped unit."""

    scale: float
    dropped: float


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """All that the next samples continue from; nothing of it is drawn."""

    single: State
    block: State | None
    total: Array
    history: tuple[tuple[int, float, float], ...]
    signal: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class DropoutResult:
    """Everything on the Dropout page; arrays over x are flat, those over units are shorter.

    units      x, or the mean of each channel where whole channels are dropped
    positions  values that share one entry of the mask
    recent     the last samples, newest last
    samples    how many single samples were drawn, `many` how many in blocks besides
    classical  the reading without the scale, None for alpha
    curve_p    the p of the variance curves
    stored     what a dtype of 16 bits makes of the scale, None where none of them rounds it
    formula    typeset; None while it is not, or where nobody asked for it
    """

    experiment: Experiment
    x: Array
    units: Array
    positions: int
    recent: tuple[Sample, ...]
    samples: int
    many: int
    mean_y: Array
    inverted: RunningMean
    classical: RunningMean | None
    signal: tuple[float, float]
    curve_p: Array
    simple: bool
    carried: Carried
    stored: Stored | None = None
    formula: Lines | None = None

    @property
    def kind(self) -> Kind:
        """The entry of the family."""
        return KINDS[self.experiment.dropout.kind]

    @property
    def count(self) -> int:
        """All samples together."""
        return self.samples + self.many

    @property
    def code(self) -> str:
        """The code of the newest sample."""
        return self.code_of(self.samples)

    def code_of(self, number: int) -> str:
        """The code that reproduces sample `number`, and the mean of those drawn in blocks."""
        return dropout_snippet.code(self.experiment, number, self.many, self.simple)

    def same_draw(self, experiment: Experiment) -> bool:
        """Whether another experiment has the same samples."""
        mine = self.experiment
        return (mine.dropout, mine.run) == (experiment.dropout, experiment.run)
