"""The table of tensors: sorted, filtered, and filled while the numbers come."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.inspect import Inspection, TensorReport
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.inspect.rows import COLUMNS, COMPARED, LEAST_FIRST, SIGNS
from gui.widgets.numbers_table import LEFT, RIGHT, Row

Index = QModelIndex | QPersistentModelIndex
NAME = 0
VERDICT = next(i for i, column in enumerate(COLUMNS) if column.key == "verdict")
MAX_SHARE = 0.3
"""Of the table's width, which a name takes at most beside many columns."""
MAX_WIDTH = 15
"""Of any other column, in sizes of the font."""
MEASURED = 40
"""Texts of a column that are measured: the longest by their letters."""
MEASURED_ROWS = 500
"""Rows of which the texts are measured, spread over all; of names all are."""
MAX_WRITTEN = 24
"""Rows of a printed table."""

FILTERS = ("fresh", "trained", "dead")


def _passes(tensor: TensorReport, kinds: frozenset[str]) -> bool:
    key = tensor.verdict.key if tensor.verdict is not None else ""
    return (
        not kinds
        or ("fresh" in kinds and key in ("fresh", "fits"))
        or ("trained" in kinds and key == "trained")
        or ("dead" in kinds and tensor.dead > 0)
    )


class TensorsModel(QAbstractTableModel):
    """Rows in the order that is shown, which a new picture of the same file keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Inspection | None = None
        self._rows: list[int] = []
        self._column, self._descending = -1, False
        self._text, self._kinds = "", frozenset[str]()

    # What is shown:

    def show(self, found: Inspection) -> bool:
        """Take over a picture; whether it has other rows than the one before."""
        before, self.found = self.found, found
        same = before is not None and len(before.tensors) == len(found.tensors)
        if same and before is not None:
            pairs = zip(before.tensors, found.tensors, strict=True)
            same = before.file == found.file and all(a.name == b.name for a, b in pairs)
        if not same:
            self.beginResetModel()
            self._rows = self._ordered()
            self.endResetModel()
            return True
        if found.complete and (self._column >= 0 or self._kinds):
            self._arrange()
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        return False

    def set_filter(self, text: str, kinds: frozenset[str]) -> None:
        """Show only tensors with this in their names, and of these kinds, if there are any."""
        self._text, self._kinds = text.strip().lower(), kinds
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; −1 is the order of the network."""
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def _ordered(self) -> list[int]:
        found = self.found
        if found is None:
            return []
        shown = [
            i
            for i, tensor in enumerate(found.tensors)
            if self._text in tensor.name.lower() and _passes(tensor, self._kinds)
        ]
        if self._column == NAME:
            return shown[::-1] if self._descending else shown
        if self._column > NAME:
            sort = COLUMNS[self._column].sort
            keys = {i: sort(found.tensors[i], found) for i in shown}
            known = [i for i in shown if keys[i] is not None]
            known.sort(key=lambda i: keys[i], reverse=self._descending)
            return known + [i for i in shown if keys[i] is None]
        return shown

    def _arrange(self) -> None:
        """Other rows, or another order: what is selected stays so."""
        rows = self._ordered()
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        tensors = [self._rows[index.row()] for index in before]
        self._rows = rows
        at = {tensor: row for row, tensor in enumerate(rows)}
        now = [
            self.index(at[tensor], index.column()) if tensor in at else QModelIndex()
            for tensor, index in zip(tensors, before, strict=True)
        ]
        self.changePersistentIndexList(before, now)
        self.layoutChanged.emit()

    def tensor(self, row: int) -> TensorReport | None:
        """The tensor of a row."""
        if self.found is None or not 0 <= row < len(self._rows):
            return None
        return self.found.tensors[self._rows[row]]

    def row_of(self, name: str) -> int:
        """The row of a tensor, −1 where it is not shown."""
        if self.found is None:
            return -1
        tensors = self.found.tensors
        return next((r for r, i in enumerate(self._rows) if tensors[i].name == name), -1)

    # What the view asks:

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tensor, found = self.tensor(index.row()), self.found
        if tensor is None or found is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(tensor, found)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        if role == Qt.ItemDataRole.ForegroundRole and column.key == "verdict" and tensor.verdict:
            return theme.colour(SIGNS[tensor.verdict.key][1])
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [tensor.name, translated(tensor.words)]
            return "\n".join(text for text in said if text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return translated(column.name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return translated(column.tip)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        return None

    def retold(self) -> None:
        """Texts and colours are others now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class _Names(QStyledItemDelegate):
    """Of a name that is too long the end stays, which tells tensors apart."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class TensorsTable(FollowsLook, QTableView):
    """`chosen(name)`: the person looks at this tensor."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tensors = TensorsModel()
        self.tensors.setParent(self)
        self.setModel(self.tensors)
        self.setItemDelegateForColumn(NAME, _Names(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setProperty("role", "list")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(12)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sorted)
        self._updating = False
        self._needed: list[int] = []
        self.selectionModel().currentRowChanged.connect(self._moved)

    def show_inspection(self, found: Inspection, chosen: str) -> None:
        """Show a picture; the tensor that is looked at is selected."""
        self._updating = True
        new = self.tensors.show(found)
        if new or found.complete or not self._needed:
            self._measure()
        self.select(chosen, scroll=new)
        self._updating = False

    def select(self, name: str, scroll: bool = True) -> None:
        """Mark the row of this tensor, where it is shown."""
        row = self.tensors.row_of(name)
        present = self.tensors.tensor(self.currentIndex().row())
        if row < 0 or (present is not None and present.name == name):
            return
        before, self._updating = self._updating, True
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self.tensors.index(row, NAME), flags.ClearAndSelect | flags.Rows
        )
        if scroll:
            self.scrollTo(self.tensors.index(row, NAME))
        self._updating = before

    def set_filter(self, text: str, kinds: frozenset[str]) -> None:
        """Show only some of the tensors; the one that is looked at stays."""
        self._updating = True
        self.tensors.set_filter(text, kinds)
        self._updating = False

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        self._updating = True
        self.tensors.sort(column, order)
        self.scrollTo(self.currentIndex())
        self._updating = False

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        tensor = self.tensors.tensor(now.row()) if now.isValid() else None
        if tensor is not None and not self._updating:
            self.chosen.emit(tensor.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last tensor; Space is the page's."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.tensors.rowCount() - 1}
        row = ends.get(Qt.Key(event.key()))
        if row is not None and row >= 0:
            self.setCurrentIndex(self.tensors.index(row, NAME))
            event.accept()
            return
        super().keyPressEvent(event)

    # Columns:

    def _measure(self) -> None:
        """What each column needs: its longest texts, and its heading."""
        found = self.tensors.found
        if found is None:
            return
        metrics, gap = self.fontMetrics(), round(2.2 * theme.sizes.gap)
        self._needed = []
        step = max(1, len(found.tensors) // MEASURED_ROWS)
        for index, column in enumerate(COLUMNS):
            rows = found.tensors if index == NAME else found.tensors[::step]
            texts = {column.text(tensor, found) for tensor in rows}
            longest = sorted(texts, key=len)[-MEASURED:]
            heading = translated(column.name)
            width = max(map(metrics.horizontalAdvance, [*longest, f"{heading} "]))
            self._needed.append(width + gap)
        most = MAX_WIDTH * theme.sizes.font
        self._needed = [self._needed[NAME], *(min(w, most) for w in self._needed[1:])]
        self._fit()

    def _fit(self) -> None:
        """Where room is scarce the columns that say least are left out; the name takes the rest."""
        if not self._needed or self.tensors.found is None:
            return
        room = self.viewport().width()
        compared = self.tensors.found.against is not None
        hidden = set() if compared else {self._at(key) for key in COMPARED}
        name = min(self._needed[NAME], max(round(MAX_SHARE * room), 10 * theme.sizes.font))
        for key in LEAST_FIRST:
            others = sum(w for i, w in enumerate(self._needed) if i != NAME and i not in hidden)
            if name + others > room:
                hidden.add(self._at(key))
        others = sum(w for i, w in enumerate(self._needed) if i != NAME and i not in hidden)
        for index, width in enumerate(self._needed):
            self.setColumnHidden(index, index in hidden)
            self.setColumnWidth(index, max(0, room - others) if index == NAME else width)

    @staticmethod
    def _at(key: str) -> int:
        return next(i for i, column in enumerate(COLUMNS) if column.key == key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns, or bring them back."""
        super().resizeEvent(event)
        self._fit()

    # For a printed page:

    def texts(self) -> tuple[list[str], list[Row]]:
        """The names of the columns that are shown, and the first rows."""
        shown = [i for i in range(1, len(COLUMNS)) if not self.isColumnHidden(i)]
        names = [translated(COLUMNS[i].name) for i in shown]
        rows: list[Row] = []
        for row in range(min(self.tensors.rowCount(), MAX_WRITTEN)):
            cells = [self.tensors.index(row, i).data() or "" for i in (NAME, *shown)]
            rows.append((cells[0], cells[1:]))
        return names, rows

    def rowCount(self) -> int:
        """How many rows a printed page has."""
        return min(self.tensors.rowCount(), MAX_WRITTEN)

    # How it looks:

    def retranslate(self) -> None:
        """Headings, kinds and verdicts in the present language."""
        self.tensors.retold()
        self._measure()

    def restyle(self) -> None:
        """The height of rows in the window's scale."""
        self.verticalHeader().setDefaultSectionSize(round(theme.sizes.font * 1.8))
        self.setMinimumHeight(round(theme.sizes.font * 7.5))
        self.tensors.retold()
        self._measure()
