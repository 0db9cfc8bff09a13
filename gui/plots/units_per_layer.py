"""What of each layer still works: saturated values and dead units, or the rank of the layer."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import percent, short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import decade_ticks, value_ticks
from gui.plots.curves import drawn, set_point_size
from gui.plots.frame import NONE, Array, End, Frame, names_beside
from gui.plots.labels import Text
from gui.plots.layers import LayerPlot

MAX_POINTS = 40
BELOW = -0.2
"""Where the axis of ranks begins: rank 1, which is log 0, is a bar that can be seen."""


class UnitsPlot(LayerPlot):
    """Shares of saturated values and of dead units over the layers, or ranks as bars.

    A share that is not finite is a gap; so is the rank of a layer that has none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saturated, self.dead, self.ranks = NONE, NONE, NONE
        self.full = 0
        self.lines = [pg.PlotCurveItem(antialias=True, connect="finite") for _ in range(2)]
        self.points = [pg.ScatterPlotItem(pxMode=True, symbol=symbol) for symbol in ("o", "s")]
        self._bars = pg.PlotCurveItem()
        for item in (self._bars, *self.lines, *self.points):
            self.add(item)

    @property
    def ranked(self) -> bool:
        """Whether ranks are shown instead of shares."""
        return self.full > 0

    def show_shares(self, saturated: Array, dead: Array) -> None:
        """Draw shares between 0 and 1: of each layer's values, and of its units."""
        self.saturated, self.dead, self.ranks, self.full = saturated, dead, NONE, 0
        self.count = len(saturated)
        if len(drawn(self._bars)[0]):
            self._bars.setData(NONE, NONE, stepMode=None)
        layers = np.arange(1.0, self.count + 1.0)
        for line, points, share in zip(self.lines, self.points, (saturated, dead), strict=True):
            known = np.isfinite(share)
            line.setData(*((layers, 100 * share) if known.any() else (NONE, NONE)))
            # A share between two gaps has no neighbour to draw a line to.
            alone = np.convolve(known, [1, 0, 1])[1:-1] == 0
            at = known if self.count <= MAX_POINTS else known & alone
            points.setData(layers[at], 100 * share[at])
        self._show()

    def show_rank(self, ranks: Array, full: int) -> None:
        """Draw the rank of each layer as a bar on a logarithmic axis from 1 to `full`."""
        self.saturated, self.dead, self.ranks, self.full = NONE, NONE, ranks, max(1, full)
        self.count = len(ranks)
        for item in (*self.lines, *self.points):
            item.setData(NONE, NONE)
        heights = np.full(self.count, BELOW)
        known = np.isfinite(ranks) & (ranks >= 1)
        heights[known] = np.log10(ranks[known])
        edges = np.arange(self.count + 1) + 0.5
        self._bars.setData(edges, heights, stepMode="center", fillLevel=BELOW)
        self._show()

    def _show(self) -> None:
        self.describe_plot()
        self.show_all()

    def shares_data(self) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Layers and percentages of what is drawn as saturated and as dead."""
        saturated, dead = (drawn(line) for line in self.lines)
        return saturated, dead

    def rank_data(self) -> tuple[Array, Array]:
        """Edges of the drawn bars and log10 of the ranks, `BELOW` where there is no bar."""
        return drawn(self._bars)

    # Range, ticks and texts:

    def y_range(self, height: float) -> tuple[float, float]:
        if self.ranked:
            top = math.log10(max(self.full, 2))
            return BELOW, top + (top - BELOW) * 0.08
        room = 100 * min(0.25, 3.5 * theme.sizes.curve / height)
        return -room, 100 + room

    def y_ticks(self, frame: Frame, line: float) -> list[tuple[float, str]]:
        room = 1.3 * line / max(1.0, frame.area.height()) * (frame.high - frame.low)
        if not self.ranked:
            return [(value, f"{text} %") for value, text in value_ticks(0.0, 100.0, room)]
        top = math.log10(self.full)
        ticks = decade_ticks(0.0, frame.high, line / max(1.0, frame.area.height()))
        return [tick for tick in ticks if abs(tick[0] - top) >= room] + [(top, str(self.full))]

    def axis_names(self) -> tuple[str, str]:
        name = self.tr("rank") if self.ranked else self.tr("share")
        return name, name

    def _names(self) -> tuple[str, str]:
        return self.tr("saturated"), self.tr("dead")

    def beside(self, low: float, high: float) -> list[str]:
        shares = zip(self._names(), (self.saturated, self.dead), strict=True)
        return [name for name, share in shares if np.isfinite(share).any()]

    def placed(self, frame: Frame, metrics: QFontMetricsF) -> list[Text]:
        ends = []
        kinds = ("theory", False), ("muted", True)
        rows = zip(self._names(), (self.saturated, self.dead), kinds, strict=True)
        for name, share, (colour, dashed) in rows:
            known = np.flatnonzero(np.isfinite(share))
            if known.size:
                height = frame.y(100 * float(share[known[-1]]))
                ends.append(End(height, name, colour, dashed))
        return names_beside(frame, metrics, ends, self.width(), self.tr("+{count} more"))

    def paint_over(self, painter: QPainter, frame: Frame) -> None:
        """The full rank, to which bars may reach."""
        if self.ranked:
            pen = QPen(theme.colour("theory"), theme.sizes.outline + 0.5, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            y = frame.y(math.log10(self.full))
            painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y))

    def text_at(self, layer: int, value: float | None = None) -> str:
        if self.ranked:
            return self.tr("layer {layer}: rank {rank} of {full}").format(
                layer=layer, rank=short(float(self.ranks[layer - 1]), 6), full=self.full
            )
        saturated, dead = (float(x[layer - 1]) for x in (self.saturated, self.dead))
        parts = []
        if math.isfinite(saturated):
            parts.append(
                self.tr("{share} % of the values saturated").format(share=percent(saturated))
            )
        if math.isfinite(dead):
            parts.append(self.tr("{share} % of the units dead").format(share=percent(dead)))
        said = ", ".join(parts) or self.tr("no finite values")
        return self.tr("layer {layer}: {said}").format(layer=layer, said=said)

    def summary(self) -> str:
        if not self.count:
            return ""
        ends = [self.text_at(1)] + ([self.text_at(self.count)] if self.count > 1 else [])
        return "; ".join(ends)

    # How it looks:

    def describe_plot(self) -> None:
        if self.ranked:
            describe(
                self,
                self.tr("Rank of each layer"),
                self.tr(
                    "Across: layers. Upwards: in how many directions the outputs of the layer "
                    "differ, at most the dashed line. The arrow keys go from layer to layer."
                ),
                torch="torch.linalg.matrix_rank",
            )
        else:
            describe(
                self,
                self.tr("Saturated values and dead units in each layer"),
                self.tr(
                    "Across: layers. Upwards: the share of the values that are saturated, and of "
                    "the units that are dead: they pass almost no gradient. The arrow keys go from "
                    "layer to layer."
                ),
            )

    def restyle(self) -> None:
        c, s = theme.colours, theme.sizes
        for item, name in zip(self.lines, ("theory", "muted"), strict=True):
            pen = pg.mkPen(theme.colour(name), width=s.curve)
            pen.setStyle(Qt.PenStyle.DashLine if name == "muted" else Qt.PenStyle.SolidLine)
            item.setPen(pen)
        for points, name in zip(self.points, ("theory", "muted"), strict=True):
            points.setBrush(pg.mkBrush(theme.colour(name)))
            points.setPen(pg.mkPen(c.card, width=1))
        self._bars.setPen(pg.mkPen(c.sample, width=s.outline))
        self._bars.setBrush(pg.mkBrush(c.sample_fill))
        super().restyle()

    def draw(self) -> None:
        super().draw()
        if self.shown is not None:
            size = min(4 + 2.5 * theme.sizes.curve, 0.7 * self.shown.pitch)
            size = max(3 + theme.sizes.curve, size)
            # Where both shares are alike, a square in a circle shows both.
            for points, share in zip(self.points, (1.0, 0.6), strict=True):
                set_point_size(points, share * size)
