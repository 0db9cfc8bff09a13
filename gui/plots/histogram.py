"""A histogram with its theory, spikes, marks, ticks and pinned ghosts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import percent, short
from core.stats.histogram_data import HistogramData
from core.stats.pointed import bin_at
from gui.look.theme import theme
from gui.plots import histogram_readout, marks
from gui.plots.axes import UnitAxis, rounded_up
from gui.plots.base import Plot
from gui.plots.frame import NONE, Array
from gui.plots.histogram_scale import HIGHEST, Scale, View
from gui.plots.marks import Cap, Label, Moments

FARTHEST = 1e250
NARROWEST = 1e-280
"""An axis that is narrower cannot be zoomed: the inverse of its scale is infinite."""

NUMBERS = 4
"""So many numbers of the dtype an axis shows at least."""

HEADROOM = 1.08
REACH = 6.0
"""Pixels from a spike at which it is meant."""
SHORTCUTS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
MAX_PINS = 4


class _Curve(pg.PlotCurveItem):
    """A curve that is told only of changes: emptying an empty one costs nothing."""

    def put(self, x: Array, y: Array, **options: object) -> None:
        """Draw this, or nothing where x is empty."""
        if len(x):
            self.setData(x, y, **options)
        elif self.xData is not None and len(self.xData):
            self.setData(NONE, NONE, stepMode=None)


@dataclass(frozen=True, slots=True)
class _Items:
    """The drawn parts of one sample."""

    colour: str
    area: _Curve
    spikes: _Curve


class HistogramPlot(Plot):
    """Draws one sample with its theory, or two samples over one another.

    The first sample is drawn in the colour `sample`, a second in `dropped`. `labels`, `moments`
    and `caps` are what stands over the curves; `painted` is when it was last painted at once.
    """

    zooms = (True, False)
    margins = (1, 8, 6, 1)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._axes = {name: UnitAxis(name) for name in ("bottom", "left")}
        super().__init__(parent, self._axes)
        self.view = View()
        self.histograms: tuple[HistogramData, ...] = ()
        self.pins: tuple[HistogramData, ...] = ()
        self.labels: list[Label] = []
        self.moments: Moments | None = None
        self.caps: list[Cap] = []
        self.painted = 0.0
        self._locked: tuple[float, float, float] | None = None
        self._narrowest = NARROWEST
        self.scale = Scale((), (), self.view)
        self._mark_texts: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._stop: float | None = None
        self.box.setLimits(xMin=-FARTHEST, xMax=FARTHEST, minXRange=NARROWEST)
        self.paint_when_told()
        self.box.sigRangeChanged.connect(self._moved)
        self._samples = [
            _Items(colour, self._curve_item(z), self._curve_item(z + 1))
            for colour, z in (("sample", 1), ("dropped", 3))
        ]
        self._theory = self._curve_item(6)
        self._theory.opts["antialias"] = True
        self._ticks = self._curve_item(7)
        self._ghosts = [self._curve_item(5) for _ in range(MAX_PINS)]

    def _curve_item(self, z: int) -> _Curve:
        return self.add(_Curve(), z)

    # What is drawn:

    def show_histograms(self, histograms: Sequence[HistogramData], at_once: bool = False) -> None:
        """Draw one or two samples; `at_once` paints them before anything else happens."""
        self.histograms = tuple(histograms)
        self.draw()
        if at_once:
            self.viewport().repaint()
            self.painted = time.perf_counter()

    def _moved(self) -> None:
        self.viewport().update()

    def set_view(self, view: View) -> None:
        """Change how it is drawn."""
        if view.lock_x and not self.view.lock_x:
            self._locked = (*self._x_range(), self.scale.unit)
        if not view.lock_x:
            self._locked = None
        self.view = view
        self.getPlotItem().getAxis("left").setLogMode(y=view.log_y)
        self.draw()

    def set_pins(self, pins: Sequence[HistogramData]) -> None:
        """Draw these as dashed ghosts."""
        self.pins = tuple(pins)[:MAX_PINS]
        self.draw()

    def set_mark_texts(self, texts: tuple[str, ...]) -> None:
        """Texts of the marks at −σ, mean and +σ; without them there are no marks."""
        self._mark_texts = texts
        self.draw()

    def set_names(self, *names: str) -> None:
        """What two samples are called where they are read out."""
        self._names = names

    def summary(self) -> str:
        """Where each sample lies, in words."""
        return histogram_readout.summary(self.histograms, self._names)

    def draw(self) -> None:
        """Draw it in the present size, which says how much room a line of text takes."""
        if not self.histograms:
            return
        scale = self.scale = Scale(self.histograms, self.pins, self.view)
        self._axes["bottom"].set_unit(scale.unit)
        self._axes["left"].set_unit(scale.y_unit)
        bottom = scale.height(scale.floor) if self.view.log_y else 0.0
        ceiling = scale.height(scale.top)
        room = (ceiling - bottom) * self._headroom()
        if not self.view.log_y:
            room = rounded_up(room)
        self._limit_zoom()
        self.show_range(self._x_range(), (bottom - 0.015 * room, bottom + room))
        self._name_axis()
        for items, histogram in zip(self._samples, scale.drawn, strict=False):
            self._draw_sample(items, histogram, bottom)
        for items in self._samples[len(self.histograms) :]:
            items.area.put(NONE, NONE)
            items.spikes.put(NONE, NONE)
        first = scale.drawn[0]
        self._theory.put(first.curve_x, scale.y(scale.curve(first)))
        self._draw_ghosts()
        self._draw_ticks(first, bottom, room)
        self.labels = []
        for items, histogram, told in zip(
            self._samples, scale.drawn, self.histograms, strict=False
        ):
            self._label_spikes(items.colour, histogram, told, ceiling)
        self.caps = [Cap(value, top) for value, top in scale.expected_tops(first)]
        self.moments = self._moments(first)
        self.viewport().update()

    def _limit_zoom(self) -> None:
        """No zoom shows less than the dtype can tell apart."""
        narrowest = max(NARROWEST, self.scale.resolution * NUMBERS)
        if narrowest != self._narrowest:
            self._narrowest = narrowest
            self.box.setLimits(minXRange=narrowest)

    def _headroom(self) -> float:
        """The height of the plot over that of its curves: room for a line of text."""
        height = max(60, self.box.height())
        return max(HEADROOM, height / (height - 1.7 * theme.sizes.font))

    def _x_range(self) -> tuple[float, float]:
        if self.view.lock_x and self._locked is not None:
            low, high, unit = self._locked
            share = unit / self.scale.unit
            low, high = low * share, high * share
            # In the unit of what is drawn now it may be too large for an axis, or a single point.
            if max(abs(low), abs(high)) < HIGHEST and high - low > NARROWEST:
                return low, high
        return self.scale.x_range()

    def _draw_sample(self, items: _Items, histogram: HistogramData, bottom: float) -> None:
        heights = self.scale.y(self.scale.heights(histogram))
        items.area.put(histogram.edges, heights, stepMode="center", fillLevel=bottom)
        x = np.repeat([spike.value for spike in histogram.spikes], 2)
        tops = self.scale.spike_tops(histogram)
        items.spikes.put(x, np.ravel([(bottom, top) for top in tops]), connect="pairs")

    def _label_spikes(
        self, colour: str, histogram: HistogramData, told: HistogramData, ceiling: float
    ) -> None:
        """Value and share of each spike; of two samples, one above and one below the top.

        `told` is the histogram before it was put into units, in which a value may become 0.
        """
        low, high = self._x_range()
        alone = len(self.histograms) == 1
        tops = self.scale.spike_tops(histogram)
        values = [spike.value for spike in told.spikes]
        found = zip(histogram.spikes, tops, values, strict=True)
        for spike, top, value in sorted(found, key=lambda each: -each[0].share):
            share = (spike.value - low) / (high - low)
            text = f"{short(value)}: {percent(spike.share, 3)} %"
            if alone or colour == "dropped":
                across = 0.0 if share < 0.1 else 1.0 if share > 0.9 else 0.5
                height = top if alone and not len(histogram.edges) else ceiling
                self.labels.append(Label(spike.value, height, text, colour, across))
            else:
                across = 0.0 if share < 0.6 else 1.0
                self.labels.append(Label(spike.value, ceiling, text, colour, across, below=True))

    def _draw_ghosts(self) -> None:
        for ghost, histogram in zip(self._ghosts, self.scale.pinned, strict=False):
            if len(histogram.edges):
                heights = self.scale.y(self.scale.heights(histogram))
                ghost.put(histogram.edges, heights, stepMode="center")
            else:
                x = np.repeat([spike.value for spike in histogram.spikes], 2)
                heights = np.ravel([(0.0, h) for h in self.scale.spike_heights(histogram)])
                ghost.put(x, self.scale.y(heights), stepMode=None, connect="pairs")
        for ghost in self._ghosts[len(self.pins) :]:
            ghost.put(NONE, NONE)

    def _name_axis(self) -> None:
        if self.view.counts:
            name = self.tr("count")
        elif self.scale.has_bins:
            name = self.tr("density")
        else:
            name = self.tr("share")
        axis = self.getPlotItem().getAxis("left")
        if axis.labelText != name:
            axis.setLabel(name)
        room = axis.geometry().height()
        axis.showLabel(axis.label.boundingRect().width() <= room)  # it stands upright
        axis.resizeEvent()  # puts it into the middle again

    def _moments(self, histogram: HistogramData) -> Moments | None:
        mean, std = histogram.mean, histogram.std
        if not (self._mark_texts and math.isfinite(mean) and std > 0):
            return None
        return Moments((mean - std, mean, mean + std), self._mark_texts)

    def _draw_ticks(self, histogram: HistogramData, bottom: float, room: float) -> None:
        y = np.tile([bottom - 0.015 * room, bottom + 0.035 * room], len(histogram.ticks))
        self._ticks.put(np.repeat(histogram.ticks, 2), y, connect="pairs")

    def paint_foreground(self, painter: QPainter) -> None:
        """Marks and labels stand over everything, and a band over the bin that is pointed at."""
        if self.pointer is not None and self.scale.drawn:
            self._paint_band(painter, self.pointer)
        marks.draw(painter, self.box, self.moments, self.caps, self.labels)

    # The value under the pointer:

    def _at(self, at: QPointF) -> float | None:
        """The value at a place of the plot; None beside its area."""
        if not (self.histograms and self.box.sceneBoundingRect().contains(at)):
            return None
        value = float(self.box.mapSceneToView(at).x()) * self.scale.unit
        return value if math.isfinite(value) else None

    def readout(self, at: QPointF) -> str:
        """Range and count or density of the bin under the pointer, and the theory's."""
        return self._read(histogram_readout.read, at)

    def brief_readout(self, at: QPointF) -> str:
        """Without the ranges."""
        return self._read(histogram_readout.brief, at)

    def _read(self, read: Callable[..., str], at: QPointF) -> str:
        x = self._at(at)
        if x is None:
            return ""
        low, high = self.box.viewRange()[0]
        reach = REACH * (high - low) / max(1.0, self.box.width()) * self.scale.unit
        return read(self.histograms, self._names, self.view.counts, x, reach)

    def _paint_band(self, painter: QPainter, at: QPointF) -> None:
        x, area = self._at(at), self.box.sceneBoundingRect()
        found = bin_at(self.histograms[0], x) if x is not None else None
        if found is None or not found.count:
            return
        ends = (found.low / self.scale.unit, found.high / self.scale.unit)
        left, right = (self.box.mapViewToScene(QPointF(end, 0.0)).x() for end in ends)
        colour = theme.colour("accent")
        colour.setAlphaF(0.25)
        band = QRectF(left, area.top(), max(1.0, right - left), area.height())
        painter.fillRect(band.intersected(area), colour)

    def point_to(self, at: QPointF | None) -> None:
        """The mouse is here now; the keyboard goes on from where it is."""
        self._stop = None
        super().point_to(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from bin to bin, Home and End to the first and the last."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        key = Qt.Key(event.key())
        places = histogram_readout.stops(self.histograms[0]) if self.histograms else []
        if not places or key not in {*steps, *ends} or event.modifiers() & SHORTCUTS:
            super().keyPressEvent(event)
            return
        if key in ends:
            self._stand_at(places[ends[key]])
        else:
            now = self._stop
            if now is None and self.pointer is not None:
                now = self._at(self.pointer)
            now = self.histograms[0].mean if now is None else now
            self._stand_at(histogram_readout.next_stop(places, now, steps[key]))
        event.accept()

    def _stand_at(self, stop: float) -> None:
        """Point at a value, and say it to those who do not see it."""
        area = self.box.sceneBoundingRect()
        x = self.box.mapViewToScene(QPointF(stop / self.scale.unit, 0.0)).x()
        self.point_to(QPointF(min(max(x, area.left()), area.right() - 1.0), area.center().y()))
        self._stop = stop
        assert self.pointer is not None
        self.setAccessibleDescription(self.readout(self.pointer))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by the keyboard sees where they are."""
        super().focusInEvent(event)
        tabbed = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in tabbed and self.histograms and self.pointer is None:
            places = histogram_readout.stops(self.histograms[0])
            if places:
                mean = self.histograms[0].mean
                self._stand_at(min(places, key=lambda place: abs(place - mean)))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_to(None)

    def retranslate(self) -> None:
        """Name the axis in the language in force."""
        self.draw()

    # How it looks:

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        super().restyle()
        c, s = theme.colours, theme.sizes
        for items in self._samples:
            second = items.colour == "dropped"
            fill = theme.colour(f"{items.colour}_fill")
            fill.setAlpha(150 if second else 235)
            items.area.setPen(_pen(theme.colour(items.colour), s.outline))
            items.area.setBrush(fill)
            wide = (3 if second else 5) * s.curve
            items.spikes.setPen(_pen(theme.colour(items.colour), wide))
        self._theory.setPen(_pen(theme.colour("theory"), s.curve))
        self._ticks.setPen(_pen(theme.colour("sample"), s.outline))
        for ghost, name in zip(self._ghosts, c.ghosts, strict=True):
            pen = _pen(QColor(name), s.outline + 0.5)
            pen.setStyle(Qt.PenStyle.DashLine)
            ghost.setPen(pen)
        self.draw()


def _pen(colour: QColor, width: float) -> QPen:
    pen = pg.mkPen(colour, width=width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    return pen
