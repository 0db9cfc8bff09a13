"""A distribution over the steps of a training: a map with the ribbon of its percentiles."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from core.format import short
from core.training.over_time import OverTime
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import SPACE, value_ticks
from gui.plots.base import PaintedPlot
from gui.plots.ramp import picture, ramp


class OverTimePlot(PaintedPlot):
    """Across: the steps that were looked at, one column each; upwards: the values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: OverTime | None = None
        self.what = ""
        self.step = 0

    def show_course(self, course: OverTime | None, what: str, step: int) -> None:
        """Draw this; `what` is upwards, `step` is where the race stands."""
        self.shown, self.what, self.step = course, what, step
        if course is not None:
            low, middle, high = course.spread[-1].tolist()
            text = self.tr("median {middle}, from {low} to {high} in the middle 70 per cent")
            self.setAccessibleDescription(
                text.format(middle=short(middle, 3), low=short(low, 3), high=short(high, 3))
            )
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 9 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paint(self, painter: QPainter) -> None:
        """The map, the ribbon and the axes."""
        course = self.shown
        if course is None:
            return
        metrics = QFontMetricsF(painter.font())
        left = 4.2 * theme.sizes.small + metrics.height()
        area = QRectF(
            left,
            0.5 * metrics.height(),
            max(10.0, self.width() - left - 10.0),
            max(10.0, self.height() - 3.0 * metrics.height()),
        )
        painter.drawImage(area, picture(course.density[::-1], ramp("card", "sample")))
        self._ribbon(painter, course, area)
        self._axes(painter, metrics, course, area)

    def _x(self, course: OverTime, area: QRectF) -> list[float]:
        count = len(course.steps)
        return [area.left() + (at + 0.5) * area.width() / count for at in range(count)]

    def _ribbon(self, painter: QPainter, course: OverTime, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = self._x(course, area)
        span = course.high - course.low
        for column, style in ((0, Qt.PenStyle.DashLine), (1, Qt.PenStyle.SolidLine), (2, None)):
            y = area.bottom() - (course.spread[:, column] - course.low) / span * area.height()
            pen = QPen(theme.colour("theory"), theme.sizes.curve)
            pen.setStyle(style or Qt.PenStyle.DashLine)
            painter.setPen(pen)
            points = [QPointF(a, b) for a, b in zip(x, y.tolist(), strict=True)]
            painter.drawPolyline(QPolygonF(points))
        at = int(np.searchsorted(course.steps, self.step, side="right")) - 1
        if 0 <= at < len(x) - 1:
            painter.setPen(QPen(theme.colour("accent"), theme.sizes.outline))
            painter.drawLine(QPointF(x[at], area.top()), QPointF(x[at], area.bottom()))

    def _axes(
        self, painter: QPainter, metrics: QFontMetricsF, course: OverTime, area: QRectF
    ) -> None:
        painter.setPen(QPen(theme.colour("border")))
        painter.drawRect(area)
        painter.setPen(theme.colour("muted"))
        span = course.high - course.low
        for value, text in value_ticks(
            course.low, course.high, 1.6 * metrics.height() / area.height() * span
        ):
            y = area.bottom() - (value - course.low) / span * area.height()
            place = QRectF(0.0, y - metrics.height() / 2, area.left() - SPACE, metrics.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )
        free = -1.0
        for x, step in zip(self._x(course, area), course.steps.tolist(), strict=True):
            text = f"{step:,}"
            half = metrics.horizontalAdvance(text) / 2
            if x - half > free:
                painter.drawText(QPointF(x - half, area.bottom() + metrics.ascent() + 2), text)
                free = x + half + 6.0
        name = self.tr("step, growing by factors")
        width = metrics.horizontalAdvance(name)
        middle = area.center().x() - width / 2
        painter.drawText(QPointF(middle, area.bottom() + metrics.height() * 2), name)
        painter.save()
        painter.translate(metrics.height() * 0.6, area.center().y())
        painter.rotate(-90.0)
        painter.drawText(QPointF(-metrics.horizontalAdvance(self.what) / 2, 4.0), self.what)
        painter.restore()

    def retranslate(self) -> None:
        """Every text in the present language."""
        describe(
            self,
            self.tr("The distribution over the steps"),
            self.tr(
                "Each column is the distribution at one step; the lines are its 15th, 50th and "
                "85th percentile."
            ),
        )
        self.update()
