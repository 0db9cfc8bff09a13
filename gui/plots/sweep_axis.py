"""One axis of a sweep on paper: where its values lie, the edges of its cells, its ticks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.format import short
from core.sweep.picture import Axis
from gui.plots.axes import decade_ticks, value_ticks

Array = NDArray[np.float64]
FEW = 8
"""Values that are written one by one where there is room."""
EVEN = 1e-6
"""By which share of a cell widths may differ and count as one."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Shares from 0 to 1 along the axis, in the order of its values.

    edges    of the cells, (n + 1,), halfway between values, on the scale of the axis
    middles  of the values themselves, (n,)
    """

    axis: Axis
    edges: Array
    middles: Array
    ordered: bool

    @classmethod
    def of(cls, axis: Axis) -> Places:
        """Values that neither rise nor fall all the way stand in equal steps."""
        at = _coordinates(axis, np.array(axis.values, float))
        steps = np.diff(at)
        ordered = bool((steps > 0.0).all() or (steps < 0.0).all()) and bool(np.isfinite(at).all())
        at = at if ordered else np.arange(float(len(at)))
        half = np.diff(at) / 2 if len(at) > 1 else np.array([0.5])
        edges = np.concatenate(
            [at[:1] - half[0], at[:-1] + half if len(at) > 1 else at[:0], at[-1:] + half[-1]]
        )
        span = edges[-1] - edges[0]
        return cls(axis, (edges - edges[0]) / span, (at - edges[0]) / span, ordered)

    @property
    def even(self) -> bool:
        """Whether all cells have one width."""
        widths = np.diff(self.edges)
        return bool(np.ptp(widths) <= EVEN * widths.mean())

    def index(self, share: float) -> int:
        """The cell at a share."""
        found = int(np.searchsorted(self.edges, share, side="right")) - 1
        return min(max(found, 0), len(self.middles) - 1)

    def shares(self, values: Array) -> Array:
        """Where numbers in the axis's unit lie; NaN where the axis has no order."""
        if not self.ordered or len(self.middles) < 2:
            return np.full(len(values), math.nan)
        first, last = self._ends
        with np.errstate(divide="ignore", invalid="ignore"):
            at = (_coordinates(self.axis, values) - first) / (last - first)
        low, high = self.middles[0], self.middles[-1]
        found: Array = low + at * (high - low)
        return found

    @property
    def _ends(self) -> Array:
        values = self.axis.values
        return _coordinates(self.axis, np.array([values[0], values[-1]], float))

    def ticks(self, room: Callable[[str], float]) -> list[tuple[float, str]]:
        """Shares and texts; `room` is the share that a text needs, air included.

        Few round values are written one by one; otherwise round numbers where they lie.
        """
        values = self.axis.values
        own = [
            (float(at), short(value, 3))
            for at, value in zip(self.middles.tolist(), values, strict=True)
        ]
        round_ones = all(math.isclose(value, float(f"{value:.3g}")) for value in values)
        if len(values) <= FEW and round_ones and _apart(own, room):
            return own
        if not self.ordered:
            return _thinned(own, room)
        found = self._round(room)
        return found if len(found) > 1 else _thinned(own, room)

    def _round(self, room: Callable[[str], float]) -> list[tuple[float, str]]:
        first, last = self._ends.tolist()
        per_share = abs(last - first) / abs(self.middles[-1] - self.middles[0])
        slack = per_share * float(np.abs(np.diff(self.edges)).min()) / 2 * EVEN
        low, high = min(first, last) - slack, max(first, last) + slack
        widest = max(room(short(value, 3)) for value in self.axis.values)
        if self.axis.scale == "log":
            ticks = decade_ticks(low, high, widest * per_share / (high - low) / 1.3)
            if len(ticks) > 1:
                return [(float(self.shares(np.array([10.0**at]))[0]), text) for at, text in ticks]
            return []
        ticks = value_ticks(low, high, widest * per_share)
        return [(float(self.shares(np.array([at]))[0]), text) for at, text in ticks]


def _coordinates(axis: Axis, values: Array) -> Array:
    """As the scale of the axis takes them: the numbers, or their decimal logarithms."""
    if axis.scale != "log":
        return np.asarray(values, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Array = np.log10(values)
    return found


def _apart(ticks: list[tuple[float, str]], room: Callable[[str], float]) -> bool:
    return all(b - a >= (room(s) + room(t)) / 2 for (a, s), (b, t) in itertools.pairwise(ticks))


def _thinned(
    ticks: list[tuple[float, str]], room: Callable[[str], float]
) -> list[tuple[float, str]]:
    """As many as stand apart, the first one first."""
    found = ticks[:1]
    for at, text in ticks[1:]:
        if _apart([found[-1], (at, text)], room):
            found.append((at, text))
    return found
