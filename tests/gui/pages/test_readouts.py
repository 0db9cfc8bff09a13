"""Every plot of every page says what is under the pointer, and covers it with no tooltip."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from core.pages import PAGES
from gui.plots.base import PaintedPlot, Plot
from gui.plots.matrix import MatrixPlot
from tests.gui.support import small

LAYER = {"in_features": 40, "out_features": 30, "activation": "tanh"}


def plots(page: QWidget) -> list[QWidget]:
    return [w for w in page.findChildren(QWidget) if isinstance(w, Plot | PaintedPlot)]


def surface(plot: QWidget) -> QWidget:
    return plot.viewport() if isinstance(plot, Plot) else plot


def move(plot: QWidget, at: QPointF) -> None:
    none, where = Qt.MouseButton.NoButton, QPointF(surface(plot).mapToGlobal(at))
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, where, none, none, modifiers)
    QApplication.sendEvent(surface(plot), event)


def places(plot: QWidget) -> list[QPointF]:
    size = surface(plot).size()
    return [
        QPointF(size.width() * x / 12, size.height() * y / 6)
        for x in range(2, 12)
        for y in range(1, 6)
    ]


LEAST = {"sweep": 2}
"""Plots of a page that has fewer than three."""


@pytest.mark.parametrize("page", PAGES)
def test_every_plot_reads_out_what_is_under_the_pointer(window: Any, page: str) -> None:
    shown = window(small(layer=LAYER, dropout={"p": 0.5}), page=page, size=(1920, 1080))
    seen = [plot for plot in plots(shown.page) if plot.isVisible()]
    assert len(seen) >= LEAST.get(page, 3)
    for plot in seen:
        matrix = plot.parentWidget()
        if isinstance(matrix, MatrixPlot):  # its card says it
            said: list[str] = []
            matrix.hovered.connect(said.append)
            move(plot, QPointF(surface(plot).rect().center()))
            assert said[-1].startswith("W[")
            continue
        before = surface(plot).grab().toImage()
        told = 0
        for at in places(plot):
            move(plot, at)
            told += surface(plot).grab().toImage() != before
        assert told >= 10, plot.objectName()
        QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
        assert surface(plot).grab().toImage() == before, plot.objectName()


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("page", PAGES)
def test_no_plot_has_a_tooltip_nor_shows_that_of_its_card(
    window: Any, page: str, size: tuple[int, int]
) -> None:
    shown = window(small(layer=LAYER, dropout={"p": 0.5}), page=page, size=size)
    for plot in plots(shown.page):
        assert plot.toolTip() == "", plot.objectName()
        at = QPoint(surface(plot).width() // 2, surface(plot).height() // 2)
        where = surface(plot).mapToGlobal(at)
        QApplication.sendEvent(surface(plot), QHelpEvent(QEvent.Type.ToolTip, at, where))
        assert QToolTip.text() == "", plot.objectName()
