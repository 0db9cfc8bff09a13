"""Shapes cut at a rectangle, for programs that do not know how SVG clips: Qt's own is one."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

NEARLY = 1e-6


def rectangle_of(path: QPainterPath) -> QRectF | None:
    """The rectangle that the path is, None where it is something else."""
    box = path.boundingRect()
    points = (path.elementAt(index) for index in range(path.elementCount()))
    corners = all(
        min(abs(point.x - box.left()), abs(point.x - box.right())) < NEARLY
        and min(abs(point.y - box.top()), abs(point.y - box.bottom())) < NEARLY
        for point in points
    )
    whole = corners and path.elementCount() in (4, 5) and path.contains(box.center())
    return box if whole else None


def filled(path: QPainterPath, rectangle: QRectF) -> QPainterPath:
    """The part of a filled shape that lies in the rectangle."""
    window = QPainterPath()
    window.addRect(rectangle)
    return path.intersected(window)


def lines(path: QPainterPath, rectangle: QRectF) -> QPainterPath:
    """The parts of an outline that lie in the rectangle; curves become many short lines."""
    found = QPainterPath()
    for polygon in path.toSubpathPolygons():
        last: QPointF | None = None
        points = [polygon.at(index) for index in range(polygon.size())]
        for start, end in pairwise(points):
            piece = _segment(start, end, rectangle)
            if piece is None:
                last = None
                continue
            if last is None or last != piece[0]:
                found.moveTo(piece[0])
            found.lineTo(piece[1])
            last = piece[1]
    return found


def _segment(start: QPointF, end: QPointF, box: QRectF) -> tuple[QPointF, QPointF] | None:
    """The part of a segment that lies in the box: Liang and Barsky (1984)."""
    across, down = end.x() - start.x(), end.y() - start.y()
    first, last = 0.0, 1.0
    for way, room in (
        (-across, start.x() - box.left()),
        (across, box.right() - start.x()),
        (-down, start.y() - box.top()),
        (down, box.bottom() - start.y()),
    ):
        if way == 0.0:
            if room < 0.0:
                return None
        elif way < 0.0:
            first = max(first, room / way)
        else:
            last = min(last, room / way)
    if first > last:
        return None
    step = QPointF(across, down)
    return (
        start if first == 0.0 else start + step * first,
        end if last == 1.0 else start + step * last,
    )
