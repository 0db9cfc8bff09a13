"""Singular values against the law of a matrix of independent entries: what training wrote into it.

Entries of variance σ² give m × n matrix, m ≤ n, singular values that fill σ(√n ± √m) as
Marčenko & Pastur (1967) say. The largest one reaches a little beyond the edge by chance, by Tracy
and Widom's law (Johnstone 2001). A step of training adds products of a few vectors: where they
are large enough, singular values stand outside (Baik, Ben Arous & Péché 2005).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Array = NDArray[np.float64]

TRACY_WIDOM = 3.27
"""What the standardized largest eigenvalue of noise exceeds once in a thousand times (β = 1)."""
ROUNDS = 20
POINTS = 257
SMALLEST = 1e-290
"""From here on, up to its inverse, the law's edge leaves room for its bins in float64."""
MIN_SIDE = 3
"""The shorter side from which a law of many singular values means anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """The singular values of a matrix, largest first, and the law for its shape and variance.

    std        that of the entries, without what stands outside
    edge       √n + √m times std: where the law ends
    limit      beyond it a value is no chance
    outside    how many values lie there; 0 where the matrix is too narrow for a law
    curve_x, curve_density   the law's density over the singular values; empty without a law
    """

    rows: int
    columns: int
    values: Array
    std: float
    edge: float
    limit: float
    outside: int
    curve_x: Array
    curve_density: Array

    @property
    def norm(self) -> float:
        """The spectral norm."""
        return float(self.values[0])

    @property
    def stable_rank(self) -> float:
        """‖W‖²_F / ‖W‖²₂, between 1 and the rank: Rudelson & Vershynin (2007)."""
        scaled = self.values / self.norm if self.norm > 0.0 else self.values
        return float((scaled**2).sum())

    @property
    def has_law(self) -> bool:
        """Whether there is a law to compare with."""
        return len(self.curve_x) > 0

    def bars(self, bins: int = 40) -> tuple[Array, Array, Array]:
        """Edges, the density of all values in each bin, and that of those outside the law."""
        edges, counts = self.histogram(bins)
        area = max(1, len(self.values)) * np.diff(edges)
        beyond, _ = np.histogram(self.values[: self.outside], edges)
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            return edges, np.nan_to_num(counts / area), np.nan_to_num(beyond / area)

    def count_between(self, low: float, high: float) -> int:
        """How many singular values lie in [low, high)."""
        return int(((self.values >= low) & (self.values < high)).sum())

    def expected_between(self, low: float, high: float) -> float:
        """How many the law has there: the area below its curve, by the trapezoidal rule."""
        inside = self.curve_x[(self.curve_x > low) & (self.curve_x < high)]
        x = np.concatenate([[low], inside, [high]])
        y = np.interp(x, self.curve_x, self.curve_density, left=0.0, right=0.0)
        return float(np.trapezoid(y, x)) * len(self.values)

    def histogram(self, bins: int = 40) -> tuple[Array, NDArray[np.int64]]:
        """Edges and counts of about so many bins; where the law ends a bin ends too.

        Bins are of one width, unless the law would be narrower than one: it is the first then.
        """
        top = self.norm
        if not self.has_law:
            edges = np.linspace(0.0, top or 1.0, bins + 1)
        elif top <= self.edge:
            edges = np.linspace(0.0, self.edge, bins + 1)
        elif bins * (self.edge / top) < 1.0:
            edges = np.concatenate([[0.0], np.linspace(self.edge, top, bins)])
        else:
            width = self.edge / round(bins * (self.edge / top))
            edges = np.arange(0.0, top + width, width)
        counts, _ = np.histogram(self.values, edges)
        return edges, counts.astype(np.int64)


def spectrum(matrix: torch.Tensor) -> Spectrum:
    """The spectrum of a finite matrix, from `torch.linalg.svdvals`.

    Raises ValueError where it has not two dimensions.
    """
    if matrix.dim() != 2:
        raise ValueError(f"a spectrum is that of a matrix, not of {matrix.dim()} dimensions")
    wide = matrix.detach() if matrix.dtype == torch.float64 else matrix.detach().float()
    # In units of the largest number, whose square may overflow or vanish.
    largest = float(wide.abs().max()) if wide.numel() else 0.0
    unit = math.ldexp(1.0, max(-1000, math.frexp(largest)[1] - 1)) if largest else 1.0
    values = torch.linalg.svdvals(wide / unit).double().cpu().numpy()
    rows, columns = matrix.shape
    m, n = min(rows, columns), max(rows, columns)
    std, outside = _noise(values, m, n)
    edge = std * (math.sqrt(n) + math.sqrt(m)) * unit
    lawful = m >= MIN_SIDE and SMALLEST < edge < 1.0 / SMALLEST
    x, y = _law(std, m, n) if lawful else (np.zeros(0), np.zeros(0))
    limit = std * _reach(m, n) * unit
    with np.errstate(over="ignore", under="ignore"):
        values, std, x, y = values * unit, std * unit, x * unit, y / unit
    return Spectrum(rows, columns, values, std, edge, limit, outside if len(x) else 0, x, y)


def _reach(m: int, n: int) -> float:
    """How far the largest singular value of unit noise goes, once in a thousand times farther."""
    a, b = math.sqrt(max(1, n - 1)), math.sqrt(m)
    centre, scale = (a + b) ** 2, (a + b) * (1.0 / a + 1.0 / b) ** (1.0 / 3.0)
    return math.sqrt(centre + TRACY_WIDOM * scale)


def _noise(values: Array, m: int, n: int) -> tuple[float, int]:
    """The std of the entries without the directions that stand outside, and how many do."""
    squares, outside = values**2, 0
    for _ in range(ROUNDS):
        left = (m - outside) * (n - outside)
        if left <= 0:
            break
        std = math.sqrt(float(squares[outside:].sum()) / left)
        found = int((values > std * _reach(m, n)).sum())
        if found <= outside:
            return std, outside
        outside = found
    return math.sqrt(float(squares.sum()) / (m * n)), 0


def _law(std: float, m: int, n: int) -> tuple[Array, Array]:
    """The density of one singular value: √((b² − s²)(s² − a²)) / (π σ² m s) on [a, b]."""
    low, high = std * (math.sqrt(n) - math.sqrt(m)), std * (math.sqrt(n) + math.sqrt(m))
    # Denser where the curve rises: at both ends it does so as a root.
    s = 0.5 * (low + high) - 0.5 * (high - low) * np.cos(np.linspace(0.0, math.pi, POINTS))
    s[0], s[-1] = low, high
    inside = np.maximum((high**2 - s**2) * (s**2 - low**2), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        density = np.sqrt(inside) / (math.pi * std**2 * m * s)
    if low == 0.0:
        density[0] = high / (math.pi * std**2 * m)  # a quarter of a circle begins at its top
    return s, np.nan_to_num(density)
