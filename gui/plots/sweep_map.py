"""`plot.sweep.map`: one number over a plane of settings, or two such maps with one cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from core.sweep.picture import Map
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.plots.base import PaintedPlot
from gui.plots.sweep_axis import Places
from gui.plots.sweep_curve import Curves
from gui.plots.sweep_frame import below_room, left_room, paint_below, paint_beside
from gui.plots.sweep_panel import Panel, bar_width, scale_of
from gui.plots.sweep_words import axis_name, cell_text

GAP = 18.0
"""Pixels between two maps."""
LEAST = 10.0
"""Pixels that a map keeps in a plot that is too small for it."""
UPWARD = 1.5
"""Lines from one number of the upright axis to the next, at least."""
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
JUMP = 4
"""Cells that an arrow key goes with Shift held."""


class SweepMapPlot(PaintedPlot):
    """Draws one `Map` or two side by side; without a second axis, curves.

    cell_chosen(ix, iy)   the cursor is here now, by a click or an arrow key
    cell_hovered(text)    what there is to say of the cell under the mouse, or ""
    applied               Enter: the experiment should be that of the cursor's cell
    opened                a double click: and be trained
    """

    cell_chosen = Signal(int, int)
    cell_hovered = Signal(str)
    applied = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.maps: tuple[Map, ...] = ()
        self.cursor_at = (0, 0)
        self.panels: list[Panel] = []
        self.curves: Curves | None = None
        self._hover_text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What is shown:

    def show_maps(self, maps: tuple[Map, ...]) -> None:
        """Draw these; the cursor stays where it is, or goes to the nearest cell there is."""
        self.maps = maps
        if maps:
            column, row = self.cursor_at
            columns, rows = self._size()
            self.cursor_at = min(column, columns - 1), min(row, rows - 1)
        self._describe_state()
        self.update()

    def set_cursor(self, column: int, row: int) -> None:
        """Put the cursor on a cell, and tell nobody."""
        if (column, row) != self.cursor_at:
            self.cursor_at = column, row
            self._describe_state()
            self.update()

    def _size(self) -> tuple[int, int]:
        rows, columns = self.maps[0].mean.shape
        return columns, rows

    def _choose(self, column: int, row: int) -> None:
        columns, rows = self._size()
        cell = min(max(column, 0), columns - 1), min(max(row, 0), rows - 1)
        self.set_cursor(*cell)
        self.cell_chosen.emit(*cell)

    def _describe_state(self) -> None:
        """What the picture is, and what stands at the cursor, to a screen reader."""
        if not self.maps:
            self.setAccessibleDescription("")
            return
        shown = self.maps[0]
        titles = "; ".join(translated(one.title) for one in self.maps)
        columns, rows = self._size()
        if shown.y is None:
            size = self.tr("{columns} values of {x}")
            size = size.format(columns=columns, x=axis_name(shown.x))
        else:
            size = self.tr("{columns} × {rows} cells, {x} across, {y} upward")
            size = size.format(
                columns=columns, rows=rows, x=axis_name(shown.x), y=axis_name(shown.y)
            )
        at = cell_text(self.maps, *self.cursor_at).replace("\n", ", ")
        self.setAccessibleDescription(f"{titles}; {size}; {at}")

    # Where it stands:

    def lay_out(self, metrics: QFontMetricsF) -> None:
        """Find the place of each map in the present size."""
        self.panels, self.curves = [], None
        if not self.maps:
            return
        place = QRectF(self.rect())
        if self.maps[0].y is None:
            self.curves = Curves.of(self.maps, 0, place, metrics)
            return
        across = self._panels(metrics, across=True)
        if len(self.maps) > 1:
            upon = self._panels(metrics, across=False)
            if _least(upon) > _least(across):
                across = upon
        self.panels = across

    def _panels(self, metrics: QFontMetricsF, across: bool) -> list[Panel]:
        """One beside the other, or one upon the other: axes stand at the outer sides alone."""
        maps, several = self.maps, len(self.maps) > 1
        first = maps[0]
        assert first.y is not None
        x, y = Places.of(first.x), Places.of(first.y)
        alike = len({scale_of(shown) for shown in maps}) == 1
        above = (1.4 if several else 0.6) * metrics.height()
        below = below_room(metrics)
        bars = [
            0.0 if across and alike and shown is not maps[-1] else bar_width(shown, metrics)
            for shown in maps
        ]
        count, width, height = len(maps), float(self.width()), float(self.height())
        if across:
            high = max(LEAST, height - above - below)
        else:
            high = max(LEAST, (height - count * above - below) / count)
        numbers = y.ticks(lambda _: UPWARD * metrics.height() / high)
        left = left_room(metrics, [text for _, text in numbers])
        if across:
            wide = (width - left - sum(bars) - GAP * (count - 1)) / count
        else:
            wide = width - left - max(bars)
        wide = max(LEAST, wide)
        found, at = [], QPointF(left, above)
        for index, (shown, bar) in enumerate(zip(maps, bars, strict=True)):
            panel = Panel(
                shown,
                QRectF(at.x(), at.y(), wide, high),
                x,
                y,
                beside=not across or index == 0,
                below=across or index == count - 1,
                bar=bar > 0.0,
                heading=several,
            )
            found.append(panel)
            at += QPointF(wide + bar + GAP, 0.0) if across else QPointF(0.0, high + above)
        return found

    def minimumSizeHint(self) -> QSize:
        return QSize(round(16 * theme.sizes.font), round(12 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return QSize(round(44 * theme.sizes.font), round(34 * theme.sizes.font))

    # Painting:

    def paint(self, painter: QPainter) -> None:
        """The maps with their axes, and the ring on each; or the curves."""
        metrics = QFontMetricsF(painter.font())
        self.lay_out(metrics)
        if self.curves is not None:
            self.curves.paint(painter, metrics, self.cursor_at[0], axis_name(self.maps[0].x))
        for panel in self.panels:
            self._axes(painter, metrics, panel)
            panel.paint(painter, metrics)
            self._ring(painter, panel)

    def _axes(self, painter: QPainter, metrics: QFontMetricsF, panel: Panel) -> None:
        shown, area = panel.shown, panel.area
        assert shown.y is not None
        line = metrics.height()

        def across(text: str) -> float:
            return (metrics.horizontalAdvance(text) + line) / area.width()

        def upward(_: str) -> float:
            return UPWARD * line / area.height()

        if panel.below:
            paint_below(painter, metrics, area, panel.x.ticks(across), axis_name(shown.x))
        if panel.beside:
            paint_beside(painter, metrics, area, panel.y.ticks(upward), axis_name(shown.y))
        if panel.heading:
            painter.setPen(theme.colour("text"))
            mode = Qt.TextElideMode.ElideRight
            text = translated(shown.own)
            if metrics.horizontalAdvance(text) > area.width():
                text = translated(shown.measure)
            text = metrics.elidedText(text, mode, area.width())
            painter.drawText(QPointF(area.left(), area.top() - 0.4 * line), text)

    def _ring(self, painter: QPainter, panel: Panel) -> None:
        """The cursor, light below so that it is seen on every colour; a cross where it has keys."""
        at = panel.spot(*self.cursor_at)
        radius = 0.5 * theme.sizes.small
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, width in (("card", 3.5), ("text", 1.6)):
            painter.setPen(QPen(theme.colour(name), width * theme.sizes.outline))
            painter.drawEllipse(at, radius, radius)
            if self.hasFocus():
                for step in (QPointF(radius + 5.0, 0.0), QPointF(0.0, radius + 5.0)):
                    inner = step * (radius / (radius + 5.0))
                    painter.drawLine(at + inner, at + step)
                    painter.drawLine(at - inner, at - step)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # The mouse:

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """The cell at a place, in pixels of the plot; None beside the maps."""
        if self.curves is not None:
            column = self.curves.column_at(at)
            return None if column is None else (column, 0)
        return next((c for panel in self.panels if (c := panel.cell_at(at)) is not None), None)

    def readout(self, at: QPointF) -> str:
        cell = self.cell_at(at)
        return "" if cell is None else cell_text(self.maps, *cell)

    def point_to(self, at: QPointF | None) -> None:
        super().point_to(at)
        text = "" if at is None else self.readout(at)
        if text != self._hover_text:
            self._hover_text = text
            self.cell_hovered.emit(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._moved(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """With the button held, the cursor goes along."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._moved(event)

    def _moved(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(*cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a cell: open it. Beside the maps nobody hears of it."""
        super().mouseDoubleClickEvent(event)
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(*cell)
            self.opened.emit()

    # The keyboard:

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell, with Shift by four; Enter applies."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = Qt.KeyboardModifier.ShiftModifier
        key = event.key()
        if not self.maps or held not in (Qt.KeyboardModifier.NoModifier, shift):
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.applied.emit()
        elif key in STEPS:
            column, row = self.cursor_at
            right, up = STEPS[Qt.Key(key)]
            far = JUMP if held else 1
            self._step_to(column + far * right, row + far * up)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            columns, rows = self._size()
            self._step_to(*((0, 0) if key == Qt.Key.Key_Home else (columns - 1, rows - 1)))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _step_to(self, column: int, row: int) -> None:
        """By the keyboard; what is said of the cell under the mouse would cover the cursor."""
        self.point_to(None)
        self._choose(column, row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def retranslate(self) -> None:
        """Every text in the present language."""
        describe(
            self,
            self.tr("Map of the sweep"),
            self.tr(
                "Each cell is one setting; its colour is what was measured, hatched where that is "
                "no finite number, the line is theory. A click or the arrow keys move the cursor, "
                "Enter sets the experiment to its cell, a double click trains it."
            ),
        )
        self._describe_state()
        self.update()


def _least(panels: list[Panel]) -> float:
    """The shorter side of the maps."""
    return min(min(panel.area.width(), panel.area.height()) for panel in panels)
