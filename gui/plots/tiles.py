"""Small pictures side by side: weights of units, or inputs with a caption."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from core.format import short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.base import PaintedPlot
from gui.plots.ramp import picture, ramp

Array = NDArray[np.float64]
GAP = 4
LEAST = 26
"""Pixels of a tile at least; where there is room for fewer tiles, fewer are shown."""
MOST = 72
BAR = 5
"""Pixels of the bar at the right that says which rows are seen, where not all are."""
NOTCH = 120
"""Of a wheel, in Qt's eighths of a degree: one row."""


class TilesPlot(PaintedPlot):
    """As many tiles as fit, as large as they can be; all of them on one scale of colours.

    Where there are more, a wheel and the keys of a list go through their rows.

    Weights are orange below 0 and blue above; pictures of inputs go from the card's colour to the
    text's.

    fitted   others are seen now, or another number of them
    """

    fitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: Array | None = None
        self.captions: Sequence[str] = ()
        self.signed = True
        self.of_row = 0
        self._shown = 0
        self.row = 0
        self._top, self._turned = 1.0, 0
        self.nothing = ""

    def show_tiles(
        self,
        tiles: Array | None,
        captions: Sequence[str] = (),
        signed: bool = True,
        of_row: int = 0,
    ) -> None:
        """Draw these, (n, rows, columns).

        Of kernels `of_row` are those of one row of the weight, so that a value has four places.
        """
        if self.tiles is None or tiles is None or self.tiles.shape != tiles.shape:
            self.row = 0
        self.tiles, self.captions, self.signed, self.of_row = tiles, captions, signed, of_row
        self._top = float(np.abs(tiles).max(initial=0.0)) or 1.0 if tiles is not None else 1.0
        count = 0 if tiles is None else len(tiles)
        self.setAccessibleDescription(self.tr("{count} pictures").format(count=count))
        self._fit()
        self.update()

    @property
    def shown(self) -> int:
        """How many of the tiles there is room for."""
        if self.tiles is None or not len(self.tiles):
            return 0
        columns, rows, _ = self._rows()
        return min(len(self.tiles) - self.row * columns, rows * columns)

    @property
    def first(self) -> int:
        """The first of the tiles that are seen."""
        return self.row * self._rows()[0]

    def _rows(self) -> tuple[int, int, int]:
        """Tiles of a row, rows that there is room for, and rows of all tiles."""
        if self.tiles is None or not len(self.tiles):
            return 1, 1, 0
        size, columns, below = self._grid(QFontMetricsF(theme.font(theme.sizes.small)).height())
        rows = max(1, int((self.height() + GAP) // (size + below + GAP)))
        return columns, rows, math.ceil(len(self.tiles) / columns)

    def _fit(self) -> None:
        _, rows, total = self._rows()
        self.row = max(0, min(self.row, total - rows))
        self._shown = self.shown
        scrolls = total > rows
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)

    def scroll_to(self, row: int) -> bool:
        """See the tiles from this row on; whether others are seen then."""
        _, rows, total = self._rows()
        row = max(0, min(row, total - rows))
        if row == self.row:
            return False
        self.row, self.pointer = row, None
        self._shown = self.shown
        self.update()
        self.fitted.emit()
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A row a notch; at both ends what is around it scrolls."""
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        event.setAccepted(self.scroll_to(self.row - notches) if notches else bool(self._turned))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down, a page, the first and the last."""
        _, rows, total = self._rows()
        key = Qt.Key
        to = {
            key.Key_Up: self.row - 1,
            key.Key_Down: self.row + 1,
            key.Key_PageUp: self.row - rows,
            key.Key_PageDown: self.row + rows,
            key.Key_Home: 0,
            key.Key_End: total,
        }.get(key(event.key()))
        if to is None:
            super().keyPressEvent(event)
            return
        self.scroll_to(to)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more, or for fewer."""
        super().resizeEvent(event)
        before = self._shown, self.row
        self._fit()
        if (self._shown, self.row) != before:
            self.fitted.emit()

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 8 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paint(self, painter: QPainter) -> None:
        """The tiles in rows."""
        tiles = self.tiles
        metrics = QFontMetricsF(painter.font())
        if tiles is None or not len(tiles):
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.nothing)
            return
        size, columns, below = self._grid(metrics.height())
        first = self.first
        drawn = tiles[first : first + self.shown]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for index in range(len(drawn)):
            row, column = divmod(index, columns)
            x, y = column * (size + GAP), row * (size + below + GAP)
            place = QRectF(x, y, size, size)
            painter.drawImage(place, self._image(drawn[index] / self._top))
            painter.setPen(theme.colour("border"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            if self.captions:
                painter.setPen(theme.colour("text"))
                painter.drawText(
                    QRectF(x - 3, y + size, size + 6, below),
                    Qt.AlignmentFlag.AlignCenter,
                    self.captions[first + index],
                )
        self._paint_bar(painter)

    def _paint_bar(self, painter: QPainter) -> None:
        _, rows, total = self._rows()
        if total <= rows:
            return
        height, left = float(self.height()), self.width() - BAR + 1.0
        painter.fillRect(QRectF(left, 0.0, BAR - 1, height), theme.colour("border"))
        seen = QRectF(left, height * self.row / total, BAR - 1, height * rows / total)
        painter.fillRect(seen, theme.colour("accent" if self.hasFocus() else "muted"))

    def _grid(self, letters: float) -> tuple[int, int, float]:
        """Pixels of a tile, tiles of a row, and what stands below each."""
        assert self.tiles is not None
        below = letters if self.captions else 0.0
        return *self._layout(len(self.tiles), below), below

    def readout(self, at: QPointF) -> str:
        """The weight or the pixel there, and of a picture what is written below it."""
        tiles = self.tiles
        if tiles is None or not self.shown:
            return ""
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        size, columns, below = self._grid(metrics.height())
        column, x = divmod(at.x(), size + GAP)
        row, y = divmod(at.y(), size + below + GAP)
        index = self.first + int(row) * columns + int(column)
        if column >= columns or index >= self.first + self.shown or x >= size or y >= size:
            return ""
        rows, wide = tiles.shape[1:]
        pixel = int(y * rows // size) * wide + int(x * wide // size)
        value = short(float(tiles[index].ravel()[pixel]), 3)
        if self.of_row:
            place = (*divmod(index, self.of_row), *divmod(pixel, wide))
            return f"W[{', '.join(map(str, place))}] = {value}"
        if self.signed:
            return f"W[{index}, {pixel}] = {value}"
        text = self.tr("{caption}: pixel {pixel} = {value}")
        return text.format(caption=self.captions[index], pixel=pixel, value=value)

    def _layout(self, count: int, below: float) -> tuple[int, int]:
        """Pixels of a tile, and tiles of a row: the largest that hold all, or the least."""
        width, height = self.width(), self.height()
        for size in range(MOST, LEAST - 1, -1):
            columns = self._aligned(max(1, (width + GAP) // (size + GAP)))
            rows = math.ceil(count / columns)
            if rows * (size + below + GAP) - GAP <= height:
                return size, columns
        return LEAST, self._aligned(max(1, (width - BAR) // (LEAST + GAP)))

    def _aligned(self, columns: int) -> int:
        """As many tiles in a row that rows of the weight begin below one another, if they fit."""
        whole = self.of_row and columns - columns % self.of_row
        return whole or columns

    def _image(self, values: Array) -> QImage:
        if self.signed:
            return picture(0.5 + 0.5 * values, ramp("negative", "zero", "positive"))
        return picture(np.abs(values), ramp("card", "text"))

    def set_nothing(self, text: str) -> None:
        """What is said where there is nothing to show."""
        self.nothing = text
        self.update()

    def describe_as(self, name: str, tip: str) -> None:
        """What the pictures are, in the present language."""
        describe(self, name, tip)

    def retranslate(self) -> None:
        """Its page says what the pictures are."""
        self.update()


def said_range(values: Array) -> str:
    """The greatest size of a value, for a remark."""
    return short(float(np.abs(values).max(initial=0.0)), 3)
