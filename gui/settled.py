"""When everything of the newest experiment has been drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal


class Settling(QObject):
    """Counts what is still to come: the answer of a run, and what pages ask for besides.

    settled   once after each run: all has come, layouts have been done and painting too
    """

    settled = Signal()

    def __init__(self, waiting: Callable[[], bool], parent: QObject) -> None:
        """`waiting` tells whether the page itself waits for something."""
        super().__init__(parent)
        self._waiting = waiting
        self._asides = 0
        self._finished = False
        self.is_settled = False
        # Timers of ours: unlike QTimer.singleShot they go when the window goes.
        self._after_layout = self._timer(self._lay_out)
        self._after_painting = self._timer(self._painted)

    @property
    def is_busy(self) -> bool:
        """Whether something is still to come."""
        return self._asides > 0 or not self.is_settled

    def begin(self) -> None:
        """A run has been asked for."""
        self._finished = self.is_settled = False

    def finish(self) -> None:
        """Its answer has been given to the page, or refused."""
        self._finished = True
        self.check()

    def ask(self) -> None:
        """Something has been asked for besides."""
        self._asides += 1

    def take(self) -> None:
        """It has come."""
        self._asides -= 1
        self.check()

    def check(self) -> None:
        """Begin to settle if nothing is missing."""
        if self._finished and self._asides == 0 and not self._waiting():
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
        if self._finished and self._asides == 0 and not self.is_settled:
            self.is_settled = True
            self.settled.emit()
