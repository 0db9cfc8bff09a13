"""The weight as a picture, row 0 at the top: colours, numbers in small ones, values on hovering."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.format import short
from core.stats.matrix import NAN_LEVEL, Matrix, shrink
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.plots.axes import NEARLY, IndexAxis
from gui.plots.base import Plot, ends_zoom
from gui.plots.cells import CellCursor, CellNumbers
from gui.plots.colour_bar import ColourBar, lookup_table

MAX_STRETCHED = 4.0
"""How much wider than high a numbered cell may become so that its number is readable."""

MAX_TOLD = 32
"""Values that are read out one by one."""

MIN_CELL = 1e-3
"""Pixels of a cell at least, while the plot has no size yet."""

STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
SHORTCUTS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class _Plot(Plot):
    """A plot whose owner says what is under the pointer: `pointed` with a place, or with None."""

    zooms = (True, True)
    margins = (0, 0, 0, 0)

    pointed = Signal(object)

    def point_to(self, at: QPointF | None) -> None:
        """Leave it to the owner, whose card says it where it covers no other cell."""
        self.pointed.emit(at)

    def restyle(self) -> None:
        """Take colours and font from the theme; the axes have a look of their own."""
        self.setBackground(theme.colours.card)
        for name in ("left", "bottom"):
            self.getPlotItem().getAxis(name).restyle()


class MatrixPlot(FollowsLook, QWidget):
    """Draws one `Matrix`; the wheel zooms, dragging moves, a double click or Escape resets.

    hovered    `W[i, j] = …` of the cell under the mouse or the keyboard's cursor, or ""
    """

    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix: Matrix | None = None
        self._sides: tuple[str, ...] = ()
        self._cell: tuple[int, int] | None = None
        self._cursor_at = (0, 0)
        self._axes = {name: IndexAxis(name) for name in ("left", "bottom")}
        self.plot = _Plot(self, self._axes)
        self.bar = ColourBar(self)
        self.image = pg.ImageItem(axisOrder="row-major")
        self.numbers = CellNumbers()
        self._cursor = CellCursor()
        self._cursor.hide()
        self._fit: tuple[int, ...] | None = None
        self.view = self.plot.box
        self.view.invertY(True)
        self.view.sigRangeChanged.connect(self._fit_to_pixels)
        self.view.sigResized.connect(self._fit_to_pixels)
        for drawn in (self.image, self.numbers, self._cursor):
            self.view.addItem(drawn, ignoreBounds=True)
        self.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.pointed.connect(self._pointed)

    # What is drawn:

    def name_sides(self, *sides: str) -> None:
        """What rows and columns are, in this order, where they are not outputs and inputs."""
        if sides != self._sides:
            self._sides = sides
            self.retranslate()

    def show_matrix(self, matrix: Matrix) -> None:
        """Draw this weight; a zoom stays as long as the shape does."""
        before, self.matrix = self.matrix, matrix
        longest = self.numbers.longest
        if matrix.numbered:
            self.numbers.show_numbers(matrix.values, matrix.levels)
        self.numbers.setVisible(matrix.numbered)
        self.bar.show_limit(matrix.limit, bool((matrix.levels == NAN_LEVEL).any()))
        if before is None or (before.rows, before.columns) != (matrix.rows, matrix.columns):
            self._new_shape(matrix)
        elif self.numbers.longest != longest:
            self._lay_out()
        self._fit = None
        self._fit_to_pixels()
        self._set_hovered(self._cell)

    def summary(self) -> str:
        """Its shape, and how large its values are; where they are few, all of them."""
        matrix = self.matrix
        if matrix is None:
            return ""
        if matrix.values.size <= MAX_TOLD:
            rows = (", ".join(short(value) for value in row) for row in matrix.values.tolist())
            return "; ".join(rows)
        text = self.tr("{rows} × {columns} values, colours from −{limit} to {limit}")
        return text.format(rows=matrix.rows, columns=matrix.columns, limit=short(matrix.limit))

    def _new_shape(self, matrix: Matrix) -> None:
        self._cell, self._cursor_at = None, (0, 0)
        self._axes["left"].count, self._axes["bottom"].count = matrix.rows, matrix.columns
        whole = self._whole()
        self.view.setLimits(
            xMin=whole.left(),
            xMax=whole.right(),
            yMin=whole.top(),
            yMax=whole.bottom(),
            minXRange=min(4 * matrix.column_step, whole.width()),
            minYRange=min(4 * matrix.row_step, whole.height()),
        )
        self._lay_out()
        self.plot.show_range((whole.left(), whole.right()), (whole.top(), whole.bottom()))
        self._mark_cursor()

    def _fit_to_pixels(self) -> None:
        """Where cells are smaller than pixels draw blocks of them, none smaller than a pixel.

        Qt leaves out what falls between two pixels, which would make dashes of a diagonal.
        """
        if self.matrix is None:
            return
        seen, box = self.view.viewRect(), self.view.sceneBoundingRect()
        ratio, steps = self.devicePixelRatioF(), (self.matrix.row_step, self.matrix.column_step)
        pixels = box.height() / seen.height(), box.width() / seen.width()
        blocks = tuple(
            max(1, math.ceil(1.0 / max(step * each * ratio, MIN_CELL) - NEARLY))
            for step, each in zip(steps, pixels, strict=True)
        )
        if blocks == self._fit:
            return
        self._fit = blocks
        levels = shrink(self.matrix.levels, *blocks)
        self.image.setImage(levels, autoLevels=False, levels=(0, 255))
        height, width = (
            count * block * step
            for count, block, step in zip(levels.shape, blocks, steps, strict=True)
        )
        self.image.setRect(QRectF(-0.5, -0.5, width, height))

    def _whole(self) -> QRectF:
        """The picture in units of rows and columns; the centre of a cell is a whole number."""
        if self.matrix is None:
            return QRectF(-0.5, -0.5, 1.0, 1.0)
        rows, columns = self.matrix.levels.shape
        return QRectF(-0.5, -0.5, columns * self.matrix.column_step, rows * self.matrix.row_step)

    def reset_zoom(self) -> None:
        """Show all of the matrix."""
        self.plot.reset_zoom()

    def zoomed(self) -> bool:
        """Whether only a part of the matrix is shown."""
        return self.plot.zoomed()

    def note(self, brief: bool = False) -> str:
        """How many weights a cell stands for; "" when it stands for one."""
        if self.matrix is None or self.matrix.row_step == self.matrix.column_step == 1:
            return ""
        long = self.tr("cell = largest |W| of {rows} × {columns}")
        text = self.tr("largest |W| of {rows} × {columns}") if brief else long
        return text.format(rows=self.matrix.row_step, columns=self.matrix.column_step)

    def notes(self) -> tuple[str, ...]:
        """`note`, and the same in fewer words."""
        return self.note(), self.note(brief=True)

    # Which cell is meant:

    def text_at(self, row: int, column: int) -> str:
        """`W[i, j] = …` of a drawn cell, or its rows and columns and the largest of them."""
        matrix = self.matrix
        if matrix is None:
            return ""
        value = short(matrix.values[row, column], 6)
        place = ", ".join(
            str(first) if step == 1 else f"{first}:{min(first + step, count)}"
            for first, step, count in (
                (row * matrix.row_step, matrix.row_step, matrix.rows),
                (column * matrix.column_step, matrix.column_step, matrix.columns),
            )
        )
        if ":" not in place:
            return f"W[{place}] = {value}"
        return self.tr("W[{place}]: largest {value}").format(place=place, value=value)

    def _set_hovered(self, cell: tuple[int, int] | None) -> None:
        self._cell = cell
        self.hovered.emit("" if cell is None else self.text_at(*cell))

    def _pointed(self, at: QPointF | None) -> None:
        """The mouse is here; where it is not, the keyboard's cell is meant."""
        if at is None:
            keyboard = self.hasFocus() and self._cursor.isVisible()
            self._set_hovered(self._cursor_at if keyboard else None)
            return
        point = self.view.mapSceneToView(at)
        inside = self.view.sceneBoundingRect().contains(at)
        if self.matrix is not None and inside and self._whole().contains(point):
            row = int((point.y() + 0.5) / self.matrix.row_step)
            column = int((point.x() + 0.5) / self.matrix.column_step)
            rows, columns = self.matrix.levels.shape
            cell = min(row, rows - 1), min(column, columns - 1)
            if cell != self._cell:
                self._set_hovered(cell)
        elif self._cell is not None:
            self._set_hovered(None)

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
        target = None if event.modifiers() & SHORTCUTS else self._target(event.key())
        if target is not None:
            self._cursor_at = target
            self._cursor.show()
            self._mark_cursor()
            self._set_hovered(target)
            self.setAccessibleDescription(self.text_at(*target))
        elif ends_zoom(self, event):
            self.reset_zoom()
        else:
            super().keyPressEvent(event)

    def _target(self, key: int) -> tuple[int, int] | None:
        """The cell to which a key leads from the cursor's."""
        if self.matrix is None:
            return None
        rows, columns = self.matrix.levels.shape
        if key == Qt.Key.Key_Home:
            return 0, 0
        if key == Qt.Key.Key_End:
            return rows - 1, columns - 1
        if key not in STEPS:
            return None
        (row, column), (down, right) = self._cursor_at, STEPS[Qt.Key(key)]
        return min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)

    def _mark_cursor(self) -> None:
        if self.matrix is None:
            return
        height, width = self.matrix.row_step, self.matrix.column_step
        row, column = self._cursor_at
        cell = QRectF(column * width - 0.5, row * height - 0.5, width, height)
        self._cursor.mark(cell, self._whole())
        seen = self.view.viewRect()
        if not seen.contains(cell):
            seen.moveCenter(cell.center())
            self.view.setRange(seen, padding=0, disableAutoRange=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._cursor.show()
            self._set_hovered(self._cursor_at if self.matrix is not None else None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cursor.hide()
        self._set_hovered(None)

    # How it looks:

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        describe(
            self,
            self.tr("Weight matrix"),
            self.tr(
                "Rows are outputs, columns are inputs. The wheel zooms, dragging moves, a double "
                "click or Escape shows all again; the arrow keys go from cell to cell."
            ),
            torch="linear.weight",
        )
        style = {"color": theme.colours.muted, "font-size": f"{theme.sizes.small}px"}
        left, bottom = self._sides or (self.tr("output i"), self.tr("input j"))
        self._axes["bottom"].setLabel(bottom, **style)
        self._axes["left"].setLabel(left, **style)
        self._lay_out()

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        self.image.setLookupTable(lookup_table())
        self.numbers.restyle()
        self._cursor.update()
        # Zero has the colour of the card: without a frame a zero matrix would not be seen.
        self.view.setBorder(pg.mkPen(theme.colours.muted, width=1))
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 140)

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the plot its place, the axes their room, and small matrices cells alike.

        Numbers say more than the colour bar, which goes where they are larger without it.
        """
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        line = metrics.height()
        named = self.height() > 9 * line and self.width() > 14 * line
        rows = self.matrix.rows if self.matrix is not None else 1
        beside = metrics.horizontalAdvance(str(rows - 1)) + 14 + named * line
        below = line + 6 + named * line
        for axis in self._axes.values():
            axis.showLabel(named)
        self._axes["left"].setWidth(beside)
        self._axes["bottom"].setHeight(below)
        above = line / 2
        self.plot.getPlotItem().layout.setContentsMargins(0, above, above, 0)
        bar = self.bar.sizeHint().width()
        width = self.width() - beside - above
        height = self.height() - below - above
        if self.matrix is not None and self.matrix.numbered and min(width - bar, height) > 0:
            with_bar, without = (self._cells_alike(room, height) for room in (width - bar, width))
            bar = bar if self._font_size(with_bar) >= self._font_size(without) else 0
            width, height = with_bar if bar else without
        else:
            width -= bar
        self.bar.setHidden(not bar)
        whole = QRect(0, 0, round(width + beside + above), round(height + below + above))
        whole.moveLeft(max(0, (self.width() - bar - whole.width()) // 2))
        whole.moveTop(max(0, (self.height() - whole.height()) // 2))
        self.plot.setGeometry(whole)
        top = whole.top() + round(above)
        self.bar.setGeometry(whole.right() + 1, top, bar, round(height))

    def _cells_alike(self, width: float, height: float) -> tuple[float, float]:
        """The largest picture of square cells; wider ones where only those hold the numbers."""
        assert self.matrix is not None
        rows, columns = self.matrix.levels.shape
        side = min(width / columns, height / rows)
        square = side * columns, side * rows
        wide = min(width, MAX_STRETCHED * height * columns / rows), height
        return wide if self._font_size(square) < self._font_size(wide) else square

    def _font_size(self, size: tuple[float, float]) -> int:
        """Of the numbers in a picture of this size."""
        assert self.matrix is not None
        rows, columns = self.matrix.levels.shape
        return self.numbers.font_size(size[0] / columns, size[1] / rows)
