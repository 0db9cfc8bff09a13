"""What every plot is set up with: no menu, colours of the theme, its own mouse and its sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsObject, QSizePolicy, QToolTip, QWidget

from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.plots.axes import style_axes

Item = TypeVar("Item", bound=QGraphicsObject)


class Plot(FollowsLook, pg.PlotWidget):
    """A plot with axes, whose ranges its subclass sets: nothing is found out by pyqtgraph.

    zooms      whether the wheel and dragging change the range across and upwards; where neither
               does, the wheel scrolls the page
    margins    pixels around axes and area: left, top, right, bottom
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

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None:  # so pyqtgraph resizes itself while it is being made
            self.draw()

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


class PaintedPlot(FollowsLook, QWidget):
    """A plot that its subclass paints by itself, in the theme's small font on the card's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paint(self, painter: QPainter) -> None:
        """Paint what is shown; nothing before there is anything to show."""
        raise NotImplementedError

    def text_at(self, x: float) -> str:
        """What the tooltip says at this place, where that is not one text for all of the plot."""
        return self.toolTip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("card"))
        painter.setFont(theme.font(theme.sizes.small))
        self.paint(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(event.pos().x()), self)
            return True
        return super().event(event)

    def restyle(self) -> None:
        """Take sizes and colours from the theme."""
        self.updateGeometry()
        self.update()
