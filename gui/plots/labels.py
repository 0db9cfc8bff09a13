"""Texts over a plot: where they stand, so that they keep apart and hide little.

A plot names the places at which a text may stand, the best first; `best_place` takes one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from core.format import short
from gui.look.theme import theme
from gui.plots.axes import SPACE

Array = NDArray[np.float64]
HIDING = 6
"""How many points of a curve a text rather hides than standing one place farther away."""
MAX_LINES = 4
"""How many lines lower than its point a text may stand."""


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


def write(painter: QPainter, metrics: QFontMetricsF, text: Text) -> None:
    """Draw it."""
    if text.cloth:
        cloth = theme.colour("card")
        cloth.setAlphaF(0.85)
        painter.fillRect(text.place.adjusted(-1.0, 0.0, 1.0, 0.0), cloth)
    if text.leader is not None:
        style = Qt.PenStyle.DashLine if text.dashed else Qt.PenStyle.SolidLine
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(text.line), theme.sizes.outline + 0.5, style))
        painter.drawLine(*text.leader)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(theme.colour(text.colour))
    at = text.place.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(text.place.left(), at), text.text)


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
    candidates: Sequence[QRectF],
    taken: Sequence[QRectF],
    curves: Sequence[tuple[Array, Array]] = (),
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


def around(
    area: QRectF, point: QPointF, size: tuple[float, float], across: float, below: bool
) -> list[QRectF]:
    """Places for a text at a point: where it is wanted, at the other side, then lines lower.

    `across` is the share of the text that lies left of the point; `below` puts it under the point
    instead of over it.
    """
    width, height = size
    top = point.y() + 1.0 if below else point.y() - height - 1.0
    top = min(max(top, area.top() - 2.0), area.bottom() - height)
    left, mirrored = (
        point.x() - share * width + SPACE * (1.0 - 2.0 * share) for share in (across, 1.0 - across)
    )
    sides = [min(max(left, area.left() + SPACE), area.right() - width)]
    if area.left() + SPACE <= mirrored <= area.right() - width:
        sides.append(mirrored)
    found = []
    for line in range(MAX_LINES):
        lower = top + line * height
        if QRectF(sides[0], lower, width, height).bottom() > area.bottom():
            break
        found += [QRectF(side, lower, width, height) for side in sides]
    return found


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


def fitting(metrics: QFontMetricsF, room: float, *texts: str) -> str:
    """The first of the texts that fits, or nothing."""
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")


def fitting_numbers(metrics: QFontMetricsF, room: float, values: list[float]) -> list[str]:
    """The numbers with as many digits as fit; none where one of them does not fit at all."""
    texts = [fitting_number(metrics, room, value) for value in values]
    return texts if all(texts) else [""] * len(values)


def fitting_number(metrics: QFontMetricsF, room: float, value: float) -> str:
    """The number with as many digits as fit, or nothing."""
    return fitting(metrics, room, *(short(value, digits) for digits in (4, 3, 2)))
