"""When everything of the newest experiment has been drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal


class Settling(QObject):
    """Counts what is still to come: the answer of a run, and background work.

    settled   once after each change: all has come, layouts have been done and painting too
    """

    settled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = 0
        self._finished = False
        self.is_settled = False
        # Timers of ours: unlike QTimer.singleShot they go when the window goes.
        self._after_layout = self._timer(self._lay_out)
        self._after_painting = self._timer(self._painted)

    @property
    def is_busy(self) -> bool:
        """Whether something is still to come."""
        return self._background > 0 or not self.is_settled

    def begin(self) -> None:
        """A run has been asked for."""
        self._finished = self.is_settled = False

    def finish(self) -> None:
        """Its answer has been given to the page, or refused, or it was stopped."""
        self._finished = True
        self.check()

    def repeat(self) -> None:
        """A change has asked for no run: what was still to come is still to come, no more."""
        self.is_settled = False
        self.check()

    def add_background(self) -> None:
        """Background work has been asked for."""
        self._background += 1

    def background_done(self) -> None:
        """Some of it is done."""
        self._background -= 1
        self.check()

    def check(self) -> None:
        """Begin to settle if nothing is missing."""
        if self._finished and self._background == 0:
            # Layouts first, then painting: both happen before a timer of zero milliseconds fires.
            self._after_layout.start(0)

    def _timer(self, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        return timer

    def _lay_out(self) -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._after_painting.start(0)

    def _painted(self) -> None:
        if self._finished and self._background == 0 and not self.is_settled:
            self.is_settled = True
            self.settled.emit()
