"""A widget drawn by any painter, as lines and letters where the painter keeps them so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gui.look.theme import theme


@runtime_checkable
class Paints(Protocol):
    """A widget that paints itself by whatever painter it is given, from its upper left corner.

    The painter has the theme's small font and stands on the colour of a card.
    """

    def paint(self, painter: QPainter) -> None:
        """Paint what is shown."""


def draw(painter: QPainter, widget: QWidget, at: QPoint) -> None:
    """Draw the widget and all that is seen in it, its upper left corner at `at`.

    Not by `QWidget.render`, which hands some platforms a picture of pixels.
    """
    views = widget.findChildren(pg.GraphicsView)
    views += [widget] if isinstance(widget, pg.GraphicsView) else []
    items = [item for view in views for item in view.scene().items()]
    scale = painter.device().devicePixelRatio()
    with _markers_as_shapes(items), _wide_pens(items, scale):
        _draw(painter, widget, at)


def _draw(painter: QPainter, widget: QWidget, at: QPoint) -> None:
    painter.save()
    painter.setPen(QPen())  # as every widget finds its painter
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if isinstance(widget, pg.GraphicsView):
        place = QRect(at, widget.size())
        painter.fillRect(place, widget.backgroundBrush())
        widget.render(painter, place.toRectF(), widget.rect())
        painter.restore()
        return
    if isinstance(widget, Paints):
        painter.translate(at)
        painter.setFont(theme.font(theme.sizes.small))
        widget.paint(painter)
    else:
        widget.render(painter, at, QRegion(), QWidget.RenderFlag(0))
    painter.restore()
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisibleTo(widget):
            _draw(painter, child, at + child.pos())


@contextmanager
def _markers_as_shapes(items: Sequence[QGraphicsItem]) -> Iterator[None]:
    """On the screen they are copies of a small picture."""
    markers = [item for item in items if isinstance(item, pg.ScatterPlotItem)]
    for item in markers:
        item.setExportMode(True, {"antialias": True})
    try:
        yield
    finally:
        for item in markers:
            item.setExportMode(False)


@contextmanager
def _wide_pens(items: Sequence[QGraphicsItem], scale: float) -> Iterator[None]:
    """A cosmetic pen has its width in pixels of the picture, of which there are more here."""
    kept = [(item, pen) for item in items if (pen := _cosmetic_pen(item)) is not None]
    for item, pen in kept:
        wide = QPen(pen)
        wide.setWidthF((pen.widthF() or 1.0) * scale)
        _set_pen(item, wide)
    try:
        yield
    finally:
        for item, pen in kept:
            _set_pen(item, pen)


def _set_pen(item: Any, pen: QPen) -> None:
    item.setPen(pen)
    if isinstance(item, pg.AxisItem):
        item.setTextPen(item.textPen())  # its name has taken the colour of the line


def _cosmetic_pen(item: QGraphicsItem) -> QPen | None:
    pen = None
    if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
        pen = item.opts["pen"]
    elif isinstance(item, pg.InfiniteLine):
        pen = item.pen
    elif isinstance(item, pg.AxisItem):
        pen = item.pen()
    return pen if isinstance(pen, QPen) and pen.isCosmetic() else None
