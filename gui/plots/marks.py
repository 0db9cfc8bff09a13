"""Marks at values of a plot, with their labels, drawn over it in one go.

pyqtgraph's own lines and texts announce every move to the scene, which paints the plot a second
time; these are drawn with the plot and cost a tenth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.look.theme import theme
from gui.plots.labels import Text, around, best_place, write


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a point of the plot.

    `across` is the share of the text that lies left of the point; `below` puts it under the
    point instead of over it.
    """

    x: float
    y: float
    text: str
    colour: str
    across: float = 0.5
    below: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line over the whole height."""

    x: float
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """A short horizontal line: the height at which theory expects a spike to end."""

    x: float
    y: float


def draw(
    painter: QPainter,
    box: pg.ViewBox,
    marks: Sequence[Mark],
    caps: Sequence[Cap],
    labels: Sequence[Label],
) -> None:
    """Draw them in the scene's coordinates, inside the view box.

    A label that would lie on an earlier one goes to the other side of its point, or a line lower,
    or away where there is no room. Curves and marks fade behind it.
    """
    painter.save()
    painter.setClipRect(box.sceneBoundingRect().adjusted(0, -8, 6, 0))
    area = box.sceneBoundingRect()
    pen = QPen(theme.colour("muted"), theme.sizes.outline)
    for mark in marks:
        x = box.mapViewToScene(QPointF(mark.x, 0.0)).x()
        pen.setStyle(Qt.PenStyle.DotLine if mark.dotted else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.setPen(QPen(theme.colour("theory"), 1.5 * theme.sizes.curve))
    for cap in caps:
        point = box.mapViewToScene(QPointF(cap.x, cap.y))
        reach = QPointF(6.0 * theme.sizes.curve, 0.0)
        painter.drawLine(point - reach, point + reach)
    _write(painter, box, labels)
    painter.restore()


def _write(painter: QPainter, box: pg.ViewBox, labels: Sequence[Label]) -> None:
    painter.setFont(theme.font(theme.sizes.small))
    metrics = QFontMetricsF(painter.font())
    area = box.sceneBoundingRect()
    taken: list[QRectF] = []
    for label in labels:
        point = box.mapViewToScene(QPointF(label.x, label.y))
        if not area.left() - 1.0 <= point.x() <= area.right() + 1.0:
            continue
        size = metrics.horizontalAdvance(label.text), metrics.height()
        place = best_place(around(area, point, size, label.across, label.below), taken)
        if place is not None:
            taken.append(place)
            write(painter, metrics, Text(place, label.text, label.colour, cloth=True))
