"""torch's number formats by name, and how finely each of them can tell numbers apart."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray

Array = NDArray[np.float64]


def torch_dtype(name: str) -> torch.dtype:
    """`float32` as torch.float32."""
    dtype: torch.dtype = getattr(torch, name)
    return dtype


def is_half(dtype: str) -> bool:
    """Whether it has 16 bits."""
    return torch_dtype(dtype).itemsize == 2


def rounded(value: float, dtype: str) -> float:
    """`value` as the dtype stores it (infinite when it is too large)."""
    return float(torch.tensor(value, dtype=torch.float64).to(torch_dtype(dtype)))


def spacing(value: float, dtype: str) -> float:
    """The distance between neighbouring numbers of the dtype near |value|."""
    return float(_spacing(np.float64(value), dtype))


def smallest(dtype: str) -> float:
    """The smallest number of the dtype above 0, which is a subnormal one."""
    info = torch.finfo(torch_dtype(dtype))
    return info.tiny * info.eps


def neighbours(value: float, dtype: str) -> tuple[float, float]:
    """The dtype's numbers next to one of its own, below and above."""
    x = np.float64(value)
    with np.errstate(over="ignore"):
        return float(x - _down(x, dtype)), float(x + _down(-x, dtype))


def rounding_edges(x: Array, dtype: str) -> Array:
    """For each x the edge below which real numbers are stored as numbers less than x.

    It lies in the middle between the dtype's first number that is not below x and the one before.
    """
    unit = _spacing(x, dtype)
    with np.errstate(over="ignore"):
        first = np.ceil(x / unit) * unit
        edges: Array = first - 0.5 * _down(first, dtype)
    return edges


def numbers(low: float, high: float, dtype: str) -> Array:
    """All finite numbers of the dtype from `low` to `high`, ascending."""
    kind = torch_dtype(dtype)
    whole = {2: torch.int16, 4: torch.int32, 8: torch.int64}[kind.itemsize]
    # The bits of a positive number are its place in the row of all of them, zero's is 0.
    bits = torch.tensor([low, high], dtype=torch.float64).to(kind).view(whole).long()
    first, last = torch.where(bits >= 0, bits, -(bits & torch.iinfo(whole).max)).tolist()
    places = torch.arange(first, last + 1)
    found: Array = (places.sign() * places.abs().to(whole).view(kind).double()).numpy()
    return found[np.isfinite(found) & (low <= found) & (found <= high)]


def _spacing(x: Array | np.float64, dtype: str) -> Array:
    info = torch.finfo(torch_dtype(dtype))
    exponent = np.frexp(np.maximum(np.abs(x), info.tiny))[1] - 1
    return np.asarray(np.ldexp(info.eps, exponent))


def _down(x: Array | np.float64, dtype: str) -> Array:
    """The distance from a number of the dtype to the one below it."""
    with np.errstate(over="ignore"):
        return _spacing(np.nextafter(x, -math.inf), dtype)
