"""A label for a sentence that wraps: as tall as it must be at its width, and no taller."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Sentence(QLabel):
    """QLabel asks for the height of a narrow column even where it is wide; this one does not."""

    def __init__(self, role: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        # A value such as <img src=…> would be fetched, from wherever it says.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """One line; the layout asks for more through heightForWidth."""
        return QSize(0, self.fontMetrics().height() if self.text() else 0)

    def sizeHint(self) -> QSize:
        """The height at the present width."""
        return QSize(120, self.heightForWidth(self.width()) if self.text() else 0)

    def set_role(self, role: str) -> None:
        """Another role of the style sheet, such as `good` or `bad`."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
