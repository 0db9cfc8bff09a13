"""The right column of a page: cards under one another, or tabs where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.widgets.card import Card

WIDEST = 16_777_215
"""As wide as Qt lets a widget be."""


class Shrinking(QWidget):
    """Asks a scroll area for its least height, not for its preferred one.

    Otherwise sentences that wrap make the area scroll while the plots below could still shrink.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")

    def heightForWidth(self, width: int) -> int:
        """What everything inside needs at least."""
        layout = self.layout()
        return -1 if layout is None else layout.minimumHeightForWidth(width)


def scrolling(widget: QWidget) -> QScrollArea:
    """`widget` in a frameless scroll area that follows its width."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


class FoldingColumn(FollowsLook, QWidget):
    """Shows the same cards either way; the last one takes the room that is left.

    `guests` are tabs where the window is narrow, after `before` cards of the column's own; where
    it is not they belong to the page, which takes them back. The tab that was looked at comes back
    with the tabs.

    `stretches` says how the cards of a column share the room that is left, in place of the last one
    taking it.

    `corner` stands beside the names of the tabs, where it takes the room that they leave.
    """

    def __init__(
        self,
        cards: list[Card],
        guests: list[Card] | None = None,
        parent: QWidget | None = None,
        before: int = 0,
        stretches: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self._stretches = stretches or (*(0 for _ in cards[1:]), 1)
        self._cards, self._before = cards, before
        self._guests = guests or []
        self._areas: list[QScrollArea] = []
        self._folded: bool | None = None
        self._looked_at: Card | None = None
        self._raised: Card | None = None
        self._corner: QWidget | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None
        self.set_folded(False)

    @property
    def folded(self) -> bool:
        """Whether the cards are tabs."""
        return bool(self._folded)

    def set_folded(self, folded: bool) -> None:
        """Turn cards into tabs or back."""
        if folded != self._folded:
            self._make(folded, self._guests)

    def set_guests(self, guests: list[Card]) -> None:
        """Other cards are tabs beside the column's own; the page takes back those that were."""
        if guests != self._guests:
            self._make(self.folded, guests)

    def _order(self) -> list[Card]:
        """The tabs from the first to the last."""
        return [*self._cards[: self._before], *self._guests, *self._cards[self._before :]]

    def holds(self, guest: Card) -> bool:
        """Whether the guest is a tab now."""
        return self.folded and guest in self._guests

    def set_corner(self, corner: QWidget | None) -> None:
        """Let it stand beside the tabs, where there are any; with None the page has it back."""
        if corner is not self._corner:
            self._release_corner()
            self._corner = corner
            self._put_corner()

    def _put_corner(self) -> None:
        if isinstance(self._content, QTabWidget) and self._corner is not None:
            holder = QWidget()  # a tab widget asks for a hint, and knows no fixed width
            layout = QHBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self._corner)
            self._content.setCornerWidget(holder)
            self._corner.show()
            holder.show()
            self._fit_corner()

    def _release_corner(self) -> None:
        """Take it out of the tabs, which would be deleted with it."""
        if self._corner is not None:
            self._corner.setParent(self)
            self._corner.setMinimumWidth(0)
            self._corner.setMaximumWidth(WIDEST)

    def _fit_corner(self) -> None:
        if isinstance(self._content, QTabWidget) and self._corner is not None:
            names = self._content.tabBar().sizeHint().width()
            room = self._content.width() - names - 2 * theme.sizes.gap
            self._corner.setFixedWidth(max(room, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The corner has what the names of the tabs leave."""
        super().resizeEvent(event)
        self._fit_corner()

    def _make(self, folded: bool, guests: list[Card]) -> None:
        self._release()
        old, self._folded, self._guests = self._content, folded, guests
        self._content = self._make_tabs() if folded else self._make_column()
        self._outer.addWidget(self._content)
        self._put_corner()
        if old is not None:
            self._outer.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._name_tabs()

    def _release(self) -> None:
        """Take the cards out of the tabs, which would go on giving them their own size."""
        if isinstance(self._content, QTabWidget):
            index = self._content.currentIndex()
            front = self._order()[index]
            # The first tab makes way for another first one, unless it was asked for.
            self._looked_at = front if index or front is self._raised else None
            for card in self._order():
                card.renamed.disconnect(self._name_tabs)
        self._release_corner()
        for area in self._areas:
            area.takeWidget()
        self._areas.clear()
        for card in self._order():
            card.set_folded(False)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for card in self._order():
            card.set_folded(True)
            card.renamed.connect(self._name_tabs)
            area = scrolling(card)
            self._areas.append(area)
            tabs.addTab(area, "")
            card.show()
            if card is self._looked_at:
                tabs.setCurrentWidget(area)
        tabs.currentChanged.connect(self._turned)
        tabs.tabBarDoubleClicked.connect(self._fill)
        return tabs

    def _fill(self, index: int) -> None:
        if index >= 0:  # not beside the tabs
            self._order()[index].fill_wanted.emit()

    def raise_card(self, card: Card) -> QWidget | None:
        """Bring one of the cards into sight; it, or None where it is not in the column."""
        self._raised = card
        if not self.folded:
            self._looked_at = card  # it is the front tab if the window becomes narrow
        if card not in (*self._cards, *(self._guests if self.folded else ())):
            return None
        content = self._content
        if isinstance(content, QTabWidget):
            content.setCurrentIndex(self._order().index(card))
        elif isinstance(content, QScrollArea):
            content.ensureWidgetVisible(card, 0, 0)
        return card

    def _turned(self, index: int) -> None:
        """What lay hidden while letters grew has been laid out by the old ones."""
        card = self._order()[index]
        card.body.invalidate()
        card.updateGeometry()

    def _make_column(self) -> QScrollArea:
        inside = Shrinking() if any(self._stretches[:-1]) else QWidget()
        inside.setObjectName("panel")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.sizes.gap)
        for card, stretch in zip(self._cards, self._stretches, strict=True):
            layout.addWidget(card, stretch)
            card.show()
        return scrolling(inside)

    def retranslate(self) -> None:
        """Give the tabs the cards' titles, and the signs of their verdicts."""
        self._name_tabs()

    def restyle(self) -> None:
        """The colours of the signs."""
        self._name_tabs()

    def _name_tabs(self) -> None:
        if not isinstance(self._content, QTabWidget):
            return
        for index, card in enumerate(self._order()):
            sign, colour = card.tab_sign()
            self._content.setTabText(index, f"{card.tab_title()} {sign}".strip())
            colour = colour or "text"
            self._content.tabBar().setTabTextColor(index, theme.colour(colour))
        self._fit_corner()
