"""The banner of the first start: begin lesson 1. It is shown once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.widgets.sentence import Sentence


class WelcomeBanner(FollowsLook, QFrame):
    """A sentence and two buttons; either of them closes it."""

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.text = Sentence("")
        self.text.setObjectName("offer.text")
        self.begin, self.later = QPushButton(), QPushButton()
        self.begin.setObjectName("offer.begin")
        self.later.setObjectName("offer.later")
        self.later.setProperty("role", "flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.begin)
        layout.addWidget(self.later)
        self.begin.clicked.connect(self._begin)
        self.later.clicked.connect(self.hide)
        self.hide()

    def _begin(self) -> None:
        self.hide()
        self.accepted.emit()

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.text.setText(self.tr("New here? Short lessons show what there is to see."))
        for button, text, tip in (
            (self.begin, self.tr("Begin lesson 1"), self.tr("Begin the first lesson (F5)")),
            (self.later, self.tr("Not now"), self.tr("Close this; lessons are in the menu")),
        ):
            button.setText(text)
            describe(button, tip)
