"""Marks and labels drawn over a plot in one go.

pyqtgraph's own lines and texts announce every move to the scene, which paints the plot a second
time; these are drawn with the plot and cost a tenth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.look.theme import theme

SPACE = 4.0
MAX_LINES = 4


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
    font = theme.font(theme.sizes.small)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    paper = QColor(theme.colours.card)
    paper.setAlphaF(0.85)
    area = box.sceneBoundingRect()
    taken: list[QRectF] = []
    for label in labels:
        point = box.mapViewToScene(QPointF(label.x, label.y))
        if not area.left() - 1.0 <= point.x() <= area.right() + 1.0:
            continue
        width = metrics.horizontalAdvance(label.text)
        place = _place(label, point, QSizeF(width, metrics.height()), area, taken)
        if place is not None:
            taken.append(place)
            painter.fillRect(place.adjusted(-1.0, 0.0, 1.0, 0.0), paper)
            painter.setPen(theme.colour(label.colour))
            painter.drawText(QPointF(place.left(), place.top() + metrics.ascent()), label.text)


def _place(
    label: Label, point: QPointF, size: QSizeF, area: QRectF, taken: Sequence[QRectF]
) -> QRectF | None:
    """Where a label of this size at this point is free; None where it is nowhere."""
    top = point.y() + 1.0 if label.below else point.y() - size.height() - 1.0
    top = min(max(top, area.top() - 2.0), area.bottom() - size.height())
    left, mirrored = (
        point.x() - across * size.width() + SPACE * (1.0 - 2.0 * across)
        for across in (label.across, 1.0 - label.across)
    )
    sides = [min(max(left, area.left() + SPACE), area.right() - size.width())]
    if area.left() + SPACE <= mirrored <= area.right() - size.width():
        sides.append(mirrored)
    for line in range(MAX_LINES):
        for side in sides:
            place = QRectF(QPointF(side, top + line * size.height()), size)
            if place.bottom() > area.bottom():
                return None
            if not any(place.intersects(other) for other in taken):
                return place
    return None
