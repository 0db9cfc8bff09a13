"""One coordinate of a random direction: what the entries of an orthogonal matrix are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.format import short
from core.init.marginals import LARGEST, Array, Continuous
from core.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class SphereCoordinate(Continuous):
    """One coordinate of a random vector of length `radius` in R^dimension, dimension at least 2.

    (x/radius)² ~ Beta(1/2, (dimension − 1)/2). The density is
    Γ(n/2) / (Γ((n−1)/2)·√π·r) · (1 − x²/r²)^((n−3)/2).
    """

    dimension: int
    radius: float

    @property
    def name(self) -> Message:
        """For example `coordinate of a random unit vector in R^512, × 1`."""
        return QT_TRANSLATE_NOOP(
            "core", "coordinate of a random unit vector in R^{dimension}, × {radius}"
        ).format(dimension=self.dimension, radius=short(self.radius))

    @property
    def mean(self) -> float:
        """0 by symmetry."""
        return 0.0

    @property
    def std(self) -> float:
        """radius / √dimension, because the squares add up to radius²."""
        return self.radius / math.sqrt(self.dimension)

    @property
    def low(self) -> float:
        """−radius."""
        return -self.radius

    @property
    def high(self) -> float:
        """radius."""
        return self.radius

    @property
    def dense(self) -> tuple[float, float]:
        """Between its bounds."""
        return self.low, self.high

    def density(self, x: Array) -> Array:
        """See the class; infinite at ±radius when dimension is 2."""
        n = self.dimension
        with np.errstate(over="ignore"):
            z = x / self.radius
        ratio = math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2)) / math.sqrt(math.pi)
        constant = min(ratio / self.radius, LARGEST)
        inside = np.abs(z) < 1.0
        base = np.where(inside, 1.0 - z * z, 1.0)
        with np.errstate(over="ignore"):
            return np.where(inside, np.minimum(constant * base ** ((n - 3) / 2), LARGEST), 0.0)

    def cumulative(self, x: Array) -> Array:
        """½ + ½·sign(x)·I(x²/r²; ½, (n−1)/2), the regularized incomplete beta function."""
        from scipy.special import betainc

        with np.errstate(over="ignore"):
            z = np.clip(x / self.radius, -1.0, 1.0)
        return 0.5 + 0.5 * np.sign(z) * betainc(0.5, (self.dimension - 1) / 2, z * z)
