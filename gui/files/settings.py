"""What the program remembers between two starts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QByteArray, QLockFile, QSettings

from core.experiment import Experiment, files
from core.messages import InitLabError
from gui.files.instances import settings_folder

MAX_RECENT = 8
PATIENCE = 1000
"""Milliseconds that one window waits for another that writes its list of files."""


class Settings:
    """Wraps QSettings; with `keep` False it neither reads nor writes, as for `--render`."""

    def __init__(self, keep: bool = True) -> None:
        self.keep = keep
        self._store = self._opened() if keep else None

    @staticmethod
    def _opened() -> QSettings:
        return QSettings("InitLab", "InitLab")

    def _get(self, key: str) -> str:
        value = self._store.value(key, "") if self._store is not None else ""
        return value if isinstance(value, str) else ""

    def _set(self, key: str, value: object) -> None:
        if self._store is not None:
            self._store.setValue(key, value)

    def text(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """A remembered word, if it is one of `allowed`."""
        value = self._get(key)
        return value if value in allowed else default

    def word(self, key: str) -> str:
        """A remembered word, empty when there is none."""
        return self._get(key)

    def set_text(self, key: str, value: str) -> None:
        """Remember a word."""
        self._set(key, value)

    def experiment(self) -> Experiment | None:
        """The last experiment; None at the first start or when it no longer fits."""
        text = self._get("experiment")
        if not text:
            return None
        try:
            return files.parse(text, "settings")
        except InitLabError:  # a device that is gone, a newer format
            return None

    def set_experiment(self, experiment: Experiment) -> None:
        """Remember the experiment."""
        self._set("experiment", files.dumps(experiment))

    def kept(self) -> bool:
        """Write everything now; whether it stands on the disk, or never was to."""
        if self._store is None:
            return True
        # Anew: it shares what is to be written, and an error of the past stays with the old one.
        self._store = self._opened()
        self._store.sync()
        return self._store.status() == self._store.Status.NoError

    def recent(self) -> list[str]:
        """Paths of the files opened or saved last, newest first, here or in another window."""
        if self._store is not None:
            self._store.sync()
        return [line for line in self._get("recent").split("\n") if line]

    def add_recent(self, path: str) -> None:
        """Put a path first; a name with a line break cannot stand in the list of lines."""
        if "\n" in path:
            return
        with self._alone():
            others = [other for other in self.recent() if other != path]
            self._set("recent", "\n".join([path, *others][:MAX_RECENT]))
            if self._store is not None:
                self._store.sync()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other window reads and writes between reading and writing.

        QSettings merges keys that several processes write, but not what stands in one.
        """
        lock = QLockFile(str(settings_folder() / "recent.lock"))
        if self._store is not None:
            lock.tryLock(PATIENCE)  # where it cannot be had, a file is missing in a list
        try:
            yield
        finally:
            lock.unlock()

    def geometry(self) -> QByteArray:
        """Where the window was; empty at the first start."""
        value = self._store.value("geometry") if self._store is not None else None
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_geometry(self, geometry: QByteArray) -> None:
        """Remember where the window is."""
        self._set("geometry", geometry)
