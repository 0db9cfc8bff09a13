"""Reading a file that somebody else has made: a plain one, and not more of it than agreed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from core.disk.sentences import READING, no_name, sentence
from core.messages import QT_TRANSLATE_NOOP, FileError, Message, printable


def read_bytes(path: str | Path, most: int, too_large: Message) -> bytes:
    """The bytes of a plain file that has at most `most` of them.

    Raises FileError, which says `too_large` of a longer one. A pipe, a device or a socket is
    refused: it may have no end, and a pipe into which nobody writes would be waited for.
    """
    name = printable(str(path), 200)
    with _sentences(name):
        _refuse_what_is_no_file(name, os.stat(path))  # a device may do something when opened
        with open(path, "rb", opener=_without_waiting) as file:
            _refuse_what_is_no_file(name, os.fstat(file.fileno()))
            found = file.read(most + 1) or b""  # None from some files of the system's own
    if len(found) > most:
        raise FileError(name, too_large)
    return found


def check_plain(path: str | Path) -> None:
    """Raise FileError where a library could not read the path as a plain file, or would wait."""
    name = printable(str(path), 200)
    with _sentences(name):
        _refuse_what_is_no_file(name, os.stat(path))
        with open(path, "rb", opener=_without_waiting):
            pass


@contextlib.contextmanager
def _sentences(name: str) -> Iterator[None]:
    """Turn what the system says while the file `name` is read into a FileError."""
    try:
        yield
    except OSError as error:
        raise FileError(name, sentence(error, READING)) from None
    except ValueError:
        raise no_name(name) from None


def _without_waiting(path: str, flags: int) -> int:
    try:
        return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    except BlockingIOError:  # a plain file that a file server has lent to another machine
        return os.open(path, flags)


def _refuse_what_is_no_file(name: str, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        text = QT_TRANSLATE_NOOP(
            "core", "not a file but a pipe, a device or a socket; copy it into a file and open that"
        )
        raise FileError(name, text)
