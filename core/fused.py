"""The compiled pass of the histogram.

Importing numba and compiling takes seconds the first time, so `core.histogram` uses its plain
path until `load()` has finished, on any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

Pass = Callable[..., tuple[float, float]]

_lock = threading.Lock()
_compiled: Pass | None = None


def ready() -> Pass | None:
    """The compiled pass, or None while it is not loaded."""
    return _compiled


def load() -> Pass:
    """Import numba and compile the pass (from its cache after the first time)."""
    global _compiled
    with _lock:
        if _compiled is None:
            _compiled = _compile()
    return _compiled


def _accumulate(
    x: Any, scale: float, first: int, counts: Any, unit: float, origin: float
) -> tuple[float, float]:
    """Add the finite values of `x` to `counts` and return Σt and Σt² of t = x·unit − origin.

    Bin i holds the values with ⌊x·scale⌋ = first + i; scale is a power of two, so that the
    product is exact in float64.
    """
    total = 0.0
    squares = 0.0
    for i in range(x.size):
        value = float(x[i])
        scaled = value * scale
        index = int(scaled)
        if scaled < index:  # truncation rounds negative values up
            index -= 1
        counts[index - first] += 1
        t = value * unit - origin
        total += t
        squares += t * t
    return total, squares


def _compile() -> Pass:
    import numba

    head = "UniTuple(float64,2)({}[::1], float64, int64, int64[::1], float64, float64)"
    signatures = [head.format(dtype) for dtype in ("float32", "float64")]
    compiled: Pass = numba.njit(signatures, nogil=True, cache=True)(_accumulate)
    return compiled
