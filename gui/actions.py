"""Every action of the window and the menus they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core.messages import NOTHING, Message
from gui.look.describe import explained
from gui.look.i18n import plain, translated


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu: its name, text, keys, and what it calls.

    `help` is the sentence of its What's This.
    """

    name: str
    text: Message
    keys: tuple[str, ...]
    call: Callable[..., Any]
    checkable: bool = False
    help: Message = NOTHING


class Actions:
    """Makes the actions and menus, and gives them their texts."""

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        self._window, self._bar = window, bar
        self._entries: dict[str, Entry] = {}
        self._menus: dict[str, tuple[QMenu, Message]] = {}
        self.by_name: dict[str, QAction] = {}
        self.more: list[QAction] = []

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def add_menu(self, name: str, title: Message, entries: list[Entry | None]) -> QMenu:
        """A menu of the bar; its title is in the context `actions`."""
        menu = self._bar.addMenu("")
        menu.setObjectName(f"menu.{name}")
        self._menus[name] = menu, title
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self.make(entry))
        return menu

    def add_submenu(self, parent: QMenu, name: str, title: Message) -> QMenu:
        """A menu inside another."""
        menu = parent.addMenu("")
        menu.setObjectName(f"menu.{name}")
        self._menus[name] = menu, title
        return menu

    def make(self, entry: Entry) -> QAction:
        """An action of the window; its keys work wherever the focus is."""
        action = QAction(self._window)
        action.setObjectName(entry.name)
        action.setCheckable(entry.checkable)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        (action.toggled if entry.checkable else action.triggered).connect(entry.call)
        self._window.addAction(action)
        self._entries[entry.name] = entry
        self.by_name[entry.name] = action
        return action

    def all(self) -> list[QAction]:
        """Every action, for the list of shortcuts."""
        return [*self.by_name.values(), *self.more]

    def retranslate(self) -> None:
        """Everything in the present language."""
        for name, entry in self._entries.items():
            action = self.by_name[name]
            text = translated(entry.text)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(text)
            action.setIconText(plain(text))
            action.setToolTip(f"{plain(text)} ({keys})" if keys else plain(text))
            sentence = translated(entry.help)
            action.setWhatsThis(explained(plain(text), sentence))
        for menu, title in self._menus.values():
            menu.setTitle(translated(title))
