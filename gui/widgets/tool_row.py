"""A row of flat buttons above a plot; each is an action, with a key, for the View menu too."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.look.describe import describe_action
from gui.look.following import FollowsLook
from gui.look.theme import theme


class ToolRow(FollowsLook, QWidget):
    """`add_tool` makes the buttons, `describe_tool` gives them their texts in `retranslate`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self._buttons: dict[QAction, QToolButton] = {}

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
        self.row.addWidget(button)
        return action

    def describe_tool(
        self, action: QAction, text: str, tip: str, *, torch: str = "", menu: str = ""
    ) -> None:
        """The text on the button and in the menu, and what it does, also its accessible name."""
        describe_action(action, text, tip, torch=torch, menu=menu)
        self._buttons[action].setAccessibleName(tip)

    def tools(self) -> list[QAction]:
        """Every action, for the View menu."""
        return list(self._buttons)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        self.row.setSpacing(theme.sizes.gap - 2)
