"""A rounded card with a title, a remark on the right, and a body: the page's building block."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import theme


class Card(QFrame):
    """`title` and `remark` are labels; put the content into `body`, buttons into `header`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.remark = QLabel()
        self.remark.setProperty("role", "muted")
        self.header = QHBoxLayout()
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        self.header.addWidget(self.remark)
        self.body = QVBoxLayout(self)
        self.body.addLayout(self.header)
        self.folded = False
        theme.changed.connect(self._space)
        self._space()

    def retranslate(self) -> None:
        """Everything in the present language."""

    def set_folded(self, folded: bool) -> None:
        """As a tab, the tab shows the title."""
        self.folded = folded
        self.title.setVisible(not folded)

    def _space(self) -> None:
        padding, gap = theme.sizes.padding, theme.sizes.gap
        self.body.setContentsMargins(padding, padding - 3, padding, padding - 2)
        self.body.setSpacing(gap - 2)
        self.header.setSpacing(gap)
