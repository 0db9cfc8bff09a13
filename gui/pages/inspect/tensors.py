"""The table of tensors: folded, sorted, filtered, and filled while the numbers come."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from core.inspect import Inspection
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.inspect.names import NamesDelegate
from gui.pages.inspect.rows import COLUMNS, COMPARED, LEAST_FIRST
from gui.pages.inspect.tensors_model import NAME, TensorsModel
from gui.widgets.numbers_table import Row

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


class TensorsTable(FollowsLook, QTableView):
    """`chosen(name)`: the person looks at this tensor."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tensors = TensorsModel()
        self.tensors.setParent(self)
        self.setModel(self.tensors)
        self._names = NamesDelegate(self.tensors, self)
        self.setItemDelegateForColumn(NAME, self._names)
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
        self._chosen = ""
        self.selectionModel().currentRowChanged.connect(self._moved)

    def show_inspection(self, found: Inspection, chosen: str) -> None:
        """Show a picture; the tensor that is looked at is selected."""
        self._updating = True
        new = self.tensors.show(found)
        if new or found.complete or not self._needed:
            self._measure(anew=new)
        self.select(chosen, again=new)
        self._updating = False

    def select(self, name: str, again: bool = False) -> None:
        """Mark the row of this tensor, and unfold what it is in.

        Nothing happens where it is the same as before: who has folded it away, or looks at a
        group, is not called back by the next picture.
        """
        if name == self._chosen and not again:
            return
        self._chosen = name
        before, self._updating = self._updating, True
        row = self.tensors.row_of(name)
        if row >= 0 and row != self.currentIndex().row():
            self._go(row)
        self._updating = before

    def _go(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.tensors.index(row, NAME)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def set_filter(self, text: str, kinds: frozenset[str]) -> None:
        """Show only some of the tensors; the one that is looked at stays."""
        self._updating = True
        self.tensors.set_filter(text, kinds)
        self.select(self._chosen, again=True)
        self._updating = False

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        self._updating = True
        self.tensors.sort(column, order)
        self.select(self._chosen, again=True)
        self.scrollTo(self.currentIndex())
        self._updating = False

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        tensor = self.tensors.tensor(now.row()) if now.isValid() else None
        if tensor is not None and not self._updating:
            self._chosen = tensor.name
            self.chosen.emit(tensor.name)

    # The person folds and unfolds:

    def set_unfolded(self, row: int, unfolded: bool) -> None:
        """Fold or unfold the group of this row; who was in it is at the group then."""
        before, self._updating = self._updating, True
        here = self.currentIndex().row()
        self.tensors.set_unfolded(row, unfolded)
        if not unfolded and here > row and self.currentIndex().row() != here:
            self._go(row)
        self._updating = before

    def _toggle(self, row: int) -> None:
        group = self.tensors.group(row)
        if group is not None:
            self.set_unfolded(row, not self.tensors.is_unfolded(group))

    def _sideways(self, right: bool) -> None:
        """As in any tree: right unfolds, then goes in; left folds, then goes out."""
        row = self.currentIndex().row()
        group = self.tensors.group(row)
        if group is not None and self.tensors.is_unfolded(group) != right:
            self.set_unfolded(row, right)
        elif right and group is not None:
            self._go(row + 1)
        elif not right and row >= 0 and (above := self.tensors.above(row)) >= 0:
            self._go(above)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last line; Space is the page's."""
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.tensors.rowCount() - 1}
        if key in ends and ends[key] >= 0:
            self._go(ends[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sideways(key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.set_unfolded(row, key == Qt.Key.Key_Plus)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tensors.group(row):
            self._toggle(row)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow folds or unfolds."""
        index = self.indexAt(event.position().toPoint())
        line = self.tensors.line(index.row())
        inside = event.position().x() - self.visualRect(index).left()
        on_arrow = index.column() == NAME and inside <= self._names.indent(line)
        if event.button() == Qt.MouseButton.LeftButton and on_arrow and line is not None:
            self._toggle(index.row())
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Of a group's line anywhere: the arrow is small."""
        self._toggle(self.indexAt(event.position().toPoint()).row())
        super().mouseDoubleClickEvent(event)

    # Columns:

    def _measure(self, anew: bool = True) -> None:
        """What each column needs: its longest texts, and its heading."""
        found = self.tensors.found
        if found is None:
            return
        metrics, gap = self.fontMetrics(), round(2.2 * theme.sizes.gap)
        # Names stay while numbers come: of 10,000 they alone would take 10 ms.
        keep_name = not anew and len(self._needed) == len(COLUMNS)
        self._needed = self._needed[:1] if keep_name else []
        step = max(1, len(found.tensors) // MEASURED_ROWS)
        for index, column in list(enumerate(COLUMNS))[len(self._needed) :]:
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
        found = self.tensors.found
        if found is None:
            return names, []
        rows: list[Row] = [
            (tensor.name, [COLUMNS[i].text(tensor, found) for i in shown])
            for tensor in self.tensors.listed[:MAX_WRITTEN]
        ]
        return names, rows

    def rowCount(self) -> int:
        """How many rows a printed page has."""
        return min(len(self.tensors.listed), MAX_WRITTEN)

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
