"""Menus are made of records: who can do something says so, and the window puts them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core.messages import NOTHING, Message
from gui.look.describe import explained
from gui.look.following import FollowsLook
from gui.look.i18n import plain, translated, with_remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a menu.

    name        its object name
    text, help  what it is called, and the sentence of its What's This
    keys        its shortcuts, which work wherever the focus is
    call        what it calls; where `checkable`, with whether it is checked now
    checked     whether it is so from the beginning; `call` is told
    menu        the menu it stands in
    group       lines of one number stand together, between two separators
    enabled     a signal (bool) that says whether it can be chosen; until then it cannot
    short_text  what a button says of it, where that is not its text
    """

    name: str
    text: Message
    keys: tuple[str, ...]
    call: Callable[..., Any]
    menu: str
    group: int = 0
    checkable: bool = False
    checked: bool = False
    help: Message = NOTHING
    enabled: SignalInstance | None = None
    short_text: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu of the bar, or inside another one.

    menu    the menu it stands in; empty for the bar
    made    gets the menu with its entries, for an owner who changes them while the program runs
    """

    name: str
    text: Message
    menu: str = ""
    group: int = 0
    made: Callable[[QMenu], object] | None = None


class Actions(FollowsLook, QObject):
    """Makes the menus and actions of these records, and gives them their texts."""

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        super().__init__(window)
        self._window, self._bar = window, bar
        self._entries: dict[str, Entry] = {}
        self._menus: dict[str, tuple[QMenu, Message]] = {}
        self.by_name: dict[str, QAction] = {}
        self.more: list[QAction] = []
        """Actions that others have made, such as those of a page."""

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def compose(self, records: Iterable[Entry | Menu]) -> None:
        """Make them all; where they stand in one group, they stand in the order given."""
        records = list(records)
        for record in records:
            if isinstance(record, Menu) and not record.menu:
                self._fill(record, self._bar.addMenu(""), records)
        self.retranslate()

    def menu(self, name: str) -> QMenu:
        """The menu of this name."""
        return self._menus[name][0]

    def _fill(self, record: Menu, menu: QMenu, records: list[Entry | Menu]) -> None:
        menu.setObjectName(f"menu.{record.name}")
        self._menus[record.name] = menu, record.text
        own = sorted((r for r in records if r.menu == record.name), key=attrgetter("group"))
        for _, group in groupby(own, key=attrgetter("group")):
            if menu.actions():
                menu.addSeparator()
            for part in group:
                if isinstance(part, Entry):
                    menu.addAction(self._make(part))
                else:
                    self._fill(part, menu.addMenu(""), records)
        if record.made is not None:
            record.made(menu)

    def _make(self, entry: Entry) -> QAction:
        action = QAction(self._window)
        action.setObjectName(entry.name)
        action.setCheckable(entry.checkable)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        (action.toggled if entry.checkable else action.triggered).connect(entry.call)
        action.setChecked(entry.checked)
        if entry.enabled is not None:
            action.setEnabled(False)
            entry.enabled.connect(action.setEnabled)
        self._window.addAction(action)
        self._entries[entry.name] = entry
        self.by_name[entry.name] = action
        return action

    def adopt(self, action: QAction, menu: str) -> None:
        """An action that someone else has made, such as a page: a line at the menu's end."""
        self._window.addAction(action)
        self.menu(menu).addAction(action)
        self.more.append(action)

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
            action.setIconText(entry.short_text() if entry.short_text else plain(text))
            action.setToolTip(with_remark(plain(text), keys))
            sentence = translated(entry.help)
            action.setWhatsThis(explained(plain(text), sentence))
        for menu, title in self._menus.values():
            menu.setTitle(translated(title))
