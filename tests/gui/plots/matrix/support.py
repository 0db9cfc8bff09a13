"""A matrix of given numbers, where its cells are on the screen, and zooming into it."""

import math

import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.stats.matrix import reduce

NAN = math.nan


def matrix(rows, limit=1.0):
    return reduce(torch.tensor(rows), limit)


def place(plot, i: float, j: float) -> QPoint:
    """Where on the plot's viewport the point (row i, column j) is."""
    return plot.plot.mapFromScene(plot.view.mapViewToScene(QPointF(j, i)))


def wheel(plot, steps: int) -> None:
    viewport = plot.plot.viewport()
    at = QPointF(place(plot, 50, 50))
    event = QWheelEvent(
        at,
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
