"""The line at the top: program, menus, pages, language, projector, theme."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenuBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from core.pages import PAGES
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.i18n import plain, translated
from gui.look.theme import theme


class TopBar(FollowsLook, QWidget):
    """page_chosen(key): the person wants another page."""

    page_chosen = Signal(str)

    def __init__(self, menus: QMenuBar, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._brand = QLabel("InitLab")
        self._brand.setProperty("role", "brand")
        self._layout.addWidget(self._brand)
        self._menus = menus
        menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._layout.addWidget(menus, 0, Qt.AlignmentFlag.AlignVCenter)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._pages: dict[str, QToolButton] = {}
        for page in PAGES.values():
            button = QToolButton()
            button.setProperty("role", "page")
            button.setCheckable(True)
            button.setObjectName(f"show.{page.key}")
            button.clicked.connect(lambda _, key=page.key: self.page_chosen.emit(key))
            self._group.addButton(button)
            self._pages[page.key] = button
            self._layout.addWidget(button)
        self._layout.addStretch(1)
        self._buttons: list[QToolButton] = []
        for action in actions:
            button = QToolButton()
            button.setProperty("role", "flat")
            button.setDefaultAction(action)
            button.setObjectName(f"{action.objectName()}.button")
            self._layout.addWidget(button)
            self._buttons.append(button)
            action.changed.connect(self._name_buttons)

    def restyle(self) -> None:
        """Gaps in the window's scale, and the program's name where there is room for it."""
        self._layout.setSpacing(theme.sizes.gap)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name of the program gives way where the menus need its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The name gives way first, then the buttons that the menu View has too, from the right."""
        widgets = (self._brand, self._menus, *self._pages.values(), *self._buttons)
        needed = sum(w.sizeHint().width() + theme.sizes.gap for w in widgets)
        for widget in (self._brand, *reversed(self._buttons)):
            widget.setVisible(needed <= self.width())
            if needed > self.width():
                needed -= widget.sizeHint().width() + theme.sizes.gap

    def show_page(self, key: str) -> None:
        """Mark a page as the present one."""
        self._pages[key].setChecked(True)

    def _name_buttons(self) -> None:
        for button in self._buttons:
            button.setAccessibleName(plain(button.defaultAction().text()))

    def retranslate(self) -> None:
        """Everything in the present language."""
        for page in PAGES.values():
            button = self._pages[page.key]
            title = translated(page.title)
            button.setText(title)
            tip = self.tr("Show the page {title} ({keys})")
            describe(
                button,
                self.tr("Page {title}").format(title=title),
                tip.format(title=title, keys=page.shortcut),
            )
        self._name_buttons()
        self._fit()
