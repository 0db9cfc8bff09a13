"""The sentence above the page when something cannot be done, and the line at the bottom."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.widgets.sentence import Sentence

SHOW_AFTER_MILLISECONDS = 500
"""Milliseconds of work after which progress is shown."""


class MessageBar(FollowsLook, QFrame):
    """A sentence that stays until it no longer holds or is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.text = Sentence("")
        self.text.setObjectName("message.text")
        self.close_button = QPushButton("×")
        self.close_button.setProperty("role", "flat")
        self.close_button.setObjectName("message.close")
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.close_button)
        self.hide()

    def set_message(self, text: str) -> None:
        """Show the sentence; an empty one hides the bar."""
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.setVisible(bool(text))

    def retranslate(self) -> None:
        """Everything in the present language."""
        describe(self.close_button, self.tr("Close the message"))


class StatusLine(FollowsLook, QWidget):
    """What was computed or written, and progress with a way to stop what takes long.

    cancelled    the person wants it to stop
    slow(bool)   a run or an export has taken longer than half a second; it has ended
    """

    cancelled = Signal()
    slow = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setObjectName("status")
        self.text.setProperty("role", "muted")
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # a file's name may look like markup
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setObjectName("progress")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(140, 12)
        self.button = QPushButton()
        self.button.setProperty("role", "flat")
        self.button.setObjectName("cancel")
        self.button.clicked.connect(self.cancelled)
        for part in (self.bar, self.button):
            # Their room stays: a line that grew would lay out and paint the whole window anew.
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._show)
        self._show_bar(False)

    def _show(self) -> None:
        self._show_bar(True)
        self.slow.emit(True)

    def _show_bar(self, shown: bool) -> None:
        self.bar.setVisible(shown)
        self.button.setVisible(shown)

    def set_busy(self, busy: bool) -> None:
        """A run or an export has begun, or none is left."""
        if not busy:
            self._timer.stop()
            if self.bar.isVisibleTo(self):
                self._show_bar(False)
                self.slow.emit(False)
        elif not self._timer.isActive() and not self.bar.isVisibleTo(self):
            self.bar.setValue(0)
            self._timer.start()

    def set_progress(self, fraction: float) -> None:
        """How much of it is done."""
        self.bar.setValue(round(1000 * fraction))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.button.setText(self.tr("Stop"))
        tip = self.tr("Stop the run or the export; the last picture stays (Esc)")
        describe(self.button, self.tr("Stop the run or the export"), tip)
        self.bar.setAccessibleName(self.tr("Progress of the run or the export"))
