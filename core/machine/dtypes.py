"""torch's number formats by name, and how finely each of them can tell numbers apart."""

from __future__ import annotations

import ctypes
import functools
import math
import sys

import numpy as np
import torch
from numpy.typing import NDArray

Array = NDArray[np.float64]

LARGEST = sys.float_info.max
EXPONENT = 0x7FF << 52
"""The bits of a float64 that say its power of two."""


def torch_dtype(name: str) -> torch.dtype:
    """`float32` as torch.float32."""
    dtype: torch.dtype = getattr(torch, name)
    return dtype


def is_half(dtype: str) -> bool:
    """Whether it has 16 bits."""
    return torch_dtype(dtype).itemsize == 2


def rounded(value: float, dtype: str) -> float:
    """`value` as the dtype stores it (infinite when it is too large)."""
    if dtype == "float64":
        return float(value)
    if dtype == "float32":  # as C converts, a hundred times as fast as by a tensor
        return ctypes.c_float(value).value
    return float(torch.tensor(value, dtype=torch.float64).to(torch_dtype(dtype)))


def spacing(value: float, dtype: str) -> float:
    """The distance between neighbouring numbers of the dtype near |value|."""
    eps, tiny = _resolution(dtype)
    return math.ldexp(eps, math.frexp(max(abs(value), tiny))[1] - 1)


def smallest(dtype: str) -> float:
    """The smallest number of the dtype above 0, which is a subnormal one."""
    eps, tiny = _resolution(dtype)
    return tiny * eps


def neighbours(value: float, dtype: str) -> tuple[float, float]:
    """The dtype's numbers next to one of its own, below and above."""
    down, up = math.nextafter(value, -math.inf), math.nextafter(value, math.inf)
    return value - spacing(down, dtype), value + spacing(up, dtype)


def rounding_edges(x: Array, dtype: str) -> Array:
    """For each x the edge below which real numbers are stored as numbers less than x.

    It lies in the middle between the dtype's first number that is not below x and the one before.
    """
    eps, tiny = _resolution(dtype)
    unit = _spacing(x, dtype)
    with np.errstate(over="ignore"):
        first: Array = np.ceil(x / unit) * unit
        # Half as far below a power of two where the numbers above it begin to lie wider apart.
        wider = (first == unit / eps) & (first > tiny)
        unit *= 0.5
        np.multiply(unit, 0.5, out=unit, where=wider)
        first -= unit
    return first


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


@functools.cache
def _resolution(dtype: str) -> tuple[float, float]:
    """The distance of 1 to the next number, and the smallest number with all digits."""
    info = torch.finfo(torch_dtype(dtype))
    return info.eps, info.tiny


def _spacing(x: Array, dtype: str) -> Array:
    """`spacing` of every number, by the bits of its power of two."""
    eps, tiny = _resolution(dtype)
    size: Array = np.abs(x)
    np.maximum(size, tiny, out=size)  # np.clip takes longer than all the rest of a short array
    np.minimum(size, LARGEST, out=size)
    power = size.view(np.int64)
    power &= EXPONENT
    size *= eps
    return size
