"""A row of flat buttons beside a plot's title; each is an action, with a key, for menus too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from gui.look.describe import describe, describe_action
from gui.look.following import FollowsLook
from gui.look.theme import theme


@dataclass(frozen=True, slots=True)
class _Tool:
    """What stands in the row, and what takes its place in the menu."""

    widget: QWidget
    action: QAction


class _FieldAction(QWidgetAction):
    """A field of the row as a line of the menu: another one, which `make` keeps in step with it."""

    def __init__(self, make: Callable[[], QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._make = make

    def createWidget(self, parent: QWidget) -> QWidget:
        """Qt asks for one each time that the line is added to a menu."""
        made = self._make()
        made.setParent(parent)
        return made


class ToolRow(FollowsLook, QWidget):
    """`add_tool` makes the buttons, `describe_tool` gives them their texts in `retranslate`.

    What there is no room for stands in the menu of the last button.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.more = QToolButton(self)
        self.more.setObjectName("tools.more")
        self.more.setText("⋯")
        self.more.setProperty("role", "flat")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.setToolTipsVisible(True)
        self.more.setMenu(self.menu)
        self.row.addWidget(self.more)
        self.row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._buttons: dict[QAction, QToolButton] = {}
        self._tools: list[_Tool] = []
        self._folded: tuple[QAction, ...] = ()
        self._folding = self._again = False
        self.more.hide()

    def add_tool(
        self, action_name: str, button_name: str, shortcut: str, checkable: bool = False
    ) -> QAction:
        """Append a button; both names are object names."""
        action = QAction(self)
        action.setObjectName(action_name)
        action.setShortcut(QKeySequence(shortcut))
        action.setCheckable(checkable)
        button = QToolButton()
        button.setProperty("role", "flat")
        button.setDefaultAction(action)
        button.setObjectName(button_name)
        self._buttons[action] = button
        self._add(_Tool(button, action))
        return action

    def set_primary(self, action: QAction) -> None:
        """What one comes for: its button is filled."""
        self._buttons[action].setProperty("role", "primary")

    def describe_tool(
        self, action: QAction, text: str, tip: str, *, torch: str = "", menu: str = ""
    ) -> None:
        """The text on the button and in the menu, and what it does, also its accessible name."""
        describe_action(action, text, tip, torch=torch, menu=menu)
        self._buttons[action].setAccessibleName(tip)

    def add_field(self, widget: QWidget, copy: Callable[[], QWidget]) -> None:
        """Append what is no button; `copy` makes the one of the menu, in step with it."""
        self._add(_Tool(widget, _FieldAction(copy, self)))

    def _add(self, tool: _Tool) -> None:
        self.row.insertWidget(len(self._tools), tool.widget)
        self._tools.append(tool)

    def describe_more(self) -> None:
        """What the last button is."""
        describe(self.more, self.tr("More tools"), self.tr("More tools of this plot"))

    def tools(self) -> list[QAction]:
        """Every action, for the View menu."""
        return list(self._buttons)

    def folded(self) -> tuple[QAction, ...]:
        """What stands in the menu for want of room."""
        return self._folded

    # Its width:

    def _widths(self) -> list[int]:
        return [tool.widget.sizeHint().width() + self.row.spacing() for tool in self._tools]

    def width_within(self, room: int) -> int:
        """The width of as many tools as there is room for, at least that of the menu's button."""
        return self._fitting(room)[1]

    def width_of(self, count: int) -> int:
        """The width of the first tools and of the menu's button."""
        return sum(self._widths()[:count]) + self.more.sizeHint().width()

    def _fitting(self, room: int) -> tuple[int, int]:
        widths = self._widths()
        whole = sum(widths) - self.row.spacing()
        if whole <= room:
            return len(widths), whole
        width, count = self.more.sizeHint().width(), 0
        while count < len(widths) and width + widths[count] <= room:
            width += widths[count]
            count += 1
        return count, width

    def sizeHint(self) -> QSize:
        """Room for all."""
        height = max(tool.widget.sizeHint().height() for tool in self._tools)
        return QSize(sum(self._widths()) - self.row.spacing(), height)

    def minimumSizeHint(self) -> QSize:
        """Room for the menu's button."""
        return QSize(self.more.sizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put into the menu what does not fit."""
        super().resizeEvent(event)
        self.fold()

    def event(self, event: QEvent) -> bool:
        """A text or the letters have changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fold()
        return super().event(event)

    def fold(self) -> None:
        """Show as many tools as fit the present width, and the others in the menu.

        A button that is shown lays out the line at once, which may call this anew, in the middle.
        """
        self._again = True
        while self._again and not self._folding:
            self._folding, self._again = True, False
            self._show_fitting()
            self._folding = False

    def _show_fitting(self) -> None:
        count, _ = self._fitting(self.width())
        for index, tool in enumerate(self._tools):
            tool.widget.setHidden(index >= count)
        folded = tuple(tool.action for tool in self._tools[count:])
        self.more.setHidden(not folded)
        if folded != self._folded:
            self._folded = folded
            self.menu.clear()
            self.menu.addActions(folded)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        self.row.setSpacing(theme.sizes.gap - 2)
        self.updateGeometry()
        self.fold()
