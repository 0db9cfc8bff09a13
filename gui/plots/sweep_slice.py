"""The row of a sweep through the cursor: what was measured with its spread, theory as a line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from core.format import short
from core.sweep.picture import Map
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.base import PaintedPlot
from gui.plots.sweep_curve import Curves
from gui.plots.sweep_words import axis_name, cell_text


class SweepSlicePlot(PaintedPlot):
    """`column_chosen(ix)` where the person clicks or an arrow key goes."""

    column_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.maps: tuple[Map, ...] = ()
        self.column, self.row = 0, 0
        self._drawn: Curves | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_slice(self, maps: tuple[Map, ...], column: int, row: int) -> None:
        """Draw this row of the maps; the column is marked."""
        self.maps, self.column, self.row = maps, column, row
        self.setAccessibleDescription(cell_text(maps, column, row) if maps else "")
        self.update()

    def across_name(self) -> str:
        """The first axis, and where on the second one the row lies."""
        shown = self.maps[0]
        if shown.y is None:
            return axis_name(shown.x)
        value = short(shown.y.values[self.row], 3)
        text = self.tr("{across} at {upward} = {value}")
        return text.format(across=axis_name(shown.x), upward=axis_name(shown.y), value=value)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(13 * theme.sizes.font), round(13 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return QSize(round(22 * theme.sizes.font), round(14 * theme.sizes.font))

    def paint(self, painter: QPainter) -> None:
        """The curves with their axes."""
        if not self.maps:
            return
        metrics = QFontMetricsF(painter.font())
        self._drawn = Curves.of(self.maps, self.row, QRectF(self.rect()), metrics)
        self._drawn.paint(painter, metrics, self.column, self.across_name())

    def readout(self, at: QPointF) -> str:
        column = self._drawn.column_at(at) if self._drawn is not None and self.maps else None
        return "" if column is None else cell_text(self.maps, column, self.row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click moves the cursor along the row."""
        super().mousePressEvent(event)
        if self._drawn is not None and self.maps and event.button() == Qt.MouseButton.LeftButton:
            column = self._drawn.column_at(event.position())
            if column is not None:
                self.column_chosen.emit(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self.maps or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.point_to(None)  # what the mouse points at is not what the keys go to
        last = len(self.maps[0].x.values) - 1
        self.column_chosen.emit(min(max(self.column + step, 0), last))
        event.accept()

    def retranslate(self) -> None:
        """Every text in the present language."""
        describe(
            self,
            self.tr("Slice through the cell"),
            self.tr(
                "The row of the map through the cursor: points are measured, bars are a standard "
                "deviation over the seeds, the line is theory. A click moves the cursor."
            ),
        )
        if self.maps:
            self.show_slice(self.maps, self.column, self.row)
