"""The folder that the pages are written to: never one that holds something else.

A file MARKER lists what was written, so that the next time takes away what is no longer needed,
and nothing that is not in the list.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from core import disk
from core.disk.sentences import WRITING, sentence
from core.messages import QT_TRANSLATE_NOOP, FileError, InitLabError, printable

MARKER = "initlab-lessons.json"
VERSION = 1
MAX_BYTES = 4_000_000


class Folder:
    """Files below `path`, named with slashes."""

    def __init__(self, path: Path) -> None:
        """Make the folder where there is none.

        Raises FileError where something else lies there, or it cannot be written to.
        """
        self.path = path
        self._name = printable(str(path), 200)
        self._written: dict[str, None] = {}
        try:
            path.mkdir(parents=True, exist_ok=True)
            there = any(path.iterdir())
        except FileExistsError:
            text = QT_TRANSLATE_NOOP("core", "this is a file; name a folder for the pages")
            raise FileError(self._name, text) from None
        except (OSError, ValueError) as error:
            raise self._failed(error) from None
        self._before = self._listed() if there else []
        self._mark()

    def _failed(self, error: OSError | ValueError) -> FileError:
        if isinstance(error, OSError):
            return FileError(self._name, sentence(error, WRITING))
        text = QT_TRANSLATE_NOOP("core", "no folder can have this name; choose another")
        return FileError(self._name, text)

    def _listed(self) -> list[str]:
        """What an earlier time has written; raises FileError for a folder that is not ours."""
        foreign = QT_TRANSLATE_NOOP(
            "core",
            "the folder is not empty, and what is in it are not lessons that were exported; "
            "name an empty or a new one",
        )
        try:
            found = json.loads(disk.read_bytes(self.path / MARKER, MAX_BYTES, foreign))
            files = found["files"] if found["initlab_lessons"] == VERSION else None
        except (InitLabError, ValueError, TypeError, KeyError, RecursionError):
            files = None
        if not isinstance(files, list) or not all(map(_is_inside, files)):
            raise FileError(self._name, foreign)
        return files

    def _mark(self) -> None:
        files = sorted({*self._before, *self._written})
        text = json.dumps({"initlab_lessons": VERSION, "files": files}, indent=1)
        disk.write_text(self.path / MARKER, text + "\n")

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write these files; raises FileError."""
        for name in files:
            if name not in self._written and name not in self._before:
                self._refuse_foreign(self.path / name)
        self._written |= dict.fromkeys(files)
        self._mark()  # first: on a full disk, what has been written is still known as ours
        for name, content in files.items():
            target = self.path / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise self._failed(error) from None
            disk.write_bytes(target, content)

    def _refuse_foreign(self, target: Path) -> None:
        """A file that somebody has put between ours stays what it is."""
        if target.exists():
            text = QT_TRANSLATE_NOOP("core", "this file is not of the lessons; move it elsewhere")
            raise FileError(printable(str(target), 200), text)

    def finish(self) -> None:
        """Take away what an earlier time has written and this one has not."""
        for name in self._before:
            target = self.path / name
            if name in self._written or not self._holds(target):
                continue
            with contextlib.suppress(OSError):
                os.remove(target)
            with contextlib.suppress(OSError):  # it may hold more
                target.parent.rmdir()
        self._before = []
        self._mark()

    def _holds(self, target: Path) -> bool:
        """Whether it lies in this folder, and not behind a link that leads elsewhere."""
        return target.parent.resolve().is_relative_to(self.path.resolve())


def _is_inside(name: object) -> bool:
    """Whether a name out of the list stays within the folder."""
    if not isinstance(name, str) or not name or "\\" in name or ":" in name:
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
