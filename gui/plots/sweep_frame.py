"""Axes around an area of a plot that is painted by hand: numbers, ticks and names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.look.theme import theme
from gui.plots.axes import SPACE

TICK = 4.0
Ticks = Sequence[tuple[float, str]]
"""Shares of an axis with the text beside them."""


def left_room(metrics: QFontMetricsF, texts: Sequence[str]) -> float:
    """What the numbers and the name of an upright axis take."""
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
    return widest + TICK + 2.0 + SPACE + metrics.height()


def below_room(metrics: QFontMetricsF) -> float:
    """What the numbers and the name of an axis below take."""
    return 2.0 * metrics.height() + TICK


def paint_below(
    painter: QPainter, metrics: QFontMetricsF, area: QRectF, ticks: Ticks, name: str
) -> None:
    """Numbers below the area and the name of the axis under them."""
    line = metrics.height()
    for share, text in ticks:
        x = area.left() + share * area.width()
        painter.setPen(theme.colour("field_border"))
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + TICK))
        painter.setPen(theme.colour("muted"))
        left = x - metrics.horizontalAdvance(text) / 2
        painter.drawText(QPointF(left, area.bottom() + TICK + metrics.ascent()), text)
    painter.setPen(theme.colour("muted"))
    said = metrics.elidedText(name, Qt.TextElideMode.ElideRight, area.width())
    left = area.center().x() - metrics.horizontalAdvance(said) / 2
    painter.drawText(QPointF(left, area.bottom() + TICK + line + metrics.ascent()), said)


def paint_beside(
    painter: QPainter, metrics: QFontMetricsF, area: QRectF, ticks: Ticks, name: str
) -> None:
    """Numbers left of the area and the upright name of the axis beside them."""
    widest = 0.0
    for share, text in ticks:
        y = area.bottom() - share * area.height()
        painter.setPen(theme.colour("field_border"))
        painter.drawLine(QPointF(area.left() - TICK, y), QPointF(area.left(), y))
        painter.setPen(theme.colour("muted"))
        width = metrics.horizontalAdvance(text)
        widest = max(widest, width)
        base = y + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(area.left() - TICK - 2.0 - width, base), text)
    painter.setPen(theme.colour("muted"))
    painter.save()
    painter.translate(
        area.left() - TICK - 2.0 - SPACE - widest - metrics.descent(), area.center().y()
    )
    painter.rotate(-90.0)
    said = metrics.elidedText(name, Qt.TextElideMode.ElideRight, area.height())
    painter.drawText(QPointF(-metrics.horizontalAdvance(said) / 2, 0.0), said)
    painter.restore()
