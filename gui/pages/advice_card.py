"""The card that says what to choose instead, with a button that chooses it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from gui.look.describe import describe
from gui.widgets.card import Card
from gui.widgets.sentence import Sentence


class AdviceCard(Card):
    """Makes a sentence and a button, which the page's own card puts into its layout.

    applied(changes)   the person wants the advice: these values by their dotted keys
    """

    applied = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self.advice = Sentence()
        self.apply = QPushButton()
        self.apply.hide()  # there is nothing to use before the first result
        self.apply.clicked.connect(self._apply)
        self.apply.hide()  # until there is something to use
        self._changes: dict[str, Any] = {}

    def show_advice(self, text: str, changes: dict[str, Any]) -> None:
        """Show the sentence, and the button where there is something to change."""
        self._changes = changes
        self.advice.setText(text)
        self.advice.setToolTip(text)
        self.apply.setVisible(bool(changes))

    def _apply(self) -> None:
        if self._changes:
            self.applied.emit(self._changes)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.apply.setText(self.tr("Use it"))
        describe(self.apply, self.tr("Use the suggested initialization"), self.apply_tip())

    def apply_tip(self) -> str:
        """What the button does."""
        return self.tr("Set the controls to the suggestion")
