"""A label that knows shorter words for the same, and says the longest that it has room for."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

MAX_WIDTH = 16_777_215
"""Qt's own limit of a widget."""


class FittingLabel(QLabel):
    """One line; it asks for the room of its longest text and can do with that of the shortest.

    `limit` is the most that it may ask for, where something beside it comes first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ("",)
        self._limit = MAX_WIDTH
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_texts(self, *texts: str) -> None:
        """Say the first of these that there is room for, or the last."""
        if texts != self._texts:
            self._texts = texts
            self._fit()
            self.updateGeometry()

    def setText(self, text: str) -> None:
        """Say this, whatever the room."""
        self.set_texts(text)

    def set_limit(self, limit: int) -> None:
        """Ask for no more than this, or for the room of the shortest text."""
        if limit != self._limit:
            self._limit = limit
            self._fit()
            self.updateGeometry()

    def _room(self, text: str) -> int:
        margins = self.contentsMargins()
        around = margins.left() + margins.right() + 2 * self.margin()
        return self.fontMetrics().size(0, text).width() + around

    def _longest(self, room: int) -> str:
        return next((text for text in self._texts if self._room(text) <= room), self._texts[-1])

    def _fit(self) -> None:
        super().setText(self._longest(min(self._limit, self.width())))

    def sizeHint(self) -> QSize:
        """Room for the longest text within the limit."""
        return QSize(self._room(self._longest(self._limit)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the last text."""
        return QSize(self._room(self._texts[-1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again."""
        super().resizeEvent(event)
        self._fit()
