"""What stands over the picture of a matrix: cell numbers, a cell cursor."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.look.theme import theme
from gui.plots.colour_bar import lookup_table
from gui.plots.ramp import ink_on

SMALLEST = 0.62
"""Smallest readable number in a cell, as a share of the theme's font."""


def printed(values: NDArray[np.float64]) -> list[list[str]]:
    """The numbers as `print(tensor)` shows them: `1.`, `0.1234`, or `1.234e-06` where it must."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    whole = bool(np.all(sizes == np.rint(sizes)))
    if sizes.size and (sizes.max() >= 1e5 or sizes.min() < 1e-4):
        form = "{:.4g}"
    else:
        form = "{:.0f}." if whole else "{:.4f}"
    return [
        [form.format(value) if np.isfinite(value) else str(value) for value in row]
        for row in values.tolist()
    ]


class CellNumbers(pg.GraphicsObject):
    """The numbers in the cells of a small matrix, as large as the cells allow, or none."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[list[str]] = []
        self._levels: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self._inks: list[QColor] = []
        self.longest = 0
        self.restyle()

    def show_numbers(self, values: NDArray[np.float64], levels: NDArray[np.uint8]) -> None:
        """Draw these values over cells of these levels; empty arrays draw nothing."""
        self.prepareGeometryChange()
        self._texts, self._levels = printed(values), levels
        self.longest = max((len(text) for row in self._texts for text in row), default=0)
        self.update()

    def restyle(self) -> None:
        """The inks of another theme are found when numbers are drawn: most matrices have none."""
        self._inks = []
        self.update()

    @property
    def inks(self) -> list[QColor]:
        """The ink that is read best on each of the 256 colours."""
        if not self._inks:
            self._inks = [ink_on(QColor(*map(int, rgba))) for rgba in lookup_table()]
        return self._inks

    def font_size(self, width: float, height: float) -> int:
        """Pixels of the font that fits a cell of this size; 0 where none is readable."""
        largest = theme.sizes.font
        metrics = QFontMetricsF(theme.font(largest))
        widest = max(metrics.horizontalAdvance(text) for row in self._texts for text in row)
        size = int(min(largest, largest * 0.9 * width / widest, 0.85 * height))
        return size if size >= max(8, SMALLEST * largest) else 0

    def boundingRect(self) -> QRectF:
        rows, columns = self._levels.shape
        return QRectF(-0.5, -0.5, columns, rows)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if not self._texts:
            return
        transform = painter.transform()
        cell = transform.mapRect(QRectF(0, 0, 1, 1))
        size = self.font_size(cell.width(), cell.height())
        if size == 0:
            return
        painter.resetTransform()
        painter.setFont(theme.font(size))
        inks = self.inks
        for i, row in enumerate(self._texts):
            for j, text in enumerate(row):
                cell.moveCenter(transform.map(QPointF(j, i)))
                painter.setPen(inks[self._levels[i, j]])
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)


class CellCursor(pg.GraphicsObject):
    """Marks one cell for the keyboard: a frame, with cross-hairs where the cell is tiny."""

    def __init__(self) -> None:
        super().__init__()
        self._cell = QRectF()
        self._whole = QRectF()
        self.setZValue(10)

    def mark(self, cell: QRectF, whole: QRectF) -> None:
        """Stand at `cell` of the picture `whole`."""
        self.prepareGeometryChange()
        self._cell, self._whole = cell, whole
        self.update()

    def boundingRect(self) -> QRectF:
        return self._whole

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        transform = painter.transform()
        cell, whole = transform.mapRect(self._cell), transform.mapRect(self._whole)
        painter.resetTransform()
        tiny = min(cell.width(), cell.height()) < 8
        for name, width in (("card", 4.0), ("text", 2.0)):
            painter.setPen(QPen(theme.colour(name), width))
            if tiny:
                x, y = cell.center().x(), cell.center().y()
                painter.drawLine(QPointF(x, whole.top()), QPointF(x, whole.bottom()))
                painter.drawLine(QPointF(whole.left(), y), QPointF(whole.right(), y))
            else:
                painter.drawRect(cell.adjusted(1, 1, -1, -1))
