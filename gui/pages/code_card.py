"""The card with the PyTorch lines and what they print, which every page has."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from gui.look.describe import describe
from gui.look.i18n import translated_code
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView, CopyButton
from gui.widgets.segments import describe_segments


class CodeCard(Card):
    """`show_code` fills it; `tips` says what the two views are, in the present language."""

    def __init__(self) -> None:
        super().__init__()
        self._script = ""
        self.code, self.printed = CodeView(), CodeView()
        self.code.setObjectName("code")
        self.printed.setObjectName("printed")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.code)
        self.stack.addWidget(self.printed)
        self.group, self.buttons = self.add_segments(2)
        self.group.idClicked.connect(self.stack.setCurrentIndex)
        self.remark.hide()
        self.copy = CopyButton(self.code)
        self.stack.currentChanged.connect(self._turned)
        self.header.addWidget(self.copy)
        self.body.addWidget(self.stack, 1)
        self.setMinimumHeight(150)

    def _turned(self, index: int) -> None:
        self.copy.set_source(self.printed if index else self.code)

    def tips(self) -> tuple[str, str]:
        """What the code does, and what is printed."""
        raise NotImplementedError

    def show_code(self, code: str, printed: str | None) -> None:
        """Show both; where nothing is printed yet the old text stays."""
        self._script = code
        self.code.set_code(translated_code(code))
        if printed is not None:
            self.printed.set_code(printed)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("PyTorch"))
        self.code.set_code(translated_code(self._script))
        code, printed = self.tips()
        describe_segments(self.buttons, (self.tr("code"), code), ("print()", printed))
        describe(self.code, code)
        describe(self.printed, printed)
