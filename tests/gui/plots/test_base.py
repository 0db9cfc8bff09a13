"""What every plot is set up with."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.base import PaintedPlot, Plot
from gui.plots.readout import beside, box_size, wrapped


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

    def made(kind: type[Any]) -> Any:
        plot = kind(window)
        if isinstance(plot, Plot):
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


# What the mouse does:


class Reading(Zooming):
    """Says where it is pointed at."""

    def draw(self) -> None:
        super().draw()
        self.show_range((0.0, 1.0), (0.0, 1.0))

    def readout(self, at: QPointF) -> str:
        return "" if at.x() < 100 else f"at {at.x():.0f}"


class Painted(PaintedPlot):
    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), theme.colour("grid"))

    def readout(self, at: QPointF) -> str:
        return "" if at.x() < 100 else f"at {at.x():.0f}"


def surface(plot: QWidget) -> QWidget:
    return plot.viewport() if isinstance(plot, Plot) else plot


def mouse(plot: QWidget, kind: QEvent.Type, x: float, y: float) -> None:
    at, none = QPointF(x, y), Qt.MouseButton.NoButton
    pressed = Qt.MouseButton.LeftButton if kind != QEvent.Type.MouseMove else none
    where = QPointF(surface(plot).mapToGlobal(at))
    event = QMouseEvent(kind, at, where, pressed, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(surface(plot), event)


@pytest.mark.parametrize("kind", [Reading, Painted])
@pytest.mark.parametrize("how", [QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress])
def test_what_is_under_the_pointer_is_written_beside_it(make: Any, kind: Any, how: Any) -> None:
    plot = make(kind)
    before = surface(plot).grab().toImage()
    mouse(plot, how, 200, 150)
    after = surface(plot).grab().toImage()
    assert after != before
    changed = [
        (x, y)
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    # What one points at stays in sight.
    assert all(abs(x - 200) >= 12 or abs(y - 150) >= 12 for x, y in changed)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert surface(plot).grab().toImage() == before


@pytest.mark.parametrize("kind", [Reading, Painted])
def test_where_there_is_nothing_to_say_nothing_is_written(make: Any, kind: Any) -> None:
    plot = make(kind)
    before = surface(plot).grab().toImage()
    mouse(plot, QEvent.Type.MouseMove, 50, 150)
    assert surface(plot).grab().toImage() == before


@pytest.mark.parametrize("kind", [Reading, Painted])
def test_no_tooltip_covers_what_one_points_at(make: Any, kind: Any, monkeypatch: Any) -> None:
    plot = make(kind)
    plot.parentWidget().setToolTip("of the card around it")
    describe(plot, "A plot", "What it shows", torch="torch.histogram")
    assert plot.toolTip() == ""
    assert "What it shows" in plot.whatsThis()
    at = QPoint(200, 150)
    QApplication.sendEvent(
        surface(plot), QHelpEvent(QEvent.Type.ToolTip, at, surface(plot).mapToGlobal(at))
    )
    assert not QToolTip.isVisible()
    assert QToolTip.text() == ""


def test_a_double_click_and_escape_show_all_again(make: Any) -> None:
    plot = make(Reading)
    stopped: list[bool] = []
    QShortcut(Qt.Key.Key_Escape, plot.window(), lambda: stopped.append(True))
    plot.window().activateWindow()
    plot.setFocus()
    for end in (
        lambda: QTest.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 99)),
        lambda: QTest.keyClick(plot, Qt.Key.Key_Escape),
    ):
        wheel(plot)
        assert plot.zoomed()
        end()
        assert not plot.zoomed()
        assert plot.box.viewRange() == [[0.0, 1.0], [0.0, 1.0]]
    assert not stopped
    QTest.keyClick(plot, Qt.Key.Key_Escape)  # what it does elsewhere
    assert stopped


def test_the_wheel_brings_the_focus_so_that_escape_is_heard(make: Any) -> None:
    assert make(Zooming).focusPolicy() == Qt.FocusPolicy.WheelFocus
    assert make(Drawn).focusPolicy() != Qt.FocusPolicy.WheelFocus


@pytest.mark.parametrize("kind", [Reading, Drawn, Painted])
def test_what_is_around_a_plot_hears_no_double_click(make: Any, kind: Any) -> None:
    plot = make(kind)
    heard: list[QEvent] = []
    plot.parentWidget().mouseDoubleClickEvent = heard.append
    QTest.mouseDClick(surface(plot), Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert not heard


def test_a_drag_that_leads_back_is_no_zoom(make: Any) -> None:
    plot = make(Reading)
    plot.box.setRange(xRange=(0.0, 1.0 + 1e-6), padding=0)
    assert not plot.zoomed()
    plot.box.setRange(xRange=(0.2, 1.2), padding=0)
    assert plot.zoomed()


@pytest.mark.parametrize("size", [(60.0, 20.0), (250.0, 80.0)])
def test_the_box_is_inside_the_plot_and_beside_the_pointer_where_there_is_room(
    size: tuple[float, float],
) -> None:
    room = QRectF(0.0, 0.0, 600.0, 300.0)
    for x in range(0, 601, 25):
        for y in range(0, 301, 25):
            place = beside(QPointF(x, y), size, room)
            assert room.contains(place)
            assert not place.contains(QPointF(x, y))
    small = QRectF(0.0, 0.0, 70.0, 30.0)
    assert beside(QPointF(69.0, 29.0), (60.0, 20.0), small).width() == 60.0


class Talkative(Painted):
    brief = 0

    def readout(self, at: QPointF) -> str:
        return "\n".join(["a line of some length"] * 4)

    def brief_readout(self, at: QPointF) -> str:
        self.brief += 1
        return "short"


def test_where_a_box_would_hide_the_plot_it_is_brief(make: Any) -> None:
    plot = make(Talkative)
    for size, brief in (((400, 300), 0), ((150, 80), 1)):
        plot.resize(*size)
        plot.point_to(QPointF(75.0, 40.0))
        plot.brief = 0
        plot.grab()
        assert plot.brief == brief


def test_a_long_line_goes_on_below_after_a_comma() -> None:
    metrics = QFontMetricsF(theme.font(theme.sizes.small))
    text = "layer 3: one part of it, another part, and a third\nthe second line"
    wide = box_size(metrics, text)[0]
    assert wrapped(metrics, text, wide) == text
    narrow = wrapped(metrics, text, 0.6 * wide)
    assert box_size(metrics, narrow)[0] <= 0.6 * wide
    assert narrow.replace(",\n", ", ") == text


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


@pytest.mark.parametrize("kind", [Drawn, Painted])
def test_of_another_size_it_does_not_say_what_was_below_the_mouse(make: Any, kind: Any) -> None:
    """The box stayed where the mouse had been in the old picture, which is elsewhere now."""
    plot = make(kind)
    plot.point_to(QPointF(50.0, 50.0))
    plot.resize(300, 200)
    QApplication.processEvents()
    assert plot.pointer is None
