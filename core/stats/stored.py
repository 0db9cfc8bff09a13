"""What a dtype makes of a distribution: the numbers that stand in memory, and their shares.

torch computes a draw in float32 or float64 and then rounds it to the dtype. So each number of the
dtype holds what lies nearest to it: the cell between the middles to its two neighbours.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.init.marginals import Atom, Marginal, PointMasses, Spread
from core.machine.dtypes import neighbours, numbers, rounded, rounding_edges, spacing
from core.stats.histogram import Bins

Array = NDArray[np.float64]

NONE = np.zeros(0)
FINE = 128
"""Numbers of the dtype to a standard deviation from which on rounding changes no moment."""
GRID = 4096
WRAPPED = 1e-5
"""A smaller share that a half-open interval takes from its end to its beginning moves no mean."""


def stored(theory: Marginal, dtype: str, rounds_bounds: bool = False) -> Marginal:
    """The theory with the point masses that the dtype has; the rest of it as it is.

    A constant becomes the number that the dtype stores for it, zero without a sign. A continuous
    part becomes a point mass too where the dtype has but one number for it. `rounds_bounds` is for
    a device whose `uniform_` takes its bounds in the dtype, as CUDA's does.
    """
    found: dict[float, Atom] = {}
    for atom in theory.atoms:
        value = rounded(atom.value, dtype)
        # What is too large for the dtype stays as it is meant: the weights are infinite.
        _add(found, replace(atom, value=(value if math.isfinite(value) else atom.value) + 0.0))
    if theory.rest is not None:
        only = _only(theory.rest, dtype)
        if only is None and rounds_bounds and theory.rest.half_open:
            return theory.rest.between(rounded(theory.low, dtype), rounded(theory.high, dtype))
        if only is None:
            atoms = tuple(found.values())
            return theory if atoms == theory.atoms else replace(theory, atoms=atoms)  # type: ignore[type-var]
        _add(found, Atom(only + 0.0, 1.0 - math.fsum(atom.share for atom in theory.atoms)))
    if len(found) == 1:
        found = {value: Atom(value, 1.0) for value in found}
    return PointMasses(tuple(found.values()))


def _add(found: dict[float, Atom], atom: Atom) -> None:
    there = found.get(atom.value)
    if there is not None:
        exact = atom.exact and there.exact
        atom = Atom(atom.value, there.share + atom.share, exact)
    found[atom.value] = atom


def _only(rest: Spread, dtype: str) -> float | None:
    """The one number as which every draw is stored, None where there are more.

    By distances, since the middle between two neighbours of float64 is no float64.
    """
    value = rounded(rest.mean, dtype)
    below, above = neighbours(value, dtype)
    if not math.isfinite(above - below):
        return None
    reach, offset = rest.reach * rest.std, rest.mean - value
    down = min(reach, rest.mean - rest.low) - offset
    up = min(reach, rest.high - rest.mean) + offset
    return value if down <= (value - below) / 2 and up <= (above - value) / 2 else None


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and std, and the third, fourth and sixth central moment in units of std."""

    mean: float
    std: float
    third: float
    fourth: float
    sixth: float


@functools.lru_cache(maxsize=64)
def remembered(theory: Marginal, dtype: str) -> Marginal:
    """`stored`, which goodness and likelihood ask for in turn."""
    return stored(theory, dtype)


@functools.lru_cache(maxsize=16)
def cells_of(theory: Spread, dtype: str) -> Cells:
    """The Cells of a distribution, which goodness and likelihood ask for in turn."""
    return Cells(theory, dtype)


@functools.lru_cache(maxsize=4)
def _rounding_edges(dtype: str, exponent: int, first: int, size: int) -> Array:
    """The rounding edges of so many bins, which every distribution of one tensor asks for."""
    return rounding_edges(Bins(exponent, first, np.zeros(size, np.int64)).edges, dtype)


class Cells:
    """The shares of the numbers of a dtype in a continuous distribution; it does not change.

    Not for a float64 hardly finer than the distribution: the middle between two of its neighbours
    cannot be said in float64. `exact` is False there.
    """

    def __init__(self, theory: Spread, dtype: str) -> None:
        self.dtype = dtype
        self.low, self.high = rounded(theory.low, dtype), rounded(theory.high, dtype)
        if theory.redrawn:
            low, high = self._edges([self.low, _after(self.high, dtype)])
            theory = theory.between(float(low), float(high))
        self.theory = theory
        """How draws lie before they are rounded."""
        reach = max(abs(theory.mean - 4.0 * theory.std), abs(theory.mean + 4.0 * theory.std))
        bound = max(abs(self.low), abs(self.high))
        self.unit = spacing(min(reach, bound), dtype)
        """The distance of neighbouring numbers at the far end of the distribution."""
        self.exact = dtype != "float64" or FINE * self.unit <= theory.std
        self._below: tuple[Bins, Array] | None = None

    @functools.cached_property
    def _wrapped(self) -> float:
        """The share that a half-open interval takes from its end to its beginning."""
        if not self.theory.half_open:
            return 0.0
        return 1.0 - float(self._cumulative(self._edges([self.high]))[0])

    def _edges(self, x: object) -> Array:
        return rounding_edges(np.asarray(x, np.float64), self.dtype)

    def _cumulative(self, edges: Array) -> Array:
        with np.errstate(invalid="ignore", over="ignore"):
            return np.asarray(self.theory.cumulative(edges), np.float64)

    def below(self, x: Array, edges: Array | None = None) -> Array:
        """The probability of being stored as a number less than x; `edges` are its rounding edges.

        They are found where they are not given.
        """
        return self._wrap(x, self._cumulative(self._edges(x) if edges is None else edges))

    def _wrap(self, x: Array, share: Array) -> Array:
        """The share below x, with what is taken from the end to the beginning."""
        if self._wrapped:
            share = np.where(x > self.low, np.minimum(share + self._wrapped, 1.0), 0.0)
        return share

    def knows(self, bins: Bins) -> bool:
        """Whether `below_edges` has been asked of these bins last."""
        return self._below is not None and self._below[0] is bins

    def below_edges(self, bins: Bins) -> Array:
        """`below` of every edge of the bins, which is kept until it is asked of other bins."""
        if self._below is None or self._below[0] is not bins:
            edges = _rounding_edges(self.dtype, bins.exponent, bins.first, len(bins.counts))
            self._below = bins, self.below(bins.edges, edges)
        return self._below[1].copy()

    def tails(self, *places: float) -> list[tuple[float, float]]:
        """The probabilities of being stored as x or more, `high` included, and as x or less."""
        up = [min(x, self.high) for x in places]
        down = [_after(max(x, self.low), self.dtype) for x in places]
        ends = np.array(up + down)
        share = self._cumulative(self._edges(ends))
        at_least = 1.0 - share[: len(up)]
        at_most = self._wrap(ends, share)[len(up) :]
        return list(zip(at_least.tolist(), at_most.tolist(), strict=True))

    @functools.cached_property
    def moments(self) -> Moments:
        """Those of the stored numbers."""
        theory = self.theory
        if FINE * self.unit > theory.std or self._wrapped > WRAPPED:
            low, high = _ends(theory)
            values, shares = self._listed(low - self.unit, high + self.unit)
            mean = float((values * shares).sum())  # not @, which wakes other threads
            std = math.sqrt(float(((values - mean) ** 2 * shares).sum()))
            return Moments(mean, std, *_in_units(values, shares, mean, std))
        return Moments(theory.mean, theory.std, *_unrounded(theory.standard))

    def _listed(self, low: float, high: float) -> tuple[Array, Array]:
        """The numbers of the dtype and their shares; those next to zero, far too many, together."""
        near = self.theory.std / 64.0
        left = numbers(low, min(high, -near), self.dtype) if low < -near else NONE
        right = numbers(max(low, near), high, self.dtype) if high > near else NONE
        a, b = max(low, -near), min(high, near)
        middle = np.linspace(a, b, 9) if a < b else NONE
        values = np.concatenate([left, 0.5 * middle[:-1] + 0.5 * middle[1:], right])
        below = self.below(np.concatenate([left, middle[:-1], right]))
        return values, np.diff(below, append=1.0)


def _ends(theory: Spread) -> tuple[float, float]:
    """Where the draws end."""
    reach = theory.reach * theory.std
    return max(theory.low, theory.mean - reach), min(theory.high, theory.mean + reach)


@functools.lru_cache(maxsize=16)
def _unrounded(theory: Spread) -> tuple[float, float, float]:
    """The third, fourth and sixth moment before anything is rounded."""
    edges = np.linspace(*_ends(theory), GRID + 1)
    shares = np.diff(theory.cumulative(edges))
    return _in_units(0.5 * edges[:-1] + 0.5 * edges[1:], shares, theory.mean, theory.std)


def _in_units(values: Array, shares: Array, mean: float, std: float) -> tuple[float, float, float]:
    """The third, fourth and sixth moment of (values − mean)/std."""
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (values - mean) / std
    square = z * z
    fourth = square * square
    return (
        float((square * z * shares).sum()),
        float((fourth * shares).sum()),
        float((fourth * square * shares).sum()),
    )


def _after(value: float, dtype: str) -> float:
    return neighbours(value, dtype)[1] if math.isfinite(value) else value
