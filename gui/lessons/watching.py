"""Notices when somebody saves the file of a lesson in a text editor."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

PAUSE_MILLISECONDS = 200
"""Milliseconds without a change after which the file is looked at: editors save in steps."""


class FileWatch(QObject):
    """Watches one file at most.

    changed   the file is another one now, or has other content
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._seen: tuple[int, ...] | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def watch(self, path: Path | None) -> None:
        """From now on this file, or none."""
        if path == self._path:
            return
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._timer.stop()
        self._path = path
        if path is not None:
            self._seen = self._state()
            self._watcher = QFileSystemWatcher(self)
            # The folder too: most editors put a new file in the place of the old one.
            self._watcher.addPaths([str(path), str(path.parent)])
            self._watcher.fileChanged.connect(self._something_changed)
            self._watcher.directoryChanged.connect(self._something_changed)

    def _something_changed(self, _: str) -> None:
        self._timer.start()

    def _look(self) -> None:
        if self._path is None or self._watcher is None:  # what was still on its way
            return
        state = self._state()
        if state is None:  # gone for the moment, or for good
            return
        if str(self._path) not in self._watcher.files():
            self._watcher.addPath(str(self._path))
        if state != self._seen:
            self._seen = state
            self.changed.emit()

    def _state(self) -> tuple[int, ...] | None:
        """What differs after a save."""
        assert self._path is not None
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns
