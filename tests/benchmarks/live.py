"""From a control's change to the painted histogram, in the real window without a display."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import torch
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from torch import nn

from core.experiment import WELCOME
from core.stats import fused
from gui import app
from gui.files.settings import Settings
from gui.window import MainWindow
from tests.benchmarks.timing import Line, in_turns, seconds

FRAME = 16.0
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Live:
    """The window at 1920 × 1080 with a square layer."""

    def __init__(self, side: int) -> None:
        fused.load()
        app.make_application()
        sides = {"layer.in_features": side, "layer.out_features": side}
        self.window: MainWindow = app.create_window(
            WELCOME.with_values(sides),
            app.Options(size=(1920, 1080), theme="light", language="en"),
            Settings(keep=False),
        )
        self.window.show()
        app.wait_until_settled(self.window)
        app.quiet_collector()
        self._plot = self.window.page.weights  # type: ignore[attr-defined]
        self._gain = 1.0

    def change(self) -> float:
        """Move the gain; seconds until the new histogram has been painted."""
        self._gain = 1.0 + (self._gain + 0.01) % 1.0
        old = self._plot.histograms
        start = time.perf_counter()
        self.window.model.edit("weight_init.gain", self._gain)
        while self._plot.histograms is old:
            QApplication.processEvents(WAIT)
        taken: float = self._plot.painted - start
        app.wait_until_settled(self.window)
        return taken

    def longest_gap(self, changes: dict[str, Any]) -> float:
        """Seconds between two ticks of a 1 ms timer, at most, until the change has settled."""
        ticks = [time.perf_counter()]
        timer = QTimer()
        timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
        timer.start(1)
        self.window.model.edit_many(changes, "benchmark")
        app.wait_until_settled(self.window)
        timer.stop()
        return float(np.diff(ticks).max())

    def close(self) -> None:
        """End the worker."""
        self.window.runner.close()
        self.window.close()


def matplotlib_way(side: int) -> Callable[[], float]:
    """The same update as most scripts do it: fill, `hist`, `imshow`, on matplotlib's Qt canvas."""
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12.0, 9.0), dpi=100)
    canvas = FigureCanvasQTAgg(figure)
    canvas.resize(1200, 900)
    canvas.show()
    weight = torch.empty(side, side)

    def update() -> float:
        def work() -> None:
            nn.init.xavier_normal_(weight)
            figure.clear()
            above, below = figure.subplots(2, 1)
            above.hist(weight.numpy().ravel(), bins=128, density=True)
            below.imshow(weight.numpy())
            canvas.draw()
            QApplication.processEvents()

        return seconds(work)

    return update


def measure() -> list[Line]:
    """512 × 512 against a frame and matplotlib, 4096 × 4096 against the bare init."""
    small = Live(512)
    ours, theirs = in_turns(small.change, matplotlib_way(512))
    small.close()
    large = Live(4096)
    weight = torch.empty(4096, 4096)
    big, bare = in_turns(large.change, lambda: seconds(lambda: nn.init.xavier_normal_(weight)))
    sides = {"layer.in_features": 10_000, "layer.out_features": 10_000}
    gap = 1000 * large.longest_gap(sides)
    large.close()
    return [
        Line("control to painted histogram, 512 × 512", ours, "one frame", FRAME, 1.0),
        Line("the same", ours, "matplotlib", theirs, 1 / 8),
        Line("control to painted histogram, 4096 × 4096", big, "bare init", bare, 2.0),
        Line("longest gap of the window, 10⁸ weights", gap, "two frames", 33.0, 1.0),
    ]
