"""The lines of the table of tensors: a tree of names, or single tensors where they are ranked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from core.inspect import Inspection, TensorReport
from core.inspect.tree import Group, Leaf, Node, around, first_unfolded, rows
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.inspect.groups import group_name, group_text, group_tip, group_verdict
from gui.pages.inspect.rows import COLUMNS, SIGNS
from gui.widgets.numbers_table import LEFT, RIGHT

Index = QModelIndex | QPersistentModelIndex
NAME = 0
FIRST_LINES = 24
"""Lines to which the tree of a file that is new is unfolded at most: what a column has room for."""


def _passes(tensor: TensorReport, kinds: frozenset[str]) -> bool:
    key = tensor.verdict.key if tensor.verdict is not None else ""
    return (
        not kinds
        or ("fresh" in kinds and key in ("fresh", "fits"))
        or ("trained" in kinds and key == "trained")
        or ("dead" in kinds and tensor.dead > 0)
    )


def _key(line: Node) -> int | str:
    return line.tensor if isinstance(line, Leaf) else line.name


class TensorsModel(QAbstractTableModel):
    """Lines in the order that is shown, which a new picture of the same file keeps.

    In the order of the network they are a tree. Sorted otherwise, or filtered, they are tensors
    with their whole names: a rank goes across groups, and who looks for a name has it.

    A tree in a table, not a QTreeView: that one asks three questions a line before it shows any,
    65 ms for 10,000 tensors of one group, where the window is to stand for 33 at most.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: Inspection | None = None
        self._lines: list[Node] = []
        self._flat: list[Leaf] = []
        self._unfolded: set[str] = set()
        self._column, self._descending = -1, False
        self._text, self._kinds = "", frozenset[str]()

    # What is shown:

    def show(self, found: Inspection) -> bool:
        """Take over a picture; whether it has other tensors than the one before."""
        before, self.found = self.found, found
        same = before is not None and before.file == found.file
        if same and before is not None and before.tree is not found.tree:
            same = before.tree == found.tree
        if not same:
            self.beginResetModel()
            self._flat = [Leaf(i, tensor.name) for i, tensor in enumerate(found.tensors)]
            self._unfolded = first_unfolded(found.tree, FIRST_LINES)
            self._lines = self._ordered()
            self.endResetModel()
            return True
        if found.complete and (self._column >= 0 or self._kinds):
            self._arrange()
        self._changed()
        return False

    @property
    def is_tree(self) -> bool:
        """Whether the lines are in the order of the network, and all there."""
        sorted_ = self._column > NAME or (self._column == NAME and self._descending)
        return not (sorted_ or self._text or self._kinds)

    @property
    def has_groups(self) -> bool:
        """Whether there is something to fold among the lines."""
        return self.is_tree and self.found is not None and len(self.found.tree) < len(self._flat)

    @property
    def listed(self) -> list[TensorReport]:
        """The tensors that are shown, those in folded groups too."""
        if self.found is None:
            return []
        leaves = self._flat if self.is_tree else self._lines
        return [self.found.tensors[leaf.tensor] for leaf in leaves if isinstance(leaf, Leaf)]

    def set_filter(self, text: str, kinds: frozenset[str]) -> None:
        """Show only tensors with this in their names, and of these kinds, if there are any."""
        self._text, self._kinds = text.strip().lower(), kinds
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; −1 is the order of the network."""
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def _ordered(self) -> list[Node]:
        found = self.found
        if found is None:
            return []
        if self.is_tree:
            return list(rows(found.tree, self._unfolded))
        shown = [
            leaf
            for leaf, tensor in zip(self._flat, found.tensors, strict=True)
            if self._text in tensor.name.lower() and _passes(tensor, self._kinds)
        ]
        if self._column <= NAME:
            return [*(reversed(shown) if self._column == NAME and self._descending else shown)]
        sort = COLUMNS[self._column].sort
        keys = {leaf.tensor: sort(found.tensors[leaf.tensor], found) for leaf in shown}
        known = [leaf for leaf in shown if keys[leaf.tensor] is not None]
        known.sort(key=lambda leaf: keys[leaf.tensor], reverse=self._descending)
        return [*known, *(leaf for leaf in shown if keys[leaf.tensor] is None)]

    def _arrange(self) -> None:
        """Other lines, or another order: what is selected stays so."""
        lines = self._ordered()
        if lines == self._lines:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [_key(self._lines[index.row()]) for index in before]
        self._lines = lines
        at = {_key(line): row for row, line in enumerate(lines)}
        now = [
            self.index(at[key], index.column()) if key in at else QModelIndex()
            for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, now)
        self.layoutChanged.emit()

    # Lines:

    def line(self, row: int) -> Node | None:
        """A tensor or a group of them."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def tensor(self, row: int) -> TensorReport | None:
        """The tensor of a row, None where it is a group's."""
        line = self.line(row)
        return self.found.tensors[line.tensor] if self.found and isinstance(line, Leaf) else None

    def group(self, row: int) -> Group | None:
        """The group of a row, None where it is a tensor's."""
        line = self.line(row)
        return line if isinstance(line, Group) else None

    def is_unfolded(self, group: Group) -> bool:
        """Whether what is in a group is shown."""
        return group.name in self._unfolded

    def above(self, row: int) -> int:
        """The row of the group that a line stands in, −1 where it is in none."""
        level = self._lines[row].level
        return next((r for r in range(row - 1, -1, -1) if self._lines[r].level < level), -1)

    def set_unfolded(self, row: int, unfolded: bool) -> None:
        """Fold or unfold the group of a row."""
        group = self.group(row)
        if group is None or self.is_unfolded(group) == unfolded:
            return
        here = QModelIndex()
        if unfolded:
            self._unfolded.add(group.name)
            below = list(rows(group.below, self._unfolded))
            self.beginInsertRows(here, row + 1, row + len(below))
            self._lines[row + 1 : row + 1] = below
            self.endInsertRows()
        else:
            self._unfolded.discard(group.name)
            end = row + 1
            while end < len(self._lines) and self._lines[end].level > group.level:
                end += 1
            self.beginRemoveRows(here, row + 1, end - 1)
            del self._lines[row + 1 : end]
            self.endRemoveRows()
        at = self.index(row, NAME)
        self.dataChanged.emit(at, at)

    def row_of(self, name: str) -> int:
        """The row of a tensor, for which its groups are unfolded; −1 where it is left out."""
        if self.found is None:
            return -1
        tensors = self.found.tensors
        at = next((i for i, tensor in enumerate(tensors) if tensor.name == name), -1)
        if at >= 0 and self.is_tree:
            for group in around(self.found.tree, at):
                self.set_unfolded(self._lines.index(group), True)
        return next((r for r, line in enumerate(self._lines) if _key(line) == at), -1)

    # What the view asks:

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, found = self.line(index.row()), self.found
        if line is None or found is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        if isinstance(line, Group):
            return self._of_group(line, found, index.column(), role)
        tensor = found.tensors[line.tensor]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label if index.column() == NAME else column.text(tensor, found)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.text(tensor, found)
        if role == Qt.ItemDataRole.ForegroundRole and column.key == "verdict" and tensor.verdict:
            return theme.colour(SIGNS[tensor.verdict.key][1])
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [tensor.name, translated(tensor.words)]
            return "\n".join(text for text in said if text)
        return None

    def _of_group(self, group: Group, found: Inspection, at: int, role: int) -> Any:
        column = COLUMNS[at]
        if role == Qt.ItemDataRole.DisplayRole:
            return group_name(group) if at == NAME else group_text(column, group, found)
        if role == Qt.ItemDataRole.AccessibleTextRole and at == NAME:
            return group_tip(group, found, self.is_unfolded(group))
        if role == Qt.ItemDataRole.ToolTipRole:
            return group_tip(group, found)
        if role == Qt.ItemDataRole.ForegroundRole and column.key == "verdict":
            verdict = group_verdict(group, found)
            return theme.colour(SIGNS[verdict][1]) if verdict else None
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

    def _changed(self) -> None:
        if self._lines:
            last = self.index(len(self._lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def retold(self) -> None:
        """Texts and colours are others now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._changed()
