"""Curves over layers on a logarithmic axis: their gaps, and their names where they leave it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from gui.plots.axes import SPACE
from gui.plots.frame import LEADER, NONE, Array, Frame
from gui.plots.labels import Text, best_place, spots

EARLY = 0.8
"""A curve that leaves before this share of the layers is named where it leaves."""
MAX_INSIDE = 0.8
"""Share of the width that such a name may take."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A pinned or compared curve: its name, a value a layer, its colour's name in the theme."""

    name: str
    values: Array
    colour: str
    dashed: bool = False


def log10(values: Array) -> Array:
    """log10, NaN for what has none or is infinite."""
    y = np.full(len(values), np.nan)
    known = np.isfinite(values) & (values > 0)
    y[known] = np.log10(values[known])
    return y


def put(item: pg.PlotCurveItem, y: Array) -> None:
    """One value a layer, from layer 1; nothing where every value is a gap."""
    if np.isfinite(y).any():
        item.setData(np.arange(1.0, len(y) + 1.0), y)
    elif len(drawn(item)[0]):
        item.setData(NONE, NONE)


def set_point_size(points: pg.ScatterPlotItem, size: float) -> None:
    """Its symbols are made anew where the size differs, which takes longer than to draw them."""
    if points.opts["size"] != size:
        points.setSize(size)


def drawn(item: pg.PlotCurveItem) -> tuple[Array, Array]:
    """What the item draws; empty where it is told nothing."""
    x, y = item.getData()
    return (NONE, NONE) if x is None else (x, y)


def _on_its_way(line: Line, count: int, backward: bool) -> tuple[NDArray[np.int_], Array]:
    """The layers that are shown with log10 of the curve, in the order in which it passes them."""
    y = log10(line.values)[:count]
    layers = np.arange(1, len(y) + 1)
    return (layers[::-1], y[::-1]) if backward else (layers, y)


def _seen(y: Array, low: float, high: float) -> NDArray[np.intp]:
    """Where the curve is inside this range."""
    return np.flatnonzero((y >= low) & (y <= high))


def leaves(line: Line, count: int, low: float, high: float, backward: bool = False) -> bool:
    """Whether the curve ends, or leaves this range, long before the end of its way.

    A signal's way ends in layer `count`, that of a gradient (`backward`) in layer 1.
    """
    layers, y = _on_its_way(line, count, backward)
    seen = _seen(y, low, high)
    if not seen.size:
        return True
    last = int(layers[seen[-1]])
    return (count + 1 - last if backward else last) < EARLY * count


def last_seen(frame: Frame, line: Line, backward: bool = False) -> QPointF | None:
    """Where on its way the curve is seen last, or the edge next to it; None where it is all gaps.

    It is there that curves have parted: a gradient's are all 1 where they begin.
    """
    layers, y = _on_its_way(line, frame.count, backward)
    known = np.flatnonzero(np.isfinite(y))
    if not known.size:
        return None
    seen = _seen(y, frame.low, frame.high)
    last = int(seen[-1]) if seen.size else int(known[0])
    after = known[known > last]
    height = float(y[after[0]] if after.size else y[last])
    return QPointF(frame.x(int(layers[last])), frame.inside(frame.y(height)))


def named_inside(
    frame: Frame,
    metrics: QFontMetricsF,
    line: Line,
    at: QPointF,
    taken: Sequence[QRectF],
    curves: Sequence[tuple[Array, Array]],
    most: float = math.inf,
) -> Text | None:
    """The name of a curve close to where it leaves the plot, None where there is no room there.

    `most` is how many lines away from there it may stand.
    """
    room = MAX_INSIDE * frame.area.width() - LEADER
    name = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, room)
    size = metrics.horizontalAdvance(name) + LEADER + SPACE + 2.0, metrics.height()
    near = [
        spot
        for spot in spots(frame.area, at.x(), at.y(), size)
        if abs(spot.center().y() - at.y()) <= most * size[1]
    ]
    place = best_place(near, taken, curves)
    if place is None:
        return None
    middle = place.center().y()
    leader = QPointF(place.left(), middle), QPointF(place.left() + LEADER, middle)
    place = place.adjusted(LEADER + SPACE, 0.0, 0.0, 0.0)
    return Text(place, name, "text", leader, line.colour, line.dashed, cloth=True)


def broken_layers(values: Array, backward: bool) -> list[tuple[int, str]]:
    """Where each kind of broken value is met first on the signal's way, in that order."""
    kinds = {"inf": np.isinf(values), "nan": np.isnan(values), "zero": values == 0}
    found = []
    for kind, where in kinds.items():
        at = np.flatnonzero(where)
        if at.size:
            found.append((int(at[-1 if backward else 0]) + 1, kind))
    return sorted(found, key=lambda mark: mark[0], reverse=backward)
