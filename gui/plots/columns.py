"""What the plots of single units share: one column a unit, at the same place in each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gui.look.theme import theme

Array = NDArray[np.float64]

GAP = 0.16
"""Share of a column that stays free between two bars."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`count` columns of equal width beside the names of the rows."""

    left: float
    width: float
    count: int

    def bar(self, index: int, top: float, height: float) -> QRectF:
        """The place of a bar in column `index`."""
        inner = self.width * (1.0 - GAP)
        return QRectF(self.left + (index + GAP / 2.0) * self.width, top, inner, height)

    def at(self, x: float) -> int | None:
        """The column under x, None beside them."""
        index = math.floor((x - self.left) / self.width) if self.width > 0 else -1
        return index if 0 <= index < self.count else None


def columns(width: int, count: int) -> Columns:
    """Columns that fill a widget of this width."""
    left = 3.6 * theme.sizes.font
    return Columns(left, max(1.0, width - left - 4.0) / max(1, count), count)
