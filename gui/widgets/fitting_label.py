"""A label that knows shorter words for the same, and says the longest that it has room for."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class FittingLabel(QLabel):
    """One line; it asks for the room of its longest text and can do with that of the shortest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = ("",)
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

    @property
    def whole(self) -> str:
        """What it says where there is room."""
        return self._texts[0]

    def _room(self, text: str) -> int:
        margins = self.contentsMargins()
        around = margins.left() + margins.right() + 2 * self.margin()
        return self.fontMetrics().size(0, text).width() + around

    def _fit(self) -> None:
        fitting = (text for text in self._texts if self._room(text) <= self.width())
        super().setText(next(fitting, self._texts[-1]))

    def sizeHint(self) -> QSize:
        """Room for the first text."""
        return QSize(self._room(self._texts[0]), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the last text."""
        return QSize(self._room(self._texts[-1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again."""
        super().resizeEvent(event)
        self._fit()
