"""What every plot is set up with."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.look.theme import theme
from gui.plots.base import Plot


class Drawn(Plot):
    """Counts how often it was drawn."""

    drawn = 0

    def draw(self) -> None:
        self.drawn += 1


class Zooming(Drawn):
    zooms = (True, False)


@pytest.fixture
def make(qtbot: Any) -> Any:
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()

    def made(kind: type[Drawn]) -> Drawn:
        plot = kind(window)
        plot.box.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0)
        plot.resize(400, 300)
        plot.show()
        QApplication.processEvents()
        return plot

    return made


def wheel(plot: Plot) -> QWheelEvent:
    at = QPointF(plot.rect().center())
    event = QWheelEvent(
        at,
        QPointF(plot.mapToGlobal(at.toPoint())),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)
    return event


def test_a_new_size_draws_it_once_and_its_making_not_at_all(make: Any) -> None:
    plot = make(Drawn)
    before = plot.drawn
    plot.resize(300, 200)
    assert plot.drawn == before + 1
    assert Drawn().drawn == 0


def test_a_plot_that_does_not_zoom_leaves_the_wheel_to_the_page(make: Any) -> None:
    plot = make(Drawn)
    assert not wheel(plot).isAccepted()
    assert plot.box.viewRange() == [[0.0, 1.0], [0.0, 1.0]]


def test_a_plot_zooms_only_in_the_direction_that_it_names(make: Any) -> None:
    plot = make(Zooming)
    wheel(plot)
    (left, right), upwards = plot.box.viewRange()
    assert right - left < 1.0
    assert upwards == [0.0, 1.0]


def test_an_item_does_not_change_the_range_and_lies_over_those_with_a_smaller_z(make: Any) -> None:
    plot = make(Drawn)
    high, low = (plot.add(pg.PlotCurveItem([0.0, 9.0], [0.0, 9.0]), z) for z in (2.0, 1.0))
    assert high.zValue() > low.zValue()
    assert plot.box.viewRange() == [[0.0, 1.0], [0.0, 1.0]]


def test_background_and_axes_follow_the_theme(make: Any) -> None:
    plot = make(Drawn)
    try:
        for choice in ("dark", "light"):
            theme.set(choice)
            assert plot.backgroundBrush().color() == theme.colour("card")
            for name in ("left", "bottom"):
                assert plot.getPlotItem().getAxis(name).textPen().color() == theme.colour("muted")
    finally:
        theme.set("system")
