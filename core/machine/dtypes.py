"""torch's number formats by name, and how finely each of them can tell numbers apart."""

from __future__ import annotations

import math

import torch


def torch_dtype(name: str) -> torch.dtype:
    """`float32` as torch.float32."""
    dtype: torch.dtype = getattr(torch, name)
    return dtype


def rounded(value: float, dtype: str) -> float:
    """`value` as the dtype stores it (infinite when it is too large)."""
    return float(torch.tensor(value, dtype=torch.float64).to(torch_dtype(dtype)))


def spacing(value: float, dtype: str) -> float:
    """The distance between neighbouring numbers of the dtype near |value|."""
    info = torch.finfo(torch_dtype(dtype))
    return math.ldexp(info.eps, math.frexp(max(abs(value), info.tiny))[1] - 1)
