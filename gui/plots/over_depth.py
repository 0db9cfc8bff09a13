"""σ of each weight of a network in its order, beside what its fans ask for."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QWidget

from core.format import short
from core.inspect import OverDepth
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import decade_ticks
from gui.plots.curves import log10, put, set_point_size
from gui.plots.frame import NONE, End, Frame, names_beside
from gui.plots.labels import Text
from gui.plots.layers import LayerPlot

MARGIN = 0.12
"""In decades, above and below what is drawn."""
KINDS = ("Kaiming", "Xavier")

ALONE = np.array([0.7, 1.3])
"""From where to where a line goes that has but one weight."""


class OverDepthPlot(LayerPlot):
    """A dot a weight on a logarithmic axis; Kaiming and Xavier as dashed lines.

    chosen(name)   the person wants to see this tensor
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = OverDepth((), NONE, NONE, NONE)
        self.lines = [pg.PlotCurveItem(antialias=True, connect="finite") for _ in KINDS]
        self.points = pg.ScatterPlotItem(pxMode=True)
        self.mark = pg.ScatterPlotItem(pxMode=True)
        self._marked = ""
        for item in (*self.lines, self.mark, self.points):
            self.add(item)

    def show_course(self, course: OverDepth, chosen: str = "") -> None:
        """Draw these weights; the chosen one is marked."""
        self.course, self.count, self._marked = course, len(course.names), chosen
        for line, values in zip(self.lines, (course.kaiming, course.xavier), strict=True):
            put(line, log10(values))
            if self.count == 1:  # a line of one point is none
                line.setData(ALONE, np.repeat(log10(values), 2))
        y = log10(course.std)
        at = np.flatnonzero(np.isfinite(y))
        self.points.setData(at + 1.0, y[at])
        here = [i for i in at.tolist() if course.names[i] == chosen]
        self.mark.setData([i + 1.0 for i in here], [y[i] for i in here])
        self.show_all()

    def y_range(self, height: float) -> tuple[float, float]:
        course = self.course
        y = np.concatenate([log10(v) for v in (course.std, course.kaiming, course.xavier)])
        y = y[np.isfinite(y)]
        if not y.size:
            return -1.0, 0.0
        return float(y.min()) - MARGIN, float(y.max()) + MARGIN

    def y_ticks(self, frame: Frame, line: float) -> list[tuple[float, str]]:
        return decade_ticks(frame.low, frame.high, line / max(1.0, frame.area.height()))

    def across_name(self) -> str:
        return self.tr("weight")

    def axis_names(self) -> tuple[str, str]:
        return "σ", "σ"

    def beside(self, low: float, high: float) -> list[str]:
        return list(KINDS)

    def placed(self, frame: Frame, metrics: QFontMetricsF) -> list[Text]:
        course, ends = self.course, []
        for name, values in zip(KINDS, (course.kaiming, course.xavier), strict=True):
            known = log10(values)
            known = known[np.isfinite(known)]
            if known.size:
                colour = "theory" if name == KINDS[0] else "muted"
                ends.append(End(frame.y(float(known[-1])), name, colour, dashed=True))
        return names_beside(frame, metrics, ends, self.width(), self.tr("+{count} more"))

    def text_at(self, layer: int, value: float | None = None) -> str:
        course, at = self.course, layer - 1
        said = short(float(course.std[at]), 3) if math.isfinite(course.std[at]) else "…"
        expected = [
            f"{name} {short(float(values[at]), 3)}"
            for name, values in zip(KINDS, (course.kaiming, course.xavier), strict=True)
        ]
        return f"{course.names[at]}: σ = {said}, {', '.join(expected)}"

    def summary(self) -> str:
        if not self.count:
            return ""
        ends = [self.text_at(1)] + ([self.text_at(self.count)] if self.count > 1 else [])
        return "; ".join(ends)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the weight under it."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.layer is not None:
            self.chosen.emit(self.course.names[self.layer - 1])

    def describe_plot(self) -> None:
        describe(
            self,
            self.tr("σ of each weight over the depth of the network"),
            self.tr(
                "Across: the weights in the order of the network. Upwards: σ, logarithmic. Dashed: "
                "what Kaiming and Xavier give for the fans. A click shows the weight."
            ),
            torch="w.std(correction=0)",
        )

    def restyle(self) -> None:
        for item, name in zip(self.lines, ("theory", "muted"), strict=True):
            pen = pg.mkPen(theme.colour(name), width=theme.sizes.curve)
            pen.setStyle(Qt.PenStyle.DashLine)
            item.setPen(pen)
        self.points.setBrush(pg.mkBrush(theme.colour("accent")))
        self.points.setPen(pg.mkPen(theme.colours.card, width=1))
        self.mark.setBrush(pg.mkBrush(theme.colour("accent_soft")))
        self.mark.setPen(pg.mkPen(theme.colour("accent"), width=theme.sizes.outline))
        super().restyle()

    def draw(self) -> None:
        super().draw()
        if self.shown is not None:
            size = max(3 + theme.sizes.curve, min(4 + 2.5 * theme.sizes.curve, self.shown.pitch))
            set_point_size(self.points, size)
            set_point_size(self.mark, size + 8)
