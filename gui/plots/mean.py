"""The running mean of y for each unit against x, in the columns of the vector above it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import short
from gui.look.describe import explain
from gui.look.theme import theme
from gui.plots.axes import unit_of
from gui.plots.base import PaintedPlot
from gui.plots.columns import columns
from gui.plots.labels import fitting_numbers

Array = NDArray[np.float64]
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """One value a unit: x, the running mean of y, and where theory expects it, ± error."""

    x: Array
    mean: Array
    expected: Array
    error: Array


class MeanPlot(PaintedPlot):
    """A bar for each running mean, a line at x, a bracket for expectation ± standard error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.means: Means | None = None

    def show_means(self, means: Means) -> None:
        """Draw these."""
        self.means = means
        self.setAccessibleDescription(", ".join(short(value) for value in means.mean.tolist()))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, round(4.5 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()  # it takes what is left, and asks for no more

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        self.setAccessibleName(self.tr("Running mean of y for each unit"))
        explain(self, "y.mean(0)", self.tr("Bar: mean of y over all samples. Line: x."))
        self.update()

    def readout(self, at: QPointF) -> str:
        """x, the mean of y and its standard error of the unit at this place."""
        means = self.means
        index = None if means is None else columns(self.width(), len(means.x)).at(at.x())
        if means is None or index is None:
            return ""
        return self.tr("x[{i}] = {x}\nmean of y = {mean}\nstandard error = {error}").format(
            i=index,
            x=short(means.x[index]),
            mean=short(means.mean[index]),
            error=short(means.error[index]),
        )

    @staticmethod
    def _in_units(means: Means) -> Means:
        """The same in a unit in which bars have a height, however large or small the numbers."""
        unit = unit_of(means.x, means.mean, means.expected)
        with np.errstate(over="ignore"):
            parts = (part / unit for part in (means.x, means.mean, means.expected, means.error))
            return Means(*parts)

    def _range(self, means: Means) -> tuple[float, float]:
        """From the lowest to the highest; brackets may reach over it by a third."""
        values = np.concatenate([means.x, means.mean, means.expected])
        values = values[np.isfinite(values)]
        low, high = min(0.0, values.min(initial=0.0)), max(0.0, values.max(initial=0.0))
        room = (high - low) / 3
        known = np.isfinite(means.expected) & np.isfinite(means.error)
        middle, error = means.expected[known], means.error[known]
        spread = np.concatenate([middle - error, middle + error])
        low = max(min(low, spread.min(initial=0.0)), low - room if low < 0 else 0.0)
        return float(low), float(min(max(high, spread.max(initial=0.0)), high + room))

    def paint(self, painter: QPainter) -> None:
        if self.means is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, self.means)

    def _paint(self, painter: QPainter, means: Means) -> None:
        metrics = QFontMetricsF(painter.font())
        texts = means.mean.tolist()
        means = self._in_units(means)
        line, places = metrics.height(), columns(self.width(), len(means.x))
        low, high = self._range(means)
        room = self.height() - line - 8 - (line if low < 0 else 0)
        per_unit = room / (high - low) if high > low else 0.0
        if not np.isfinite(per_unit):
            per_unit = 0.0
        zero = 4 + line + high * per_unit
        painter.setPen(theme.colour("muted"))
        name = QRectF(0, 0, places.left - 6, self.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, right | Qt.TextFlag.TextWordWrap, self.tr("mean\nof y"))
        texts = fitting_numbers(metrics, places.width - 3, texts)
        for i, (x, mean) in enumerate(zip(means.x.tolist(), means.mean.tolist(), strict=True)):
            column = places.bar(i, 4, self.height() - 8)
            wide = QRectF(column.center().x() - places.width / 2, 4, places.width, line)
            if np.isfinite(mean):
                self._bar(painter, column, zero, mean * per_unit, mean < 0)
            if np.isfinite(x):
                self._bracket(painter, column, zero, means.expected[i], means.error[i], per_unit)
                painter.setPen(QPen(theme.colour("theory"), 1.2 * theme.sizes.curve))
                y = zero - x * per_unit
                painter.drawLine(QPointF(column.left() - 2, y), QPointF(column.right() + 2, y))
            painter.setPen(theme.colour("text"))
            painter.drawText(wide, CENTRE, texts[i])

    @staticmethod
    def _bar(painter: QPainter, column: QRectF, zero: float, height: float, negative: bool) -> None:
        name = "dropped" if negative else "sample"
        painter.setPen(QPen(theme.colour(name), theme.sizes.outline))
        painter.setBrush(theme.colour(f"{name}_fill"))
        painter.drawRect(
            QRectF(column.left(), min(zero, zero - height), column.width(), abs(height))
        )

    def _bracket(
        self,
        painter: QPainter,
        column: QRectF,
        zero: float,
        expected: float,
        error: float,
        per_unit: float,
    ) -> None:
        """Expectation ± standard error as a dashed bracket, cut at the edge of the plot."""
        if not (np.isfinite(error) and error * per_unit > 1.0):
            return
        pen = QPen(theme.colour("text"), theme.sizes.outline)
        painter.setPen(pen)
        middle, reach = column.center().x(), min(5.0, column.width() / 3)
        top = max(zero - (expected + error) * per_unit, 4.0)
        bottom = min(zero - (expected - error) * per_unit, self.height() - 4.0)
        painter.drawLine(QPointF(middle, top), QPointF(middle, bottom))
        for y in (top, bottom):
            painter.drawLine(QPointF(middle - reach, y), QPointF(middle + reach, y))
