"""Whether other windows of InitLab run, each a process of its own: docs/decisions/037."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QStandardPaths

MAX_WINDOWS = 32
"""At a time that are told apart; one more counts as alone."""


def settings_folder() -> Path:
    """Where the program may keep files beside its settings."""
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "InitLab"


class Instance:
    """This process among the others: each holds one of so many lock files.

    Qt takes a lock of a process that has crashed for no lock. Where none can be written, as in a
    home that is write-protected, this process counts as alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or settings_folder()
        self._lock: QLockFile | None = None
        self._number = -1
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(MAX_WINDOWS):
            lock = self._made(number)
            if lock.tryLock(0):
                self._lock, self._number = lock, number
                return
            if lock.error() != QLockFile.LockError.LockFailedError:
                return

    def others_run(self) -> bool:
        """Whether another one runs now."""
        return any(self._is_held(number) for number in range(MAX_WINDOWS) if number != self._number)

    def release(self) -> None:
        """It ends, and leaves no file behind."""
        if self._lock is not None:
            self._lock.unlock()

    def _is_held(self, number: int) -> bool:
        if not self._path(number).exists():
            return False
        lock = self._made(number)
        if lock.tryLock(0):  # whoever held it has crashed
            lock.unlock()
            return False
        return lock.error() == QLockFile.LockError.LockFailedError

    def _path(self, number: int) -> Path:
        return self._folder / f"window-{number}.lock"

    def _made(self, number: int) -> QLockFile:
        lock = QLockFile(str(self._path(number)))
        lock.setStaleLockTime(0)  # a window may stand for days
        return lock
