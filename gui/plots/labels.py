"""Texts over a plot of layers: where they stand, so that they keep apart and hide little."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.look.theme import theme

Array = NDArray[np.float64]
NONE = np.zeros(0)
LEADER = 14.0
SPACE = 4.0
HIDING = 6
"""How many points of a curve a text rather hides than standing one place farther away."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a plot's numbers are: its area in pixels and the range that it shows."""

    area: QRectF
    count: int
    low: float
    high: float

    @property
    def pitch(self) -> float:
        """Pixels from one layer to the next."""
        return self.area.width() / self.count

    def x(self, layer: float) -> float:
        """The middle of a layer, in pixels."""
        return self.area.left() + (layer - 0.5) * self.pitch

    def y(self, value: float) -> float:
        """A height in pixels, within the area for a value within the range."""
        return self.area.bottom() - (value - self.low) / (self.high - self.low) * self.area.height()

    def inside(self, y: float) -> float:
        """y itself or the edge of the area that it is beyond."""
        return min(max(y, self.area.top()), self.area.bottom())


@dataclass(frozen=True, slots=True)
class Text:
    """A text on the plot, with a line in its curve's colour where it names one.

    `cloth` covers what lies below it: a curve there stays a hint, the letters stay readable.
    """

    place: QRectF
    text: str
    colour: str = "text"
    leader: tuple[QPointF, QPointF] | None = None
    line: str = "text"
    dashed: bool = False
    cloth: bool = False

    @property
    def room(self) -> QRectF:
        """The place of the text and of the line that leads to it."""
        if self.leader is None:
            return self.place
        return self.place.united(QRectF(*self.leader).normalized())


@dataclass(frozen=True, slots=True)
class End:
    """The name of a curve, wanted at this height beside the plot."""

    y: float
    name: str
    line: str
    dashed: bool = False


def write(painter: QPainter, metrics: QFontMetricsF, text: Text) -> None:
    """Draw it."""
    if text.cloth:
        cloth = theme.colour("card")
        cloth.setAlpha(215)
        painter.fillRect(text.place, cloth)
    if text.leader is not None:
        style = Qt.PenStyle.DashLine if text.dashed else Qt.PenStyle.SolidLine
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(text.line), theme.sizes.outline + 0.5, style))
        painter.drawLine(*text.leader)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(theme.colour(text.colour))
    at = text.place.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(text.place.left(), at), text.text)


def names_beside(
    frame: Frame, metrics: QFontMetricsF, ends: Sequence[End], width: float, more: str
) -> list[Text]:
    """Each name at the right, as near to its wanted height as the others let it.

    Where they do not all fit, the last line is `more` with the number of those left out.
    """
    line = metrics.height()
    top, bottom = 0.0, max(frame.area.bottom() + line / 2, line)
    fit = max(1, math.floor((bottom - top) / line))
    left_out = len(ends) - fit + 1 if len(ends) > fit else 0
    shown = sorted(ends[: len(ends) - left_out], key=lambda end: end.y)
    places = spread([end.y - line / 2 for end in shown], line, top, bottom - line * bool(left_out))
    edge = frame.area.right() + 1.0
    at = edge + LEADER + SPACE
    room = max(0.0, width - at - 2.0)
    texts = []
    for end, y in zip(shown, places, strict=True):
        name = metrics.elidedText(end.name, Qt.TextElideMode.ElideRight, room)
        leader = QPointF(edge, end.y), QPointF(edge + LEADER, y + line / 2)
        place = QRectF(at, y, room, line)
        texts.append(Text(place, name, "text", leader, end.line, end.dashed))
    if left_out:
        place = QRectF(at, bottom - line, room, line)
        texts.append(Text(place, more.format(count=left_out), "muted"))
    return texts


def spread(wanted: Sequence[float], size: float, low: float, high: float) -> list[float]:
    """Rising places at least `size` apart in [low, high − size], nearest to the wanted ones.

    With i · size taken from the i-th, apart becomes rising: the isotonic regression.
    """
    blocks: list[tuple[float, int]] = []
    for index, value in enumerate(wanted):
        mean, weight = value - index * size, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, weight = (before * many + mean * weight) / (many + weight), many + weight
        blocks.append((mean, weight))
    flat = [mean for mean, weight in blocks for _ in range(weight)]
    last = high - len(wanted) * size
    return [max(low, min(mean, last)) + index * size for index, mean in enumerate(flat)]


def best_place(
    candidates: Sequence[QRectF], taken: Sequence[QRectF], curves: Sequence[tuple[Array, Array]]
) -> QRectF | None:
    """The place on no other text that hides little of the curves and is early in the list."""
    best, least = None, math.inf
    for index, place in enumerate(candidates):
        if index >= least:
            break  # hiding nothing would not make up for the distance
        if any(place.intersects(other) for other in taken):
            continue
        cost = index + sum(_points_in(place, x, y) for x, y in curves) / HIDING
        if cost < least:
            best, least = place, cost
    return best


def _points_in(place: QRectF, x: Array, y: Array) -> int:
    inside = (x > place.left()) & (x < place.right()) & (y > place.top()) & (y < place.bottom())
    return int(inside.sum())


def spots(
    area: QRectF, x: float, y: float, size: tuple[float, float], left_first: bool = False
) -> list[QRectF]:
    """Places for a text beside x, on lines from the nearest to y to the farthest."""
    width, height = size
    left, right = x - SPACE - width, x + SPACE
    sides = [at for at in (right, left) if area.left() <= at <= area.right() - width]
    if not sides:
        sides = [max(area.left(), min(right, area.right() - width))]
    if left_first:
        sides.reverse()
    rows = [area.top() + row * height for row in range(max(1, int(area.height() / height)))]
    rows.sort(key=lambda top: abs(top + height / 2 - y))
    return [QRectF(side, top, width, height) for top in rows for side in sides]


def traced(frame: Frame, layers: Array, y: Array) -> tuple[Array, Array]:
    """Points along a curve in pixels, close enough that no text slips between them."""
    keep = np.isfinite(y)
    if not keep.any():
        return NONE, NONE
    x = frame.area.left() + (layers[keep] - 0.5) * frame.pitch
    at = np.arange(x[0], x[-1] + 1.0, 3.0)
    values = np.interp(at, x, y[keep])
    scale = frame.area.height() / (frame.high - frame.low)
    return at, frame.area.bottom() - (values - frame.low) * scale
