"""What is meant by a hill, a valley, a flat curve: shapes that a lesson says of a plot.

Each is decided by mathematics, for a sample as for an exact density. `core.lessons.claims` says of
what; here nothing of InitLab is known, so that reading a lesson waits for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.experiment import MAX_LANES

if TYPE_CHECKING:
    from core.training.result import LaneResult

Array = NDArray[np.float64]

BINS = 24
"""Into which a histogram is joined before its shape is judged; chance moves single bins."""

LEVEL = 0.15
"""Share by which the height of a box may differ from bin to bin."""

NEAR_NORMAL = 0.02
"""Distance between two distribution functions up to which they are one bell to the eye."""

FLAT = 2.0
"""Largest over smallest value of a curve that looks flat on an axis of powers of ten."""


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """What is drawn of a distribution: shares of point masses, and of bins of equal width."""

    edges: Array
    shares: Array
    points: tuple[tuple[float, float], ...]
    mean: float
    std: float

    @property
    def heights(self) -> Array:
        """The bins joined to a few, as heights whose mean is 1."""
        at = np.linspace(self.edges[0], self.edges[-1], BINS + 1)
        below = np.concatenate([[0.0], np.cumsum(self.shares)])
        joined: Array = np.diff(np.interp(at, self.edges, below))
        return joined / float(joined.mean())


# Shapes of a distribution:


def one_spike(drawn: Distribution) -> bool:
    """All values are the same."""
    return len(drawn.points) == 1 and math.isclose(drawn.points[0][1], 1.0)


def spike_at_zero(drawn: Distribution) -> bool:
    """A share of the values that can be seen is exactly 0, and the rest is spread."""
    return any(value == 0.0 and 0.01 <= share < 1.0 for value, share in drawn.points)


def box(drawn: Distribution) -> bool:
    """As high everywhere between two ends; the outermost bins may be filled in part."""
    if not len(drawn.edges):
        return False
    inner = drawn.heights[1:-1]
    return bool(np.all(np.abs(inner / np.median(inner) - 1.0) < LEVEL))


def bell(drawn: Distribution) -> bool:
    """That of the normal distribution with the same mean and standard deviation."""
    if not len(drawn.edges) or drawn.std == 0.0:
        return False
    below = np.cumsum(drawn.shares) / drawn.shares.sum()
    z = (drawn.edges[1:] - drawn.mean) / (drawn.std * math.sqrt(2.0))
    normal = np.array([0.5 * math.erfc(-value) for value in z])
    return bool(np.max(np.abs(below - normal)) < NEAR_NORMAL)


def hill(drawn: Distribution) -> bool:
    """Highest inside, and at both ends less than half as high."""
    if not len(drawn.edges):
        return False
    heights = drawn.heights
    top = int(np.argmax(heights))
    ends = max(heights[:2].mean(), heights[-2:].mean())
    return BINS // 5 <= top < BINS - BINS // 5 and ends < heights[top] / 2


def valley(drawn: Distribution) -> bool:
    """Lower in the middle than at a peak on either side, by a quarter at least."""
    if not len(drawn.edges):
        return False
    heights, third = drawn.heights, BINS // 3
    middle = heights[third:-third].min()
    return bool(min(heights[:third].max(), heights[-third:].max()) > 1.25 * middle)


def two_ends(drawn: Distribution) -> bool:
    """Nearly all values lie in the outermost twentieths of the range, many on either side."""
    values = [*((drawn.edges[1:] + drawn.edges[:-1]) / 2)] if len(drawn.edges) else []
    shares = [*drawn.shares, *(share for _, share in drawn.points)]
    values += [value for value, _ in drawn.points]
    low, high = min(values), max(values)
    if low == high:
        return False
    margin = (high - low) / 20
    left = sum(s for v, s in zip(values, shares, strict=True) if v <= low + margin)
    right = sum(s for v, s in zip(values, shares, strict=True) if v >= high - margin)
    return bool(left + right > 0.8 and min(left, right) > 0.3)


def centred(drawn: Distribution) -> bool:
    """The mean is 0, as far as a sample can tell."""
    return abs(drawn.mean) < 0.05 * drawn.std


def off_centre(drawn: Distribution) -> bool:
    """The mean is not 0."""
    return abs(drawn.mean) > 0.5 * drawn.std


# Shapes of a curve over the layers, in the order in which it is passed:


def flat(curve: Array) -> bool:
    """It looks flat on an axis of powers of ten."""
    return bool(np.all(curve > 0) and curve.max() < FLAT * curve.min())


def rises(curve: Array) -> bool:
    """It rises from each fifth of the layers to the next."""
    parts = _fifths(curve)
    return bool(np.all(parts > 0) and np.all(np.diff(parts) > 0) and curve[-1] > FLAT * curve[0])


def falls(curve: Array) -> bool:
    """It falls from each fifth of the layers to the next."""
    parts = _fifths(curve)
    return bool(np.all(parts > 0) and np.all(np.diff(parts) < 0) and curve[0] > FLAT * curve[-1])


def falls_slower(curve: Array) -> bool:
    """It falls, on an axis of powers of ten at the end less than half as steeply as at first."""
    logs = np.log(_fifths(curve)) if falls(curve) else np.zeros(5)
    return bool(falls(curve) and logs[3] - logs[4] < (logs[0] - logs[1]) / 2)


def settles(curve: Array) -> bool:
    """It stays within a few per cent over its second half."""
    half = curve[len(curve) // 2 :]
    return bool(np.all(half > 0) and half.max() < 1.25 * half.min())


def _fifths(curve: Array) -> Array:
    """Geometric means of five parts of the curve."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.array([np.exp(np.log(part).mean()) for part in np.array_split(curve, 5)])


# Shapes of the matrix:


def rows_alike(weight: Array) -> bool:
    """Every row is the first."""
    return bool(np.all(weight == weight[0]))


def diagonal(weight: Array) -> bool:
    """Ones on the diagonal and zeros elsewhere."""
    return bool(np.array_equal(weight, np.eye(*weight.shape)))


def empty_rows(weight: Array) -> bool:
    """Some rows are zeros, others are not."""
    empty = np.all(weight == 0.0, axis=1)
    return bool(empty.any() and not empty.all())


# Shapes of the activation; slopes at points of [−3, 3]:


def flat_ends(slopes: Array) -> bool:
    """At both ends it has hardly any slope left."""
    return bool(max(abs(slopes[0]), abs(slopes[-1])) < 0.05 * np.abs(slopes).max())


def steep_middle(slopes: Array) -> bool:
    """It is steepest at 0."""
    return bool(np.argmax(np.abs(slopes)) == len(slopes) // 2)


def curved(slopes: Array) -> bool:
    """It is no straight line, nor made of two."""
    return len(np.unique(np.round(slopes, 6))) > 2


def straight_middle(slopes: Array) -> bool:
    """The nearer to 0, the less its slope differs from that at 0."""
    middle = slopes[len(slopes) // 2]
    away = np.abs(slopes[len(slopes) // 2 :] - middle)
    return bool(np.all(np.diff(away) > 0) and away[1] < 0.01)


# What becomes of a lane:

TINY_GRADIENT = 1e-5
"""A gradient whose root mean square is below this moves no weight that one can see."""


def no_gradient(lane: LaneResult) -> bool:
    """Before the first step next to nothing reaches the first layer."""
    return bool(lane.frames[0].gradient.rms[0] < TINY_GRADIENT)


def loss_falls(lane: LaneResult) -> bool:
    """The training loss has lost a tenth at least."""
    return lane.verdict.last < 0.9 * lane.verdict.first


def test_loss_rises(lane: LaneResult) -> bool:
    """The test loss ends a quarter above its least."""
    test = lane.curves.test_loss
    return bool(test[-1] > 1.25 * np.nanmin(test))


test_loss_rises.__test__ = False  # type: ignore[attr-defined]

LANES = tuple(f"lane {number}" for number in range(MAX_LANES))
"""What a step's `shapes` call the lanes of a race, from 0 as on the command line."""

Meanings = dict[str, Callable[[Any], bool]]

_SPREAD: Meanings = {
    "one spike": one_spike,
    "spike at zero": spike_at_zero,
    "box": box,
    "bell": bell,
    "hill": hill,
    "valley": valley,
    "two ends": two_ends,
    "centred": centred,
    "off centre": off_centre,
}
_LANE: Meanings = {
    "learns": lambda lane: lane.verdict.name == "learns",
    "stuck": lambda lane: lane.verdict.name == "stuck",
    "diverged": lambda lane: lane.verdict.name == "diverged",
    "overfits": lambda lane: lane.verdict.name == "overfits",
    "units alike": lambda lane: lane.verdict.alike,
    "no gradient": no_gradient,
    "loss falls": loss_falls,
    "test loss rises": test_loss_rises,
    "exact zeros": lambda lane: lane.zeros > 0.0,
    "no exact zeros": lambda lane: lane.zeros == 0.0,
}
_CURVE: Meanings = {
    "flat": flat,
    "rises": rises,
    "falls": falls,
    "falls slower": falls_slower,
    "settles": settles,
}

SHAPES: dict[str, Meanings] = {
    "weight": _SPREAD,
    "theory": _SPREAD,
    "output": _SPREAD,
    "matrix": {"rows alike": rows_alike, "diagonal": diagonal, "empty rows": empty_rows},
    "forward": _CURVE,
    "backward": _CURVE,
    "activation": {
        "flat ends": flat_ends,
        "steep middle": steep_middle,
        "curved": curved,
        "straight middle": straight_middle,
    },
    **dict.fromkeys(LANES, _LANE),
}
"""What each thing that is drawn may be said to be."""
