"""What each lane answers over its inputs: a plane with its boundary, or a curve through points."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from core.training.result import Field
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.base import PaintedPlot
from gui.plots.ramp import picture, ramp

GAP = 8.0


class AnswersPlot(PaintedPlot):
    """One tile a lane, each with its name in the lane's colour; all tiles on the same scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field: Field | None = None
        self.names: Sequence[tuple[int, str, str]] = ()

    def show_field(self, field: Field | None, names: Sequence[tuple[int, str, str]]) -> None:
        """Draw the answers; `names` are number, name and colour's name of the lanes to show."""
        if field is not None:
            self.field = field
        self.names = names
        self.setAccessibleDescription(", ".join(name for _, name, _ in names))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 9 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paint(self, painter: QPainter) -> None:
        """The tiles in rows, as square as the room allows."""
        field = self.field
        if field is None or not self.names:
            return
        metrics = QFontMetricsF(painter.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(self.names)
        columns = self._columns(count, metrics.height())
        rows = math.ceil(count / columns)
        width = (self.width() - GAP * (columns - 1)) / columns
        height = (self.height() - GAP * (rows - 1)) / rows
        for place, (number, name, colour) in enumerate(self.names):
            row, column = divmod(place, columns)
            x, y = column * (width + GAP), row * (height + GAP)
            area = QRectF(x, y + metrics.height(), width, height - metrics.height())
            painter.setPen(theme.colour(colour))
            title = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QPointF(x, y + metrics.ascent()), title)
            if number >= len(field.answers):
                continue
            if len(field.grid) == 1:
                self._curve(painter, field, number, area, colour)
            else:
                self._plane(painter, field, number, area)

    def _columns(self, count: int, line: float) -> int:
        best, most = 1, 0.0
        for columns in range(1, count + 1):
            rows = math.ceil(count / columns)
            side = min(self.width() / columns, self.height() / rows - line)
            if side > most:
                best, most = columns, side
        return best

    def _places(self, field: Field, area: QRectF) -> tuple[list[float], list[float]]:
        x = field.grid[0]
        across = (field.points[:, 0] - x[0]) / (x[-1] - x[0])
        if len(field.grid) == 1:
            low, high = self._range(field)
            up = (field.labels - low) / (high - low)
        else:
            y = field.grid[1]
            up = (field.points[:, 1] - y[0]) / (y[-1] - y[0])
        return (
            (area.left() + across * area.width()).tolist(),
            (area.bottom() - up * area.height()).tolist(),
        )

    @staticmethod
    def _range(field: Field) -> tuple[float, float]:
        low, high = float(field.labels.min()), float(field.labels.max())
        room = 0.15 * (high - low or 1.0)
        return low - room, high + room

    def _plane(self, painter: QPainter, field: Field, number: int, area: QRectF) -> None:
        answer = np.nan_to_num(field.answers[number], nan=0.5)
        first, second = theme.colour("negative"), theme.colour("positive")
        image = picture(answer[::-1], ramp("negative", "zero", "positive", strength=0.75))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, image.convertToFormat(QImage.Format.Format_RGB32))
        painter.setPen(theme.colour("border"))
        painter.drawRect(area)
        radius = 1.5 + 0.6 * theme.sizes.outline
        x, y = self._places(field, area)
        for across, height, label, wrong in zip(
            x, y, field.labels.tolist(), field.replaced.tolist(), strict=True
        ):
            painter.setPen(QPen(theme.colour("card"), 0.6))
            painter.setBrush(second if label > 0.5 else first)
            spot = QPointF(across, height)
            if label > 0.5:
                painter.drawEllipse(spot, radius, radius)
            else:  # not by colour alone
                painter.drawRect(QRectF(across - radius, height - radius, 2 * radius, 2 * radius))
            if wrong:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("text"), theme.sizes.outline))
                painter.drawEllipse(spot, radius + 2.5, radius + 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _curve(
        self, painter: QPainter, field: Field, number: int, area: QRectF, colour: str
    ) -> None:
        low, high = self._range(field)
        painter.setPen(theme.colour("border"))
        painter.drawRect(area)
        painter.save()
        painter.setClipRect(area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("undefined"))
        for at, height in zip(*self._places(field, area), strict=True):
            painter.drawEllipse(QPointF(at, height), 2.0, 2.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        answer = field.answers[number]
        share = np.linspace(0.0, 1.0, len(answer))
        y = area.bottom() - (answer - low) / (high - low) * area.height()
        y = np.clip(y, area.top() - area.height(), area.bottom() + area.height())
        points = [
            QPointF(area.left() + s * area.width(), v)
            for s, v in zip(share.tolist(), y.tolist(), strict=True)
            if math.isfinite(v)
        ]
        painter.setPen(QPen(theme.colour(colour), theme.sizes.curve))
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def retranslate(self) -> None:
        """Every text in the present language."""
        describe(
            self,
            self.tr("What each lane answers over its inputs"),
            self.tr(
                "One picture a lane: colour is how sure it is of a class, or the line is what it "
                "answers. Training samples are points; a ring marks a label that was replaced."
            ),
        )
        self.update()
