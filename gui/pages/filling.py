"""One card of a page in the room of all of them, and back."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QBoxLayout, QLayout, QStackedWidget, QWidget
from shiboken6 import isValid

from gui.widgets.card import Card


class Filling:
    """Hides whatever stands beside a card, up to its page; nothing is taken out of its layout.

    card   the one that fills the page, or None
    """

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._hidden: list[QWidget] = []
        self._stretches: list[tuple[QBoxLayout, list[int]]] = []
        self.card: Card | None = None

    def apply(self, card: Card) -> None:
        """Hide the others."""
        self.restore()
        self.card = card
        child: QWidget = card
        while child is not self._page:
            parent = child.parentWidget()
            if parent is None:
                break
            # Scroll bars and the other tabs are shown and hidden by what they belong to.
            if not isinstance(parent, QAbstractScrollArea | QStackedWidget):
                self._hide_beside(child, parent)
                self._stretch(parent.layout(), child)
            child = parent

    def _hide_beside(self, child: QWidget, parent: QWidget) -> None:
        for other in parent.children():
            if isinstance(other, QWidget) and other is not child and not other.isHidden():
                other.hide()
                self._hidden.append(other)

    def _stretch(self, layout: QLayout | None, child: QWidget) -> bool:
        """Give the child all room: a layout in which all is hidden keeps its share otherwise.

        Whether the child is in this layout.
        """
        if not isinstance(layout, QBoxLayout):
            return False
        found = layout.indexOf(child)
        for inner in layout.children():
            if found < 0 and isinstance(inner, QLayout) and self._stretch(inner, child):
                found = layout.indexOf(inner)
        if found >= 0:
            indices = range(layout.count())
            self._stretches.append((layout, [layout.stretch(index) for index in indices]))
            for index in indices:
                layout.setStretch(index, int(index == found))
        return found >= 0

    def restore(self) -> None:
        """Bring back what was hidden."""
        self.card = None
        stretches, self._stretches = self._stretches, []
        for layout, before in stretches:
            for index, stretch in enumerate(before):
                layout.setStretch(index, stretch)
        hidden, self._hidden = self._hidden, []
        for widget in hidden:
            if isValid(widget):  # a lesson's ring goes by itself meanwhile
                widget.show()
