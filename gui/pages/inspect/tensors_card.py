"""The card with the table of tensors, and what chooses among them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from core.format import counted
from core.inspect import View, roles_for
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.pages.inspect.sorting import SortButton
from gui.pages.inspect.tensors import FILTERS, TensorsTable
from gui.widgets.card import Card


class TensorsCard(Card):
    """`inspect.tensors`, with a line that filters by name and buttons that filter by verdict.

    chosen(name)       the person looks at this tensor
    retold(name, key)  the person says that a tensor is of this role
    """

    chosen = Signal(str)
    retold = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.table = TensorsTable()
        self.table.setObjectName("inspect.tensors")
        self.table.chosen.connect(self.chosen)
        self.table.customContextMenuRequested.connect(self._menu)
        self.filter = QLineEdit()
        self.filter.setObjectName("inspect.filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filtered)
        self.buttons: dict[str, QToolButton] = {}
        self.header.insertWidget(1, self.filter, 1000)
        for key in FILTERS:
            button = QToolButton()
            button.setObjectName(f"inspect.show.{key}")
            button.setProperty("role", "flat")
            button.setCheckable(True)
            button.toggled.connect(self._filtered)
            self.buttons[key] = button
            self.header.insertWidget(self.header.count() - 1, button)
        self.sorting = SortButton(self.table)
        self.sorting.setObjectName("inspect.sort")
        self.header.insertWidget(2, self.sorting)
        self.body.addWidget(self.table, 1)
        self._view: View | None = None

    def show_view(self, view: View) -> None:
        """Fill the table; what has been read before stays where it is."""
        before, self._view = self._view, view
        same = before is not None and before.inspection is view.inspection
        if not same:
            self.table.show_inspection(view.inspection, view.chosen)
        self.table.select(view.chosen)
        self._count()

    def _count(self) -> None:
        if self._view is None:
            return
        shown, all_of = len(self.table.tensors.listed), len(self._view.inspection.tensors)
        said = self.tr("{shown} of {count}").format(shown=counted(shown), count=counted(all_of))
        self.remark.set_texts(said if shown < all_of else "", "")

    def _filtered(self) -> None:
        kinds = frozenset(key for key, button in self.buttons.items() if button.isChecked())
        self.table.set_filter(self.filter.text(), kinds)
        self._count()

    def _menu(self, at: QPoint) -> None:
        tensor = self.table.tensors.tensor(self.table.indexAt(at).row())
        if tensor is None:
            return
        menu = QMenu(self)
        menu.addSection(tensor.name)
        keys = {}
        for role in roles_for(tensor.size):
            action = menu.addAction(translated(role.label))
            action.setCheckable(True)
            action.setChecked(role.key == tensor.role.key)
            keys[action] = role.key
        picked = menu.exec(self.table.viewport().mapToGlobal(at))
        menu.deleteLater()
        if picked in keys and keys[picked] != tensor.role.key:
            self.retold.emit(tensor.name, keys[picked])

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Tensors")
        self.title.setText(self.called)
        self.filter.setPlaceholderText(self.tr("filter by name"))
        describe(
            self.filter,
            self.tr("Filter by name"),
            self.tr("Only tensors with these letters in their names are shown"),
        )
        texts = {
            "fresh": (self.tr("fresh"), self.tr("Tensors as an initialization left them")),
            "trained": (self.tr("trained"), self.tr("Tensors that no initialization explains")),
            "dead": (self.tr("dead"), self.tr("Tensors with units whose weights are all 0")),
        }
        for key, (text, tip) in texts.items():
            self.buttons[key].setText(text)
            describe(self.buttons[key], tip)
        describe(
            self.table,
            self.tr("The tensors of the checkpoint"),
            self.tr(
                "Choose a tensor: the pictures follow it. → and ← unfold and fold a group of "
                "names. A click on a heading sorts. The menu key says what a tensor is, where its "
                "name and shape leave that open."
            ),
            torch="nn.Module.state_dict()",
        )
        self._count()
