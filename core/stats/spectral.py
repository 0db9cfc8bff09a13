"""The spectral norm of a weight: its largest singular value, exact or to all digits that are shown.

A small matrix is decomposed. A large one meets the Lanczos iteration on WᵀW, or on WWᵀ where that
is smaller: the power iteration that remembers all of its steps. Each step reads the weight twice.
Its largest Ritz value grows towards σ² and stays below it, so that a number is a lower bound even
where the steps have run out: Golub & Van Loan, Matrix Computations, section 10.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from core.context import SILENT, Context

EXACT = 2**25
"""Most products of a matrix that is decomposed, shorter side² × longer side: 20 ms."""
READINGS = 2**31
"""Most weights that all steps may read: about a second, by which 8192 × 8192 is known to 0.2 %."""
MAX_STEPS = 200
WIDE = (torch.float32, torch.float64)
LOOK = 4
"""Steps between two looks at what has been found."""
ACCURACY = 1e-5
"""Relative error of σ² at which the iteration ends: four digits of σ are right."""
PIECE = 2**18
"""Weights between two looks at the context; a copy of so many stays in the processor's cache."""
SMALLEST, LARGEST = 1e-12, 1e12
"""Between these the squares of a large float32 weight neither vanish nor overflow."""


@dataclass(frozen=True, slots=True)
class SpectralNorm:
    """The largest singular value; a lower bound of it where the steps have run out."""

    value: float
    reached: bool = True


def spectral_norm(weight: torch.Tensor, largest: float, context: Context = SILENT) -> SpectralNorm:
    """The spectral norm of a matrix whose largest entry is ±`largest`; NaN unless that is finite.

    Takes nothing from torch's random generator. Raises Cancelled between two pieces of work.
    """
    context.check()
    if not math.isfinite(largest):
        return SpectralNorm(math.nan)
    if largest == 0.0:
        return SpectralNorm(0.0)
    rows, columns = weight.shape
    if min(rows, columns) * weight.numel() <= EXACT:
        return SpectralNorm(float(torch.linalg.matrix_norm(weight.detach().cpu().double(), 2)))
    return _iterate(_Square(weight.detach(), largest, context), context)


class _Square:
    """Multiplies a vector by WᵀW, or by WWᵀ where the weight has fewer rows than columns.

    Half precision is widened. `unit` is what the weight is divided by, so that no square overflows
    or vanishes.
    """

    def __init__(self, weight: torch.Tensor, largest: float, context: Context) -> None:
        self.context = context
        self.weight = weight
        self.tall = weight.shape[0] >= weight.shape[1]
        self.size = min(weight.shape)
        self.dtype = weight.dtype if weight.dtype in WIDE else torch.float32
        usual = SMALLEST < largest < LARGEST
        self.unit = 1.0 if usual else math.ldexp(1.0, math.frexp(largest)[1])
        copied = self.dtype != weight.dtype or not usual
        self.readings = weight.numel() * (2 if copied else 1)  # a copy takes as long as a reading
        rows = max(1, PIECE // weight.shape[1])
        self.pieces = [slice(at, at + rows) for at in range(0, weight.shape[0], rows)]

    def _piece(self, rows: slice) -> torch.Tensor:
        self.context.check()
        piece = self.weight[rows].to(self.dtype)
        return piece if self.unit == 1.0 else piece / self.unit

    def __call__(self, vector: torch.Tensor) -> torch.Tensor:
        """The product, in float64 on the CPU as the vector is."""
        v = vector.to(self.weight.device, self.dtype)
        if self.tall:
            product = torch.zeros_like(v)
            for rows in self.pieces:
                piece = self._piece(rows)
                product += piece.T @ (piece @ v)
        else:
            across = v.new_zeros(self.weight.shape[1])
            for rows in self.pieces:
                across += self._piece(rows).T @ v[rows]
            product = torch.cat([self._piece(rows) @ across for rows in self.pieces])
        return product.cpu().double()


def _iterate(square: _Square, context: Context) -> SpectralNorm:
    """Lanczos (1950) with every new vector made orthogonal to all before it, twice."""
    start = np.random.default_rng(0).standard_normal(square.size)
    steps = min(square.size, MAX_STEPS, max(LOOK, READINGS // square.readings))
    basis = torch.empty(steps, square.size, dtype=torch.float64)
    basis[0] = torch.from_numpy(start / np.linalg.norm(start))
    diagonal: list[float] = []
    beside: list[float] = []
    value, reached = 0.0, False
    for step in range(1, steps + 1):
        context.progress(step / steps)
        vector, known = basis[step - 1], basis[:step]
        product = square(vector)
        diagonal.append(float(product @ vector))
        for _ in range(2):
            product -= known.T @ (known @ product)
        left = float(product.norm())
        ended = step in (steps, square.size) or left <= 1e-7 * max(diagonal)
        if step % LOOK == 0 or ended:
            value, error = _largest(diagonal, beside, left)
            reached = error <= ACCURACY * value
            if reached or ended:
                break
        beside.append(left)
        basis[step] = product / left
    return SpectralNorm(math.sqrt(value) * square.unit, reached)


def _largest(diagonal: list[float], beside: list[float], left: float) -> tuple[float, float]:
    """The largest Ritz value, and how far the largest eigenvalue may be above it.

    The residual bounds the distance to an eigenvalue; its square over the gap to the next one
    does too, and is far smaller once the value stands apart: Parlett (1980), section 11.7.
    """
    tridiagonal = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    values, vectors = np.linalg.eigh(tridiagonal)
    value, residual = float(values[-1]), left * abs(float(vectors[-1, -1]))
    gap = value - float(values[-2]) - residual if len(values) > 1 else 0.0
    return value, min(residual, residual * residual / gap if gap > 0.0 else residual)
