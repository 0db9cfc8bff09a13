"""Ctrl+C in the terminal, heard at once whatever the main thread is in the middle of.

Python's own handler waits for the next line of Python of the main thread. A decomposition of torch
takes minutes, Qt's event loop has no such line, and where Qt has called Python an exception has
nowhere to go. The byte that Python writes at each signal comes without waiting.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import NoReturn

EXIT_CODE = 130
"""What a shell says of a program that Ctrl+C has ended: 128 and the signal's number."""

LINE = b"initlab: interrupted\n"

_calls: list[Callable[[], object]] = []
"""Who hears of it: the last one."""


def listen(heard: Callable[[], object]) -> None:
    """From now on call `heard`, on a thread of its own, at each Ctrl+C, and raise nothing.

    Does nothing in a program that was started with Ctrl+C switched off, as by `nohup`.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    ours, pythons = socket.socketpair()
    pythons.setblocking(False)
    signal.set_wakeup_fd(pythons.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, lambda *_: None)
    _calls.append(heard)
    threading.Thread(target=_listen, args=(ours,), name="interrupts", daemon=True).start()


@contextlib.contextmanager
def told(heard: Callable[[], object]) -> Iterator[None]:
    """For a while this is called instead, if there is a `listen`."""
    if not _calls:
        yield
        return
    _calls.append(heard)
    try:
        yield
    finally:
        _calls.remove(heard)


def _listen(ours: socket.socket) -> None:
    while numbers := ours.recv(1):
        if numbers[0] == signal.SIGINT:
            _calls[-1]()


def say() -> None:
    """The one line. Not by sys.stderr: the main thread may be in the middle of it."""
    with contextlib.suppress(OSError):
        os.write(2, LINE)


def end_at_once() -> NoReturn:
    """Say so and end, wherever the other threads are."""
    say()
    os._exit(EXIT_CODE)
