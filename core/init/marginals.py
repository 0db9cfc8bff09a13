"""Exact marginal distributions of the weights, one class a shape.

A Marginal is the distribution of a single entry W[i, j]. Its continuous part has a density that
is zero outside [low, high]; its `atoms` are the values that have a probability of their own.
The density's integral and the atoms' shares add up to 1.

Only numpy and math are needed to draw a density; scipy is imported where a cumulative
distribution asks for it, which keeps it out of the program's start.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from core.format import percent, short
from core.messages import QT_TRANSLATE_NOOP, Message

Array = NDArray[np.float64]

LARGEST = sys.float_info.max
SQRT2 = math.sqrt(2.0)
SQRT2PI = math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Atom:
    """A value with a probability of its own; `exact` when every draw has exactly this share."""

    value: float
    share: float
    exact: bool = True


class Marginal(Protocol):
    """What every distribution below offers. `density` and `cumulative` leave the atoms out.

    rest     the continuous part by itself, None where there are only atoms
    dense    the ends between which draws lie so close that only the dtype's grid shows
    """

    @property
    def name(self) -> Message: ...
    @property
    def mean(self) -> float: ...
    @property
    def std(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def atoms(self) -> tuple[Atom, ...]: ...
    @property
    def rest(self) -> Spread | None: ...
    @property
    def dense(self) -> tuple[float, float]: ...
    def density(self, x: Array) -> Array: ...
    def cumulative(self, x: Array) -> Array: ...
    def __hash__(self) -> int: ...


class Spread(Marginal, Protocol):
    """A continuous part, with what a dtype has to know to store its draws.

    reach        standard deviations from the mean beyond which no draw comes: one in 10¹⁷
    half_open    whether torch draws from [low, high): what rounds to `high` becomes `low`
    standard     one of the same form, of which moments in units of std are known once for all
    redrawn      whether torch rounds first and then redraws what lies outside the rounded bounds
    """

    @property
    def reach(self) -> float: ...
    @property
    def half_open(self) -> bool: ...
    @property
    def redrawn(self) -> bool: ...
    @property
    def standard(self) -> Spread: ...
    def between(self, low: float, high: float) -> Spread: ...


class Continuous:
    """What the distributions without atoms have in common."""

    __slots__ = ()

    @property
    def reach(self) -> float:
        """That of a normal distribution; no tail here but one is heavier."""
        return 9.0

    @property
    def half_open(self) -> bool:
        """Not usual."""
        return False

    @property
    def redrawn(self) -> bool:
        """Not usual."""
        return False

    @property
    def standard(self) -> Self:
        """Itself, where each has a form of its own."""
        return self

    def between(self, low: float, high: float) -> Self:
        """The same with other bounds, where they are what it was made from."""
        return replace(self, low=low, high=high)  # type: ignore[type-var]

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """None."""
        return ()

    @property
    def rest(self) -> Self:
        """All of it."""
        return self


@dataclass(frozen=True, slots=True)
class PointMasses:
    """A discrete distribution: each atom's value with its share."""

    atoms: tuple[Atom, ...]

    @property
    def name(self) -> Message:
        """For example `point mass at 2` or `point masses at 0, 1`."""
        values = ", ".join(short(atom.value) for atom in self.atoms)
        if len(self.atoms) == 1:
            return QT_TRANSLATE_NOOP("core", "point mass at {values}").format(values=values)
        return QT_TRANSLATE_NOOP("core", "point masses at {values}").format(values=values)

    @property
    def mean(self) -> float:
        """Σ share · value."""
        return math.fsum(atom.value * atom.share for atom in self.atoms)

    @property
    def std(self) -> float:
        """√(Σ share · (value − mean)²)."""
        mean = self.mean
        return math.hypot(*(math.sqrt(atom.share) * (atom.value - mean) for atom in self.atoms))

    @property
    def low(self) -> float:
        """The smallest value."""
        return min(atom.value for atom in self.atoms)

    @property
    def high(self) -> float:
        """The largest value."""
        return max(atom.value for atom in self.atoms)

    @property
    def rest(self) -> None:
        """None."""
        return None

    @property
    def dense(self) -> tuple[float, float]:
        """From the smallest to the largest value."""
        return self.low, self.high

    def density(self, x: Array) -> Array:
        """Zero: there is no continuous part."""
        return np.zeros_like(x)

    def cumulative(self, x: Array) -> Array:
        """Zero: there is no continuous part."""
        return np.zeros_like(x)


@dataclass(frozen=True, slots=True)
class Uniform(Continuous):
    """U(low, high), low < high."""

    low: float
    high: float

    @property
    def name(self) -> Message:
        """For example `U(-0.1, 0.1)`."""
        return Message(f"U({short(self.low)}, {short(self.high)})")

    @property
    def mean(self) -> float:
        """(low + high) / 2."""
        return self.low / 2 + self.high / 2

    @property
    def half_open(self) -> bool:
        """As `uniform_` draws."""
        return True

    @property
    def std(self) -> float:
        """(high − low) / √12."""
        return self.high / math.sqrt(12.0) - self.low / math.sqrt(12.0)

    @property
    def dense(self) -> tuple[float, float]:
        """Between its bounds."""
        return self.low, self.high

    def density(self, x: Array) -> Array:
        """1 / (high − low) inside, 0 outside."""
        inside = (x >= self.low) & (x <= self.high)
        return np.where(inside, min(1.0 / (self.high - self.low), LARGEST), 0.0)

    def cumulative(self, x: Array) -> Array:
        """(x − low) / (high − low), clipped to [0, 1]."""
        return np.clip((x - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Normal(Continuous):
    """N(mean, std²), std > 0."""

    mean: float
    std: float

    @property
    def standard(self) -> Normal:
        """N(0, 1)."""
        return STANDARD

    @property
    def name(self) -> Message:
        """For example `N(0, 0.05103²)`."""
        return Message(f"N({short(self.mean)}, {short(self.std)}²)")

    @property
    def low(self) -> float:
        """Unbounded."""
        return -math.inf

    @property
    def high(self) -> float:
        """Unbounded."""
        return math.inf

    @property
    def dense(self) -> tuple[float, float]:
        """Everywhere."""
        return -math.inf, math.inf

    def density(self, x: Array) -> Array:
        """exp(−z²/2) / (std·√2π) with z = (x − mean) / std."""
        with np.errstate(over="ignore"):
            z = (x - self.mean) / self.std
            return np.minimum(np.exp(-0.5 * z * z) / SQRT2PI / self.std, LARGEST)

    def cumulative(self, x: Array) -> Array:
        """Φ((x − mean) / std)."""
        from scipy.special import ndtr

        with np.errstate(over="ignore"):
            return np.asarray(ndtr((x - self.mean) / self.std))


STANDARD = Normal(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Mixture:
    """Atoms with probability Σ shares, otherwise the continuous `rest`."""

    atoms: tuple[Atom, ...]
    rest: Normal

    @property
    def share(self) -> float:
        """The probability of the continuous part."""
        return 1.0 - math.fsum(atom.share for atom in self.atoms)

    @property
    def name(self) -> Message:
        """For example `20% zeros, otherwise N(0, 0.01²)`."""
        return QT_TRANSLATE_NOOP("core", "{zeros}% zeros, otherwise {rest}").format(
            zeros=percent(1.0 - self.share, 4), rest=self.rest.name
        )

    @property
    def mean(self) -> float:
        """Σ share · value + share of the rest · its mean."""
        atoms = math.fsum(atom.share * atom.value for atom in self.atoms)
        return atoms + self.share * self.rest.mean

    @property
    def std(self) -> float:
        """The square root of the mixture's variance."""
        mean, root = self.mean, math.sqrt(self.share)
        atoms = (math.sqrt(atom.share) * (atom.value - mean) for atom in self.atoms)
        return math.hypot(*atoms, root * self.rest.std, root * (self.rest.mean - mean))

    @property
    def low(self) -> float:
        """That of the continuous part."""
        return self.rest.low

    @property
    def high(self) -> float:
        """That of the continuous part."""
        return self.rest.high

    @property
    def dense(self) -> tuple[float, float]:
        """That of the continuous part."""
        return self.rest.dense

    def density(self, x: Array) -> Array:
        """share · density of the rest."""
        return self.share * self.rest.density(x)

    def cumulative(self, x: Array) -> Array:
        """share · cumulative of the rest."""
        return self.share * self.rest.cumulative(x)


def point(value: float) -> PointMasses:
    """All weights equal `value`."""
    return PointMasses((Atom(value, 1.0),))


def uniform(low: float, high: float) -> Marginal:
    """U(low, high), or a point mass when both are the same."""
    return point(low) if low == high else Uniform(low, high)


def normal(mean: float, std: float) -> Marginal:
    """N(mean, std²), or a point mass when std is 0."""
    return point(mean) if std == 0 else Normal(mean, std)
