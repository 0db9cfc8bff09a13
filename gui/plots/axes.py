"""Axes: how they look, ranges that move in steps, and ticks that have room for their texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import count

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QFontMetricsF

from core.format import counted, decade, notation, power_of_ten, short
from gui.look.theme import theme

SPACE = 4.0
"""Pixels between a text and what it stands beside."""
NEARLY = 1e-9


def _colour(axis: pg.AxisItem) -> None:
    axis.setPen(pg.mkPen(theme.colours.border))
    axis.setTextPen(pg.mkPen(theme.colours.muted))
    axis.setTickFont(theme.font(theme.sizes.small))


def style_axes(plot: pg.PlotItem) -> None:
    """Axis colours and fonts of the theme, in a room that does not change with the numbers."""
    for name in ("left", "right"):
        plot.getAxis(name).setWidth(round(4.8 * theme.sizes.small))
    plot.getAxis("bottom").setHeight(round(1.9 * theme.sizes.small))
    for name in ("left", "right", "bottom"):
        axis = plot.getAxis(name)
        _colour(axis)
        axis.setStyle(tickLength=-4, maxTickLevel=0)
        # pyqtgraph computes a scale of 1000 and more even while it switches the prefix off.
        axis.setSIPrefixEnableRanges(())
        axis.enableAutoSIPrefix(False)
        axis.label.setFont(theme.font(theme.sizes.small))
        axis.label.setDefaultTextColor(theme.colour("muted"))
        axis.resizeEvent()  # puts the label into the middle again


class UnitAxis(pg.AxisItem):
    """An axis whose numbers stand for so many units; pyqtgraph's own scale overflows."""

    unit = 1.0

    def set_unit(self, unit: float) -> None:
        """Say the numbers times `unit`."""
        if unit != self.unit:
            self.unit = unit
            self.picture = None
            self.update()

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """With the digits that pyqtgraph finds are needed; none beyond the largest number."""
        if self.logMode:
            return [power_of_ten(float(value) * math.log(10.0), 1) for value in values]
        if self.unit == 1.0:
            return [notation(text) for text in super().tickStrings(values, scale, spacing)]
        told = [float(value) * self.unit for value in values]
        return [short(value) if math.isfinite(value) else "" for value in told]


class IndexAxis(pg.AxisItem):
    """Ticks at whole numbers from 0 to `count` − 1 only, as many as there is room for."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.count = 1
        self.enableAutoSIPrefix(False)

    def restyle(self) -> None:
        """Take colours and font from the theme."""
        _colour(self)
        self.setStyle(tickLength=3, autoExpandTextSpace=False, hideOverlappingLabels=False)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list]]:
        """One level: the smallest round spacing at which the labels do not touch."""
        minVal, maxVal = sorted((minVal, maxVal))
        low, high = max(0, math.ceil(minVal)), min(self.count - 1, math.floor(maxVal))
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        room = (
            metrics.horizontalAdvance(counted(self.count - 1)) + 14
            if self.orientation == "bottom"
            else 1.6 * metrics.height()
        )
        least = room * (maxVal - minVal) / max(size, 1.0)
        spacing = next(k * 10**n for n in count() for k in (1, 2, 5) if k * 10**n >= least)
        first = -(-low // spacing) * spacing
        return [(spacing, list(range(first, high + 1, spacing)))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [counted(int(value)) for value in values]


def _step(size: float) -> float:
    """A twentieth of the decade below `size`: ranges move in such steps, not with every draw.

    An axis that stays is not laid out again, which is most of a repaint's cost, and the eye sees
    the histogram move instead of its frame.
    """
    return float(10.0 ** math.floor(math.log10(size))) / 20 if size > 0 else 1.0


def rounded_up(size: float) -> float:
    """The next step above `size`."""
    step = _step(size)
    return math.ceil(size / step) * step if step > 0 else size


def rounded_out(low: float, high: float) -> tuple[float, float]:
    """[low, high] widened to whole steps."""
    step = _step(high - low)
    if step == 0.0 or not (math.isfinite(low / step) and math.isfinite(high / step)):
        return low, high
    return math.floor(low / step) * step, math.ceil(high / step) * step


def layer_ticks(count: int, pitch: float, metrics: QFontMetricsF) -> list[int]:
    """1, round numbers and the last layer, as many as stand `pitch` pixels a layer apart."""
    room = metrics.horizontalAdvance(str(count)) + 2 * SPACE + 2.0
    apart = room / max(pitch, NEARLY)
    step = round_step(max(apart, 1.0))
    found = [1]
    found += [n for n in range(round(step), count, round(step)) if n - 1 >= apart]
    if count - found[-1] >= apart:
        found.append(count)
    return found


def round_step(least: float, digits: Sequence[int] = (1, 2, 5)) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below `least`, above or below 1."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(k * power for k in (*digits, 10) if k * power >= least * (1 - NEARLY))


def decade_ticks(low: float, high: float, room: float) -> list[tuple[float, str]]:
    """Ticks of a logarithmic axis; a text needs a share `room` of the range, and a little air."""
    apart = 1.3 * room * (high - low)
    step = round(round_step(max(apart, 1.0), (1, 2, 3, 5)))
    digits = (1, 2, 5) if apart <= math.log10(2) else (1,)
    exponents = range(math.floor(low), math.ceil(high) + 1)
    ticks = [
        (exponent + math.log10(digit), decade(exponent, digit))
        for exponent in exponents
        if exponent % step == 0
        for digit in digits
    ]
    return [tick for tick in ticks if low <= tick[0] <= high]


def value_ticks(
    low: float, high: float, apart: float, digits: Sequence[int] = (1, 2, 5)
) -> list[tuple[float, str]]:
    """Round values from low to high, at least `apart` from one another."""
    if not high > low:
        return []
    step = round_step(max(apart, (high - low) / 12), digits)
    first, last = math.ceil(low / step - NEARLY), math.floor(high / step + NEARLY)
    return [(n * step, short(n * step)) for n in range(first, last + 1)]


def unit_of(*values: NDArray[np.float64]) -> float:
    """1; a power of two near the largest number where sums of them would overflow or be lost."""
    finite = [part[np.isfinite(part)] for part in values]
    largest = max((float(np.abs(part).max(initial=0.0)) for part in finite), default=0.0)
    usual = largest == 0.0 or 1e-150 < largest < 1e150
    return 1.0 if usual else math.ldexp(1.0, math.frexp(largest)[1] - 1)
