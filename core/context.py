"""What a task is, how it reports progress, and how it learns that it should stop.

A task is a generator: every `yield` is a picture to draw, the last one is the result. Whoever
runs it may `send` the newest experiment instead of asking for the `next` picture; a task that
takes changes while it runs finds it as the value of its `yield`:

    experiment = (yield picture) or experiment
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

Pictures = Generator[T, Any, None]
"""What a task gives: its pictures, one after the other."""


class Cancelled(Exception):  # noqa: N818 - reads as a statement
    """The person no longer wants the answer."""


class Context:
    """The silent context: nobody listens and nobody cancels. The runner's overrides both."""

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return False

    @property
    def is_drawn(self) -> bool:
        """Whether the last picture has been drawn, so that another would be seen."""
        return True

    def newest(self) -> Any:
        """An experiment that was handed over since it was asked for last; None without one."""
        return None

    def progress(self, fraction: float) -> None:
        """Report how much is done, from 0 to 1."""

    def check(self) -> None:
        """Raise Cancelled if the work should stop; called between any two pieces of work."""
        if self.cancelled:
            raise Cancelled


SILENT = Context()


def last(pictures: Iterable[T]) -> T:
    """Run a task to its end; its last picture is its result."""
    return deque(pictures, maxlen=1)[0]
