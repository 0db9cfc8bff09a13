"""Where an activation has become flat: a value there passes hardly any gradient."""

from __future__ import annotations

import functools
import math

import numpy as np

from core.layers.moments import slopes

FLAT = 0.05
"""A value whose |φ'(z)| is below this passes less than a twentieth of the gradient: saturated."""


@functools.cache
def saturated_beyond(activation: str) -> tuple[float, float]:
    """low and high: a value is saturated where z ≤ low or z ≥ high; infinite where φ never is.

    These are the flat ends of φ. The minimum of GELU and SiLU is flat as well, but φ turns there:
    a value that moves on is past it, so it does not count. Found by bisection of torch's own slope,
    to the last bit of a float32.
    """
    grid = np.linspace(-24.0, 24.0, 4801)
    flat = np.abs(slopes(activation, grid)) < FLAT
    steep = np.flatnonzero(~flat)
    low, high = -math.inf, math.inf
    if flat[0]:
        low = _bisect(activation, float(grid[steep[0] - 1]), float(grid[steep[0]]))
    if flat[-1]:
        high = _bisect(activation, float(grid[steep[-1] + 1]), float(grid[steep[-1]]))
    return low, high


def _bisect(activation: str, flat: float, steep: float) -> float:
    for _ in range(60):
        middle = 0.5 * (flat + steep)
        is_flat = bool(abs(slopes(activation, np.array([middle]))[0]) < FLAT)
        flat, steep = (middle, steep) if is_flat else (flat, middle)
    return flat
