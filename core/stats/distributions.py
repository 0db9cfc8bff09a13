"""What the values of each layer look like, on one axis for all layers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.stats.histogram import Summary

Array = NDArray[np.float64]

QUANTITIES = ("preactivation", "activation", "gradient", "weight")
BINS = 160
TAIL = 0.0005
"""Share of the values at either end that may lie outside the axis."""

LARGEST = 1e307
"""Numbers beyond lie outside the axis, whose width and edges would be infinite."""

MAX_RMS = 6.0
"""The axis in units of each layer's own rms ends here at the latest."""


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Densities over common `edges`, (bins + 1,); `density` is (layers, bins).

    Exact zeros are left out of the density, whose integral is the share of what is left inside
    the axis. `scaled` says that each layer is divided by its own root mean square.
    """

    edges: Array
    density: Array
    scaled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Distributions:
    """One quantity of every layer.

    zeros    share of exact zeros, (layers,)
    broken   share of NaN and infinite values, (layers,)
    rms      root mean square of the finite values, (layers,)
    same     all layers on one axis; `own` each in units of its own rms
    """

    quantity: str
    zeros: Array
    broken: Array
    rms: Array
    same: Axis
    own: Axis


def chosen(layers: int, most: int) -> NDArray[np.int64]:
    """At most so many layers, evenly spread from the first to the last."""
    return np.unique(np.linspace(0, layers - 1, min(layers, most)).round().astype(np.int64))


def distributions(quantity: str, summaries: list[Summary]) -> Distributions:
    """Put the summaries of all layers on common axes; their zeros are among the atoms."""
    # Not √power, which overflows and underflows with the squares.
    rms = np.array([math.hypot(s.mean, s.std) for s in summaries])
    spreads = [_spread(summary) for summary in summaries]
    return Distributions(
        quantity=quantity,
        zeros=np.array([_zeros(s) / s.count for s in summaries]),
        broken=np.array([1.0 - s.finite / s.count for s in summaries]),
        rms=rms,
        same=_axis(spreads, np.ones_like(rms), False),
        own=_axis(spreads, rms, True),
    )


def _zeros(summary: Summary) -> int:
    return dict(summary.atoms).get(0.0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """One layer without its zeros: `below[i]` values lie under fine edge (first + i)·2^exponent.

    low, high   between them lie all but TAIL of the values at either end
    count       all values of the layer, zeros included
    """

    exponent: int
    first: int
    below: NDArray[np.int64]
    low: float
    high: float
    count: int


def _spread(summary: Summary) -> _Spread | None:
    """None where nothing but zeros is left."""
    bins, zeros = summary.bins, _zeros(summary)
    below = np.zeros(len(bins.counts) + 1, np.int64)
    np.cumsum(bins.counts, out=below[1:])
    if zeros:
        below[1 - bins.first :] -= zeros
    if below[-1] == 0:
        return None
    ends = np.searchsorted(below[1:], np.array([TAIL, 1.0 - TAIL]) * below[-1])
    low, high = (math.ldexp(bins.first + int(i) + 0.5, bins.exponent) for i in ends)
    return _Spread(bins.exponent, bins.first, below, low, high, summary.count)


def _axis(spreads: list[_Spread | None], units: Array, scaled: bool) -> Axis:
    """Rebin every layer in its unit; counts at a common edge are right to one fine bin."""
    known = [
        (row, spread, float(unit))
        for row, (spread, unit) in enumerate(zip(spreads, units, strict=True))
        if spread is not None and 0.0 < unit < math.inf
    ]
    low = min((spread.low / unit for _, spread, unit in known), default=-1.0)
    high = max((spread.high / unit for _, spread, unit in known), default=1.0)
    if scaled:
        low, high = max(low, -MAX_RMS), min(high, MAX_RMS)
    low, high = max(min(low, 0.0), -LARGEST), min(max(high, 0.0), LARGEST)
    if not low < high:
        low, high = -1.0, 1.0
    room = 0.04 * (high - low)
    edges = np.linspace(low - room, high + room, BINS + 1)
    density = np.zeros((len(spreads), BINS))
    for row, spread, unit in known:
        with np.errstate(over="ignore"):
            density[row] = _counts(spread, edges * unit) / spread.count / np.diff(edges)
    return Axis(edges, density, scaled)


def _counts(spread: _Spread, edges: Array) -> Array:
    """How many values lie between the edges, a fine bin going where its middle is."""
    with np.errstate(over="ignore", under="ignore"):
        index = np.ldexp(edges, -spread.exponent) - spread.first
    last = len(spread.below) - 1
    place = np.clip(np.ceil(np.nan_to_num(index) - 0.5), 0, last).astype(np.int64)
    counts: Array = np.diff(spread.below[place]).astype(float)
    return counts
