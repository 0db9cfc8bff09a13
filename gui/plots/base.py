"""What every plot is set up with: colours of the theme, its sizes, and what the mouse does on it.

Pointing at a plot reads it out: the value under the pointer stands in a box beside it, in place of
a tooltip, which would cover what one points at. A double click on a plot that zooms, or Escape in
it, shows all again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsObject, QSizePolicy, QWidget

from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.plots.axes import style_axes
from gui.plots.readout import paint_readout

Item = TypeVar("Item", bound=QGraphicsObject)
Range = tuple[float, float]
SHOWN = 1e-3
"""By which share of a range it may differ from the whole one that is not zoomed."""


NOWHERE = (-2.0, -1.0)
"""The range before there is one, which no result has: setting the same again tells nobody."""


class Plot(FollowsLook, pg.PlotWidget):
    """A plot with axes, whose ranges its subclass sets: nothing is found out by pyqtgraph.

    Before the first range there is nothing to see, no axes either: they would run from 0 to 1.

    zooms      whether the wheel and dragging change the range across and upwards; where neither
               does, the wheel scrolls the page
    margins    pixels around axes and area: left, top, right, bottom
    pointer    where the mouse is, in pixels of the plot; None where it is not on it

    A subclass says in `readout` what is under the pointer, or does in `point_to` what it wants.
    """

    zooms = (False, False)
    margins = (1, 8, 10, 1)  # half a number at the end of an axis stays whole

    def __init__(
        self, parent: QWidget | None = None, axes: Mapping[str, pg.AxisItem] | None = None
    ) -> None:
        super().__init__(parent, axisItems=dict(axes or {}), enableMenu=False)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.layout.setContentsMargins(*self.margins)
        self.box = plot.getViewBox()
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0.0)
        self.box.setMouseEnabled(*self.zooms)
        self.pointer: QPointF | None = None
        self._home: tuple[Range, Range] | None = None
        if any(self.zooms):  # Escape ends the zoom of the plot that the wheel has turned on
            self.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
        self.box.setRange(xRange=NOWHERE, yRange=NOWHERE, padding=0.0)
        self.has_range = False
        self.box.sigRangeChanged.connect(self._range_set)

    def _range_set(self) -> None:
        if not self.has_range:
            self.has_range = True
            # The view did not see the painting without axes: it takes its update for pending.
            self.viewport().update()

    def add(self, item: Item, z: float | None = None) -> Item:
        """Draw the item too, whatever range is shown, and over those with a smaller z."""
        if z is not None:
            item.setZValue(z)
        self.getPlotItem().addItem(item, ignoreBounds=True)
        return item

    def paint_when_told(self) -> None:
        """Paint when the viewport is updated, and only then.

        The scene's own updates come after the event that caused them and paint all once more.
        """
        self.setViewportUpdateMode(self.ViewportUpdateMode.NoViewportUpdate)

    def draw(self) -> None:
        """Draw what is shown in the present size."""

    # The value under the pointer:

    def readout(self, at: QPointF) -> str:
        """What there is to say of this place, in pixels of the plot; "" for nothing."""
        return ""

    def brief_readout(self, at: QPointF) -> str:
        """The same in few words, for a plot that is small beside its letters."""
        return self.readout(at)

    def point_to(self, at: QPointF | None) -> None:
        """The pointer is here now, or nowhere on the plot."""
        self.pointer = at
        self.viewport().update()

    def paint_foreground(self, painter: QPainter) -> None:
        """Draw what stands over the curves, in the scene's coordinates."""

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """What the plot has over its curves, then what is under the pointer."""
        self.paint_foreground(painter)
        if self.pointer is not None:
            room = QRectF(self.viewport().rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            paint_readout(painter, self, self.pointer, room)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if any(self.zooms):
            super().mouseMoveEvent(event)
        event.accept()
        self.point_to(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger has no hovering: it asks by a touch."""
        if any(self.zooms):
            super().mousePressEvent(event)
        event.accept()
        self.point_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if any(self.zooms):
            super().mouseReleaseEvent(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_to(None)

    # What is shown of it:

    def show_range(self, x: Range, y: Range) -> None:
        """Show this, which is all."""
        self._home = x, y
        self.reset_zoom()

    def zoomed(self) -> bool:
        """Whether the person has chosen another part than all."""
        if self._home is None:
            return False
        for (low, high), (shown_low, shown_high) in zip(
            self._home, self.box.viewRange(), strict=True
        ):
            most = SHOWN * (high - low)
            if abs(shown_low - low) > most or abs(shown_high - high) > most:
                return True
        return False

    def reset_zoom(self) -> None:
        """Show all again."""
        if self._home is not None:
            x, y = self._home
            self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all again; what is around the plot hears nothing of it."""
        if any(self.zooms):
            super().mouseDoubleClickEvent(event)
        event.accept()
        self.reset_zoom()

    def setToolTip(self, text: str) -> None:
        """A plot has none: it would cover what one points at."""

    def event(self, event: QEvent) -> bool:
        """Show no tooltip of what is around it; take Escape, which else stops a run, for a zoom."""
        if event.type() == QEvent.Type.ToolTip:
            return True
        if event.type() == QEvent.Type.ShortcutOverride and ends_zoom(self, event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if ends_zoom(self, event):
            self.reset_zoom()
            event.accept()
        else:
            super().keyPressEvent(event)

    # How it looks:

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None:  # so pyqtgraph resizes itself while it is being made
            if self.pointer is not None:  # something else lies below the mouse now
                self.point_to(None)
            self.draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.has_range:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.backgroundBrush())
        painter.end()

    def restyle(self) -> None:
        """Take background and axes from the theme."""
        self.setBackground(theme.colours.card)
        style_axes(self.getPlotItem())
        self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or leave the wheel to the page."""
        if any(self.zooms):
            super().wheelEvent(event)
        else:
            event.ignore()


class Zooming(Protocol):
    """What a widget offers whose zoom Escape ends."""

    def zoomed(self) -> bool: ...


def ends_zoom(plot: Zooming, event: QEvent) -> bool:
    """Whether this is Escape, and there is a zoom to end."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and plot.zoomed()


class PaintedPlot(FollowsLook, QWidget):
    """A plot that its subclass paints by itself, in the theme's small font on the card's colour.

    It says in `readout` what is under the pointer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paint(self, painter: QPainter) -> None:
        """Paint what is shown; nothing before there is anything to show."""
        raise NotImplementedError

    def readout(self, at: QPointF) -> str:
        """What there is to say of this place, in pixels of the plot; "" for nothing."""
        return ""

    def brief_readout(self, at: QPointF) -> str:
        """The same in few words, for a plot that is small beside its letters."""
        return self.readout(at)

    def point_to(self, at: QPointF | None) -> None:
        """The pointer is here now, or nowhere on the plot."""
        self.pointer = at
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("card"))
        painter.setFont(theme.font(theme.sizes.small))
        self.paint(painter)
        if self.pointer is not None:
            room = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            paint_readout(painter, self, self.pointer, room)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.point_to(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger has no hovering: it asks by a touch."""
        event.accept()
        self.point_to(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What is around the plot hears nothing of it."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_to(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.pointer is not None:  # something else lies below the mouse now
            self.point_to(None)

    def setToolTip(self, text: str) -> None:
        """A plot has none: it would cover what one points at."""

    def event(self, event: QEvent) -> bool:
        """Nor that of what is around it."""
        return event.type() == QEvent.Type.ToolTip or super().event(event)

    def restyle(self) -> None:
        """Take sizes and colours from the theme."""
        self.updateGeometry()
        self.update()
