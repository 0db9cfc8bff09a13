"""The singular values of a matrix beside the law of a random one; what stands outside is marked."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import counted, short
from core.stats.spectrum import Spectrum
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import UnitAxis, rounded_up, unit_of
from gui.plots.base import Plot
from gui.plots.frame import NONE, Array
from gui.plots.labels import Text, best_place, spots, write

ROOM = 1.22
"""Height of the plot over that of its highest bar."""
BINS = 40


class SpectrumPlot(Plot):
    """Bars of density, orange where they lie outside, and the law as a curve.

    `labels` is what stands over the bars.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._axes = {name: UnitAxis(name) for name in ("bottom", "left")}
        super().__init__(parent, self._axes)
        self.spectrum: Spectrum | None = None
        self._unit = 1.0
        self.nothing = ""
        self.labels: list[Text] = []
        self.edges, self.heights, self.beyond = NONE, NONE, NONE
        self.law_x, self.law_y = NONE, NONE
        self.inside_bars = self.add(pg.PlotCurveItem(), 1)
        self.outside_bars = self.add(pg.PlotCurveItem(), 2)
        self.law = self.add(pg.PlotCurveItem(antialias=True), 3)
        self.paint_when_told()
        self.setMouseTracking(True)

    def show_spectrum(self, spectrum: Spectrum | None, nothing: str = "") -> None:
        """Draw it; where there is none, `nothing` says why."""
        self.spectrum, self.nothing = spectrum, nothing
        if spectrum is None:
            for item in (self.inside_bars, self.outside_bars, self.law):
                item.setData(NONE, NONE, stepMode=None)
            self.edges, self.heights, self.beyond = NONE, NONE, NONE
            self.setAccessibleDescription(nothing)
            self.draw()
            return
        # Numbers beyond what an axis can be drawn in are drawn in units.
        unit = self._unit = unit_of(spectrum.values)
        edges, heights, beyond = spectrum.bars(BINS)
        self.edges, self.heights, self.beyond = edges / unit, heights * unit, beyond * unit
        self._axes["bottom"].set_unit(unit)
        self._axes["left"].set_unit(1.0 / unit)
        bars = {"stepMode": "center", "fillLevel": 0.0}
        self.inside_bars.setData(self.edges, self.heights, **bars)
        if spectrum.outside:
            self.outside_bars.setData(self.edges, self.beyond, **bars)
        else:
            self.outside_bars.setData(NONE, NONE, stepMode=None)
        self.law_x, self.law_y = spectrum.curve_x / unit, spectrum.curve_density * unit
        self.law.setData(self.law_x, self.law_y)
        self.setAccessibleDescription("; ".join(self._said()))
        self.draw()

    def _said(self) -> list[str]:
        """Where the law ends, and what stands beyond."""
        spectrum = self.spectrum
        if spectrum is None or not spectrum.has_law:
            return []
        edge = self.tr("Marchenko–Pastur edge {edge}").format(edge=short(spectrum.edge, 3))
        if not spectrum.outside:
            return [edge, self.tr("no value outside: as random numbers give it")]
        outside = self.tr("{count} outside: what training wrote")
        return [edge, outside.format(count=counted(spectrum.outside))]

    def draw(self) -> None:
        """Range and texts for the present size."""
        spectrum = self.spectrum
        self.labels = []
        if spectrum is None:
            self.viewport().update()
            return
        top = float(self.heights.max(initial=0.0))
        if spectrum.has_law:
            top = max(top, float(np.percentile(self.law_y, 95)))
        top = rounded_up(ROOM * top) or 1.0
        right = float(self.edges[-1])
        self.show_range((-0.01 * right, 1.02 * right), (-0.01 * top, top))
        self._name_axis()
        self._place_labels(spectrum)
        self.viewport().update()

    def _name_axis(self) -> None:
        axis = self.getPlotItem().getAxis("left")
        name = self.tr("density")
        if axis.labelText != name:
            axis.setLabel(name)
        axis.showLabel(axis.label.boundingRect().width() <= axis.geometry().height())
        axis.resizeEvent()

    def _place_labels(self, spectrum: Spectrum) -> None:
        """Beside the edge, where they hide little of bars and curve."""
        self.getPlotItem().layout.activate()
        area = self.box.sceneBoundingRect()
        if not spectrum.has_law or area.width() < 1.0:
            return
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        said = self._said()
        size = max(map(metrics.horizontalAdvance, said)) + 2, len(said) * metrics.height()
        at = self.box.mapViewToScene(QPointF(spectrum.edge / self._unit, 0.0)).x()
        middles = (self.edges[:-1] + self.edges[1:]) / 2
        # A bar is hidden by a text that covers any of its height, a curve by one that crosses it.
        bars = [
            self._traced(np.repeat(middles, 12), np.outer(self.heights, np.linspace(0, 1, 12))),
            self._traced(self.law_x, self.law_y),
        ]
        place = best_place(spots(area, at, area.top(), size, left_first=False), [], bars)
        if place is None:
            return
        colours = ("theory", "muted")
        for row, (text, colour) in enumerate(zip(said, colours, strict=False)):
            line = QRectF(place.left(), place.top() + row * metrics.height(), size[0], 0.0)
            line.setHeight(metrics.height())
            self.labels.append(Text(line, text, colour, cloth=True))

    def _traced(self, x: Array, y: Array) -> tuple[Array, Array]:
        """These points in pixels."""
        area = self.box.sceneBoundingRect()
        (low_x, high_x), (low_y, high_y) = self.box.viewRange()
        across = area.left() + (x - low_x) / (high_x - low_x) * area.width()
        up = area.bottom() - (y.ravel() - low_y) / (high_y - low_y) * area.height()
        return across, up

    def paint_foreground(self, painter: QPainter) -> None:
        """Where the law ends, and the texts."""
        painter.save()
        painter.setFont(theme.font(theme.sizes.small))
        area = self.box.sceneBoundingRect()
        spectrum = self.spectrum
        if spectrum is None:
            painter.restore()
            return
        if spectrum.has_law:
            x = self.box.mapViewToScene(QPointF(spectrum.edge / self._unit, 0.0)).x()
            pen = QPen(theme.colour("theory"), theme.sizes.outline, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        metrics = QFontMetricsF(painter.font())
        for text in self.labels:
            write(painter, metrics, text)
        painter.restore()

    def readout(self, at: QPointF) -> str:
        """How many singular values stand there, and how many the law would have there."""
        spectrum, area = self.spectrum, self.box.sceneBoundingRect()
        if spectrum is None or not area.contains(at):
            return ""
        value = float(self.box.mapSceneToView(at).x())
        index = int(np.searchsorted(self.edges, value, side="right")) - 1
        if not 0 <= index < len(self.heights):
            return ""
        low, high = (float(self.edges[at]) * self._unit for at in (index, index + 1))
        many = spectrum.count_between(low, high)
        lines = [f"{short(low, 3)} … {short(high, 3)}"]
        lines.append(self.tr("{count} singular values").format(count=counted(many)))
        if spectrum.has_law:
            expected = short(spectrum.expected_between(low, high), 3)
            lines.append(self.tr("law {count}").format(count=expected))
        return "\n".join(lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 8 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return QSize(300, 14 * theme.sizes.font)

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        describe(
            self,
            self.tr("Singular values of the weight, and the law of a random matrix"),
            self.tr(
                "Bars: the singular values. Curve: how those of a random matrix of this shape and "
                "variance lie. Orange: values beyond it, which chance does not give."
            ),
            torch="torch.linalg.svdvals",
        )
        self.show_spectrum(self.spectrum, self.nothing)

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        super().restyle()
        outline = theme.sizes.outline
        for item, name in ((self.inside_bars, "sample"), (self.outside_bars, "dropped")):
            item.setPen(pg.mkPen(theme.colour(name), width=outline))
            item.setBrush(theme.colour(f"{name}_fill"))
        self.law.setPen(pg.mkPen(theme.colour("theory"), width=theme.sizes.curve))
        self.draw()
