"""The weight as a picture: reduced to what a screen can show, and honest about it.

A block of weights becomes one cell of the picture, that of its largest magnitude with its sign.
Every k-th entry instead would take most of a diagonal away, and a mean all of a random weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.context import SILENT, Context

MAX_SIDE = 512
MAX_NUMBERED = 16
PIECE = 2**19
"""Weights between two looks at the context; they stay in the cache for their second reading."""
WIDE = 1024
"""Numbers side by side from which torch finds a largest of several rows at its full speed."""

ZERO_LEVEL = 127
NAN_LEVEL = 255


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A rows × columns weight in blocks of `row_step` × `column_step`, fewer at the far edges.

    values   of each block the entry of largest magnitude, float64; NaN where it has one
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


def reduce(weight: torch.Tensor, limit: float, context: Context = SILENT) -> Matrix:
    """Take blocks as small as a picture of 512 × 512 allows; `limit` is the largest |W|.

    Raises Cancelled between two pieces of work.
    """
    rows, columns = weight.shape
    row_step, column_step = (math.ceil(side / MAX_SIDE) for side in (rows, columns))
    taken = _blocks(weight.detach(), row_step, column_step, context).cpu()
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


def shrink(levels: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    """Levels of a Matrix in blocks of rows × columns, for a screen with fewer pixels than cells.

    Again that of the largest magnitude; NaN is a level of its own, beyond all others.
    """
    low = high = levels
    for axis, step in ((0, rows), (1, columns)):
        if step > 1:
            starts = np.arange(0, levels.shape[axis], step)
            low = np.minimum.reduceat(low, starts, axis)
            high = np.maximum.reduceat(high, starts, axis)
    above = high.astype(np.int16) - ZERO_LEVEL >= ZERO_LEVEL - low.astype(np.int16)
    return np.where(above, high, low)


def _blocks(
    weight: torch.Tensor, row_step: int, column_step: int, context: Context
) -> torch.Tensor:
    """The entry of largest magnitude of each block."""
    if row_step == column_step == 1:
        return weight
    rows, columns = weight.shape
    together = max(1, PIECE // (row_step * columns)) * row_step
    found = []
    for start in range(0, rows, together):
        context.check()
        piece = weight[start : start + together]
        high, low = (
            _along_rows(_along_columns(piece, row_step, extreme), column_step, extreme)
            for extreme in (torch.amax, torch.amin)
        )
        found.append(torch.where(high >= -low, high, low))  # of NaN neither is larger
    return torch.cat(found)


Extreme = Callable[[torch.Tensor, int], torch.Tensor]


def _along_columns(piece: torch.Tensor, step: int, extreme: Extreme) -> torch.Tensor:
    """The extreme of each `step` rows, and of those that are left at the end."""
    rows, columns = piece.shape
    if step == 1:
        return piece
    whole = rows - rows % step
    found = []
    if whole:
        blocks = piece[:whole].view(-1, step, columns)
        # Several short rows side by side, as torch is slow with few columns.
        beside = min(step, max(1, WIDE // columns))
        if beside > 1:
            most = step - step % beside
            wide = blocks[:, :most].view(len(blocks), most // beside, beside * columns)
            fewer = extreme(wide, 1).view(-1, beside, columns)
            blocks = torch.cat([fewer, blocks[:, most:]], 1)
        found.append(extreme(blocks, 1))
    if whole < rows:
        found.append(extreme(piece[whole:], 0)[None])
    return torch.cat(found)


def _along_rows(piece: torch.Tensor, step: int, extreme: Extreme) -> torch.Tensor:
    """The extreme of each `step` columns, and of those that are left at the end."""
    columns = piece.shape[1]
    if step == 1:
        return piece
    whole = columns - columns % step
    parts = [extreme(piece[:, :whole].unflatten(1, (-1, step)), 2)] if whole else []
    if whole < columns:
        parts.append(extreme(piece[:, whole:], 1)[:, None])
    return torch.cat(parts, 1)
