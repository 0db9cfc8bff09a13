"""Memory of a run: what it will take, whether it is there, and a buffer that is used again."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from core.build import rng_cache
from core.build.batch import input_size, output_size
from core.experiment import Experiment
from core.format import readable
from core.machine import devices
from core.machine.dtypes import torch_dtype
from core.messages import QT_TRANSLATE_NOOP, Message, Refused

ROOM = 2**26
"""Bytes that a run takes besides its tensors: pieces, bins, and what the allocator keeps."""

SHARE = 0.95
"""A little is left to the rest of the machine."""

OUTPUTS = 5
"""Tensors like y that are there at once: z, y, and the noise and its product in AlphaDropout."""


@dataclass(slots=True)
class Workspace:
    """Memory for the weight that is used again: fresh pages cost ten times a warm fill."""

    buffer: torch.Tensor | None = None

    def allocate(self, count: int, dtype: torch.dtype, device: torch.device) -> torch.Tensor:
        """`count` values, with whatever was in them."""
        kept = self.buffer
        fits = (
            kept is not None
            and kept.dtype == dtype
            and _same(kept.device, device)
            and count <= kept.numel() <= max(4 * count, 2**22)
        )
        if not fits:
            self.buffer = kept = None  # freed before the next is allocated
            self.buffer = torch.empty(count, dtype=dtype, device=device)
        assert self.buffer is not None
        return self.buffer[:count]

    def held(self, device: torch.device) -> int:
        """Bytes that a new run could use again or free."""
        if self.buffer is None or not _same(self.buffer.device, device):
            return 0
        return self.buffer.numel() * self.buffer.element_size()


def _same(one: torch.device, other: torch.device) -> bool:
    """`cuda` means the first of its type, whose tensors say `cuda:0`."""
    return (one.type, one.index or 0) == (other.type, other.index or 0)


workspace = Workspace()
"""The one of the worker thread, on which all runs follow one another."""


def allocate(count: int, experiment: Experiment) -> torch.Tensor:
    """Memory for `count` weights, which the next call uses again."""
    run = experiment.run
    return workspace.allocate(count, torch_dtype(run.dtype), torch.device(run.device))


def release() -> None:
    """Give back the memory kept for the next run."""
    workspace.buffer = None
    rng_cache.forget()


def hand_over() -> None:
    """Leave the memory of the last layer to whoever has its tensors; the next run takes new one."""
    workspace.buffer = None


def free_for(experiment: Experiment) -> int:
    """Bytes that a run may take: what is available, and what the last run left."""
    device = experiment.run.device
    return devices.free_memory(device) + workspace.held(torch.device(device))


def peak_bytes(experiment: Experiment) -> float:
    """What a run of the Layer page takes at its worst moment."""
    layer, size = experiment.layer, torch_dtype(experiment.run.dtype).itemsize
    count = layer.shape.count
    units = layer.shape.units if layer.has_bias else 0
    x, y = input_size(layer), output_size(layer)
    # A kernel without a routine of its own is a product with each place's inputs side by side.
    unfolded = math.prod(y[2:]) * layer.in_features * layer.shape.receptive_field
    values = math.prod(x) + OUTPUTS * math.prod(y) + (unfolded if y[2:] else 0)
    moments = (
        experiment.weight_init.entry.peak(count, size) + units * size,
        count * size + experiment.bias_init.entry.peak(units, size),
        (count + units + values) * size,
    )
    return max(moments) + ROOM


def check_memory(experiment: Experiment) -> None:
    """Raise Refused, with the numbers, when a layer cannot fit; allocates nothing."""
    text = QT_TRANSLATE_NOOP(
        "core",
        "not enough memory: this layer takes {needed}, {free} is available; "
        "choose fewer features or a narrower dtype",
    )
    refuse_what_does_not_fit(peak_bytes(experiment), experiment, "layer", text)


def refuse_what_does_not_fit(
    needed: float, experiment: Experiment, key: str, text: Message, **places: object
) -> None:
    """Raise Refused about `key` where a run needs more bytes than there are.

    The text has places for `needed`, `free` and those given besides.
    """
    free = free_for(experiment)
    if needed > SHARE * free:
        numbers = {"needed": readable(needed), "free": readable(free)}
        raise Refused(key, text.format(**places, **numbers))
