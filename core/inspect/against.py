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

SMALL = 1e-200
"""Sums of squares down to this, and up to its inverse, have all their digits."""


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
    equal, sums = _sums(first, second, 1.0, 1.0)
    old, new, product, difference = sums
    if not equal and not all(SMALL < x < 1.0 / SMALL for x in (old, new, difference)):
        # Squares of float64 end at 1e308, and those of 1e-162 are 0: in units of the largest.
        largest = [float(t.abs().max().double()) for t in (first, second)]
        unit, common = largest[0] or 1.0, max(largest) or 1.0
        _, (old, new, product, _) = _sums(first, second, unit, largest[1] or 1.0)
        difference = _sums(first, second, common, common)[1][3]
        share = unit / common
        change = math.sqrt(difference / old) / share if old and share else math.inf
        change = change if difference else 0.0
    else:
        change = math.sqrt(difference / old) if old else 0.0
    cosine = product / math.sqrt(old) / math.sqrt(new) if old and new else None
    return Moved(change, cosine if cosine is None or math.isfinite(cosine) else None, equal)


def _sums(
    first: torch.Tensor, second: torch.Tensor, unit: float, other: float
) -> tuple[bool, tuple[float, float, float, float]]:
    """Whether both are one, bit for bit; Σa², Σb², Σab and Σ(b − a)² in these units."""
    old = new = product = difference = 0.0
    equal = first.dtype == second.dtype
    for start in range(0, first.numel(), PIECE):
        a = first[start : start + PIECE].double() / unit
        b = second[start : start + PIECE].double() / other
        equal = equal and bool(((a == b) | (a.isnan() & b.isnan())).all())
        old += float(a.square().sum())
        new += float(b.square().sum())
        product += float((a * b).sum())
        difference += float((b - a).square().sum())
    return equal, (old, new, product, difference)
