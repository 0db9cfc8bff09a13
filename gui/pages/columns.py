"""A page with plots on the left and a column of cards on the right, or below as tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from gui.look.theme import theme
from gui.pages.filling import Filling
from gui.pages.page import Page
from gui.widgets.card import Card
from gui.widgets.folding import WIDEST, FoldingColumn

WIDE = 1060
"""Pixels of the page, at the normal font, from which the column stands beside the plots."""

CROWDED = 46
"""Height of the page, in sizes of the font, from which not all that is important stands in it."""


class ColumnsPage(Page):
    """Folds its column where the page is narrow.

    share, most   the column's share of the page, and the most that it takes, in font heights
    narrow        how the height is shared where the column is below: plots, column
    least         what the column takes at least there, in font heights
    column_first  the column stands at the left
    """

    focused = False
    share, most = 0.31, 29
    narrow = (8, 3)
    least = 0.0
    column_first = False

    def set_columns(
        self, plots: QWidget, column: FoldingColumn, above: QWidget | None = None
    ) -> None:
        """Call it once, when both are made; `above` stands over both."""
        self.column = column
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)
        if above is not None:
            self._around.addWidget(above)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._around.addLayout(self._outer, 1)
        self._outer.addWidget(plots, 1)
        self._outer.addWidget(column)
        self._filling = Filling(self)
        for card in self.cards().values():
            card.can_fill = True
            card.fill_wanted.connect(partial(self._turn_fill, card))

    def show_card(self, key: str) -> Card | None:
        """Bring a card to the front of its tabs, or scroll to it."""
        card = self.cards().get(key)
        if card is None:
            return None
        if self.filled is not card:
            self.fill(None)
        if self.focused and self.column.isAncestorOf(card):
            return None  # the person has asked for the plots alone
        self.column.raise_card(card)
        return card

    # One card in the room of all:

    @property
    def filled(self) -> Card | None:
        """The card that has the whole page."""
        return self._filling.card

    def fill(self, card: Card | None) -> None:
        """Let a card have the whole page, or with None all of them again."""
        if card is not self.filled:
            self._filling.restore()
            if card is not None:
                self.column.raise_card(card)
                self._filling.apply(card)
            self.fold()

    def _turn_fill(self, card: Card) -> None:
        self.fill(None if self.filled is card else card)

    def toggle_fill(self) -> None:
        """The card under the mouse, else the one with the focus, else the first."""
        if self.filled is not None:
            self.fill(None)
            return
        places = (self.childAt(self.mapFromGlobal(QCursor.pos())), QApplication.focusWidget())
        found = (card for place in places if (card := self._card_at(place)) is not None)
        self.fill(next(found, next(iter(self.cards().values()), None)))

    def _card_at(self, widget: QWidget | None) -> Card | None:
        cards = self.cards().values()
        return next((card for card in cards if widget and card.isAncestorOf(widget)), None)

    def is_narrow(self) -> bool:
        """Whether the page is too narrow for two columns."""
        return self.width() < WIDE * theme.sizes.font / 13

    def is_crowded(self) -> bool:
        """Whether the page has few lines for its letters: what can wait becomes a tab."""
        few = self.height() < CROWDED * theme.sizes.font
        return few and self.column.folded and not self.focused

    def set_focused(self, focused: bool) -> None:
        """Hide the column; where there is one it stays as it is."""
        self.fill(None)
        self.focused = focused
        self.column.setVisible(not focused)
        self.fold()

    def stand(self, card: Card, layout: QBoxLayout, at: int, stretch: int = 0) -> None:
        """Put a card that is no tab of the column into the page's layout, unless it is there."""
        if not self.column.holds(card) and layout.indexOf(card) < 0:
            layout.insertWidget(at, card, stretch)
            card.show()

    def restyle(self) -> None:
        """Gaps in the window's scale; with larger letters the page may be a narrow one."""
        for layout in (self._around, self._outer):
            layout.setSpacing(theme.sizes.gap)
        self.fold()

    def fold(self) -> None:
        """Put the column where there is room for it; a card that fills the page goes on so."""
        filled = self.filled
        self._filling.restore()
        self.arrange()
        if filled is not None:
            self.column.raise_card(filled)
            self._filling.apply(filled)
            self.column.setMinimumSize(0, 0)
            self.column.setMaximumWidth(WIDEST)

    def arrange(self) -> None:
        """Put the column where there is room for it."""
        narrow = self.column.folded if self.focused else self.is_narrow()
        self.column.set_folded(narrow)
        if narrow:
            self._outer.setDirection(QBoxLayout.Direction.TopToBottom)
            self._outer.setStretch(0, self.narrow[0])
            self._outer.setStretch(1, self.narrow[1])
            self.column.setMinimumHeight(round(self.least * theme.sizes.font))
            self.column.setMinimumWidth(0)
            self.column.setMaximumWidth(WIDEST)
        else:
            across = QBoxLayout.Direction
            self._outer.setDirection(
                across.RightToLeft if self.column_first else across.LeftToRight
            )
            self._outer.setStretch(0, 1)
            self._outer.setStretch(1, 0)
            self.column.setMinimumHeight(0)
            width = min(round(self.width() * self.share), theme.sizes.font * self.most)
            self.column.setFixedWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the right column where the page is narrow."""
        super().resizeEvent(event)
        self.fold()
