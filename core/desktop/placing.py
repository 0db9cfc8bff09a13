"""Files put into a home, with a record of them: all or none, and each can be taken away again."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from core import disk
from core.disk.sentences import WRITING, sentence
from core.messages import QT_TRANSLATE_NOOP, FileError, printable

MAX_BYTES = 1_000_000
"""Of a record, and of a file that is replaced."""
_TOO_LARGE = QT_TRANSLATE_NOOP("core", "this was not made by InitLab; remove it yourself")


@dataclass(slots=True)
class Record:
    """What was made: files, folders from the outside in, and what the system's tools added."""

    files: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    generated: list[str] = field(default_factory=list)


class Placing:
    """Puts files into place inside `with`; an exception there takes everything back.

    record   the file that remembers what was made, also when the process is killed halfway
    """

    def __init__(self, record: Path) -> None:
        self._path = record
        self._old = read(record)
        self._made = Record(folders=list(self._old.folders), generated=list(self._old.generated))
        self._before: list[tuple[Path, bytes | None]] = []
        self._new_folders: list[Path] = []

    def __enter__(self) -> Placing:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is not None:
            self._take_back()
        else:
            self._write(self._made)
            stale = set(self._old.files) - set(self._made.files)
            remove_files(map(Path, stale))

    def write(self, path: Path, content: bytes, mode: int | None = None) -> None:
        """Write a file, with the folders that it needs. Raises FileError."""
        self.note(path)
        disk.write_bytes(path, content)
        if mode is not None:
            with _said(path):
                path.chmod(mode)

    def note(self, path: Path) -> None:
        """This file is about to be made; makes the folders that it needs. Raises FileError."""
        before = disk.read_bytes(path, MAX_BYTES, _TOO_LARGE) if path.is_file() else None
        self._make_folder(self._path.parent)
        self._make_folder(path.parent)
        self._before.append((path, before))
        self._made.files.append(str(path))
        # What an earlier run has made is ours until this one has ended well.
        files = [*dict.fromkeys([*self._old.files, *self._made.files])]
        self._write(Record(files, self._made.folders, self._made.generated))

    @contextlib.contextmanager
    def watching(self, folder: Path) -> Iterator[None]:
        """Note what a tool of the system adds to this folder."""
        before = contents(folder)
        try:
            yield
        finally:
            added = [str(path) for path in contents(folder) if path not in before]
            known = dict.fromkeys([*self._made.generated, *added])
            self._made.generated = list(known)

    def _make_folder(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            with _said(each):
                each.mkdir()
            self._new_folders.append(each)
            self._made.folders.append(str(each))

    def _write(self, record: Record) -> None:
        disk.write_text(self._path, json.dumps(asdict(record), indent=1))

    def _take_back(self) -> None:
        for path, before in reversed(self._before):
            with contextlib.suppress(OSError, FileError):
                if before is None:
                    path.unlink()
                else:
                    disk.write_bytes(path, before)
        with contextlib.suppress(OSError, FileError):
            added = set(self._made.generated) - set(self._old.generated)
            remove_files(map(Path, added))
            if self._old == Record():
                self._path.unlink(missing_ok=True)
            else:
                self._write(self._old)
        _remove_folders(self._new_folders)


def contents(folder: Path) -> set[Path]:
    """All that is in a folder, to its last corner; nothing where there is no such folder."""
    return set(folder.rglob("*"))


def read(path: Path) -> Record:
    """The record at this path, an empty one where there is none.

    Raises FileError where it is no record.
    """
    if not path.exists():
        return Record()
    try:
        record = Record(**json.loads(disk.read_bytes(path, MAX_BYTES, _TOO_LARGE)))
        lists = (record.files, record.folders, record.generated)
        if not all(isinstance(entry, str) for entries in lists for entry in entries):
            raise TypeError
    except (ValueError, TypeError):
        raise FileError(printable(str(path), 200), _TOO_LARGE) from None
    return record


def forget(path: Path, record: Record) -> None:
    """Remove the record itself, then the folders that were made and are empty now."""
    remove_files([path])
    _remove_folders([Path(folder) for folder in record.folders])


def remove_files(paths: Iterable[Path]) -> list[Path]:
    """Remove files and links, and empty folders among them; says which there were.

    Raises FileError, with the rest still there.
    """
    removed = []
    for path in sorted(paths, reverse=True):  # what is inside a folder before the folder
        with _said(path):
            if path.is_dir() and not path.is_symlink():
                with contextlib.suppress(OSError):  # something of somebody else is in it
                    path.rmdir()
            elif path.is_symlink() or path.exists():
                path.unlink()
                removed.append(path)
    return removed


def _remove_folders(folders: list[Path]) -> None:
    for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
        with contextlib.suppress(OSError):  # not empty: others have moved in
            folder.rmdir()


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(printable(os.fspath(path), 200), sentence(error, WRITING)) from None
