"""The weight as a picture: reduced to what a screen can show, and honest about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

MAX_SIDE = 512
MAX_NUMBERED = 16

ZERO_LEVEL = 127
NAN_LEVEL = 255


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Every `row_step`-th row and `column_step`-th column of a rows × columns weight.

    values   the entries themselves, float64, shape (shown rows, shown columns)
    levels   uint8: 127 is zero, 0 is −limit, 254 is +limit, 255 is NaN
    limit    the largest |W| of the whole weight; 1 for a zero weight
    """

    rows: int
    columns: int
    row_step: int
    column_step: int
    limit: float
    values: NDArray[np.float64]
    levels: NDArray[np.uint8]

    @property
    def numbered(self) -> bool:
        """Whether the numbers stand in the cells."""
        return max(self.rows, self.columns) <= MAX_NUMBERED


def reduce(weight: torch.Tensor, limit: float) -> Matrix:
    """Take every k-th row and column, k as small as a picture of 512 × 512 allows."""
    rows, columns = weight.shape
    row_step, column_step = (math.ceil(side / MAX_SIDE) for side in (rows, columns))
    taken = weight.detach()[::row_step, ::column_step].cpu()
    if taken.dtype not in (torch.float32, torch.float64):
        taken = taken.float()
    limit = limit if math.isfinite(limit) and limit > 0 else 1.0
    # Divided first: 127 / limit would overflow for the smallest numbers.
    levels = (taken / limit).clamp_(-1.0, 1.0).mul_(127.0).add_(ZERO_LEVEL).round_()
    levels.nan_to_num_(nan=float(NAN_LEVEL))
    return Matrix(
        rows,
        columns,
        row_step,
        column_step,
        limit,
        taken.to(torch.float64, copy=True).numpy(),
        levels.to(torch.uint8).numpy(),
    )
