"""The deep network against a bare `nn.Sequential`, and live in the window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import torch
from PySide6.QtWidgets import QApplication
from torch import nn

from core import depth
from core.context import last
from core.experiment import Experiment
from core.stats import fused
from gui import app
from gui.plots.layers import LayerPlot
from tests.benchmarks.live import Live
from tests.benchmarks.timing import Line, in_turns, seconds

LIMIT = 60.0
STOP = 50.0
LOOKED = 3.0
"""Seconds for which a person looks at the first picture; what is loaded ahead is loaded then."""

VISITS = "from tests.benchmarks import depth; depth.print_first_and_second_run()"


def _experiment(layers: int, width: int) -> Experiment:
    return Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {"activation": "tanh"},
            "weight_init": {"method": "xavier_normal"},
            "depth": {"layers": layers, "width": width, "batch": 256},
        }
    )


def _bare(layers: int, width: int) -> None:
    """Initialization, forward and backward as a script does them, weights' gradients included."""
    torch.manual_seed(0)
    parts: list[nn.Module] = []
    for _ in range(layers):
        linear = nn.Linear(width, width)
        nn.init.xavier_normal_(linear.weight)
        parts += [linear, nn.Tanh()]
    z = nn.Sequential(*parts[:-1])(torch.randn(256, width))
    z.backward(torch.randn_like(z))


class LiveDepth(Live):
    """The window with the Depth page."""

    def __init__(self, layers: int, width: int) -> None:
        super().__init__(256)
        self.window.model.replace(_experiment(layers, width), "benchmark")
        self.window.show_page("depth")
        self._settle()

    def _settle(self) -> None:
        app.wait_until_settled(self.window)

    def change(self) -> float:
        """Move the gain; seconds until the last of the page's plots has been painted."""
        self._gain = 1.0 + (self._gain + 0.01) % 1.0
        start = time.perf_counter()
        self.window.model.edit("weight_init.gain", self._gain)
        self._settle()
        painted: float = max(plot.painted for plot in self.window.page.findChildren(LayerPlot))
        return painted - start

    def gap(self, changes: dict[str, Any]) -> float:
        """The longest gap in milliseconds while a change is worked on."""
        return 1000 * self.longest_gap(changes)


def print_first_and_second_run() -> None:
    """Milliseconds of the run at the first visit to the page, and of that with another seed."""
    live = Live(512)
    app.load_rest()  # as after the first picture of a window whose settings are kept
    until = time.perf_counter() + LOOKED
    while time.perf_counter() < until:
        QApplication.processEvents()

    def taken(change: Callable[[], object]) -> float:
        change()
        app.wait_until_settled(live.window)
        return 1000 * float(live.window.page.result().seconds)

    first = taken(lambda: live.window.show_page("depth"))
    print(first, taken(lambda: live.window.model.edit("run.seed", 1)))
    live.close()


def _first_and_second_run() -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", VISITS],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = map(float, done.stdout.split())
    return first, second


def measure() -> list[Line]:
    """50 × 512 against the bare network; 20 × 256 from control to picture; the window's gaps."""
    first, second = map(median, zip(*(_first_and_second_run() for _ in range(5)), strict=True))
    fused.load()
    large = _experiment(50, 512)
    ours, bare = in_turns(
        lambda: seconds(lambda: last(depth.run(large))),
        lambda: seconds(lambda: _bare(50, 512)),
        rounds=7,
    )
    live = LiveDepth(20, 256)
    (painted,) = in_turns(live.change)
    gap = live.gap({"depth.layers": 50, "depth.width": 512})
    live.close()
    return [
        Line("first visit of the Depth page", first, "the second run", second, 1.5),
        Line("50 × 512, batch 256, there and back with statistics", ours, "bare", bare, 1.1),
        Line("control to painted page, 20 × 256", painted, "limit", LIMIT, 1.0),
        Line("longest gap of the window, 50 × 512", gap, "limit", STOP, 1.0),
    ]
