"""Around a run of torch: its random state and threads, and its errors as plain sentences.

torch's random state, its number of threads and its grad mode are global, and between two pictures
of a task the worker serves other work. So a run works in a `Session`, and every `yield` within it
stands in `with session.suspended():`, where all of that is as it was before the run began.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import TracebackType

import torch

from core.build import memory, rng
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


class Session:
    """Enters random state, threads and grad mode of a run; leaves them at its end.

    key       what a refusal is about when memory gives out or the device is gone
    number    threads of torch
    grad      whether autograd records
    """

    def __init__(self, key: str, device: torch.device, number: int = 1, grad: bool = False) -> None:
        self._key, self._device, self._number, self._grad = key, device, number, grad
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Session:
        self._enter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def _enter(self) -> None:
        with contextlib.ExitStack() as stack:
            stack.enter_context(refusing_lost_resources(self._key, self._device))
            stack.enter_context(rng.fork_rng(self._device))
            stack.enter_context(threads(self._number))
            stack.enter_context(torch.set_grad_enabled(self._grad))
            self._stack = stack.pop_all()

    @contextlib.contextmanager
    def suspended(self) -> Iterator[None]:
        """Around a `yield`: torch's state is that of before; afterwards the run goes on in its own.

        The memory of the weights is out of other runs' reach meanwhile.
        """
        devices = {torch.device("cpu"), self._device}
        states = [(rng.get_rng_state(device), device) for device in devices]
        kept, memory.workspace.buffer = memory.workspace.buffer, None
        self._stack.close()
        try:
            yield
        finally:
            memory.workspace.buffer = kept
            self._enter()
            for state, device in states:
                rng.set_rng_state(state, device)
