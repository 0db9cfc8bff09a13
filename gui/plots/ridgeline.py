"""The histograms of a few layers, one behind another, the first layer at the top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.format import percent, short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import SPACE, value_ticks
from gui.plots.base import PaintedPlot
from gui.plots.frame import Array

MIN_SHARE = 0.01
"""Zeros are said from this share on."""
OVERLAP = 1.7
"""Height of a histogram over the distance to the next one."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Places:
    """The drawing area and the rows in it: `base` of row 0, `pitch` to the next, `high` upwards."""

    area: QRectF
    base: float
    pitch: float
    high: float
    low: float
    per_unit: float

    def x(self, value: float) -> float:
        return self.area.left() + (value - self.low) * self.per_unit

    def y(self, row: int) -> float:
        return self.base + row * self.pitch

    def value(self, x: float) -> float | None:
        """What stands at x, in pixels; None beside the area."""
        inside = self.per_unit > 0 and self.area.left() <= x <= self.area.right()
        return self.low + (x - self.area.left()) / self.per_unit if inside else None


class Ridgeline(PaintedPlot):
    """A step curve a layer over its number, each as high as the others, zeros as a spike."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edges, self.zeros = np.zeros(2), np.zeros(0)
        self.density = np.zeros((0, 1))
        self.broken = np.zeros(0, dtype=bool)
        self.numbers: tuple[int, ...] = ()
        self.unit = ""
        self.paths: list[QPainterPath] = []

    def show_layers(
        self,
        edges: Array,
        density: Array,
        zeros: Array,
        broken: NDArray[np.bool_],
        unit: str,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Draw a row of `density` a layer on the common axis `edges`, named `unit`.

        zeros     share of exact zeros in each layer, which `density` leaves out
        broken    whether a layer has no finite value
        numbers   numbers of the layers; 1, 2, 3, … without them
        """
        self.edges, self.zeros, self.broken = edges, zeros, broken
        self.density = np.where(broken[:, None], 0.0, density)
        self.numbers = tuple(range(1, len(density) + 1) if numbers is None else numbers)
        self.unit = unit
        self.setAccessibleDescription("; ".join(self.row_text(row) for row in range(len(density))))
        self._lay_out()

    def row_text(self, row: int) -> str:
        """A layer in words: where most of its values are, how many are zeros."""
        layer = self.numbers[row]
        if self.broken[row]:
            return self.tr("layer {layer}: ∞ or NaN").format(layer=layer)
        parts = []
        if self.density[row].any():
            at = int(self.density[row].argmax())
            middle = float(self.edges[at] + self.edges[at + 1]) / 2
            parts.append(self.tr("most values near {value}").format(value=short(middle, 2)))
        if self.zeros[row] >= MIN_SHARE:
            parts.append(self.zeros_text(row))
        said = ", ".join(parts)
        return self.tr("layer {layer}: {said}").format(layer=layer, said=said)

    def readout(self, at: QPointF) -> str:
        """The layer whose hill is at this place, and how dense its values are there."""
        places = self.places()
        value = places.value(at.x())
        if not self.numbers or value is None or at.y() > places.area.bottom():
            return ""
        # A hill stands over its line: that line is the next one below the pointer.
        row = max(0, math.ceil((at.y() - places.base) / places.pitch))
        if row >= len(self.numbers):
            return ""
        bins = len(self.edges) - 1
        column = min(int(np.searchsorted(self.edges, value, side="right")) - 1, bins - 1)
        if self.broken[row]:
            return self.row_text(row)
        said = self.tr("layer {layer}: value {value}, density {density}").format(
            layer=self.numbers[row],
            value=short(value, 2),
            density=short(float(self.density[row, column]), 3),
        )
        return f"{said}, {self.zeros_text(row)}" if self.zeros[row] >= MIN_SHARE else said

    def zeros_text(self, row: int) -> str:
        """The share of zeros as it stands beside the row."""
        return self.tr("{share} % zeros").format(share=percent(float(self.zeros[row])))

    def notes(self) -> list[str]:
        """What stands at the right of each row."""
        return [
            "∞/NaN" if broken else self.zeros_text(row) if zeros >= MIN_SHARE else ""
            for row, (broken, zeros) in enumerate(zip(self.broken, self.zeros, strict=True))
        ]

    # Where things are:

    def places(self) -> _Places:
        """Where the rows are in the present size."""
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        line = metrics.height()
        left = round(4.8 * theme.sizes.small) + 1.0
        notes = max((metrics.horizontalAdvance(note) for note in self.notes()), default=0.0)
        right = max(10.0, notes + 2 * SPACE)
        area = QRectF(left, 4.0, max(1.0, self.width() - left - right), 1.0)
        area.setBottom(max(5.0, self.height() - line - 6.0))
        rows = max(1, len(self.numbers))
        pitch = area.height() / (rows - 1 + OVERLAP)
        low, high = float(self.edges[0]), float(self.edges[-1])
        per_unit = area.width() / (high - low) if high > low else 0.0
        tall = OVERLAP * pitch - 2.0
        return _Places(area, area.top() + OVERLAP * pitch, pitch, tall, low, per_unit)

    def _lay_out(self) -> None:
        """Make the paths: painting them is then a millisecond."""
        places = self.places()
        self.paths = []
        for row, values in enumerate(self.density):
            most, base = float(values.max(initial=0.0)), places.y(row)
            if most <= 0:
                self.paths.append(QPainterPath())
                continue
            filled = np.flatnonzero(values)
            first, last = int(filled[0]), int(filled[-1]) + 1
            x = np.repeat(self.edges[first : last + 1], 2)
            x = places.area.left() + (x - places.low) * places.per_unit
            heights = np.repeat(values[first:last] / most * places.high, 2)
            y = base - np.concatenate([[0.0], heights, [0.0]])
            self.paths.append(pg.arrayToQPath(x, y))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # How it is painted:

    def paint(self, painter: QPainter) -> None:
        if self.numbers:
            places = self.places()
            metrics = QFontMetricsF(painter.font())
            self._paint_axis(painter, metrics, places)
            for row in range(len(self.numbers)):
                self._paint_row(painter, places, row)
            self._paint_zeros(painter, places)
            self._paint_texts(painter, metrics, places)

    def _paint_axis(self, painter: QPainter, metrics: QFontMetricsF, places: _Places) -> None:
        area, line = places.area, metrics.height()
        top = area.bottom() + 4.0
        caption = QRectF(0.0, top, area.left() - 8.0, line)
        painter.setPen(theme.colour("muted"))
        painter.drawText(caption, RIGHT, self.tr("layer"))
        room = max(0.0, min(metrics.horizontalAdvance(self.unit) + 2.0, area.width() / 2))
        unit = metrics.elidedText(self.unit, Qt.TextElideMode.ElideRight, room)
        at = QRectF(self.width() - room - 2.0, top, room, line)
        painter.drawText(at, RIGHT, unit)
        if not places.per_unit:
            return
        widest = metrics.horizontalAdvance("−0.0005") + 2 * SPACE
        low, high = float(self.edges[0]), float(self.edges[-1])
        for value, text in value_ticks(low, high, widest / places.per_unit, (1, 2, 3, 5)):
            x, half = places.x(value), metrics.horizontalAdvance(text) / 2
            painter.setPen(QPen(theme.colour("grid"), theme.sizes.outline))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if area.left() - SPACE <= x - half and x + half + 2 * SPACE < at.left():
                painter.setPen(theme.colour("muted"))
                painter.drawText(
                    QRectF(x - half, top, 2 * half, line), Qt.TextFlag.TextDontClip, text
                )

    def _paint_row(self, painter: QPainter, places: _Places, row: int) -> None:
        base, outline = places.y(row), theme.sizes.outline
        shape = self.paths[row]
        left, right = places.area.left(), places.area.right()
        broken = bool(self.broken[row])
        fill = theme.colour("sample_fill")
        fill.setAlpha(225)  # the layer behind shows through
        painter.fillPath(shape, fill)
        ground = QPen(theme.colour("bad" if broken else "border"), outline)
        ground.setStyle(Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine)
        painter.setPen(ground)
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        painter.setPen(QPen(theme.colour("sample"), outline))
        painter.drawPath(shape)

    def _paint_zeros(self, painter: QPainter, places: _Places) -> None:
        """Over all histograms: the next one would hide a spike behind it."""
        if not self.edges[0] <= 0 <= self.edges[-1]:
            return
        pen = QPen(theme.colour("dropped"), 1.5 * theme.sizes.curve)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        x = places.x(0.0)
        for row, share in enumerate(self.zeros.tolist()):
            if share >= MIN_SHARE and not self.broken[row]:
                base = places.y(row)
                painter.drawLine(QPointF(x, base), QPointF(x, base - share * 0.9 * places.pitch))

    def _paint_texts(self, painter: QPainter, metrics: QFontMetricsF, places: _Places) -> None:
        """Numbers at the left, notes at the right, those that would lie on another left out."""
        line, left = metrics.height(), places.area.left() - 8.0
        for row in _apart([str(number) for number in self.numbers], line / places.pitch):
            top = places.y(row) - line + metrics.descent()
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(0.0, top, left, line), RIGHT, str(self.numbers[row]))
        notes = self.notes()
        for row in _apart(notes, line / places.pitch):
            top = places.y(row) - line + metrics.descent()
            painter.setPen(theme.colour("bad" if self.broken[row] else "muted"))
            beside = QRectF(places.area.right() + SPACE, top, self.width(), line)
            painter.drawText(beside, LEFT, notes[row])

    # How it looks:

    def minimumSizeHint(self) -> QSize:
        return QSize(round(18 * theme.sizes.font), round(7 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return QSize(round(28 * theme.sizes.font), round(18 * theme.sizes.font))

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        describe(
            self,
            self.tr("Histograms of the layers"),
            self.tr(
                "A histogram for each layer, the first at the top. Each is as high as the others: "
                "its own maximum. A spike at 0 is the share of exact zeros."
            ),
            torch="torch.histogram",
        )
        said = [self.row_text(row) for row in range(len(self.numbers))]
        self.setAccessibleDescription("; ".join(said))
        self._lay_out()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        self._lay_out()


def _apart(texts: Sequence[str], least: float) -> list[int]:
    """The rows whose texts can be written when two need `least` rows between them."""
    found: list[int] = []
    for row, text in enumerate(texts):
        if text and (not found or row - found[-1] >= least):
            found.append(row)
    return found
