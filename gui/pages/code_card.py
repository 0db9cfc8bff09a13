"""The card with the PyTorch lines and what they print, which every page has."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from gui.look.describe import describe
from gui.look.i18n import translated_code
from gui.look.theme import theme
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView, CopyButton
from gui.widgets.segments import describe_segments

LINES = 6
"""Height of code at least, in sizes of the font."""


class CodeCard(Card):
    """`show_code` fills it; `tips` says what the two views are, in the present language.

    A column shows one of them, a tab, which is low and wide, both side by side.
    """

    def __init__(self) -> None:
        super().__init__()
        self._script = ""
        self.code, self.printed = CodeView(), CodeView()
        self.code.setObjectName("code")
        self.printed.setObjectName("printed")
        self.group, self.buttons = self.add_segments(2)
        self.group.idClicked.connect(self._choose)
        self.remark.hide()
        self.copy, self.copy_printed = CopyButton(self.code), CopyButton(self.printed, self)
        self.copy_printed.hide()
        self._views = QHBoxLayout()
        for view in (self.code, self.printed):
            self._views.addWidget(view, 1)
        self.header.addWidget(self.copy)
        self.body.addLayout(self._views, 1)
        self._choose()

    def set_folded(self, folded: bool) -> None:
        """As a tab it needs no buttons to choose by, and each view has its own to copy it."""
        super().set_folded(folded)
        for segment in self.buttons:
            segment.setHidden(folded)
        if folded:
            self.header.removeWidget(self.copy)
            self.code.set_corner(self.copy)
        else:
            self.code.set_corner(None)
            self.header.addWidget(self.copy)
            self.copy.show()
        self._choose()

    def _choose(self) -> None:
        chosen = self.group.checkedId()
        self.code.setVisible(self.folded or chosen == 0)
        self.printed.setVisible(self.folded or chosen == 1)
        self.copy.set_source(self.printed if chosen and not self.folded else self.code)
        self.printed.set_corner(self.copy_printed if self.folded else None)

    def tips(self) -> tuple[str, str]:
        """What the code does, and what is printed."""
        raise NotImplementedError

    def show_code(self, code: str, printed: str | None) -> None:
        """Show both; where nothing is printed yet the old text stays."""
        self._script = code
        self.code.set_code(translated_code(code))
        if printed is not None:
            self.printed.set_code(printed)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        self._views.setSpacing(theme.sizes.gap)
        for view in (self.code, self.printed):
            view.setMinimumHeight(LINES * theme.sizes.font)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("PyTorch"))
        self.code.set_code(translated_code(self._script))
        code, printed = self.tips()
        describe_segments(self.buttons, (self.tr("code"), code), ("print()", printed))
        describe(self.code, code)
        describe(self.printed, printed)
