"""The box that says what is under the pointer, beside it: what one points at stays in sight."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.look.theme import theme
from gui.plots.axes import SPACE

MOST = 0.3
"""Share of a plot that a box in full may cover."""
REACH = 14.0
"""Pixels between the pointer's tip and the box."""


def box_size(metrics: QFontMetricsF, text: str) -> tuple[float, float]:
    """Width and height of a box with these lines."""
    lines = text.split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    return width + 2 * SPACE + 4.0, len(lines) * metrics.height() + 4.0


def wrapped(metrics: QFontMetricsF, text: str, width: float) -> str:
    """The text with a new line after a comma wherever a line would not fit into a box so wide."""
    lines: list[str] = []
    for line in text.split("\n"):
        parts = line.split(", ")
        lines.append(parts[0])
        for part in parts[1:]:
            longer = f"{lines[-1]}, {part}"
            if box_size(metrics, longer)[0] <= width:
                lines[-1] = longer
            else:
                lines[-1] += ","
                lines.append(part)
    return "\n".join(lines)


def beside(at: QPointF, size: tuple[float, float], room: QRectF) -> QRectF:
    """The place for a box near the pointer: over it and to the right, or where there is room.

    Where the plot is too small for all four places it is moved along an edge of the plot.
    """
    width, height = size
    places = [
        QRectF(x, y, width, height)
        for y in (at.y() - REACH - height, at.y() + REACH)
        for x in (at.x() + REACH, at.x() - REACH - width)
    ]
    found = next((place for place in places if room.contains(place)), places[0])
    found.moveLeft(max(room.left(), min(found.left(), room.right() - width)))
    found.moveTop(max(room.top(), min(found.top(), room.bottom() - height)))
    return found


def paint_box(painter: QPainter, place: QRectF, text: str) -> None:
    """The text on the colour of a card, in a frame."""
    painter.setPen(QPen(theme.colour("field_border"), 1.0))
    painter.setBrush(theme.colour("card"))
    painter.drawRect(place)
    painter.setPen(theme.colour("text"))
    inside = place.adjusted(SPACE + 2.0, 2.0, -SPACE, -2.0)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(inside, flags | Qt.TextFlag.TextDontClip, text)


class Read(Protocol):
    """What a plot says of a place: in full, and in few words for where the box would be large."""

    def readout(self, at: QPointF) -> str: ...
    def brief_readout(self, at: QPointF) -> str: ...


def paint_readout(painter: QPainter, plot: Read, at: QPointF, room: QRectF) -> None:
    """The box beside the pointer, in the theme's small font; nothing where there is no text."""
    text = plot.readout(at)
    if not text:
        return
    painter.save()
    painter.resetTransform()
    painter.setClipping(False)
    painter.setFont(theme.font(theme.sizes.small))
    metrics = QFontMetricsF(painter.font())
    text = wrapped(metrics, text, room.width())
    width, height = box_size(metrics, text)
    if width * height > MOST * room.width() * room.height():
        text = wrapped(metrics, plot.brief_readout(at), room.width())
    paint_box(painter, beside(at, box_size(metrics, text), room), text)
    painter.restore()
