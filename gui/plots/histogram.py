"""A histogram with its theory, spikes, marks, ticks and pinned ghosts."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.format import significant
from core.messages import Message
from core.stats.histogram_data import HistogramData, unit_of
from gui.look.theme import theme
from gui.plots import overlay
from gui.plots.overlay import Cap, Label, Mark
from gui.plots.ranges import UnitAxis, rounded_out, rounded_up, style_axes

Array = NDArray[np.float64]

HIGHEST = 1e300
"""A density beyond cannot be drawn on an axis; a point mass comes near to it."""

FARTHEST = 1e250
NARROWEST = 1e-280
"""An axis that is narrower cannot be zoomed: the inverse of its scale is infinite."""

HEADROOM = 1.08
MAX_PINS = 4
NONE = np.zeros(0)


@dataclass(frozen=True, slots=True)
class View:
    """How the histogram is drawn; never what is drawn."""

    counts: bool = False
    log_y: bool = False
    lock_x: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """A curve kept to compare: its name and its histogram."""

    name: Message
    histogram: HistogramData


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


class HistogramPlot(pg.PlotWidget):
    """Draws one sample with its theory, or two samples over one another.

    The first sample is drawn in the colour `sample`, a second in `dropped`. `labels` and `marks`
    are what stands over the curves; `painted` is when it was last painted at once.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._axes = {name: UnitAxis(name) for name in ("bottom", "left")}
        super().__init__(parent, axisItems=dict(self._axes))
        self.view = View()
        self.histograms: tuple[HistogramData, ...] = ()
        self.pins: tuple[Pin, ...] = ()
        self.labels: list[Label] = []
        self.marks: list[Mark] = []
        self.caps: list[Cap] = []
        self.painted = 0.0
        self._floor = 1.0
        self._locked: tuple[float, float, float] | None = None
        self._unit, self._shift = 1.0, 0.0
        self._drawn: tuple[HistogramData, ...] = ()
        self._pinned: tuple[HistogramData, ...] = ()
        self._mark_texts: tuple[str, ...] = ()
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.layout.setContentsMargins(1, 8, 6, 1)  # half a tick label at the top stays whole
        self._box = plot.getViewBox()
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0.0)
        self._box.setMouseEnabled(x=True, y=False)
        self._box.setLimits(xMin=-FARTHEST, xMax=FARTHEST, minXRange=NARROWEST)
        # The scene's own updates come after the event that caused them and paint all once more.
        self.setViewportUpdateMode(self.ViewportUpdateMode.NoViewportUpdate)
        self._box.sigRangeChanged.connect(self._moved)
        self._samples = [
            _Items(colour, self._curve_item(z), self._curve_item(z + 1))
            for colour, z in (("sample", 1), ("dropped", 3))
        ]
        self._theory = self._curve_item(6)
        self._theory.opts["antialias"] = True
        self._ticks = self._curve_item(7)
        self._ghosts = [self._curve_item(5) for _ in range(MAX_PINS)]
        self._ready = True
        theme.changed.connect(self._restyle)
        self._restyle()

    def _curve_item(self, z: int) -> _Curve:
        item = _Curve()
        item.setZValue(z)
        self.getPlotItem().addItem(item, ignoreBounds=True)
        return item

    # What is drawn:

    def show_histograms(self, histograms: Sequence[HistogramData], at_once: bool = False) -> None:
        """Draw one or two samples; `at_once` paints them before anything else happens."""
        self.histograms = tuple(histograms)
        self._draw()
        if at_once:
            self.viewport().repaint()
            self.painted = time.perf_counter()

    def _moved(self) -> None:
        self.viewport().update()

    def set_view(self, view: View) -> None:
        """Change how it is drawn."""
        if view.lock_x and not self.view.lock_x:
            self._locked = (*self._x_range(), self._unit)
        if not view.lock_x:
            self._locked = None
        self.view = view
        self.getPlotItem().getAxis("left").setLogMode(y=view.log_y)
        self._draw()

    def set_pins(self, pins: Sequence[Pin]) -> None:
        """Draw these as dashed ghosts."""
        self.pins = tuple(pins)[:MAX_PINS]
        self._draw()

    def set_mark_texts(self, texts: tuple[str, ...]) -> None:
        """Texts of the marks at −σ, mean and +σ; without them there are no marks."""
        self._mark_texts = texts
        self._draw()

    def _heights(self, histogram: HistogramData) -> Array:
        if self.view.counts:
            return histogram.counts.astype(float)
        return np.minimum(histogram.density, HIGHEST)

    def _spike_heights(self, histogram: HistogramData) -> list[float]:
        if self.view.counts:
            return [float(spike.count) for spike in histogram.spikes]
        if not len(histogram.edges):
            return [spike.share for spike in histogram.spikes]
        if not histogram.width:
            return [HIGHEST for _ in histogram.spikes]
        return [min(spike.share / histogram.width, HIGHEST) for spike in histogram.spikes]

    def _curve(self, histogram: HistogramData) -> Array:
        # Without bins the line is at its density; with bins that have no width there is none.
        width = histogram.width if len(histogram.edges) else 1.0
        scale = histogram.total * width if self.view.counts else 1.0
        with np.errstate(over="ignore"):
            return np.minimum(histogram.curve_density * scale, HIGHEST)

    def _y(self, y: Array) -> Array:
        return np.log10(np.maximum(y, self._floor)) - self._shift if self.view.log_y else y

    def _height(self, y: float) -> float:
        return math.log10(y) - self._shift if self.view.log_y else y

    def _choose_unit(self) -> None:
        """Draw in a unit in which no number is too large or too small; the axes say the rest."""
        self._unit = unit_of((*self.histograms, *(pin.histogram for pin in self.pins)))
        self._drawn = tuple(histogram.in_units(self._unit) for histogram in self.histograms)
        self._pinned = tuple(pin.histogram.in_units(self._unit) for pin in self.pins)
        density = not self.view.counts and any(
            len(histogram.edges) for histogram in self.histograms
        )
        # A density has the unit below the line; on a logarithmic axis it is a distance.
        self._shift = math.log10(self._unit) if density else 0.0
        self._axes["bottom"].set_unit(self._unit)
        linear = density and not self.view.log_y
        self._axes["left"].set_unit(1.0 / self._unit if linear else 1.0)

    def _draw(self) -> None:
        if not self.histograms:
            return
        self._choose_unit()
        top, self._floor = self._extent()
        bottom = self._height(self._floor) if self.view.log_y else 0.0
        ceiling = self._height(top)
        room = (ceiling - bottom) * self._headroom()
        if not self.view.log_y:
            room = rounded_up(room)
        self._box.setRange(
            xRange=self._x_range(),
            yRange=(bottom - 0.015 * room, bottom + room),
            padding=0,
            disableAutoRange=True,
        )
        self.labels, self.marks, self.caps = [], [], []
        self._name_axis()
        for items, histogram, told in zip(
            self._samples, self._drawn, self.histograms, strict=False
        ):
            self._draw_sample(items, histogram, bottom, ceiling)
            self._label_spikes(items.colour, histogram, told, ceiling)
        for items in self._samples[len(self.histograms) :]:
            items.area.put(NONE, NONE)
            items.spikes.put(NONE, NONE)
        first = self._drawn[0]
        self._theory.put(first.curve_x, self._y(self._curve(first)))
        self._draw_ghosts()
        self._draw_expected(first, ceiling)
        self._draw_marks(first, bottom + room)
        self._draw_ticks(first, bottom, room)
        self.viewport().update()

    def _headroom(self) -> float:
        """The height of the plot over that of its curves: room for a line of text."""
        height = max(60, self._box.height())
        return max(HEADROOM, height / (height - 1.7 * theme.sizes.font))

    def _x_range(self) -> tuple[float, float]:
        if self.view.lock_x and self._locked is not None:
            low, high, unit = self._locked
            share = unit / self._unit
            low, high = low * share, high * share
            # In the unit of what is drawn now it may be too large for an axis, or a single point.
            if max(abs(low), abs(high)) < HIGHEST and high - low > NARROWEST:
                return low, high
        histograms = (*self._drawn, *self._pinned)
        low = min((p.low for p in histograms), default=0.0)
        high = max((p.high for p in histograms), default=1.0)
        return rounded_out(low, high)

    def _extent(self) -> tuple[float, float]:
        """The top of the y axis, and the floor of a logarithmic one."""
        smooth, spikes, least = 0.0, 0.0, math.inf
        for histogram in (*self._drawn, *self._pinned):
            heights = self._heights(histogram)
            if heights.size:
                smooth = max(smooth, float(heights.max()))
                least = min(least, float(heights[heights > 0].min()))
            spikes = max([spikes, *self._spike_heights(histogram)])
        curve = self._curve(self._drawn[0])
        if curve.size:
            finite = min(float(np.max(curve, initial=0.0)), HIGHEST)
            smooth = max(smooth, min(finite, 1.5 * smooth) if smooth else finite)
        if smooth == 0.0:
            top = spikes or 1.0
        elif self.view.log_y:
            top = max(smooth, spikes)
        else:
            # A spike is a mass in no width: it may stand out, not flatten all the rest.
            top = max(smooth, min(spikes, 1.6 * smooth))
        floor = (least if math.isfinite(least) else top / 100) / 2
        return top, min(floor, top / 10)

    def _draw_sample(
        self, items: _Items, histogram: HistogramData, bottom: float, ceiling: float
    ) -> None:
        heights = self._y(self._heights(histogram))
        items.area.put(histogram.edges, heights, stepMode="center", fillLevel=bottom)
        tops = self._spike_tops(histogram, ceiling)
        x = np.repeat([spike.value for spike in histogram.spikes], 2)
        items.spikes.put(x, np.ravel([(bottom, top) for top in tops]), connect="pairs")

    def _spike_tops(self, histogram: HistogramData, ceiling: float) -> list[float]:
        return [min(self._height(height), ceiling) for height in self._spike_heights(histogram)]

    def _label_spikes(
        self, colour: str, histogram: HistogramData, told: HistogramData, ceiling: float
    ) -> None:
        """Value and share of each spike; of two samples, one above and one below the top.

        `told` is the histogram before it was put into units, in which a value may become 0.
        """
        low, high = self._x_range()
        alone = len(self.histograms) == 1
        tops = self._spike_tops(histogram, ceiling)
        values = [spike.value for spike in told.spikes]
        found = zip(histogram.spikes, tops, values, strict=True)
        for spike, top, value in sorted(found, key=lambda each: -each[0].share):
            share = (spike.value - low) / (high - low)
            text = f"{significant(value)}: {significant(100 * spike.share, 3)} %"
            if alone or colour == "dropped":
                across = 0.0 if share < 0.1 else 1.0 if share > 0.9 else 0.5
                height = top if alone and not len(histogram.edges) else ceiling
                self.labels.append(Label(spike.value, height, text, colour, across))
            else:
                across = 0.0 if share < 0.6 else 1.0
                self.labels.append(Label(spike.value, ceiling, text, colour, across, below=True))

    def _draw_ghosts(self) -> None:
        for ghost, histogram in zip(self._ghosts, self._pinned, strict=False):
            if len(histogram.edges):
                ghost.put(histogram.edges, self._y(self._heights(histogram)), stepMode="center")
            else:
                x = np.repeat([spike.value for spike in histogram.spikes], 2)
                heights = np.ravel([(0.0, h) for h in self._spike_heights(histogram)])
                ghost.put(x, self._y(heights), stepMode=None, connect="pairs")
        for ghost in self._ghosts[len(self.pins) :]:
            ghost.put(NONE, NONE)

    def _name_axis(self) -> None:
        if self.view.counts:
            name = self.tr("count")
        elif any(len(histogram.edges) for histogram in self.histograms):
            name = self.tr("density")
        else:
            name = self.tr("share")
        axis = self.getPlotItem().getAxis("left")
        if axis.labelText != name:
            axis.setLabel(name)
        room = axis.geometry().height()
        axis.showLabel(axis.label.boundingRect().width() <= room)  # it stands upright

    def _draw_expected(self, histogram: HistogramData, ceiling: float) -> None:
        for value, share in histogram.expected:
            height = share
            if self.view.counts:
                height *= histogram.total
            elif histogram.width:
                height /= histogram.width
            if height > 0:
                self.caps.append(Cap(value, min(self._height(height), ceiling)))

    def _draw_marks(self, histogram: HistogramData, top: float) -> None:
        if not (self._mark_texts and math.isfinite(histogram.mean) and histogram.std > 0):
            return
        places = (histogram.mean - histogram.std, histogram.mean, histogram.mean + histogram.std)
        # Between the two stands the label of a spike, if there is one.
        sides = (1.0, 0.0, 0.0) if histogram.spikes else (0.0, 0.0, 1.0)
        for place, text, across in zip(places, self._mark_texts, sides, strict=True):
            middle = place == histogram.mean
            self.marks.append(Mark(place, dotted=middle))
            if not (middle and histogram.spikes):  # there it would lie on a spike's label
                self.labels.append(Label(place, top, text, "muted", across, below=True))

    def _draw_ticks(self, histogram: HistogramData, bottom: float, room: float) -> None:
        y = np.tile([bottom - 0.015 * room, bottom + 0.035 * room], len(histogram.ticks))
        self._ticks.put(np.repeat(histogram.ticks, 2), y, connect="pairs")

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Marks and labels stand over everything."""
        overlay.draw(painter, self._box, self.marks, self.caps, self.labels)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and getattr(self, "_ready", False):
            self._draw()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room that a line of text takes depends on the height."""
        super().resizeEvent(event)
        if getattr(self, "_ready", False):  # pyqtgraph resizes itself while it is being made
            self._draw()

    # How it looks:

    def _restyle(self) -> None:
        c, s = theme.colours, theme.sizes
        self.setBackground(c.card)
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
        style_axes(self)
        self._draw()


def _pen(colour: QColor, width: float) -> QPen:
    pen = pg.mkPen(colour, width=width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    return pen
