"""What every bad file is held to: two seconds, 200 MB, one sentence."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.messages import InitLabError
from tests.scale import many

SECONDS = 2.0
BYTES = 200 * 2**20

_PEAK = Path("/proc/self/clear_refs")


def _peak_from_here() -> None:
    """Let the system count the greatest size of this process anew (Linux)."""
    if _PEAK.exists():
        _PEAK.write_text("5")


def _peak() -> int:
    """The greatest size since then; elsewhere the present one."""
    if _PEAK.exists():
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return int(psutil.Process().memory_info().rss)


def _text(what: object) -> str:
    """`what` in words, even where Python will not: a number of more than 4,300 digits is in it."""
    try:
        return ascii(what)
    except ValueError:
        return f"a {type(what).__name__} with a number too long for Python to print"


class Bounds:
    """Counts cases, times each, and knows the memory above that of its beginning."""

    def __init__(self) -> None:
        self.cases, self.slowest = 0, 0.0
        self.what: object = None
        gc.collect()
        _peak_from_here()
        self._idle = int(psutil.Process().memory_info().rss)
        self._begun = time.perf_counter()

    @contextmanager
    def case(self, what: object) -> Iterator[None]:
        """One case, which ends in time."""
        begun = time.perf_counter()
        yield
        took = time.perf_counter() - begun
        self.cases += 1
        if took > self.slowest:
            self.slowest, self.what = took, what
        assert took < SECONDS, f"{_text(what)} took {took:.1f} s"

    def check(self) -> None:
        """Print the figures; the memory has stayed within its bound."""
        above = _peak() - self._idle
        print(
            f"{self.cases} cases, {time.perf_counter() - self._begun:.0f} s, "
            f"peak {above / 2**20:.0f} MB above idle, "
            f"slowest {self.slowest:.2f} s: {_text(self.what)}"
        )
        assert above < BYTES, f"{above / 2**20:.0f} MB above idle"


@contextmanager
def within_bounds(what: object = "it") -> Iterator[None]:
    """What is done here takes less than 2 s and 200 MB."""
    bounds = Bounds()
    with bounds.case(what):
        yield
    bounds.check()


def attack(
    cases: st.SearchStrategy[Any],
    check: Callable[[Any], None],
    few: int,
    all_of_them: int,
) -> None:
    """Hold `check` to the bounds with a few cases, five times as many, or all: `tests.scale`."""
    bounds = Bounds()

    @settings(
        max_examples=many(few, 5 * few, all_of_them),
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def each(case: Any) -> None:
        with bounds.case(case):
            check(case)
        if bounds.cases % 100 == 0:
            gc.collect()  # as the window's timer does, which does not run here

    each()
    bounds.check()


def assert_one_sentence(error: InitLabError) -> None:
    """Key and reason: on one line, short, printable, and nothing that only Python understands."""
    key, text = error.key, str(error.text)
    assert key.strip(), text
    assert text.strip(), key
    said = str(error)
    assert said == f"{key}: {text}"
    assert said.isprintable(), repr(said)
    assert len(said) < 700, said
    for word in ("Traceback", "<class", "object at 0x", "RecursionError", "Exceeds the limit"):
        assert word not in said
