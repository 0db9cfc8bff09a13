"""Where an activation is so flat that a unit there hardly learns."""

from __future__ import annotations

import functools
import math

import numpy as np

from core.layers.moments import slopes

FLAT = 0.05
"""A unit whose |φ'(z)| is below this passes less than a twentieth of the gradient: saturated."""


@functools.cache
def flat_ranges(activation: str) -> tuple[tuple[float, float], ...]:
    """Where |φ'(z)| < FLAT: disjoint ranges of z, open to infinity at the ends.

    The ends are found by bisection of torch's own slope, to the last bit of a float32.
    """
    grid = np.linspace(-24.0, 24.0, 4801)
    flat = np.abs(slopes(activation, grid)) < FLAT
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    ends = [_bisect(activation, float(grid[i]), float(grid[i + 1])) for i in changes]
    if flat[0]:
        ends.insert(0, -math.inf)
    if flat[-1]:
        ends.append(math.inf)
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def _bisect(activation: str, low: float, high: float) -> float:
    first = bool(abs(slopes(activation, np.array([low]))[0]) < FLAT)
    for _ in range(60):
        middle = 0.5 * (low + high)
        same = bool(abs(slopes(activation, np.array([middle]))[0]) < FLAT) == first
        low, high = (middle, high) if same else (low, middle)
    return low if first else high
