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
from gui.plots.axes import SPACE
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
class Moments:
    """Lines over the whole height at mean − σ, the mean and mean + σ, with their names.

    The names stand in the line over the curves: −σ to the left of its line, the others to the
    right of theirs. What has no room there is left out, and so never lies on a narrow peak.
    """

    x: tuple[float, float, float]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """A short horizontal line: the height at which theory expects a spike to end."""

    x: float
    y: float


def draw(
    painter: QPainter,
    box: pg.ViewBox,
    moments: Moments | None,
    caps: Sequence[Cap],
    labels: Sequence[Label],
) -> None:
    """Draw them in the scene's coordinates, inside the view box.

    A label that would lie on an earlier one goes to the other side of its point, or a line lower,
    or away where there is no room. Curves and lines fade behind it.
    """
    painter.save()
    painter.setClipRect(box.sceneBoundingRect().adjusted(0, -8, 6, 0))
    area = box.sceneBoundingRect()
    lines = [box.mapViewToScene(QPointF(x, 0.0)).x() for x in moments.x] if moments else []
    pen = QPen(theme.colour("muted"), theme.sizes.outline)
    for index, x in enumerate(lines):
        pen.setStyle(Qt.PenStyle.DotLine if index == 1 else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.setPen(QPen(theme.colour("theory"), 1.5 * theme.sizes.curve))
    for cap in caps:
        point = box.mapViewToScene(QPointF(cap.x, cap.y))
        reach = QPointF(6.0 * theme.sizes.curve, 0.0)
        painter.drawLine(point - reach, point + reach)
    painter.setFont(theme.font(theme.sizes.small))
    metrics = QFontMetricsF(painter.font())
    taken = _write(painter, metrics, box, labels)
    if moments:
        for place, text in names(metrics, area, lines, moments.texts, taken):
            write(painter, metrics, Text(place, text, "muted", cloth=True))
    painter.restore()


def names(
    metrics: QFontMetricsF,
    area: QRectF,
    lines: Sequence[float],
    texts: Sequence[str],
    taken: Sequence[QRectF],
) -> list[tuple[QRectF, str]]:
    """Where the names of the moments stand, of those that have room; `lines` are in pixels.

    What is in the way of a name of σ sends it outwards, never to the other side of its line.
    """
    found: list[tuple[QRectF, str]] = []
    low, mean, high = lines
    for x, text, outwards, (first, last) in (
        (low, texts[0], -1, (area.left(), low)),
        (high, texts[2], 1, (high, area.right())),
        (mean, texts[1], 0, (mean, high)),
    ):
        width = metrics.horizontalAdvance(text)
        place = QRectF(x + SPACE, area.top(), width, metrics.height())
        if outwards < 0:
            place.moveRight(x - SPACE)
        for other in taken:
            if outwards and place.intersects(other):
                shift = (
                    other.right() - place.left() if outwards > 0 else place.right() - other.left()
                )
                place.translate(outwards * min(shift + SPACE, 2 * metrics.height()), 0.0)
        seen = area.left() <= x <= area.right()
        inside = max(first, area.left()) <= place.left() and place.right() <= min(
            last, area.right()
        )
        if seen and inside and not any(place.intersects(other) for other in taken):
            found.append((place, text))
    return found


def _write(
    painter: QPainter, metrics: QFontMetricsF, box: pg.ViewBox, labels: Sequence[Label]
) -> list[QRectF]:
    """Write the labels; what places they take."""
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
    return taken
