"""A table of numbers to read: named rows under named columns, as tall as its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gui.look.following import FollowsLook
from gui.look.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Row = tuple[str, Sequence[str]]
"""The row's name and a text for each column."""


class Readable(Protocol):
    """A table that can be written down: rows of texts under named columns."""

    def rowCount(self) -> int:
        """How many rows there are."""

    def texts(self) -> tuple[list[str], list[Row]]:
        """The names of the columns, and the rows."""


def texts_of(table: QTableWidget) -> tuple[list[str], list[Row]]:
    """The names of a table's columns, and its rows as they are shown."""

    def text(item: QTableWidgetItem | None) -> str:
        return "" if item is None else item.text()

    columns = range(table.columnCount())
    names = [text(table.horizontalHeaderItem(column)) for column in columns]
    rows: list[Row] = [
        (
            text(table.verticalHeaderItem(row)),
            [text(table.item(row, column)) for column in columns],
        )
        for row in range(table.rowCount())
    ]
    return names, rows


class NumbersTable(FollowsLook, QTableWidget):
    """Nothing in it can be edited or selected, and Tab leads out of it.

    across   the rows' names stand above and each row goes down: low and wide
    """

    def __init__(self, across: bool = False) -> None:
        super().__init__()
        self._across = across
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setDefaultAlignment(RIGHT)
        self.setCornerButtonEnabled(False)
        self._columns: list[str] = []
        self._rows: list[Row] = []
        self._tips: list[str] = []

    def set_columns(self, names: Sequence[str]) -> None:
        """What the columns are called."""
        self._columns = list(names)
        self._fill()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead of those before."""
        self._rows = list(rows)
        self._fill()

    def show_all(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Other columns and other rows at once: a row has a text for each column."""
        self._columns, self._rows = list(columns), list(rows)
        self._fill()

    def _fill(self) -> None:
        names = [name for name, _ in self._rows]
        down, along = (self._columns, names) if self._across else (names, self._columns)
        self.setRowCount(len(down))
        self.setColumnCount(len(along))
        self.setVerticalHeaderLabels(down)
        self.setHorizontalHeaderLabels(along)
        for first, (_, texts) in enumerate(self._rows):
            for second, text in enumerate(texts):
                row, column = (second, first) if self._across else (first, second)
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    item.setTextAlignment(RIGHT)
                    self.setItem(row, column, item)
                item.setText(text)
        self._tip()
        self.restyle()

    def set_tips(self, tips: Sequence[str]) -> None:
        """A tooltip for each row, on its name and on its numbers."""
        self._tips = list(tips)
        self._tip()

    def _tip(self) -> None:
        for index, tip in enumerate(self._tips[: len(self._rows)]):
            if self._across:
                name = self.horizontalHeaderItem(index)
                cells = [self.item(row, index) for row in range(self.rowCount())]
            else:
                name = self.verticalHeaderItem(index)
                cells = [self.item(index, column) for column in range(self.columnCount())]
            for item in (name, *cells):
                if item is not None:
                    item.setToolTip(tip)

    def _needed(self, column: int) -> int:
        """The width of the widest text."""
        metrics = self.fontMetrics()
        cells = [self.item(row, column) for row in range(self.rowCount())]
        texts = [cell.text() for cell in (self.horizontalHeaderItem(column), *cells) if cell]
        return max(map(metrics.horizontalAdvance, texts), default=0) + round(1.2 * theme.sizes.gap)

    def _fit_columns(self) -> None:
        """Columns of one width; where one needs more, the others give it."""
        count = self.columnCount()
        if not count:
            return
        needed = [self._needed(column) for column in range(count)]
        room = self.viewport().width()
        widths = [0] * count
        for done, column in enumerate(sorted(range(count), key=lambda c: -needed[c])):
            widths[column] = max(needed[column], room // (count - done))
            room -= widths[column]
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit_columns()

    def texts(self) -> tuple[list[str], list[Row]]:
        """The names of the columns, and the rows as they are shown."""
        return texts_of(self)

    def restyle(self) -> None:
        """The height of all rows in the window's scale."""
        height = round(theme.sizes.font * 1.75)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setDefaultAlignment(LEFT)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + height * self.rowCount() + 2)
        self._fit_columns()
