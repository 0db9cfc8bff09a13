"""The devices that torch can compute on here, with their names."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, shown


@dataclass(frozen=True, slots=True)
class Device:
    """`key` as torch writes it (`cpu`, `cuda:0`), `name` as the maker writes it ("" if unknown)."""

    key: str
    name: str = ""


@lru_cache(maxsize=1)
def available() -> tuple[Device, ...]:
    """The CPU, then every accelerator that torch reports."""
    import torch

    found = [Device("cpu")]
    types = []
    accelerator = getattr(torch, "accelerator", None)
    if accelerator is not None and accelerator.is_available():
        current = accelerator.current_accelerator()
        if current is not None:
            types.append(current.type)
    for kind in ("cuda", "mps", "xpu"):
        module = getattr(torch, kind, None)
        if kind not in types and module is not None and module.is_available():
            types.append(kind)
    for kind in types:
        backend: Any = getattr(torch, kind)
        count = backend.device_count() if hasattr(backend, "device_count") else 1
        found += [Device(f"{kind}:{i}", _name(backend, i)) for i in range(count)]
    return tuple(found)


def _name(module: Any, index: int) -> str:
    get = getattr(module, "get_device_name", None)
    return str(get(index)) if get else ""


def check(key: str, value: Any) -> str:
    """Return `value` if that device is here, or raise InvalidExperiment naming those that are.

    A type without a number, `cuda`, means the first of that type and stays as it is written.
    """
    if value == "cpu":
        return "cpu"
    keys = [device.key for device in available()]
    if isinstance(value, str) and (value in keys or f"{value}:0" in keys):
        return value
    text = QT_TRANSLATE_NOOP("core", "{value} is not here; available: {options}").format(
        value=shown(value), options=", ".join(keys)
    )
    raise InvalidExperiment(key, text)


def free_memory(device: str) -> int:
    """Bytes that a run on `device` may still take."""
    import psutil
    import torch

    if device.startswith("cuda"):
        on = torch.device(device)
        # What torch keeps for its next tensors is free to us.
        kept = torch.cuda.memory_reserved(on) - torch.cuda.memory_allocated(on)
        return int(torch.cuda.mem_get_info(on)[0]) + int(kept)
    free = [int(psutil.virtual_memory().available), *map(_left_in_group, _memory_groups())]
    if sys.platform == "linux":
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            free.append(most - int(psutil.Process().memory_info().vms))
    return max(0, min(free))


@dataclass(frozen=True, slots=True)
class _Group:
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
def _memory_groups(root: Path = Path("/sys/fs/cgroup")) -> tuple[_Group, ...]:
    """Those of this process, and those around them, that have a limit."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:  # not Linux
        return ()
    own = {line.split(":")[1]: line.split(":", 2)[2] for line in lines if line.count(":") >= 2}
    found: list[_Group] = []
    for controller, limit, used, cache in _FILES:
        top = root / controller
        folder = top / own.get(controller, "/").lstrip("/")
        found += [
            _Group(place / limit, place / used, cache)
            for place in (folder, *folder.parents)
            if place.is_relative_to(top) and 0 < _number(place / limit) < 2**60
        ]
    return tuple(found)


def _left_in_group(group: _Group) -> int:
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
