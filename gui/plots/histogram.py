"""A histogram with its theory, spikes, marks, ticks and pinned ghosts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.picture import Picture
from gui.theme import theme

Array = NDArray[np.float64]

HEADROOM = 1.08
MOST_PINS = 4


@dataclass(frozen=True, slots=True)
class View:
    """How the histogram is drawn; never what is drawn."""

    counts: bool = False
    log_y: bool = False
    lock_x: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """A curve kept to compare: its name and its picture."""

    name: str
    picture: Picture


@dataclass(slots=True)
class _Items:
    """The drawn parts of one sample."""

    area: pg.PlotCurveItem
    spikes: pg.PlotCurveItem
    labels: list[pg.TextItem] = field(default_factory=list)


class HistogramPlot(pg.PlotWidget):
    """Draws one sample with its theory, or two samples over one another.

    The first sample is drawn in the colour `sample`, a second in `dropped`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = View()
        self.pictures: tuple[Picture, ...] = ()
        self.pins: tuple[Pin, ...] = ()
        self._floor = 1.0
        self._locked: tuple[float, float] | None = None
        self._labels: tuple[str, ...] = ()
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.layout.setContentsMargins(1, 8, 6, 1)  # half a tick label at the top stays whole
        box = plot.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0.0)
        box.setMouseEnabled(x=True, y=False)
        self._samples = [self._make_items(z) for z in (1, 3)]
        self._theory = pg.PlotCurveItem(antialias=True)
        self._theory.setZValue(5)
        self._ticks = pg.PlotCurveItem(connect="pairs")
        self._ticks.setZValue(6)
        self._marks = [pg.InfiniteLine(angle=90, movable=False) for _ in range(3)]
        self._ghosts = [pg.PlotCurveItem() for _ in range(MOST_PINS)]
        for item in (self._theory, self._ticks, *self._marks, *self._ghosts):
            plot.addItem(item, ignoreBounds=True)
        for ghost in self._ghosts:
            ghost.setZValue(4)
        self._mark_labels = [pg.TextItem(anchor=(x, 0.0)) for x in (0.0, 0.0, 1.0)]
        for label in self._mark_labels:
            label.setZValue(7)
            plot.addItem(label, ignoreBounds=True)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _make_items(self, z: int) -> _Items:
        area = pg.PlotCurveItem()
        spikes = pg.PlotCurveItem(connect="pairs")
        area.setZValue(z)
        spikes.setZValue(z + 1)
        for item in (area, spikes):
            self.getPlotItem().addItem(item, ignoreBounds=True)
        return _Items(area, spikes)

    # What is drawn:

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """Draw one or two samples."""
        self.pictures = tuple(pictures)
        self._draw()

    def set_view(self, view: View) -> None:
        """Change how it is drawn."""
        if view.lock_x and not self.view.lock_x:
            self._locked = self._x_range()
        if not view.lock_x:
            self._locked = None
        self.view = view
        self.getPlotItem().getAxis("left").setLogMode(y=view.log_y)
        self._draw()

    def set_pins(self, pins: Sequence[Pin]) -> None:
        """Draw these as dashed ghosts."""
        self.pins = tuple(pins)[:MOST_PINS]
        self._draw()

    def set_mark_labels(self, labels: tuple[str, ...]) -> None:
        """Texts of the marks at −σ, mean and +σ."""
        self._labels = labels

    def _heights(self, picture: Picture) -> Array:
        return picture.counts.astype(float) if self.view.counts else picture.density

    def _spike_heights(self, picture: Picture) -> list[float]:
        if self.view.counts:
            return [float(spike.count) for spike in picture.spikes]
        if not len(picture.edges):
            return [spike.share for spike in picture.spikes]
        return [spike.share / picture.width for spike in picture.spikes]

    def _curve(self, picture: Picture) -> Array:
        scale = picture.total * (picture.width or 1.0) if self.view.counts else 1.0
        return picture.curve_density * scale

    def _y(self, y: Array) -> Array:
        return np.log10(np.maximum(y, self._floor)) if self.view.log_y else y

    def _draw(self) -> None:
        if not self.pictures:
            return
        top, self._floor = self._extent()
        bottom = math.log10(self._floor) if self.view.log_y else 0.0
        ceiling = math.log10(top) if self.view.log_y else top
        for items, picture in zip(self._samples, self.pictures, strict=False):
            self._draw_sample(items, picture, bottom, ceiling)
        for items in self._samples[len(self.pictures) :]:
            items.area.setData([], [], stepMode=None)
            items.spikes.setData([], [])
            for label in items.labels:
                label.hide()
        first = self.pictures[0]
        self._theory.setData(first.curve_x, self._y(self._curve(first)))
        self._draw_ghosts()
        self._draw_marks(first, bottom, ceiling)
        self._draw_ticks(first, bottom, ceiling)
        low, high = self._x_range()
        room = ceiling - bottom
        headroom = self._headroom()
        self.getViewBox().setRange(
            xRange=(low, high),
            yRange=(bottom - 0.015 * room, bottom + room * headroom),
            padding=0,
            disableAutoRange=True,
        )

    def _headroom(self) -> float:
        """The height of the plot over that of its curves: room for a line of text."""
        height = max(60, self.getViewBox().height())
        return max(HEADROOM, height / (height - 1.7 * theme.sizes.font))

    def _x_range(self) -> tuple[float, float]:
        if self.view.lock_x and self._locked is not None:
            return self._locked
        pictures = (*self.pictures, *(pin.picture for pin in self.pins))
        low = min((p.low for p in pictures), default=0.0)
        high = max((p.high for p in pictures), default=1.0)
        return low, high

    def _extent(self) -> tuple[float, float]:
        """The top of the y axis, and the floor of a logarithmic one."""
        smooth, spikes, least = 0.0, 0.0, math.inf
        for picture in (*self.pictures, *(pin.picture for pin in self.pins)):
            heights = self._heights(picture)
            if heights.size:
                smooth = max(smooth, float(heights.max()))
                least = min(least, float(heights[heights > 0].min()))
            spikes = max([spikes, *self._spike_heights(picture)])
        curve = self._curve(self.pictures[0])
        if curve.size:
            finite = float(np.max(curve, initial=0.0))
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

    def _draw_sample(self, items: _Items, picture: Picture, bottom: float, ceiling: float) -> None:
        if len(picture.edges):
            items.area.setData(
                picture.edges,
                self._y(self._heights(picture)),
                stepMode="center",
                fillLevel=bottom,
            )
        else:
            items.area.setData([], [], stepMode=None)
        heights = self._spike_heights(picture)
        tops = [min(math.log10(h) if self.view.log_y else h, ceiling) for h in heights]
        x = np.repeat([spike.value for spike in picture.spikes], 2)
        y = np.ravel([(bottom, top) for top in tops])
        items.spikes.setData(x, y)
        self._label_spikes(items, picture, tops, ceiling)

    def _label_spikes(
        self, items: _Items, picture: Picture, tops: list[float], ceiling: float
    ) -> None:
        """Value and share of each spike; of two samples, one above and one below the top."""
        while len(items.labels) < len(picture.spikes):
            label = pg.TextItem()
            label.setFont(theme.font(theme.sizes.small))
            label.setZValue(8)
            self.getPlotItem().addItem(label, ignoreBounds=True)
            items.labels.append(label)
        second = items is self._samples[1]
        colour = theme.colour("dropped" if second else "sample")
        alone = len(self.pictures) == 1
        low, high = self._x_range()
        for label, spike, top in zip(items.labels, picture.spikes, tops, strict=False):
            share = (spike.value - low) / (high - low)
            beside = -0.04 if share < 0.6 else 1.04
            across = 0.0 if share < 0.1 else 1.0 if share > 0.9 else 0.5
            label.setText(f"{spike.value:.4g}: {100 * spike.share:.3g} %", color=colour)
            label.setAnchor((across, 1.0) if alone or second else (beside, 0.0))
            label.setPos(spike.value, top if alone else ceiling)
            label.show()
        for label in items.labels[len(picture.spikes) :]:
            label.hide()

    def _draw_ghosts(self) -> None:
        for ghost, pin in zip(self._ghosts, self.pins, strict=False):
            picture = pin.picture
            if len(picture.edges):
                ghost.setData(picture.edges, self._y(self._heights(picture)), stepMode="center")
            else:
                x = np.repeat([spike.value for spike in picture.spikes], 2)
                heights = np.ravel([(0.0, h) for h in self._spike_heights(picture)])
                ghost.setData(x, self._y(heights), stepMode=None, connect="pairs")
        for ghost in self._ghosts[len(self.pins) :]:
            ghost.setData([], [], stepMode=None)

    def _draw_marks(self, picture: Picture, bottom: float, ceiling: float) -> None:
        places = (picture.mean - picture.std, picture.mean, picture.mean + picture.std)
        wanted = bool(self._labels) and math.isfinite(picture.mean) and picture.std > 0
        for line, label, place, text in zip(
            self._marks, self._mark_labels, places, self._labels or ("", "", ""), strict=True
        ):
            line.setVisible(wanted)
            crowded = line is self._marks[1] and bool(picture.spikes)
            label.setVisible(wanted and not crowded)
            if wanted:
                line.setPos(place)
                label.setText(text, color=theme.colour("muted"))
                label.setPos(place, bottom + (ceiling - bottom) * self._headroom())

    def _draw_ticks(self, picture: Picture, bottom: float, ceiling: float) -> None:
        x = np.repeat(picture.ticks, 2)
        length = 0.035 * (ceiling - bottom)
        y = np.tile([bottom - 0.015 * (ceiling - bottom), bottom + length], len(picture.ticks))
        self._ticks.setData(x, y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room that a line of text takes depends on the height."""
        super().resizeEvent(event)
        if hasattr(self, "_samples"):
            self._draw()

    # How it looks:

    def _restyle(self) -> None:
        c, s = theme.colours, theme.sizes
        self.setBackground(c.card)
        for items, name in zip(self._samples, ("sample", "dropped"), strict=True):
            fill = theme.colour(f"{name}_fill")
            fill.setAlpha(235 if name == "sample" else 150)
            items.area.setPen(_pen(theme.colour(name), s.outline))
            items.area.setBrush(fill)
            wide = 5 if name == "sample" else 3
            items.spikes.setPen(_pen(theme.colour(name), wide * s.curve, cap=True))
        self._theory.setPen(_pen(theme.colour("theory"), s.curve))
        self._ticks.setPen(_pen(theme.colour("sample"), s.outline))
        for mark, style in zip(
            self._marks,
            (Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashLine),
            strict=True,
        ):
            pen = _pen(theme.colour("muted"), s.outline)
            pen.setStyle(style)
            mark.setPen(pen)
        for ghost, name in zip(self._ghosts, c.ghosts, strict=True):
            pen = _pen(QColor(name), s.outline + 0.5)
            pen.setStyle(Qt.PenStyle.DashLine)
            ghost.setPen(pen)
        style_axes(self)
        for label in (*self._mark_labels, *(t for i in self._samples for t in i.labels)):
            label.setFont(theme.font(s.small))
        self._draw()


def _pen(colour: QColor, width: float, cap: bool = False) -> QPen:
    pen = pg.mkPen(colour, width=width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if cap else Qt.PenCapStyle.SquareCap)
    pen.setCosmetic(True)
    return pen


def style_axes(plot: pg.PlotWidget) -> None:
    """Axis colours and fonts of the theme."""
    for name in ("left", "bottom"):
        axis = plot.getPlotItem().getAxis(name)
        axis.setPen(pg.mkPen(theme.colours.border))
        axis.setTextPen(pg.mkPen(theme.colours.muted))
        axis.setTickFont(theme.font(theme.sizes.small))
        axis.setStyle(tickLength=-4, maxTickLevel=0)
        axis.enableAutoSIPrefix(False)
