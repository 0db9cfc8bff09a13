"""What the page draws of a sweep: maps of cells with theory over them, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.messages import Message
from core.sweep.plan import Axis
from core.sweep.results import DIVERGED, KNOWN, UNKNOWN

Array = NDArray[np.float64]

__all__ = ["DIVERGED", "KNOWN", "UNKNOWN", "Axis", "Line", "Map", "Region"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of theory over the map; points in the units of the axes."""

    label: Message
    x: Array
    y: Array


@dataclass(frozen=True, slots=True)
class Region:
    """Words that lie on the map, at shares from 0 to 1 of its width and height from below."""

    text: Message
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """One picture of a sweep; arrays of cells are (rows, columns), the first row is the lowest.

    title, measure   what it shows, as a question and as a name
    question         the title without what is the map's own
    own              what tells it from the one beside it
    y                None where it is a curve over x; there is one row then
    mean             over the seeds that are known; NaN where none is, or all have diverged
    spread           standard deviation over the seeds, NaN below two of them
    state            UNKNOWN, KNOWN, or DIVERGED where all known seeds have
    source           row and column of the cell whose colour an unknown one lends itself meanwhile;
                     its own where there is none
    centre           what colours run away from to both sides, by factors; None: from low to high
    low, high        the ends of the colours
    open_ends        whether values below and above them have the colour of the end
    theory           what theory says in each cell, None where it says nothing
    approximate      whether cells were trained as one network: right to what rounding becomes
    share            whether values are shares of 1
    learned          whether a cell is a training, or else a signal
    partly           cells of whose seeds some came to no finite number; the mean is of the rest
    """

    title: Message
    measure: Message
    question: Message
    own: Message
    x: Axis
    y: Axis | None
    mean: Array
    spread: Array
    state: NDArray[np.uint8]
    source: tuple[NDArray[np.intp], NDArray[np.intp]]
    centre: float | None
    low: float
    high: float
    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()
    theory: Array | None = None
    approximate: bool = False
    share: bool = False
    learned: bool = False
    partly: int = 0
    open_ends: tuple[bool, bool] = (False, False)
