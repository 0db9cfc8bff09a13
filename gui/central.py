"""Where the parts of the window stand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.look.following import FollowsLook
from gui.look.theme import theme


class CentralWidget(FollowsLook, QWidget):
    """The top line; panel and page under it, a lesson's card over the panel; the status line."""

    def __init__(
        self,
        top: QWidget,
        card: QWidget,
        panel: QWidget,
        above_page: tuple[QWidget, ...],
        pages: QWidget,
        status: QWidget,
    ) -> None:
        super().__init__()
        right = QVBoxLayout()
        for widget in above_page:
            right.addWidget(widget)
        right.addWidget(pages, 1)
        middle = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(card)
        left.addWidget(panel, 1)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 6, 10, 6)
        outer.addWidget(top)
        outer.addLayout(middle, 1)
        outer.addWidget(status)
        self._layouts = (left, right, middle, outer)

    def restyle(self) -> None:
        """The theme's room between the parts."""
        for layout in self._layouts:
            layout.setSpacing(theme.sizes.gap)
