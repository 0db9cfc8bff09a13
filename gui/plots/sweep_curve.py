"""A row of a sweep as curves over its first axis: points with their spread, theory as a line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from core.sweep.picture import DIVERGED, KNOWN, Map
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.plots.axes import decade_ticks, value_ticks
from gui.plots.sweep_axis import Places
from gui.plots.sweep_frame import below_room, left_room, paint_below, paint_beside

Array = NDArray[np.float64]
COLOURS = (("sample", "theory"), ("ghost1", "ghost1"))
"""Of the points and of the theory, of the first map and of one beside it."""
DECADES = 3.0
"""Orders of magnitude from which heights are logarithmic."""
MARGIN = 0.06
CAP = 3.0
"""Half the width of the ends of a bar of spread, in pixels."""


@dataclass(frozen=True, slots=True)
class Heights:
    """The range of the upright axis, in decimal logarithms where it is logarithmic."""

    low: float
    high: float
    log: bool

    def shares(self, values: Array) -> Array:
        """Where values lie, from 0 to 1; NaN where they have no place."""
        with np.errstate(divide="ignore", invalid="ignore"):
            at = np.log10(values) if self.log else np.asarray(values, float)
            found: Array = (at - self.low) / (self.high - self.low)
        return np.where(np.isfinite(found), found, math.nan)

    def ticks(self, line: float, height: float) -> list[tuple[float, str]]:
        """Shares and texts of an axis so many pixels high."""
        span, room = self.high - self.low, 1.6 * line / max(height, 1.0)
        made = decade_ticks if self.log else value_ticks
        ticks = made(self.low, self.high, room if self.log else room * span)
        return [((at - self.low) / span, text) for at, text in ticks]


def heights(maps: Sequence[Map], row: int) -> Heights:
    """A range for all that is known in a row, with the theory as far as it is not far away."""
    known = []
    for shown in maps:
        spread = np.nan_to_num(shown.spread[row], nan=0.0)
        known += [shown.mean[row] - spread, shown.mean[row] + spread]
    measured = np.concatenate(known)
    measured = measured[np.isfinite(measured)]
    theories = [shown.theory[row] for shown in maps if shown.theory is not None]
    theory = np.concatenate([*theories, np.zeros(0)])
    theory = theory[np.isfinite(theory)]
    every = measured if measured.size else theory
    if not every.size:
        first = maps[0]
        return Heights(first.low, first.high, False)
    low, high = float(every.min()), float(every.max())
    span = high - low or abs(high) or 1.0
    if theory.size:
        low = min(low, max(float(theory.min()), low - span))
        high = max(high, min(float(theory.max()), high + span))
    if low > 0.0 and math.log10(high / low) > DECADES:
        low, high = math.log10(low), math.log10(high)
        return Heights(low - MARGIN * (high - low), high + MARGIN * (high - low), True)
    if 0.0 <= low < 0.5 * high:
        return Heights(0.0, (1.0 + MARGIN) * high, False)
    span = high - low or abs(high) or 1.0
    return Heights(low - MARGIN * span, high + MARGIN * span, False)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """One row of some maps, in a plot of this size."""

    maps: tuple[Map, ...]
    row: int
    place: QRectF
    x: Places
    range: Heights
    area: QRectF

    @classmethod
    def of(cls, maps: tuple[Map, ...], row: int, place: QRectF, metrics: QFontMetricsF) -> Curves:
        """Give the numbers their room."""
        found, line = heights(maps, row), metrics.height()
        below = below_room(metrics)
        above = line * (1.3 if len(maps) > 1 else 0.6)
        height = max(10.0, place.height() - below - above)
        left = left_room(metrics, [text for _, text in found.ticks(line, height)])
        width = max(10.0, place.width() - left - line)
        area = QRectF(place.left() + left, place.top() + above, width, height)
        return cls(maps, row, place, Places.of(maps[0].x), found, area)

    def column_at(self, at: QPointF) -> int | None:
        """The value of the axis under a place, None beside the area."""
        if not self.area.contains(at):
            return None
        return self.x.index((at.x() - self.area.left()) / self.area.width())

    def paint(self, painter: QPainter, metrics: QFontMetricsF, column: int, name: str) -> None:
        """Axes, curves, and a line at the chosen column; `name` is that of the axis below."""
        area, line = self.area, metrics.height()
        ticks = self.range.ticks(line, area.height())
        painter.setPen(theme.colour("grid"))
        for share, _ in ticks:
            y = area.bottom() - share * area.height()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

        def room(text: str) -> float:
            return (metrics.horizontalAdvance(text) + line) / area.width()

        paint_below(painter, metrics, area, self.x.ticks(room), name)
        measures = {translated(shown.measure) for shown in self.maps}
        paint_beside(painter, metrics, area, ticks, measures.pop() if len(measures) == 1 else "")
        painter.setPen(theme.colour("border"))
        painter.drawLine(area.bottomLeft(), area.topLeft())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if 0 <= column < len(self.x.middles):
            painter.setPen(QPen(theme.colour("text"), theme.sizes.outline, Qt.PenStyle.DotLine))
            x = area.left() + float(self.x.middles[column]) * area.width()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if len(self.maps) > 1:
            self._names(painter, metrics)
        painter.save()
        painter.setClipRect(area.adjusted(-6.0, -6.0, 6.0, 3.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shown, colours in zip(self.maps, COLOURS, strict=False):
            self._curve(painter, shown, column, *colours)
        painter.restore()

    def _names(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        """Which colour is which map, over the area."""
        room = self.area.width() / len(self.maps)
        titles = [shown.measure for shown in self.maps]
        if len(set(titles)) < len(titles):
            titles = [shown.title for shown in self.maps]
        for index, (title, (colour, _)) in enumerate(zip(titles, COLOURS, strict=False)):
            left = self.area.left() + index * room
            top = self.place.top()
            painter.fillRect(
                QRectF(left, top + 0.3 * metrics.height(), 8.0, 0.4 * metrics.height()),
                theme.colour(colour),
            )
            painter.setPen(theme.colour("text"))
            mode = Qt.TextElideMode.ElideLeft
            text = metrics.elidedText(translated(title), mode, room - 18.0)
            painter.drawText(QPointF(left + 12.0, top + metrics.ascent()), text)

    def _pixels(self, values: Array) -> list[QPointF | None]:
        """Places of one value a column; None where there is none."""
        area, shares = self.area, self.range.shares(values)
        x = area.left() + self.x.middles * area.width()
        y = area.bottom() - np.clip(shares, -1.0, 2.0) * area.height()
        return [
            QPointF(a, b) if math.isfinite(b) else None
            for a, b in zip(x.tolist(), y.tolist(), strict=True)
        ]

    def _curve(self, painter: QPainter, shown: Map, column: int, colour: str, theory: str) -> None:
        if shown.theory is not None:
            painter.setPen(QPen(theme.colour(theory), theme.sizes.curve))
            self._line(painter, self._pixels(shown.theory[self.row]))
        else:  # what belongs together is led through by a thin line
            painter.setPen(QPen(theme.colour(colour), theme.sizes.outline))
            self._line(painter, self._pixels(shown.mean[self.row]))
        mean, spread = shown.mean[self.row], shown.spread[self.row]
        painter.setPen(QPen(theme.colour(colour), theme.sizes.outline))
        bars = []
        for low, high in zip(self._pixels(mean - spread), self._pixels(mean + spread), strict=True):
            if low is None or high is None:
                continue
            cap = QPointF(CAP, 0.0)
            bars += [
                QLineF(low, high),
                QLineF(low - cap, low + cap),
                QLineF(high - cap, high + cap),
            ]
        painter.drawLines(bars)
        radius = min(2.0 + theme.sizes.curve, 0.45 * self.area.width() / len(self.x.middles) + 1.0)
        spots = self._pixels(np.where(shown.state[self.row] == KNOWN, mean, math.nan))
        painter.setPen(QPen(theme.colour("card"), 0.8))
        painter.setBrush(theme.colour(colour))
        for index, spot in enumerate(spots):
            if spot is not None:
                size = radius * (1.6 if index == column else 1.0)
                painter.drawEllipse(spot, size, size)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._lost(painter, shown, radius)

    def _lost(self, painter: QPainter, shown: Map, radius: float) -> None:
        """A cross at the top of each column that diverged."""
        painter.setPen(QPen(theme.colour("bad"), theme.sizes.curve))
        y = self.area.top() + radius + 1.0
        for index in np.flatnonzero(shown.state[self.row] == DIVERGED).tolist():
            x = self.area.left() + float(self.x.middles[index]) * self.area.width()
            for slant in (radius, -radius):
                painter.drawLine(QPointF(x - radius, y - slant), QPointF(x + radius, y + slant))

    @staticmethod
    def _line(painter: QPainter, points: list[QPointF | None]) -> None:
        piece: list[QPointF] = []
        for point in (*points, None):
            if point is not None:
                piece.append(point)
                continue
            if len(piece) > 1:
                painter.drawPolyline(QPolygonF(piece))
            piece = []
