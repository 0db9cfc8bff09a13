"""A formula and sentences: beside one another where there is room, else under one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.widgets.sentence import Sentence

LETTERS, FEW = 20, 12
"""Width of a column of sentences that is still read with ease, in sizes of the font; and of one
for a few words."""


class Beside(FollowsLook, QWidget):
    """`first` keeps its width and the sentences take the rest.

    Where that is too narrow, only the first of several sentences stands beside it, which has the
    fewest words, or none.

    last   where they stand under one another, `first` is the last of them
    """

    def __init__(self, first: QWidget, *sentences: Sentence, last: bool = False) -> None:
        super().__init__()
        self._first, self._sentences, self._last = first, sentences, last
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._beside = -1
        self._turn()

    @property
    def beside(self) -> int:
        """How many of the sentences stand on the right."""
        return self._beside

    def _fitting(self) -> int:
        """As many as make it lowest, each in a column that is read with ease."""
        width, gap = self.width(), self._layout.horizontalSpacing()
        room = width - self._first.sizeHint().width() - gap
        if self._first.isHidden() or room < FEW * theme.sizes.font:
            return 0
        every = len(self._sentences)
        heights = {0: self._first.sizeHint().height() + self._height(self._sentences, width)}
        for beside in {1, every} if room >= LETTERS * theme.sizes.font else {min(1, every - 1)}:
            right = max(
                self._first.sizeHint().height(), self._height(self._sentences[:beside], room)
            )
            heights[beside] = right + self._height(self._sentences[beside:], width)
        return min(heights, key=lambda beside: (heights[beside], -beside))

    def _height(self, sentences: Sequence[Sentence], width: int) -> int:
        return sum(one.heightForWidth(width) for one in sentences if one.text())

    def _turn(self) -> None:
        beside = self._fitting()
        if beside == self._beside:
            return
        self._beside = beside
        layout, every = self._layout, len(self._sentences)
        for widget in (self._first, *self._sentences):
            layout.removeWidget(widget)
        if not beside:
            parts = (self._first, *self._sentences)
            for row, widget in enumerate((*parts[1:], parts[0]) if self._last else parts):
                layout.addWidget(widget, row, 0, 1, 2)
        else:
            layout.addWidget(self._first, 0, 0, beside, 1)
            for row, sentence in enumerate(self._sentences):
                right = row < beside
                layout.addWidget(sentence, row, 1 if right else 0, 1, 1 if right else 2)
        layout.setColumnStretch(1, 1)
        for row in range(every + 1):
            layout.setRowStretch(row, 1 if beside == every and row == every - 1 else 0)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """The formula alone; the sentences ask for their room through heightForWidth."""
        return self._first.minimumSizeHint()

    def event(self, event: QEvent) -> bool:
        """The first has another width now."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is another room."""
        super().resizeEvent(event)
        self._turn()

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        self._layout.setHorizontalSpacing(2 * theme.sizes.gap)
        self._layout.setVerticalSpacing(theme.sizes.gap - 2)
        self._turn()
