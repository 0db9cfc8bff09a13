"""A table of numbers to read: named rows under named columns, as tall as its rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gui.look.following import FollowsLook
from gui.look.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Row = tuple[str, Sequence[str]]
"""The row's name and a text for each column."""


class NumbersTable(FollowsLook, QTableWidget):
    """Nothing in it can be edited or selected, and Tab leads out of it."""

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setDefaultAlignment(RIGHT)
        self.setCornerButtonEnabled(False)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead of those before."""
        self.setRowCount(len(rows))
        self.setVerticalHeaderLabels([name for name, _ in rows])
        for row, (_, texts) in enumerate(rows):
            for column, text in enumerate(texts):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    item.setTextAlignment(RIGHT)
                    self.setItem(row, column, item)
                item.setText(text)
        self.restyle()

    def set_tips(self, tips: Sequence[str]) -> None:
        """A tooltip for each row, on its name and on its numbers."""
        for row, tip in enumerate(tips):
            name = self.verticalHeaderItem(row)
            for item in (name, *(self.item(row, column) for column in range(self.columnCount()))):
                if item is not None:
                    item.setToolTip(tip)

    def texts(self) -> tuple[list[str], list[Row]]:
        """The names of the columns, and the rows as they are shown."""
        columns = range(self.columnCount())
        names = [self._text(self.horizontalHeaderItem(column)) for column in columns]
        rows: list[Row] = [
            (
                self._text(self.verticalHeaderItem(row)),
                [self._text(self.item(row, column)) for column in columns],
            )
            for row in range(self.rowCount())
        ]
        return names, rows

    @staticmethod
    def _text(item: QTableWidgetItem | None) -> str:
        return "" if item is None else item.text()

    def restyle(self) -> None:
        """The height of all rows in the window's scale."""
        height = round(theme.sizes.font * 1.75)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setDefaultAlignment(LEFT)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + height * self.rowCount() + 2)
