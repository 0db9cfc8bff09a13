"""What the system says about a file, as a sentence with a way out."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from core.messages import QT_TRANSLATE_NOOP, FileError, Message

FOLDER = QT_TRANSLATE_NOOP("core", "this is a folder; choose a file")
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
    "EISDIR": FOLDER,
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
READING = _ALWAYS | {
    "ENOENT": QT_TRANSLATE_NOOP("core", "there is no such file or folder"),
    "EACCES": _NOT_PERMITTED,
    "EPERM": _NOT_PERMITTED,
}
WRITING = _ALWAYS | {
    "ENOENT": QT_TRANSLATE_NOOP(
        "core", "the folder for it does not exist; make it or save somewhere else"
    ),
    "EACCES": _NOT_WRITTEN,
    "EPERM": _NOT_WRITTEN,
    "EPIPE": _NO_READER,
    "ENXIO": _NO_READER,
}


def sentence(error: OSError, sentences: Mapping[str, Message]) -> Message:
    """The sentence for an error of the system, or its own words where there is none."""
    template = sentences.get(errno.errorcode.get(error.errno or 0, ""))
    if template is not None:
        return template
    return QT_TRANSLATE_NOOP("core", "{reason}").format(reason=error.strerror or str(error))


def no_name(name: str) -> FileError:
    """A name that the system cannot even ask for: it has a zero byte, or half a character."""
    text = QT_TRANSLATE_NOOP("core", "no file can have this name; choose another")
    return FileError(name, text)
