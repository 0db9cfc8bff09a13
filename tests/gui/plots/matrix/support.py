"""A matrix of given numbers, where its cells are on the screen, and how far colours differ."""

import math

import numpy as np
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from core.stats.matrix import reduce

NAN = math.nan


def matrix(rows, limit=1.0):
    return reduce(torch.tensor(rows), limit)


def place(plot, i: float, j: float) -> QPoint:
    """Where on the plot's viewport the point (row i, column j) is."""
    return plot.plot.mapFromScene(plot.view.mapViewToScene(QPointF(j, i)))


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


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
