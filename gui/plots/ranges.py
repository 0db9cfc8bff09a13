"""Ranges of axes that move in steps, and how axes look."""

from __future__ import annotations

import math

import pyqtgraph as pg

from core.format import significant
from gui.look.theme import theme


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
        """As pyqtgraph writes them; none beyond the largest number."""
        if self.unit == 1.0:
            return super().tickStrings(values, scale, spacing)
        told = [float(value) * self.unit for value in values]
        return [significant(value) if math.isfinite(value) else "" for value in told]


def style_axes(plot: pg.PlotWidget) -> None:
    """Axis colours and fonts of the theme, in a room that does not change with the numbers."""
    plot.getPlotItem().getAxis("left").setWidth(round(4.8 * theme.sizes.small))
    plot.getPlotItem().getAxis("bottom").setHeight(round(1.9 * theme.sizes.small))
    for name in ("left", "bottom"):
        axis = plot.getPlotItem().getAxis(name)
        axis.setPen(pg.mkPen(theme.colours.border))
        axis.setTextPen(pg.mkPen(theme.colours.muted))
        axis.setTickFont(theme.font(theme.sizes.small))
        axis.setStyle(tickLength=-4, maxTickLevel=0)
        # pyqtgraph computes a scale of 1000 and more even while it switches the prefix off.
        axis.setSIPrefixEnableRanges(())
        axis.enableAutoSIPrefix(False)
        axis.label.setFont(theme.font(theme.sizes.small))
        axis.label.setDefaultTextColor(theme.colour("muted"))
        axis.resizeEvent()  # puts the label into the middle again
