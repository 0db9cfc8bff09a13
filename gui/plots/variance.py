"""The variance of the signal after dropout over p, with a point that can be dragged to set p."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent

from core.format import proportion, short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.base import Plot
from gui.plots.frame import NONE

Array = NDArray[np.float64]
TICKS_P = (0.0, 0.25, 0.5, 0.75, 0.95)
TICKS_VARIANCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
STEP = 0.01


class VariancePlot(Plot):
    """Theory as a line over p, the measured variance as a point on it; both axes stay.

    chosen(p)        the person moved the point
    dragging(bool)   a drag of the point begins or ends
    """

    chosen = Signal(float)
    dragging = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.p = 0.0
        self.measured = math.nan
        self._held = False
        self._curve: tuple[Array, Array] = NONE, NONE
        self._one = self.add(pg.InfiniteLine(0.0, angle=0))
        self._theory = self.add(pg.PlotCurveItem(antialias=True))
        self._point = self.add(pg.ScatterPlotItem(pxMode=True))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_variance(self, p: Array, curve: Array, at: float, measured: float) -> None:
        """Draw theory over p and the measured variance at `at`."""
        self.p, self.measured, self._curve = at, measured, (p, curve)
        low = min(0.5, float(curve.min()))
        high = max(2.0, float(curve.max()))
        self._theory.setData(p, np.log10(curve))
        point = measured if math.isfinite(measured) and measured > 0 else low
        shown = min(max(point, low / 1.3), high * 1.3)
        # A point beyond the plot stands at its edge; the sentence below has its number.
        self._point.setData([min(at, float(p[-1]))], [math.log10(shown)])
        self.box.setRange(
            xRange=(-0.03, float(p[-1]) + 0.07),
            yRange=(math.log10(low / 1.5), math.log10(high * 1.5)),
            padding=0,
        )
        self.draw()
        self.setAccessibleDescription(f"p = {proportion(at)}, Var[y] = {short(measured)}")

    def point(self) -> QPoint:
        """Where the point is, in pixels of the widget."""
        x, y = self._point.getData()
        scene = self.box.mapViewToScene(pg.Point(float(x[0]), float(y[0])))
        return self.mapFromScene(scene)

    def p_at(self, place: QPoint) -> float:
        """The p under a pixel, in steps of 0.01, inside the plot's range."""
        x = self.box.mapSceneToView(self.mapToScene(place)).x()
        return round(min(max(x, 0.0), TICKS_P[-1]) / STEP) * STEP

    def readout(self, at: QPointF) -> str:
        """p and the variance in theory; at the point what was measured, too."""
        p, curve = self._curve
        if not (len(p) and self.box.sceneBoundingRect().contains(at)):
            return ""
        here = self.p_at(at.toPoint())
        lines = [f"p = {short(here)}"]
        expected = short(float(np.exp(np.interp(here, p, np.log(curve)))))
        lines.append(self.tr("theory: Var[y] = {value}").format(value=expected))
        if abs(here - self.p) < STEP / 2:
            measured = short(self.measured)
            lines.append(self.tr("measured: Var[y] = {value}").format(value=measured))
        return "\n".join(lines)

    # The person drags:

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the point: anywhere in the plot, so that a finger finds it."""
        if event.button() == Qt.MouseButton.LeftButton and not self._held:
            self._held = True
            self.dragging.emit(True)
            self._choose(self.p_at(event.position().toPoint()))
        event.accept()
        self.point_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while the point is held."""
        if self._held:
            self._choose(self.p_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the point go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go()
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A drag ends where the window loses the focus."""
        self._let_go()
        super().focusOutEvent(event)

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self.dragging.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move the point."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        self._choose(min(max(round(self.p / STEP + step), 0), round(TICKS_P[-1] / STEP)) * STEP)
        event.accept()

    def _choose(self, p: float) -> None:
        p = round(p, 2)
        if p != self.p:
            self.p = p
            self.chosen.emit(p)

    def draw(self) -> None:
        """As many numbers on the left as there is room for."""
        low, high = self.box.viewRange()[1]
        line = QFontMetricsF(theme.font(theme.sizes.small)).height()
        apart = 1.1 * line * (high - low) / max(1.0, self.box.height())
        marks: list[tuple[float, str]] = []
        for value in sorted(TICKS_VARIANCE, key=lambda v: abs(math.log10(v))):
            at = math.log10(value)
            if all(abs(at - other) >= apart for other, _ in marks):
                marks.append((at, f"{value:g}"))
        self.getPlotItem().getAxis("left").setTicks([marks])

    # How it looks:

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(5.5 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return QSize(300, round(11 * theme.sizes.font))

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        describe(
            self,
            self.tr("Variance after dropout over p"),
            self.tr(
                "Dropout adds noise: the mean of a signal stays, its variance grows with p. Drag "
                "the point, or press the arrow keys, to set p. The line is theory."
            ),
            torch="nn.Dropout(p), y.var()",
        )

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        super().restyle()
        plot = self.getPlotItem()
        plot.getAxis("bottom").setTicks([[(p, f"{p:g}") for p in TICKS_P]])
        plot.getAxis("left").setWidth(round(3.0 * theme.sizes.small))
        self._one.setPen(pg.mkPen(theme.colours.grid, width=theme.sizes.outline))
        self._theory.setPen(pg.mkPen(theme.colours.theory, width=theme.sizes.curve))
        self._point.setSize(6 + 4 * theme.sizes.curve)
        self._point.setBrush(pg.mkBrush(theme.colours.accent))
        self._point.setPen(pg.mkPen(theme.colours.card, width=2))
        self.draw()
