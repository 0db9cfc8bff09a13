"""How a vector, its mask and what dropout makes of it are painted: three rows in one scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from core.format import short
from gui.look.theme import theme
from gui.plots.axes import unit_of
from gui.plots.columns import Columns, columns
from gui.plots.labels import fitting, fitting_number, fitting_numbers

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is drawn; arrays of shape (units, positions), the mask of shape (units,).

    scale   what multiplies survivors, as text; empty where y is no such product
    note    stands in the mask's row where there is no mask
    """

    x: Array
    mask: Mask
    y: Array
    scale: str
    note: str


class VectorPainting:
    """One painting of one vector."""

    def __init__(
        self, painter: QPainter, shown: Shown, width: int, height: int, mask_name: str
    ) -> None:
        self.painter, self.shown, self.mask_name = painter, shown, mask_name
        self.columns: Columns = columns(width, len(shown.mask))
        self.metrics = QFontMetricsF(painter.font())
        self.line = self.metrics.height()
        self.height = height
        self.cells = shown.x.shape[1] > 1
        room = self.columns.width - 2
        self.texts = {
            name: fitting_numbers(self.metrics, room, values[:, 0].tolist())
            for name, values in (("x", shown.x), ("y", shown.y))
        }

        self.products = self._products(room - 2)

    def _products(self, room: float) -> list[str]:
        """`5 × 2 = 10` for each survivor, or nothing at all where one does not fit."""
        texts = [
            f"{short(x)} × {self.shown.scale} = {short(y)}" if kept and self.shown.scale else ""
            for x, y, kept in zip(
                self.shown.x[:, 0].tolist(),
                self.shown.y[:, 0].tolist(),
                self.shown.mask.tolist(),
                strict=True,
            )
        ]
        fits = all(self.metrics.horizontalAdvance(text) <= room for text in texts)
        return texts if fits else [""] * len(texts)

    def paint(self) -> None:
        """The three rows and the numbers of the units."""
        line, gap = self.line, 4.0
        mask_height = 1.25 * line
        room = max(4 * line, self.height - mask_height - line - 4 * gap)
        heights = (room / 2, room / 2) if self.cells else self._bar_heights(room)
        top = gap
        self._row("x", top, heights[0], self.shown.x)
        top += heights[0] + gap
        self._mask(top, mask_height)
        top += mask_height + gap
        self._row("y", top, heights[1], self.shown.y)
        self._indices(top + heights[1] + gap / 2)

    def _extent(self, values: Array) -> tuple[float, float]:
        finite = values[np.isfinite(values)] / self.unit
        low = min(0.0, float(finite.min(initial=0.0)))
        return low, max(0.0, float(finite.max(initial=0.0)))

    def _bar_heights(self, room: float) -> tuple[float, float]:
        """Heights of the rows of x and y such that both have the same scale."""
        self.unit = unit_of(self.shown.x, self.shown.y)
        self.low_x, self.high_x = self._extent(self.shown.x)
        # A dropped unit's outline is as high as its bar would have been.
        outlined = (self.shown.y == 0) & ~self.shown.mask[:, None]
        self.low_y, self.high_y = self._extent(np.where(outlined, self.shown.x, self.shown.y))
        text_x = self.line * (1 + (self.low_x < 0))
        text_y = self.line * (1 + (self.low_y < 0))
        extent = (self.high_x - self.low_x) + (self.high_y - self.low_y)
        self.per_unit = max(1.0, room - text_x - text_y) / extent if extent > 0 else 0.0
        if not np.isfinite(self.per_unit):
            self.per_unit = 0.0
        if self.per_unit == 0.0:
            return room / 2, room / 2
        first = text_x + (self.high_x - self.low_x) * self.per_unit
        return first, room - first

    def _name(self, text: str, top: float, height: float) -> None:
        self.painter.setPen(theme.colour("muted"))
        place = QRectF(0, top, self.columns.left - 6, height)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.painter.drawText(place, right, text)

    def _row(self, name: str, top: float, height: float, values: Array) -> None:
        self._name(name, top, height)
        for index in range(len(values)):
            dropped = name == "y" and not self.shown.mask[index]
            if self.cells:
                self._column(index, top, height, values[index], dropped)
            else:
                high = self.high_x if name == "x" else self.high_y
                zero = top + self.line + high * self.per_unit
                self._bar(index, name, zero, float(values[index, 0]), dropped, (top, height))

    def _bar(
        self,
        index: int,
        name: str,
        zero: float,
        value: float,
        dropped: bool,
        row: tuple[float, float],
    ) -> None:
        painter, x = self.painter, float(self.shown.x[index, 0])
        if not np.isfinite(value):
            self._undefined(self.columns.bar(index, row[0], row[1]), value)
            return
        would = x if dropped and value == 0.0 and np.isfinite(x) else value
        place = self._span(index, zero, 0.0, would)
        if dropped:
            painter.setPen(_dashed())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
        else:
            self._filled(place, value)
            grown = name == "y" and self.shown.scale and abs(value) > abs(x) > 0
            if grown:
                painter.fillRect(self._span(index, zero, x, value), _colour(value, ""))
        painter.setPen(QPen(theme.colour("field_border"), 1))
        whole = self.columns.bar(index, zero, 0)
        painter.drawLine(whole.topLeft(), whole.topRight())
        self._value(place, index, name, value, dropped)

    def _span(self, index: int, zero: float, start: float, end: float) -> QRectF:
        low, high = sorted(zero - at / self.unit * self.per_unit for at in (start, end))
        return self.columns.bar(index, low, high - low)

    def _filled(self, place: QRectF, value: float) -> None:
        self.painter.setPen(QPen(_colour(value, ""), theme.sizes.outline))
        self.painter.setBrush(_colour(value, "_fill"))
        self.painter.drawRect(place)

    def _value(self, place: QRectF, index: int, name: str, value: float, dropped: bool) -> None:
        """The number over the bar, under it where it is negative; its product where that fits."""
        room = self.columns.width
        text = self.texts[name][index]
        if name == "y" and self.products[index]:
            text = self.products[index]
        if dropped and value == 0.0:
            where = QPointF(place.center().x() - self.metrics.horizontalAdvance("0") / 2, 0)
            inside = place.height() > self.line
            # Where its bar would have been: the 0 stands in the hollow, or over it.
            y = place.center().y() if inside else place.top() - self.line / 2
            where.setY(y + self.metrics.ascent() / 2 - 1)
            self.painter.setPen(theme.colour("muted"))
            self.painter.drawText(where, text)
            return
        top = place.bottom() + 1 if value < 0 else place.top() - self.line
        self.painter.setPen(theme.colour("muted" if dropped else "text"))
        wide = QRectF(place.center().x() - room / 2, top, room, self.line)
        self.painter.drawText(wide, CENTRE, text)

    def _undefined(self, place: QRectF, value: float) -> None:
        """A hatched bar: NaN or infinite."""
        colour = theme.colour("undefined")
        self.painter.setPen(QPen(colour, 1))
        self.painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        self.painter.drawRect(place)
        text = fitting(self.metrics, self.columns.width, short(value))
        label = QRectF(0, 0, self.metrics.horizontalAdvance(text) + 6, self.line)
        label.moveCenter(place.center())
        self.painter.fillRect(label, theme.colour("card"))
        self.painter.setPen(theme.colour("text"))
        self.painter.drawText(label, CENTRE, text)

    def _column(self, index: int, top: float, height: float, values: Array, dropped: bool) -> None:
        """One channel: its positions under one another."""
        finite = self.shown.x[np.isfinite(self.shown.x)]
        limit = float(np.abs(finite).max(initial=0.0)) or 1.0
        step = height / len(values)
        zero_drop = dropped and not np.any(values)
        for row, value in enumerate(values.tolist()):
            place = self.columns.bar(index, top + row * step, step)
            if not np.isfinite(value):
                self._undefined(place, value)
                continue
            if not dropped:
                colour = _colour(value, "_fill")
                colour.setAlphaF(min(1.0, 0.25 + 0.75 * abs(value) / limit))
                self.painter.fillRect(place.adjusted(0, 0.5, 0, -0.5), colour)
            if step >= self.line - 2 and not (zero_drop and row != len(values) // 2):
                self.painter.setPen(theme.colour("muted" if dropped else "text"))
                text = fitting_number(self.metrics, place.width(), value)
                self.painter.drawText(place, CENTRE, text)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(_dashed() if dropped else QPen(theme.colour("sample"), 1))
        self.painter.drawRect(self.columns.bar(index, top, height))

    def _mask(self, top: float, height: float) -> None:
        self._name(self.mask_name, top, height)
        if self.shown.note:
            self.painter.setPen(theme.colour("accent"))
            width = self.columns.width * self.columns.count
            place = QRectF(self.columns.left, top, width, height)
            elided = self.metrics.elidedText(self.shown.note, Qt.TextElideMode.ElideRight, width)
            self.painter.drawText(place, CENTRE, elided)
            return
        for index, kept in enumerate(self.shown.mask.tolist()):
            place = self.columns.bar(index, top, height)
            if kept:
                self.painter.setPen(QPen(theme.colour("accent"), 1))
                self.painter.setBrush(theme.colour("accent"))
            else:
                self.painter.setPen(_dashed())
                self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRect(place)
            self.painter.setPen(theme.colour("accent_text" if kept else "muted"))
            digit = fitting(self.metrics, place.width(), "1" if kept else "0")
            self.painter.drawText(place, CENTRE, digit)

    def _indices(self, top: float) -> None:
        self._name("i", top, self.line)
        widest = self.metrics.horizontalAdvance(str(self.columns.count - 1)) + 6
        step = next(s for s in (1, 2, 5, 10, 20, 50) if s * self.columns.width >= widest or s == 50)
        for index in range(0, self.columns.count, step):
            place = self.columns.bar(index, top, self.line)
            middle = QRectF(place.center().x() - 40, top, 80, self.line)
            self.painter.drawText(middle, CENTRE, str(index))


def _colour(value: float, suffix: str) -> QColor:
    """Blue for positive, orange for negative numbers."""
    return theme.colour(("dropped" if value < 0 else "sample") + suffix)


def _dashed() -> QPen:
    pen = QPen(theme.colour("muted"), max(1.0, theme.sizes.outline))
    pen.setStyle(Qt.PenStyle.DashLine)
    return pen
