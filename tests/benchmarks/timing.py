"""Measuring rivals in turns, so that a busy moment of the machine meets all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, its median, the limit or peer, and the ratio's bound."""

    what: str
    measured: float
    peer: str
    against: float
    bound: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Measured over peer."""
        return self.measured / self.against

    @property
    def met(self) -> bool:
        """Whether the ratio is within its bound."""
        return self.ratio <= self.bound

    def __str__(self) -> str:
        verdict = "met" if self.met else "MISSED"
        return (
            f"| {self.what} | {self.measured:.1f} {self.unit} | {self.peer}: "
            f"{self.against:.1f} {self.unit} | {self.ratio:.2f} | {self.bound:.3g} | {verdict} |"
        )


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(*rivals: Callable[[], float], rounds: int = ROUNDS) -> list[float]:
    """Medians in milliseconds of rivals that each return their seconds, one after the other."""
    for rival in rivals:
        rival()  # warm
    taken = [[1000 * rival() for rival in rivals] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]
