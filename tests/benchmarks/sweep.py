"""Cells of a sweep in two processes, against the same in one."""

from __future__ import annotations

from collections import deque

import joblib

from core.experiment import Experiment
from core.sweep.engine import Engine, compute
from core.sweep.plan import plan
from core.sweep.results import Results
from tests.benchmarks.timing import Line, in_turns, seconds


def cells(processes: int) -> None:
    """256 cells of Depth: 20 layers of 256 units with tanh."""
    of = plan(Experiment().with_values({"layer.activation": "tanh"}))
    results = Results(of)
    deque(compute(of, results, Engine("loky", processes), list[object]().append), maxlen=0)
    assert results.complete
    assert results.done == 256


def measure() -> list[Line]:
    """The processes have imported torch before: a sweep waits two seconds for them once."""
    joblib.Parallel(n_jobs=2)(joblib.delayed(plan)(Experiment()) for _ in range(8))
    two, one = in_turns(
        lambda: seconds(lambda: cells(2)), lambda: seconds(lambda: cells(1)), rounds=3
    )
    return [Line("256 cells of Depth (20 × 256) in two processes", two, "in one", one, 0.6)]
