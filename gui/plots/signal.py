"""The size of the signal, or of the gradient, in each layer of a stack."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import decade_ticks
from gui.plots.curves import (
    Line,
    broken_layers,
    drawn,
    last_seen,
    leaves,
    log10,
    named_inside,
    put,
    set_point_size,
)
from gui.plots.frame import NONE, Array, End, Frame, names_beside, traced
from gui.plots.labels import Text, best_place, spots
from gui.plots.layers import LayerPlot

MAX_POINTS = 40
MAX_BEYOND = 6.0
"""Decades by which theory and other lines may widen the range of what was measured."""
MIN_DECADES = 1.0
MAX_AWAY = 3.5
"""Lines between a name and where its curve leaves the plot: farther it seems to name another."""


class SignalPlot(LayerPlot):
    """rms over the layers, upwards logarithmic: measured wide, theory thin over it, then others.

    A value that is 0, infinite or NaN is a gap; `marks` are (layer, kind) where each kind begins,
    kind being `zero`, `inf` or `nan`. A signal begins in the first layer, a gradient (`backward`)
    in the last one: its plot is the mirror image, with the axis at the right and the names of other
    curves at the left, where they have parted.
    """

    def __init__(self, parent: QWidget | None = None, *, backward: bool = False) -> None:
        super().__init__(parent, mirrored=backward)
        self.backward = backward
        self.measured, self.theory = NONE, NONE
        self.lines: tuple[Line, ...] = ()
        self.marks: list[tuple[int, str]] = []
        self._one = self.add(pg.InfiniteLine(0.0, angle=0))
        self.band = self._curve(3)
        self.theory_line = self._curve(5)
        self.points = self.add(pg.ScatterPlotItem(pxMode=True), 4)
        self.other_lines: list[pg.PlotCurveItem] = []

    def minimumSizeHint(self) -> QSize:
        return QSize(round(15 * theme.sizes.font), round(8 * theme.sizes.font))

    def _curve(self, z: int) -> pg.PlotCurveItem:
        return self.add(pg.PlotCurveItem(antialias=True, connect="finite"), z)

    def show_signal(
        self, measured: Array, theory: Array | None, lines: Sequence[Line] = ()
    ) -> None:
        """Draw one value a layer, with theory where there is one, and other curves."""
        self.count = len(measured)
        self.measured = np.asarray(measured, dtype=np.float64)
        self.theory = NONE if theory is None else np.asarray(theory, dtype=np.float64)
        self.lines = tuple(lines)
        self.marks = broken_layers(self.measured, self.backward)
        y = log10(self.measured)
        put(self.band, y)
        put(self.theory_line, log10(self.theory))
        pointed = np.isfinite(y)
        if self.count > MAX_POINTS:
            # A value between two gaps has no neighbour to draw a line to.
            alone = np.convolve(pointed, [1, 0, 1])[1:-1] == 0
            pointed &= alone
        at = np.flatnonzero(pointed)
        self.points.setData(at + 1.0, y[at])
        while len(self.other_lines) < len(self.lines):
            self.other_lines.append(self._curve(2))
        for item in self.other_lines[len(self.lines) :]:
            put(item, NONE)
        for item, line in zip(self.other_lines, self.lines, strict=False):
            put(item, log10(line.values))
        self._style_lines()
        self.describe_plot()
        self.show_all()

    def measured_data(self) -> tuple[Array, Array]:
        """Layers and log10 of what is drawn as measured, NaN in gaps; empty if there is none."""
        return drawn(self.band)

    def theory_data(self) -> tuple[Array, Array]:
        """Layers and log10 of the drawn theory; empty if there is none."""
        return drawn(self.theory_line)

    # Range and ticks:

    def y_range(self, height: float) -> tuple[float, float]:
        own = log10(self.measured)
        own = own[np.isfinite(own)]
        low, high = (float(own.min()), float(own.max())) if own.size else (0.0, 0.0)
        rest = np.concatenate(
            [log10(self.theory), *(log10(line.values) for line in self.lines), NONE]
        )
        rest = rest[np.isfinite(rest)]
        if rest.size:
            low, high = (
                min(low, max(float(rest.min()), low - MAX_BEYOND)),
                max(high, min(float(rest.max()), high + MAX_BEYOND)),
            )
        short_of = max(0.0, MIN_DECADES - (high - low)) / 2
        low, high = low - short_of, high + short_of
        room = (high - low) * min(0.25, 3.5 * theme.sizes.curve / height)
        step = (high - low) / 24  # the axis stays while the curve moves a little
        step = 2.0 ** math.ceil(math.log2(step))
        return math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step

    def y_ticks(self, frame: Frame, line: float) -> list[tuple[float, str]]:
        return decade_ticks(frame.low, frame.high, line / max(1.0, frame.area.height()))

    def draw(self) -> None:
        super().draw()
        if self.shown is not None:
            # Neighbours stay apart as long as a point is larger than its line.
            widest = 4 + 2.5 * theme.sizes.curve
            least = 2 + 2.0 * theme.sizes.curve
            set_point_size(self.points, min(widest, max(least, 0.7 * self.shown.pitch)))

    # Texts:

    def mark_text(self, layer: int, kind: str) -> str:
        """What stands beside a mark."""
        if self.backward:
            text = {
                "inf": self.tr("∞ up to layer {layer}"),
                "nan": self.tr("NaN up to layer {layer}"),
                "zero": self.tr("0 up to layer {layer}"),
            }[kind]
        else:
            text = {
                "inf": self.tr("∞ from layer {layer}"),
                "nan": self.tr("NaN from layer {layer}"),
                "zero": self.tr("0 from layer {layer}"),
            }[kind]
        return text.format(layer=layer)

    def beside(self, low: float, high: float) -> list[str]:
        return [line.name for line in self.lines if not self._leaves(line, low, high)]

    def _leaves(self, line: Line, low: float, high: float) -> bool:
        return leaves(line, self.count, low, high, self.backward)

    def placed(self, frame: Frame, metrics: QFontMetricsF) -> list[Text]:
        curves = [
            traced(frame, np.arange(1.0, len(values) + 1.0), log10(values))
            for values in (self.measured, self.theory, *(line.values for line in self.lines))
        ]
        texts = self._mark_texts(frame, metrics, curves)
        ends = []
        most = MAX_AWAY if self.beside(frame.low, frame.high) else math.inf
        for line in self.lines:
            at = last_seen(frame, line, self.backward)
            if at is None:
                continue
            named = None
            if self._leaves(line, frame.low, frame.high):
                taken = [text.room for text in texts]
                named = named_inside(frame, metrics, line, at, taken, curves, most)
            if named is None:
                ends.append(End(at.y(), line.name, line.colour, line.dashed))
            else:
                texts.append(named)
        more = self.tr("+{count} more")
        return texts + names_beside(frame, metrics, ends, self.width(), more, left=self.backward)

    def axis_names(self) -> tuple[str, str]:
        if self.backward:
            return self.tr("rms of dL/dz"), self.tr("rms")
        return self.tr("rms of z"), self.tr("rms")

    def _mark_texts(
        self, frame: Frame, metrics: QFontMetricsF, curves: list[tuple[Array, Array]]
    ) -> list[Text]:
        texts: list[Text] = []
        area = frame.area
        for layer, kind in self.marks:
            text = self.mark_text(layer, kind)
            size = metrics.horizontalAdvance(text) + 2.0, metrics.height()
            others = [
                (np.full(40, frame.x(at)), np.linspace(area.top(), area.bottom(), 40))
                for at, _ in self.marks
                if at != layer
            ]
            near = spots(area, frame.x(layer), area.top(), size, left_first=self.backward)
            place = best_place(near, [t.place for t in texts], [*curves, *others])
            texts.append(Text(place or near[0], text, "bad", cloth=True))
        return texts

    def text_at(self, layer: int, value: float | None = None) -> str:
        measured = short(float(self.measured[layer - 1]), 3)
        if layer <= len(self.theory) and np.isfinite(self.theory[layer - 1]):
            return self.tr("layer {layer}: rms {value} (theory {theory})").format(
                layer=layer, value=measured, theory=short(float(self.theory[layer - 1]), 3)
            )
        return self.tr("layer {layer}: rms {value}").format(layer=layer, value=measured)

    def summary(self) -> str:
        if not self.count:
            return ""
        parts = [self.text_at(1)]
        if self.count > 1:
            parts.append(self.text_at(self.count))
        parts += [self.mark_text(*mark) for mark in self.marks]
        return "; ".join(parts)

    def paint_over(self, painter: QPainter, frame: Frame) -> None:
        """Where the numbers break."""
        pen = QPen(theme.colour("bad"), theme.sizes.curve, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        for layer, _ in self.marks:
            x = frame.x(layer)
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))

    # How it looks:

    def describe_plot(self) -> None:
        if self.backward:
            name, torch = self.tr("Size of the gradient in each layer"), "torch.autograd.grad"
            tip = self.tr(
                "Across: layers. Upwards: root mean square of the gradient with respect to the "
                "preactivations. The thin line is theory; the arrow keys go from layer to layer."
            )
        else:
            name, torch = self.tr("Size of the signal in each layer"), "linear(h)"
            tip = self.tr(
                "Across: layers. Upwards: root mean square of the preactivations. The thin line "
                "is theory; the arrow keys go from layer to layer."
            )
        lines = "\n".join([tip, *(line.name for line in self.lines)])
        describe(self, name, lines, torch=torch)

    def restyle(self) -> None:
        c, s = theme.colours, theme.sizes
        self._one.setPen(pg.mkPen(c.grid, width=s.outline))
        self.band.setPen(pg.mkPen(c.sample, width=2.0 * s.curve))
        self.theory_line.setPen(pg.mkPen(c.theory, width=0.75 * s.curve))
        self.points.setBrush(pg.mkBrush(c.sample))
        self.points.setPen(pg.mkPen(c.card, width=1))
        self._style_lines()
        super().restyle()

    def _style_lines(self) -> None:
        for item, line in zip(self.other_lines, self.lines, strict=False):
            pen = pg.mkPen(theme.colour(line.colour), width=0.75 * theme.sizes.curve)
            pen.setStyle(Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine)
            item.setPen(pen)
