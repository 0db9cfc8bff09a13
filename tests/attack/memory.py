"""What a process holds of memory, as the system and the C library see it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import psutil


def own_memory() -> int:
    """Resident bytes that no file stands behind (Linux; elsewhere all that are resident)."""
    process = psutil.Process()
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if not rollup.is_file():
        return int(process.memory_info().rss)
    lines = (line.split() for line in rollup.read_text("ascii").splitlines())
    return next(1024 * int(line[1]) for line in lines if line[0] == "Anonymous:")


class _MallInfo(ctypes.Structure):
    """What glibc says of its heap, see mallinfo(3)."""

    _names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in _names.split()]


def held_memory() -> int:
    """Bytes in use of the heap and of blocks that have a mapping of their own."""
    info = getattr(ctypes.CDLL(None), "mallinfo2", None) if os.name == "posix" else None
    if info is None:
        return own_memory()
    info.restype = _MallInfo
    found = info()
    return int(found.uordblks + found.hblkhd)


def give_back() -> None:
    """Let the C library return what is free, so that the rest is what is held."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
