"""Where an activation has become flat: a value there passes hardly any gradient."""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from core.layers.moments import slopes

Array = NDArray[np.float64]

FLAT = 0.05
"""A value whose |φ'(z)| is below this passes less than a twentieth of the gradient: saturated."""


@functools.cache
def saturated_beyond(activation: str) -> tuple[float, float]:
    """low and high: a value is saturated where z ≤ low or z ≥ high; infinite where φ never is.

    These are the flat ends of φ. The minimum of GELU and SiLU is flat as well, but φ turns there:
    a value that moves on is past it, so it does not count. Found in torch's own slope, to the last
    bit of a float32.
    """
    grid = np.linspace(-24.0, 24.0, 4801)
    flat = _is_flat(activation, grid)
    steep = np.flatnonzero(~flat)
    low, high = -math.inf, math.inf
    if flat[0]:
        low = _narrowed(activation, float(grid[steep[0] - 1]), float(grid[steep[0]]))
    if flat[-1]:
        high = _narrowed(activation, float(grid[steep[-1] + 1]), float(grid[steep[-1]]))
    return low, high


def _is_flat(activation: str, z: Array) -> NDArray[np.bool_]:
    return np.asarray(np.abs(slopes(activation, z)) < FLAT)


def _narrowed(activation: str, flat: float, steep: float) -> float:
    """The last place on the way from flat to steep that is flat: 1,000 steps, then 1,000 of one."""
    for _ in range(4):
        steps = np.linspace(flat, steep, 1001)
        first = int(np.argmin(_is_flat(activation, steps)))
        flat, steep = float(steps[first - 1]), float(steps[first])
    return flat
