"""Around a run of torch: its number of threads, and its errors as plain sentences."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

from core.build import memory
from core.machine import refusals
from core.messages import Refused

DEFAULT_THREADS = torch.get_num_threads()


@contextlib.contextmanager
def threads(number: int) -> Iterator[None]:
    """Let torch use `number` threads; beside a window one is faster for small work."""
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


_TORCH = (
    MemoryError,
    RuntimeError,
    ValueError,
    ArithmeticError,
    TypeError,
    AssertionError,  # "Torch not compiled with CUDA enabled"
)


@contextlib.contextmanager
def refusing_torch_errors(key: str) -> Iterator[None]:
    """Turn whatever torch raises into Refused, a sentence about `key`."""
    try:
        yield
    except _TORCH as error:
        raise _refused(key, error) from error


@contextlib.contextmanager
def refusing_lost_resources(key: str, device: torch.device) -> Iterator[None]:
    """Turn what may happen anywhere in a run into Refused: memory gives out, a device is gone.

    Unlike `refusing_torch_errors` it lets every other error pass, which would be one of this
    program.
    """
    try:
        yield
    except _TORCH as error:
        gone = device.type != "cpu" and isinstance(error, RuntimeError | AssertionError)
        if refusals.is_no_memory(error):
            raise _refused(key, error) from error
        if gone or refusals.is_no_device(error):
            raise refusals.no_device(error) from error
        raise


def _refused(key: str, error: BaseException) -> Refused:
    if refusals.is_no_memory(error):
        memory.release()
    return refusals.refusal(key, error)
