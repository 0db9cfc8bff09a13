"""Whether two names are one file: then writing to one destroys what the other holds."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import unicodedata
from pathlib import Path

from core.disk.writing import PREFIX


def is_same_file(first: str | Path, second: str | Path) -> bool:
    """Whether these are two names of one file, which may still have to be made.

    Links of both kinds, other ways to its folder, and letters that the disk does not tell apart
    count. A pipe, a terminal or `/dev/null` is never destroyed, so it is not the same as itself.
    """
    found = [_stat(path) for path in (first, second)]
    if found[0] is not None and found[1] is not None:
        return stat.S_ISREG(found[0].st_mode) and os.path.samestat(found[0], found[1])
    if found != [None, None]:
        return False
    try:
        return _is_same_place(os.path.realpath(first), os.path.realpath(second))
    except ValueError:  # a name that no file can have
        return False


def _stat(path: str | Path) -> os.stat_result | None:
    """None where nothing is there yet, or where nothing can be."""
    with contextlib.suppress(OSError, ValueError):
        return os.stat(path)
    return None


def _is_same_place(first: str, second: str) -> bool:
    """Whether one file would be made at both."""
    if first == second:
        return True
    (folder, name), (other, other_name) = os.path.split(first), os.path.split(second)
    here, there = _stat(folder), _stat(other)
    if here is None or there is None or not os.path.samestat(here, there):
        return False
    if name == other_name:
        return True
    return _alike(name) == _alike(other_name) and _met(folder, name, other_name)


def _alike(name: str) -> str:
    """What no disk tells apart is equal: capitals, ways to write an accent, dots at the end."""
    return unicodedata.normalize("NFC", name).casefold().rstrip(". ")


def _met(folder: str, name: str, other: str) -> bool:
    """Whether this disk takes the two names for one: it is tried in a folder of its own."""
    trial = os.path.join(folder, PREFIX + secrets.token_hex(8))
    try:
        os.mkdir(trial, 0o700)
        Path(trial, name).touch()
        return os.path.exists(os.path.join(trial, other))
    except (OSError, ValueError):  # nothing will be written there either
        return False
    finally:
        shutil.rmtree(trial, ignore_errors=True)
