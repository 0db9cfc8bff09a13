"""Cells of a sweep in two processes, against the same in one; the page against the bare command."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import joblib
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from core.experiment import Experiment
from core.sweep import spec
from core.sweep.engine import Engine, compute
from core.sweep.plan import plan
from core.sweep.results import Results
from gui import app
from gui.files.settings import Settings
from gui.pages.sweep.page import SweepPage
from gui.pages.sweep.process import PROGRAM
from tests.benchmarks.timing import Line, in_turns, seconds

PLANE = {
    "layer.activation": "tanh",
    "sweep.x_count": 32,
    "sweep.y_count": 32,
    "sweep.measure": "depth.backward_factor",
}
"""1,024 cells of 20 layers: long enough that what a process needs to start is not all."""
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def cells(processes: int) -> None:
    """256 cells of Depth: 20 layers of 256 units with tanh."""
    of = plan(Experiment().with_values({"layer.activation": "tanh"}))
    results = Results(of)
    deque(compute(of, results, Engine("loky", processes), list[object]().append), maxlen=0)
    assert results.complete
    assert results.done == 256


def command() -> float:
    """The bare command, without a window."""
    with tempfile.TemporaryDirectory() as folder:
        of = Path(folder) / f"plane{spec.SUFFIX}"
        spec.save(Experiment().with_values(PLANE), str(of), ())
        line = [sys.executable, str(PROGRAM), "sweep", str(of), "--out", f"{folder}/cells.jsonl"]
        return seconds(lambda: subprocess.run([*line, "--jobs", "2"], check=True))


def paged() -> Callable[[], float]:
    """The same plane on the page of a window of 1920 × 1080, from Start to its last cell."""
    app.make_application()
    window = app.create_window(
        Experiment().with_values(PLANE),
        app.Options(page="sweep", size=(1920, 1080), theme="light", language="en"),
        Settings(keep=False),
    )
    window.show()
    app.wait_until_settled(window)
    page = window.page
    assert isinstance(page, SweepPage)
    page.computed.processes.set_value(2)

    def work() -> None:
        page.begin_anew()
        while page.process.running:
            QApplication.processEvents(WAIT)
        assert page._results is not None
        assert page._results.complete

    return lambda: seconds(work)


def measure() -> list[Line]:
    """The processes have imported torch before: a sweep waits two seconds for them once."""
    joblib.Parallel(n_jobs=2)(joblib.delayed(plan)(Experiment()) for _ in range(8))
    two, one = in_turns(
        lambda: seconds(lambda: cells(2)), lambda: seconds(lambda: cells(1)), rounds=3
    )
    page, bare = in_turns(paged(), command, rounds=5)
    return [
        Line("256 cells of Depth (20 × 256) in two processes", two, "in one", one, 0.6),
        Line("1,024 cells on the page", page, "the bare command", bare, 1.05),
    ]
