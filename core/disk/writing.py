"""Replacing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from core.disk.sentences import FOLDER, WRITING, no_name, sentence
from core.messages import QT_TRANSLATE_NOOP, FileError, printable

PREFIX = ".initlab-saving-"
"""Begins the name of the folder, beside a file, in which the new one is made."""
_NEW = "new"

_folders: set[str] = set()
"""Of the files that are being made."""
_done = threading.Condition()

_HANDED_OVER = re.compile(r"/dev/std|/dev/fd/|/proc/[^/]+/(task/[^/]+/)?fd/")


def write(path: str | Path, save: Callable[[str], None]) -> None:
    """Let `save` write a new file, then put it in the place of the one at `path`.

    Killed at any moment, on a full disk or with a failing `save`, what was there stays whole.
    A link is written through, a pipe or a terminal directly; owner and mode stay.
    Raises FileError, also for a file that is write-protected.
    """
    name = printable(str(path), 200)
    try:
        found = _stat_of_writable(path, name)
        if found is not None and _is_stream(path, found):
            _write_to_stream(path, save)
        else:
            _replace(os.path.realpath(path), found, save)
    except OSError as error:
        raise FileError(name, sentence(error, WRITING)) from None


def abandon(seconds: float) -> None:
    """Leave nothing half made behind, in a process that is about to end on another thread.

    Files that are being written have so many seconds; what there is of the others is removed.
    """
    with _done:
        _done.wait_for(lambda: not _folders, seconds)
        left = tuple(_folders)
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)


def write_text(path: str | Path, text: str) -> None:
    """Write UTF-8 text as `write` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write bytes as `write` does."""

    def save(name: str) -> None:
        with open(name, "wb") as file:
            file.write(content)

    write(path, save)


def _stat_of_writable(path: str | Path, name: str) -> os.stat_result | None:
    """The file that is there, if it may be written; None where there is none yet."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    except ValueError:
        raise no_name(name) from None
    if stat.S_ISDIR(found.st_mode):
        raise FileError(name, FOLDER)
    if stat.S_ISBLK(found.st_mode):  # one wrong letter, typed by root, would cost the whole disk
        raise FileError(name, QT_TRANSLATE_NOOP("core", "this is a whole disk; choose a file"))
    if stat.S_ISREG(found.st_mode) and not _writable(path, found):
        text = QT_TRANSLATE_NOOP(
            "core", "the file is write-protected; remove the protection or use another name"
        )
        raise FileError(name, text)
    return found


def _writable(path: str | Path, found: os.stat_result) -> bool:
    """Whether the file may be changed; putting another in its place needs less than that."""
    if not found.st_mode & 0o222:  # root could write all the same, but someone has protected it
        return False
    if sys.platform == "win32":  # there it would also fail for a file that is open elsewhere
        return True
    try:
        os.close(os.open(path, os.O_WRONLY))
    except PermissionError:
        return False
    return True


def _is_stream(path: str | Path, found: os.stat_result) -> bool:
    """A pipe or terminal, or /dev/stdout even where that is a file."""
    if sys.platform == "win32":
        return False
    handed_over = _HANDED_OVER.match(os.path.abspath(path)) is not None
    return handed_over or not stat.S_ISREG(found.st_mode)


def _write_to_stream(path: str | Path, save: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix=PREFIX.lstrip(".")) as folder:
        made = os.path.join(folder, _NEW)
        save(made)
        # Without O_NONBLOCK, opening a pipe that nobody reads would wait for ever.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY)
        os.set_blocking(handle, True)
        with open(handle, "wb") as stream, open(made, "rb") as content:
            shutil.copyfileobj(content, stream)


def _replace(target: str, found: os.stat_result | None, save: Callable[[str], None]) -> None:
    beside = os.path.dirname(target)
    # A folder, because safetensors makes a temporary file of its own beside the one it writes.
    # Not tempfile's: on Windows it tries for ever where writing is not permitted, and gives the
    # folder rights that the file would keep. There the rights of the place are the right ones.
    folder = os.path.join(beside, PREFIX + secrets.token_hex(8))
    with _done:
        _folders.add(folder)
    try:
        os.mkdir(folder, 0o777 if sys.platform == "win32" else 0o700)
        made = os.path.join(folder, _NEW)
        with open(made, "xb"):  # has the mode that any new file gets
            mode = stat.S_IMODE(os.stat(made).st_mode)
        save(made)
        with open(made, "rb+") as file:
            if found is None:
                _set_mode(made, mode)
            else:
                _inherit(made, found)
            os.fsync(file.fileno())
        _rename(made, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with _done:
            _folders.discard(folder)
            _done.notify_all()
    _sync(beside)


def _inherit(made: str, found: os.stat_result) -> None:
    """Give the new file the owner and the mode of the old one, as far as they may be given."""
    if sys.platform != "win32" and os.geteuid() != found.st_uid:
        with contextlib.suppress(OSError):
            os.chown(made, found.st_uid, -1)
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.chown(made, -1, found.st_gid)
    _set_mode(made, found.st_mode & 0o777)


def _set_mode(made: str, mode: int) -> None:
    """Where the disk has modes: on one without them all files belong to who has mounted it."""
    if stat.S_IMODE(os.stat(made).st_mode) != mode:
        with contextlib.suppress(PermissionError):
            os.chmod(made, mode)


def _rename(made: str, target: str) -> None:
    try:
        os.replace(made, target)
    except PermissionError:
        if sys.platform != "win32":
            raise
        # The folder was written to a moment ago: the file is open in another program.
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from None


def _sync(folder: str) -> None:
    """Make the new name outlast a power cut; where that cannot be asked for, the file is saved."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
