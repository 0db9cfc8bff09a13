"""What sorts the table without a mouse, and by columns too for which it has no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.pages.inspect.rows import COLUMNS, COMPARED
from gui.pages.inspect.tensors import TensorsTable
from gui.pages.inspect.tensors_model import NAME

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
ARROWS = {UP: "↑", DOWN: "↓"}


class SortButton(FollowsLook, QToolButton):
    """Opens a menu of the columns and of both orders; it says what the table is sorted by."""

    def __init__(self, table: TensorsTable) -> None:
        super().__init__()
        self._header, self._model = table.horizontalHeader(), table.tensors
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns = QMenu(self)
        self._by, self._way = QActionGroup(self), QActionGroup(self)
        self.columns.aboutToShow.connect(self._fill)
        self.columns.triggered.connect(self._picked)
        self.setMenu(self.columns)
        self._header.sortIndicatorChanged.connect(self.retranslate)

    def _fill(self) -> None:
        """The columns that say something now, then both orders."""
        self.columns.clear()
        column, order = self._header.sortIndicatorSection(), self._header.sortIndicatorOrder()
        found = self._model.found
        compared = found is not None and found.against is not None
        texts = {-1: self.tr("the network's order")} | {
            at: translated(one.name)
            for at, one in enumerate(COLUMNS)
            if at != NAME and (compared or one.key not in COMPARED)
        }
        for at, text in texts.items():
            self._add(self._by, text, (at, order), at == column)
        self.columns.addSeparator()
        for one, text in {UP: self.tr("ascending"), DOWN: self.tr("descending")}.items():
            action = self._add(self._way, f"{ARROWS[one]} {text}", (column, one), one == order)
            action.setEnabled(column >= 0)

    def _add(
        self, group: QActionGroup, text: str, sort: tuple[int, Qt.SortOrder], present: bool
    ) -> QAction:
        action = self.columns.addAction(text)
        action.setActionGroup(group)
        action.setCheckable(True)
        action.setChecked(present)
        action.setData(sort)
        return action

    def _picked(self, action: QAction) -> None:
        self._header.setSortIndicator(*action.data())

    def retranslate(self) -> None:
        """What it is sorted by, in the present language."""
        column, order = self._header.sortIndicatorSection(), self._header.sortIndicatorOrder()
        if column < 0:
            self.setText(self.tr("sort"))
            said = self.tr("Sort by, now the network's order")
        else:
            name = translated(COLUMNS[column].name)
            self.setText(f"{name} {ARROWS[order]}")
            way = self.tr("ascending") if order == UP else self.tr("descending")
            said = self.tr("Sort by, now {column}, {order}").format(column=name, order=way)
        describe(
            self,
            said,
            self.tr("By any column, also one that is not shown; sorted, names are not folded"),
        )
