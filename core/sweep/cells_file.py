"""The file of a sweep's cells: one JSON line each, added whole, by one process at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from filelock import FileLock, Timeout

from core.disk.reading import check_plain
from core.disk.sentences import WRITING, no_name, sentence
from core.messages import QT_TRANSLATE_NOOP, FileError, printable
from core.sweep.results import Results
from core.sweep.spec import Line

BLOCK = 1 << 20
"""Bytes that are read at a time."""


class CellsFile:
    """A file that a sweep writes its cells to, and goes on from.

    Entered, it takes over what the file holds into `results` and cuts off half a cell at its end,
    which a killed process has left. Raises FileError where another process writes to it, where it
    holds cells of another sweep or none at all, and where it cannot be written.
    """

    def __init__(self, path: Path, results: Results) -> None:
        self.path, self._results = path, results
        self._name = printable(str(path), 200)
        self._lock = FileLock(f"{path}.lock")
        self._file: BinaryIO | None = None

    def __enter__(self) -> CellsFile:
        try:
            os.stat(self.path.parent)  # the lock would make the folder
            self._lock.acquire(timeout=0)
        except Timeout:
            text = QT_TRANSLATE_NOOP(
                "core", "another sweep is writing to this file; wait for it or name another file"
            )
            raise FileError(self._name, text) from None
        except OSError as error:
            raise FileError(self._name, sentence(error, WRITING)) from None
        except ValueError:
            raise no_name(self._name) from None
        try:
            self._open()
        except BaseException:
            self._release()
            raise
        return self

    def _open(self) -> None:
        try:
            if self.path.exists():
                check_plain(self.path)
            file = open(self.path, "a+b", buffering=0)  # noqa: SIM115 - closed by __exit__
        except OSError as error:
            raise FileError(self._name, sentence(error, WRITING)) from None
        self._file = file
        file.seek(0)
        whole = 0
        while block := file.read(BLOCK):
            self._results.feed(block, self._name)
            end = block.rfind(b"\n")
            whole = file.tell() - (len(block) - end - 1) if end >= 0 else whole
        if self._results.end(self._name):
            if file.tell() > whole:  # an editor has taken the end of the last line away
                file.write(b"\n")
        else:
            file.truncate(whole)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._release()

    def _release(self) -> None:
        if self._file is not None:
            self._file.close()
        self._lock.release()

    def append(self, lines: Iterable[Line]) -> None:
        """Add lines at once, in one call of the system; raises FileError where there is no room."""
        assert self._file is not None
        content = "".join(json.dumps(line, allow_nan=False) + "\n" for line in lines).encode()
        end = os.fstat(self._file.fileno()).st_size
        try:
            while content:  # a part is written where the disk is full in the middle of it
                content = content[self._file.write(content) :]
        except OSError as error:
            self._file.truncate(end)
            raise FileError(self._name, sentence(error, WRITING)) from None
