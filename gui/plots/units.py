"""What the plots of single units share: one column a unit at the same place, and short numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from core.format import short
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


def fitting(metrics: QFontMetricsF, room: float, *texts: str) -> str:
    """The first of the texts that fits, or nothing."""
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")


def fitting_numbers(metrics: QFontMetricsF, room: float, values: list[float]) -> list[str]:
    """The numbers with as many digits as fit; none where one of them does not fit at all."""
    texts = [fitting_number(metrics, room, value) for value in values]
    return texts if all(texts) else [""] * len(values)


def fitting_number(metrics: QFontMetricsF, room: float, value: float) -> str:
    """The number with as many digits as fit, or nothing."""
    return fitting(metrics, room, *(short(value, digits) for digits in (4, 3, 2)))


def unit_of(*values: Array) -> float:
    """1; a power of two near the largest number where sums of them would overflow or be lost."""
    finite = [part[np.isfinite(part)] for part in values]
    largest = max((float(np.abs(part).max(initial=0.0)) for part in finite), default=0.0)
    usual = largest == 0.0 or 1e-150 < largest < 1e150
    return 1.0 if usual else math.ldexp(1.0, math.frexp(largest)[1] - 1)
