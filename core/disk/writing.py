"""Replacing a file whole or not at all, and what the system says about a file as a sentence."""

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
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from core.messages import QT_TRANSLATE_NOOP, FileError, Message, printable

PREFIX = ".initlab-saving-"
"""Begins the name of the folder, beside a file, in which the new one is made."""
NEW = "new"
STALE_SECONDS = 86_400.0
"""Seconds after which such a folder is what a killed program left.

No age is too great for safety: a folder may be shared by a class, where whether the one that
made it still runs cannot be asked, and clocks and time zones differ by hours.
"""

_HANDED_OVER = re.compile(r"/dev/std|/dev/fd/|/proc/[^/]+/(task/[^/]+/)?fd/")
_FOLDER = QT_TRANSLATE_NOOP("core", "this is a folder; choose a file")
_FAILING = QT_TRANSLATE_NOOP(
    "core", "the disk, or the connection to it, has failed; try again or use another place"
)
_BUSY = QT_TRANSLATE_NOOP("core", "another program is using it; close it there and try again")
_NOT_PERMITTED = QT_TRANSLATE_NOOP("core", "access is not permitted")
_NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "core", "writing in this folder is not permitted; save somewhere else"
)
_NO_READER = QT_TRANSLATE_NOOP("core", "nobody reads what is written there; save to a file")
_ALWAYS = {
    "EISDIR": _FOLDER,
    "ENOTDIR": QT_TRANSLATE_NOOP(
        "core", "a part of this path is a file, not a folder; choose another place"
    ),
    "ENAMETOOLONG": QT_TRANSLATE_NOOP("core", "the name is too long; choose a shorter one"),
    "ELOOP": QT_TRANSLATE_NOOP("core", "the link leads in a circle; choose another file"),
    "ENOSPC": QT_TRANSLATE_NOOP("core", "the disk is full; free some space or save somewhere else"),
    "EDQUOT": QT_TRANSLATE_NOOP(
        "core", "your share of the disk is full; free some space or save somewhere else"
    ),
    "EFBIG": QT_TRANSLATE_NOOP(
        "core", "the file would be larger than is allowed there; save somewhere else"
    ),
    "EROFS": QT_TRANSLATE_NOOP(
        "core", "the disk can be read but not written to; save somewhere else"
    ),
    "EBUSY": _BUSY,
    "ETXTBSY": _BUSY,
    **dict.fromkeys(("EIO", "ESTALE", "EREMOTEIO", "ETIMEDOUT", "EHOSTDOWN", "ENODEV"), _FAILING),
}
_READING = _ALWAYS | {
    "ENOENT": QT_TRANSLATE_NOOP("core", "there is no such file or folder"),
    "EACCES": _NOT_PERMITTED,
    "EPERM": _NOT_PERMITTED,
}
_WRITING = _ALWAYS | {
    "ENOENT": QT_TRANSLATE_NOOP(
        "core", "the folder for it does not exist; make it or save somewhere else"
    ),
    "EACCES": _NOT_WRITTEN,
    "EPERM": _NOT_WRITTEN,
    "EPIPE": _NO_READER,
    "ENXIO": _NO_READER,
}


def _sentence(error: OSError, sentences: Mapping[str, Message]) -> Message:
    template = sentences.get(errno.errorcode.get(error.errno or 0, ""))
    if template is not None:
        return template
    return QT_TRANSLATE_NOOP("core", "{reason}").format(reason=error.strerror or str(error))


def _no_name(name: str) -> FileError:
    text = QT_TRANSLATE_NOOP("core", "no file can have this name; choose another")
    return FileError(name, text)


@contextlib.contextmanager
def reasons(name: str) -> Iterator[None]:
    """Turn what the system says while the file `name` is read into a FileError."""
    try:
        yield
    except OSError as error:
        raise FileError(name, _sentence(error, _READING)) from None
    except ValueError:
        raise _no_name(name) from None


def write(path: str | Path, save: Callable[[str], None]) -> None:
    """Let `save` write a new file, then put it in the place of the one at `path`.

    Killed at any moment, on a full disk or with a failing `save`, what was there stays whole.
    A link is written through, a pipe or a terminal directly; owner, mode and attributes stay.
    Raises FileError, also for a file that is write-protected.
    """
    name = printable(str(path), 200)
    try:
        found = _found(path, name)
        if found is not None and _is_stream(path, found):
            _pour(path, save)
        else:
            _replace(os.path.realpath(path), found, save)
    except OSError as error:
        raise FileError(name, _sentence(error, _WRITING)) from None


def _found(path: str | Path, name: str) -> os.stat_result | None:
    """The file that is there, if it may be written; None where there is none yet."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    except ValueError:
        raise _no_name(name) from None
    if stat.S_ISDIR(found.st_mode):
        raise FileError(name, _FOLDER)
    if stat.S_ISBLK(found.st_mode):
        text = QT_TRANSLATE_NOOP("core", "this is a whole disk; choose a file")
        raise FileError(name, text)
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


def _pour(path: str | Path, save: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix=PREFIX.lstrip(".")) as folder:
        made = os.path.join(folder, NEW)
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
    os.mkdir(folder, 0o777 if sys.platform == "win32" else 0o700)
    try:
        made = os.path.join(folder, NEW)
        with open(made, "xb"):  # has the mode that any new file gets
            mode = stat.S_IMODE(os.stat(made).st_mode)
        save(made)
        with open(made, "rb+") as file:
            if found is None:
                _give_mode(made, mode)
            else:
                _inherit(made, target, found)
            os.fsync(file.fileno())
            now = os.fstat(file.fileno()).st_mtime
        _rename(made, target)
    finally:
        _remove(folder)
    _sync(beside)
    _remove_stale(beside, now)


def _inherit(made: str, target: str, found: os.stat_result) -> None:
    """Owner, mode and attributes of the old file, as far as they may be given."""
    if sys.platform != "win32" and os.geteuid() != found.st_uid:
        with contextlib.suppress(OSError):
            os.chown(made, found.st_uid, -1)
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.chown(made, -1, found.st_gid)
    _give_mode(made, found.st_mode & 0o777)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for attribute in os.listxattr(target):
                with contextlib.suppress(OSError):  # one that may not be set leaves the others
                    os.setxattr(made, attribute, os.getxattr(target, attribute))


def _give_mode(made: str, mode: int) -> None:
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


def _remove(folder: str) -> None:
    """Remove what a save has made, and nothing else that may be in there."""
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name == NEW or entry.name.startswith(".tmp"):  # ours, or safetensors'
                    os.unlink(entry.path)
        os.rmdir(folder)


def _remove_stale(folder: str, now: float) -> None:
    """Remove what killed programs left; `now` by the clock of the disk, not of this machine."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < now - STALE_SECONDS:
                        _remove(entry.path)
