"""How far the running mean is from x as samples are added, beside its standard error."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize

from core.format import counted, decade, short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.base import Plot
from gui.plots.frame import NONE

Array = NDArray[np.float64]
MIN_DECADES = 3
FLOOR = 1e-300


class ConvergencePlot(Plot):
    """Both axes logarithmic: distances as a line with points, theory ∝ 1/√n as a line."""

    def __init__(self) -> None:
        super().__init__()
        self.theory_line = self.add(pg.PlotCurveItem(antialias=True))
        self.distance_line = self.add(pg.PlotCurveItem(antialias=True))
        self._points = self.add(pg.ScatterPlotItem(pxMode=True))
        self._known: tuple[Array, Array, float] = NONE, NONE, math.nan
        self.setMouseTracking(True)

    def show_distances(self, counts: Array, distances: Array, theory: float) -> None:
        """Draw distances after `counts` samples; `theory` is the standard error of one."""
        self._known = counts, distances, theory
        keep = np.isfinite(distances) & (distances > FLOOR)
        x, y = np.log10(counts[keep]), np.log10(distances[keep])
        end = max(MIN_DECADES, math.ceil(math.log10(max(1.0, float(counts[-1])))))
        self.distance_line.setData(x, y)
        self._points.setData(x[-1:], y[-1:])
        both = y.tolist()
        if math.isfinite(theory) and theory > FLOOR:
            line = np.array([math.log10(theory), math.log10(theory) - end / 2])
            self.theory_line.setData(np.array([0.0, float(end)]), line)
            both += line.tolist()
        else:
            self.theory_line.setData([], [])
        low, high = (min(both), max(both)) if both else (-1.0, 0.0)
        self.box.setRange(
            xRange=(-0.1, 1.09 * end), yRange=(low - 0.25, max(high, low + 1) + 0.25), padding=0
        )
        self._ticks(end, low, high)

    def _ticks(self, end: int, low: float, high: float) -> None:
        plot = self.getPlotItem()
        step = 1 if end <= 5 else 2
        plot.getAxis("bottom").setTicks([[_tick(d) for d in range(0, end + 1, step)]])
        decades = range(math.floor(low) - 1, math.ceil(high) + 2)
        step = max(1, math.ceil((high - low) / 4))
        plot.getAxis("left").setTicks([[_tick(d) for d in decades if d % step == 0]])

    def readout(self, at: QPointF) -> str:
        """How many samples, and how far the mean was from x after so many."""
        counts, distances, theory = self._known
        area = self.box.sceneBoundingRect()
        if not (len(counts) and area.contains(at)):
            return ""
        wanted = self.box.mapSceneToView(at).x()
        nearest = int(np.abs(np.log10(counts) - wanted).argmin())
        count, distance = float(counts[nearest]), float(distances[nearest])
        lines = [
            f"n = {counted(int(count))}",
            self.tr("distance {value}").format(value=short(distance)),
        ]
        if math.isfinite(theory):
            expected = short(theory / math.sqrt(count))
            lines.append(self.tr("theory {value}").format(value=expected))
        return "\n".join(lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(6 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return QSize(300, round(10 * theme.sizes.font))

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        describe(
            self,
            self.tr("Distance of the running mean from x over the samples"),
            self.tr(
                "Across: samples so far. Upwards: root mean square of (mean of y − x) over the "
                "units. The line is the standard error |x|·√(p/((1−p)·n))."
            ),
            torch="(mean - x).square().mean().sqrt()",
        )

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        super().restyle()
        self.getPlotItem().getAxis("left").setWidth(round(4.0 * theme.sizes.small))
        self.theory_line.setPen(pg.mkPen(theme.colours.theory, width=theme.sizes.curve))
        self.distance_line.setPen(pg.mkPen(theme.colours.sample, width=theme.sizes.curve))
        self._points.setSize(4 + 3 * theme.sizes.curve)
        self._points.setBrush(pg.mkBrush(theme.colours.accent))
        self._points.setPen(pg.mkPen(theme.colours.card, width=1))


def _tick(exponent: int) -> tuple[int, str]:
    """10^exponent, written out far: they are numbers of samples."""
    return exponent, decade(exponent, largest=6)
