"""The lanes as a table: results and verdicts, and which one is chosen, hidden or named how."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QInputDialog,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
)

from core.format import decimal, percent, short
from core.training import words
from core.training.result import LaneResult, TrainingResult
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.widgets.card import Card
from gui.widgets.numbers_table import LEFT, RIGHT, Row, texts_of

COLUMNS = 6
GAP, NORM, ZEROS, VERDICT = 2, 3, 4, 5
LEAST_FIRST = (ZEROS, NORM, GAP)
"""The columns that a table without room leaves out, in this order."""

MAX_NAME, MAX_NAME_WIDE = 11, 18
"""Font heights that the longest name may take, and in a table with room."""


def lane_name(lane: LaneResult) -> str:
    """What a lane is called, in the language in force."""
    return lane.name if isinstance(lane.name, str) else translated(lane.name)


def lane_colour(number: int) -> str:
    """The name of a lane's colour in the theme: that of a series."""
    return f"series{number}"


@dataclass(slots=True)
class Looks:
    """How a lane is drawn: the number of its colour, and whether it is hidden."""

    colour: int
    hidden: bool = False


class LanesTable(FollowsLook, QTableWidget):
    """A row for each lane, its name before it.

    widened   there is more room for names, or less
    """

    widened = Signal()

    def __init__(self) -> None:
        super().__init__(0, COLUMNS)
        self.whole_names: list[str] = []
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(VERDICT, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(RIGHT)
        header.setMinimumSectionSize(20)

    def texts(self) -> tuple[list[str], list[Row]]:
        """The names of the columns, and the rows with all of their columns and whole names."""
        names, rows = texts_of(self)
        whole = self.whole_names
        return names, [(name, texts) for name, (_, texts) in zip(whole, rows, strict=True)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns, or bring them back."""
        super().resizeEvent(event)
        if self.verticalHeader().maximumWidth() != self.name_width:
            self.verticalHeader().setMaximumWidth(self.name_width)
            self.widened.emit()
        self.fit()

    @property
    def name_width(self) -> int:
        """Pixels that the longest name may take."""
        wide = self.width() > 3 * MAX_NAME_WIDE * theme.sizes.font
        return (MAX_NAME_WIDE if wide else MAX_NAME) * theme.sizes.font

    def fit(self) -> None:
        """Where room is scarce the columns that say least are left out, the verdict never."""
        needed = [
            max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))
            for column in range(COLUMNS)
        ]
        hidden: set[int] = set()
        for column in LEAST_FIRST:
            shown = sum(width for c, width in enumerate(needed) if c not in hidden)
            if shown > self.viewport().width():
                hidden.add(column)
        for column in LEAST_FIRST:
            self.setColumnHidden(column, column in hidden)

    def restyle(self) -> None:
        """The height of all rows in the window's scale."""
        height = round(theme.sizes.font * 1.8)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(height)
        rows.setDefaultAlignment(LEFT)
        rows.setMaximumWidth(self.name_width)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + height * max(1, self.rowCount()) + 2)
        self.fit()


class LanesCard(Card):
    """Shows the lanes and says what the person wants with one.

    chosen(int)            this lane is looked at: panel, weights and code follow it
    renamed(int, str)      it gets this name
    removed(int)           it leaves the race
    looks_changed          a lane has another colour, or is hidden or shown again
    """

    chosen = Signal(int)
    renamed = Signal(int, str)
    removed = Signal(int)
    looks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = LanesTable()
        self.table.setObjectName("race.lanes")
        self.table.currentCellChanged.connect(self._current)
        self.table.widened.connect(self._fill_all)
        self.table.customContextMenuRequested.connect(self._menu)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self.looks: list[Looks] = []
        self._result: TrainingResult | None = None
        self._shown: list[tuple[str, ...]] = []
        self._updating = False

    def is_hidden(self, index: int) -> bool:
        """Whether a lane is left out of the plots."""
        return index < len(self.looks) and self.looks[index].hidden

    def colour(self, index: int) -> str:
        """The name of a lane's colour in the theme."""
        return lane_colour(self.looks[index].colour if index < len(self.looks) else index)

    def show_result(self, result: TrainingResult) -> None:
        """The lanes as they stand; only what has changed is drawn anew."""
        self._result = result
        count = len(result.lanes)
        while len(self.looks) < count:
            self.looks.append(Looks(len(self.looks) % len(theme.colours.series)))
        del self.looks[count:]
        rows = [self._row(lane) for lane in result.lanes]
        self.table.whole_names = [row[0] for row in rows]
        self._updating = True
        if self.table.rowCount() != count:
            self.table.setRowCount(count)
            self._shown = [()] * count
            self.table.restyle()
        for number, row in enumerate(rows):
            if row != self._shown[number]:
                self._fill(number, row)
        if rows != self._shown:
            self._shown = rows
            self.table.fit()
        if self.table.currentRow() != result.chosen.lane:
            self.table.setCurrentCell(result.chosen.lane, 0)
        self._updating = False

    def _row(self, lane: LaneResult) -> tuple[str, ...]:
        curves = lane.curves
        regression = lane.experiment.train.data_set.is_regression
        if regression:
            values = [short(curves.train_loss[-1], 3), short(curves.test_loss[-1], 3), ""]
        else:
            train, test = curves.train_accuracy[-1], curves.test_accuracy[-1]
            values = [decimal(100 * share, 1) for share in (train, test, train - test)]
        if not math.isfinite(lane.verdict.last):
            values = ["—", "—", "—"]
        return (
            lane_name(lane),
            *values,
            short(lane.norm, 3),
            f"{percent(lane.zeros)} %",
            translated(words.sign(lane)),
        )

    def _in_percent(self) -> bool:
        result = self._result
        if result is None:
            return True
        return not result.lanes[0].experiment.train.data_set.is_regression

    def _fill(self, number: int, row: tuple[str, ...]) -> None:
        if not row:
            return
        name = QTableWidgetItem()
        room = self.table.name_width - 3 * theme.sizes.font
        metrics = self.table.fontMetrics()
        name.setText(metrics.elidedText(row[0], Qt.TextElideMode.ElideRight, room))
        name.setToolTip(row[0])
        name.setIcon(self._swatch(number))
        self.table.setVerticalHeaderItem(number, name)
        for column, text in enumerate(row[1:]):
            item = self.table.item(number, column)
            if item is None:
                item = QTableWidgetItem()
                item.setTextAlignment(RIGHT)
                self.table.setItem(number, column, item)
            item.setText(text)

    def _swatch(self, number: int) -> QIcon:
        size = theme.sizes.swatch
        pixmap = QPixmap(size, size)
        clear = theme.colour("card")
        clear.setAlpha(0)
        pixmap.fill(clear)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(self.colour(number))
        painter.setPen(colour)
        painter.setBrush(clear if self.looks[number].hidden else colour)
        painter.drawEllipse(1, 1, size - 3, size - 3)
        painter.end()
        return QIcon(pixmap)

    def _current(self, row: int, *_: int) -> None:
        if not self._updating and row >= 0:
            self.chosen.emit(row)

    def _menu(self, at: QPoint) -> None:
        number = self.table.rowAt(at.y())
        if number < 0 or self._result is None:
            return
        menu = QMenu(self)
        rename = menu.addAction(self.tr("Rename …"))
        hide = menu.addAction(
            self.tr("Show in the plots") if self.looks[number].hidden else self.tr("Hide")
        )
        colours = menu.addMenu(self.tr("Colour"))
        chosen = {}
        for index in range(len(theme.colours.series)):
            chosen[colours.addAction(self.tr("colour {number}").format(number=index + 1))] = index
        remove = menu.addAction(self.tr("Remove from the race"))
        remove.setEnabled(len(self._result.experiment.race) > 0)
        rename.setEnabled(len(self._result.experiment.race) > 0)
        picked = menu.exec(self.table.viewport().mapToGlobal(at))
        menu.deleteLater()
        if picked is rename:
            self._rename(number)
        elif picked is hide:
            self.set_hidden(number, not self.looks[number].hidden)
        elif picked is remove:
            self.removed.emit(number)
        elif picked in chosen:
            self.set_colour(number, chosen[picked])

    def _rename(self, number: int) -> None:
        assert self._result is not None
        old = lane_name(self._result.lanes[number])
        name, accepted = QInputDialog.getText(self, self.tr("Rename"), self.tr("Name:"), text=old)
        if accepted:
            self.renamed.emit(number, name.strip())

    def set_hidden(self, number: int, hidden: bool) -> None:
        """Leave a lane out of the plots, or take it in again."""
        self.looks[number].hidden = hidden
        self._redraw(number)

    def set_colour(self, number: int, colour: int) -> None:
        """Give a lane one of the theme's colours."""
        self.looks[number].colour = colour
        self._redraw(number)

    def _redraw(self, number: int) -> None:
        self._fill(number, self._shown[number])
        self.looks_changed.emit()

    def restyle(self) -> None:
        """Swatches in the theme's colours."""
        super().restyle()
        self._fill_all()

    def _fill_all(self) -> None:
        for number, row in enumerate(self._shown):
            self._fill(number, row)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Lanes"))
        self.remark.setText(self.tr("same data, same order, same masks"))
        heads = [
            self.tr("train %") if self._in_percent() else self.tr("train"),
            self.tr("test %") if self._in_percent() else self.tr("test"),
            self.tr("gap"),
            "‖W‖",
            self.tr("zeros"),
            self.tr("verdict"),
        ]
        self.table.setHorizontalHeaderLabels(heads)
        describe(
            self.table,
            self.tr("The lanes of the race"),
            self.tr("Choose a lane: weights, words and code follow it. The menu key changes one."),
        )
        self._shown = [()] * len(self._shown)
        if self._result is not None:
            self.show_result(self._result)
