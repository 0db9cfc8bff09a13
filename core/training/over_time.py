"""One quantity of one layer over the whole course of a lane, ready to draw."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.training.measure import BINS, Frame

Array = NDArray[np.float64]

ROWS = 72
"""Places upwards of the map."""

LARGEST = sys.float_info.max
NARROW = 1e-9
"""Part of the map's height below which the values of a step are one point."""


@dataclass(frozen=True, slots=True, eq=False)
class OverTime:
    """The distribution at each of n steps, which grow by a factor.

    steps       (n,)
    low, high   the values at the map's lower and upper edge
    density     (ROWS, n) share of the values of a step, over the greatest share of that step
    spread      (n, 3) 15th, 50th and 85th percentile
    """

    steps: NDArray[np.int64]
    low: float
    high: float
    density: Array
    spread: Array


def over_time(frames: Sequence[Frame], quantity: str, layer: int) -> OverTime | None:
    """The map of a layer from its frames; None where there is not one with numbers."""
    known = [frame for frame in frames if np.isfinite(frame.of(quantity).edges[layer]).all()]
    if not known:
        return None
    edges = np.array([frame.of(quantity).edges[layer] for frame in known])
    low, high = float(edges[:, 0].min()), float(edges[:, 1].max())
    if not high > low:
        room = abs(low) / 2 or 1.0
        low, high = max(low - room, -LARGEST), min(high + room, LARGEST)
    scale = max(-low, high)  # of numbers near the ends of float64 the differences are not known
    rows = np.linspace(low / scale, high / scale, ROWS + 1)
    narrow = NARROW * (rows[-1] - rows[0])
    density = np.zeros((ROWS, len(known)))
    for column, frame in enumerate(known):
        part = frame.of(quantity)
        first, last = part.edges[layer] / scale
        counts = part.counts[layer]
        if last - first > narrow:
            own = np.linspace(first, last, BINS + 1)
            total = np.concatenate([[0.0], np.cumsum(counts)])
            density[:, column] = np.diff(np.interp(rows, own, total))
        else:
            at = min(ROWS - 1, int(np.searchsorted(rows, first, side="right")) - 1)
            density[at, column] = 1.0
        greatest = density[:, column].max()
        density[:, column] /= greatest if greatest > 0.0 else 1.0
    return OverTime(
        np.array([frame.step for frame in known]),
        low,
        high,
        density,
        np.array([frame.of(quantity).spread[layer] for frame in known]),
    )
