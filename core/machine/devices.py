"""The devices that torch can compute on here, with their names."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.machine import groups
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
    free = [int(psutil.virtual_memory().available), *map(groups.left, groups.limiting())]
    if sys.platform == "linux":
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            free.append(most - int(psutil.Process().memory_info().vms))
    return max(0, min(free))
