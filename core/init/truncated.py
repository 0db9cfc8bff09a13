"""The truncated normal distribution, exact far into its tails too."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.format import short
from core.init.marginals import LARGEST, SQRT2, SQRT2PI, Array, Continuous
from core.messages import QT_TRANSLATE_NOOP, Message

REACH = 40.0
"""Standard deviations, or lengths of an exponential, beyond which there is nothing: e^−40."""

FARTHEST = 4.0
"""Standard deviations from the mean beyond which a normal draw hardly comes."""

KEPT = 0.3
"""From which share on inside the bounds `trunc_normal_` draws from the normal itself."""

STEEP = 1e5
"""From so many standard deviations on the tail is exp(−fall) to 1e-10: Mills' ratio."""


@cache
def _quadrature() -> tuple[Array, Array]:
    """Nodes in [−1, 1] and their weights; 20 ms, which only a truncated normal waits for."""
    return np.polynomial.legendre.leggauss(200)


def _moments(density: Array) -> tuple[float, float, float]:
    """Integral over [−1, 1], mean and std of a density that is known at the nodes."""
    nodes, weights = _quadrature()
    shares = weights * density
    total = float(shares.sum())
    shares /= total
    mean = float((shares * nodes).sum())
    return total, mean, math.sqrt(float((shares * (nodes - mean) ** 2).sum()))


def _inverse(value: float) -> float:
    return min(1.0 / value, LARGEST) if value > 0.0 else LARGEST


def _phi(z: float) -> float:
    return math.exp(-0.5 * z * z) / SQRT2PI


def _between(a: float, b: float) -> float:
    """Φ(b) − Φ(a), without cancellation in either tail."""
    if a > 0:
        return 0.5 * (math.erfc(a / SQRT2) - math.erfc(b / SQRT2))
    return 0.5 * (math.erfc(-b / SQRT2) - math.erfc(-a / SQRT2))


@dataclass(frozen=True, slots=True)
class TruncatedNormal(Continuous):
    """N(centre, scale²) redrawn until it lies in [low, high]; the bounds are absolute.

    `centre` and `scale` belong to the parent normal; mean and std are those of what is left:
    Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, 13.10.1.
    """

    centre: float
    scale: float
    low: float
    high: float

    @property
    def name(self) -> Message:
        """For example `N(0, 1²) on [-2, 2]`."""
        return QT_TRANSLATE_NOOP("core", "{parent} on [{low}, {high}]").format(
            parent=f"N({short(self.centre)}, {short(self.scale)}²)",
            low=short(self.low),
            high=short(self.high),
        )

    @property
    def mass(self) -> float:
        """The share of the parent normal that lies in [low, high]."""
        return _between(self._z(self.low), self._z(self.high))

    @property
    def keeps_most(self) -> bool:
        """Whether torch draws from the parent normal again until all values are inside.

        Where less of it is inside, torch draws uniformly from [low, high] and rejects.
        """
        return self.mass > KEPT

    @property
    def redrawn(self) -> bool:
        """Whether a draw is compared with the bounds when it has been rounded, and they too."""
        return self.keeps_most

    @property
    def reach(self) -> float:
        """One tail may fall as an exponential does."""
        return REACH

    @property
    def dense(self) -> tuple[float, float]:
        """Where draws come in numbers: of a parent with far bounds, not all the way to these."""
        if not self.keeps_most:
            return self.low, self.high
        reach = FARTHEST * self.std
        return max(self.low, self.mean - reach), min(self.high, self.mean + reach)

    def _z(self, x: float) -> float:
        return (x - self.centre) / self.scale

    @property
    def _cancels(self) -> bool:
        """Whether the closed forms would be differences of nearly equal numbers."""
        return self.mass < 1e-3 or self._z(self.high) - self._z(self.low) < 1e-3

    @property
    def mean(self) -> float:
        """centre + scale · (φ(α) − φ(β)) / mass."""
        if self._cancels:
            return self._numeric()[1]
        a, b = self._z(self.low), self._z(self.high)
        return self.centre + self.scale * (_phi(a) - _phi(b)) / self.mass

    @property
    def std(self) -> float:
        """scale · √(1 + (αφ(α) − βφ(β))/mass − ((φ(α) − φ(β))/mass)²)."""
        if self._cancels:
            return self._numeric()[2]
        a, b, mass = self._z(self.low), self._z(self.high), self.mass
        first = (_phi(a) - _phi(b)) / mass
        a_term = a * _phi(a) if math.isfinite(a) else 0.0
        b_term = b * _phi(b) if math.isfinite(b) else 0.0
        return self.scale * math.sqrt(max(0.0, 1.0 + (a_term - b_term) / mass - first * first))

    @property
    def _peak(self) -> float:
        """The z in [α, β] where the density is highest."""
        return min(max(0.0, self._z(self.low)), self._z(self.high))

    def _numeric(self) -> tuple[float, float, float]:
        """Density at the peak, mean and std by Gauss-Legendre quadrature where there is weight."""
        if self._peak != 0.0:
            return self._from_bound()
        (a, low), (b, high) = (
            (self._z(bound), bound)
            if abs(self._z(bound)) < REACH
            else (side * REACH, self.centre + self.scale * side * REACH)
            for bound, side in ((self.low, -1.0), (self.high, 1.0))
        )
        z = 0.5 * (b - a) * _quadrature()[0] + 0.5 * (a + b)
        total, mean, std = _moments(np.exp(-0.5 * z * z))
        half = high / 2 - low / 2
        return _inverse(half * total), low + half * (1.0 + mean), half * std

    def _from_bound(self) -> tuple[float, float, float]:
        """The same where all weight is at one bound, in distances from it: nothing cancels."""
        bound, side, steep = self._bound
        # The density falls at least as exp(−steep·u): REACH of those lengths hold it.
        reach = min(self._z(self.high) - self._z(self.low), REACH / max(steep, 1.0))
        if not reach * self.scale > 0.0:
            return LARGEST, bound, 0.0
        u = 0.5 * reach * (1.0 + _quadrature()[0])
        total, mean, std = _moments(np.exp(-u * (steep + 0.5 * u)))
        half = 0.5 * reach * self.scale
        return _inverse(half * total), bound + side * half * (1.0 + mean), half * std

    @property
    def _bound(self) -> tuple[float, float, float]:
        """The bound nearest to the mean, the side of it that counts, and its |z|."""
        peak = self._peak
        return (self.low, 1.0, peak) if peak > 0.0 else (self.high, -1.0, -peak)

    def _fall(self, x: Array) -> Array:
        """−log of the density over its value at the nearest bound, for x in [low, high]."""
        bound, side, steep = self._bound
        with np.errstate(over="ignore", invalid="ignore"):
            u = side * (x - bound) / self.scale
            return np.where(u > 0.0, u * (steep + 0.5 * u), 0.0)

    def density(self, x: Array) -> Array:
        """φ((x − centre)/scale) / (scale · mass) inside, 0 outside."""
        inside = (x >= self.low) & (x <= self.high)
        x = np.clip(x, self.low, self.high)
        if self._cancels and self._peak != 0.0:
            top, fall = self._numeric()[0], self._fall(x)
        else:
            top = self._numeric()[0] if self._cancels else 1.0 / (SQRT2PI * self.mass) / self.scale
            with np.errstate(over="ignore"):
                z = (x - self.centre) / self.scale
                fall = 0.5 * z * z
        return np.where(inside, min(top, LARGEST) * np.exp(-fall), 0.0)

    def cumulative(self, x: Array) -> Array:
        """(Φ(z) − Φ(α)) / mass, clipped to [0, 1]."""
        from scipy.special import log_ndtr, ndtr

        x = np.clip(x, self.low, self.high)
        a, b = self._z(self.low), self._z(self.high)
        if self._peak != 0.0 and self._bound[2] > STEEP:
            whole = self._fall(np.array([self.low, self.high])).max()
            share = np.expm1(-self._fall(x)) / math.expm1(-whole) if whole > 0.0 else x > self.low
            return np.asarray(share if self._bound[1] > 0.0 else 1.0 - share, np.float64)
        if b - a < 1e-3:  # so narrow that the density is exp(−slope·share) to 1e-7
            share, slope = (x - self.low) / (self.high - self.low), 0.5 * (a + b) * (b - a)
            return share if abs(slope) < 1e-9 else np.expm1(-slope * share) / math.expm1(-slope)
        with np.errstate(over="ignore"):
            z = (x - self.centre) / self.scale
        if a <= 0 <= b:
            share = (ndtr(z) - ndtr(a)) / (ndtr(b) - ndtr(a))
        elif a > 0:  # in the tails by ratios of logarithms, which do not underflow
            share = np.expm1(log_ndtr(-z) - log_ndtr(-a)) / np.expm1(log_ndtr(-b) - log_ndtr(-a))
        else:
            share = 1.0 - np.expm1(log_ndtr(z) - log_ndtr(b)) / np.expm1(log_ndtr(a) - log_ndtr(b))
        return np.clip(share, 0.0, 1.0)
