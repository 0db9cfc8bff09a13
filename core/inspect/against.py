"""A checkpoint against another one: before and after training, or two runs."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from core.context import Context
from core.inspect.checkpoint import Checkpoint
from core.inspect.measure import as_numbers
from core.inspect.result import Against, Moved

PIECE = 2**20
"""Values that are widened at once."""


def compare(now: Checkpoint, before: Checkpoint, context: Context) -> Iterator[Against]:
    """All tensors that both have, one after the other; the last Against is whole.

    Raises FileError where one cannot be read, and Cancelled between two tensors.
    """
    old = {tensor.name: tensor for tensor in before.tensors}
    new = {tensor.name: tensor for tensor in now.tensors}
    both = [name for name in new if name in old]
    same = [name for name in both if new[name].size == old[name].size]
    moved: dict[str, Moved] = {}
    parts = {
        "missing": tuple(name for name in old if name not in new),
        "extra": tuple(name for name in new if name not in old),
        "resized": tuple(name for name in both if name not in same),
    }
    for name in same:
        context.check()
        first, second = as_numbers(old[name].load()), as_numbers(new[name].load())
        if first is not None and second is not None and first.numel():
            moved[name] = between(first, second)
        yield Against(before.file, dict(moved), **parts)
    if not same:
        yield Against(before.file, {}, **parts)


def between(before: torch.Tensor, now: torch.Tensor) -> Moved:
    """How far a tensor has moved, in float64; both have one size."""
    first, second = before.reshape(-1), now.reshape(-1)
    difference = old = new = product = 0.0
    equal = first.dtype == second.dtype
    for start in range(0, first.numel(), PIECE):
        a = first[start : start + PIECE].double()
        b = second[start : start + PIECE].double()
        equal = equal and torch.equal(a, b)
        difference += float((b - a).square().sum())
        old += float(a.square().sum())
        new += float(b.square().sum())
        product += float((a * b).sum())
    change = math.sqrt(difference / old) if old else math.inf if difference else 0.0
    cosine = product / math.sqrt(old) / math.sqrt(new) if old and new else None
    return Moved(change, cosine, equal)
