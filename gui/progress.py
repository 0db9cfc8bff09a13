"""What takes long, in the status line: runs and exports, with the way to stop both."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.files.exporting import Exporter
from gui.pages.stack import PageStack
from gui.runner import Runner
from gui.widgets.bars import StatusLine


class Progress(QObject):
    """The status line tells of the run; of an export where no run is on."""

    def __init__(
        self,
        status: StatusLine,
        runner: Runner,
        exporter: Exporter,
        stack: PageStack,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._status, self._runner = status, runner
        self._exporter, self._stack = exporter, stack
        runner.progress.connect(status.set_progress)
        runner.busy.connect(self._busy)
        runner.background_progress.connect(exporter.show_progress)
        exporter.busy.connect(status.set_busy)
        exporter.progress.connect(status.set_progress)
        status.cancelled.connect(self.cancel)
        status.slow.connect(self._slow)

    @property
    def is_shown(self) -> bool:
        """Whether something has taken so long that its progress is shown."""
        return self._status.bar.isVisibleTo(self._status)

    def cancel(self) -> None:
        """Stop the run and what is being exported; the last picture stays."""
        self._runner.cancel()
        self._exporter.stop()
        self._status.set_busy(False)

    def _busy(self, busy: bool) -> None:
        self._status.set_busy(busy)
        if not busy and self._exporter.is_busy:  # that was waiting for it
            self._status.set_busy(True)

    def _slow(self, slow: bool) -> None:
        self._stack.page.set_pending(slow and self._runner.has_job)  # not of an export alone
