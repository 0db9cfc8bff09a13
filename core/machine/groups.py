"""What the control groups of Linux leave of the memory: see docs/decisions/020."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Group:
    """The files of a control group that limits memory: a container, or a student's share."""

    limit: Path
    used: Path
    cache: str


_FILES = (
    ("", "memory.max", "memory.current", "inactive_file"),
    ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
"""Of version 2 and 1: folder, limit, use, and what of it the system gives back when asked."""


@lru_cache(maxsize=1)
def limiting(root: Path = Path("/sys/fs/cgroup")) -> tuple[Group, ...]:
    """Those of this process, and those around them, that have a limit."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:  # not Linux
        return ()
    own = {line.split(":")[1]: line.split(":", 2)[2] for line in lines if line.count(":") >= 2}
    found: list[Group] = []
    for controller, limit, used, cache in _FILES:
        top = root / controller
        folder = top / own.get(controller, "/").lstrip("/")
        found += [
            Group(place / limit, place / used, cache)
            for place in (folder, *folder.parents)
            if place.is_relative_to(top) and 0 < _number(place / limit) < 2**60
        ]
    return tuple(found)


def left(group: Group) -> int:
    """Bytes that the group still allows; what it holds as cache is given back when asked."""
    limit = _number(group.limit)
    if not limit:  # lifted, or the process has been moved
        return sys.maxsize
    cache = 0
    with contextlib.suppress(OSError):
        for line in group.used.with_name("memory.stat").read_text().splitlines():
            name, _, value = line.partition(" ")
            if name == group.cache and value.isdigit():
                cache = int(value)
    return max(0, limit - max(0, _number(group.used) - cache))


def _number(path: Path) -> int:
    """The number in a file; 0 where there is none, or no limit."""
    try:
        text = path.read_text().strip()
    except OSError:
        return 0
    return int(text) if text.isdigit() else 0
