"""Where a plot over layers draws its numbers, its curves and the names at its right edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from gui.plots.axes import SPACE
from gui.plots.labels import Text, spread

Array = NDArray[np.float64]
NONE = np.zeros(0)
LEADER = 14.0
"""Length of the line that leads from a curve to its name."""


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
class End:
    """The name of a curve, wanted at this height beside the plot."""

    y: float
    name: str
    line: str
    dashed: bool = False


def names_beside(
    frame: Frame,
    metrics: QFontMetricsF,
    ends: Sequence[End],
    width: float,
    more: str,
    *,
    left: bool = False,
) -> list[Text]:
    """Each name at the right, or `left`, as near to its wanted height as the others let it.

    Where they do not all fit, the last line is `more` with the number of those left out.
    """
    line = metrics.height()
    top, bottom = 0.0, max(frame.area.bottom() + line / 2, line)
    fit = max(1, math.floor((bottom - top) / line))
    left_out = len(ends) - fit + 1 if len(ends) > fit else 0
    shown = sorted(ends[: len(ends) - left_out], key=lambda end: end.y)
    places = spread([end.y - line / 2 for end in shown], line, top, bottom - line * bool(left_out))
    edge = frame.area.left() - 1.0 if left else frame.area.right() + 1.0
    beside = edge - LEADER if left else edge + LEADER
    near = beside - SPACE if left else beside + SPACE
    room = max(0.0, near - 2.0 if left else width - near - 2.0)

    def place(text: str, y: float) -> QRectF:
        wide = metrics.horizontalAdvance(text) if left else room
        return QRectF(near - wide if left else near, y, wide, line)

    texts = []
    for end, y in zip(shown, places, strict=True):
        name = metrics.elidedText(end.name, Qt.TextElideMode.ElideRight, room)
        leader = QPointF(edge, end.y), QPointF(beside, y + line / 2)
        texts.append(Text(place(name, y), name, "text", leader, end.line, end.dashed))
    if left_out:
        text = more.format(count=left_out)
        texts.append(Text(place(text, bottom - line), text, "muted"))
    return texts


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
