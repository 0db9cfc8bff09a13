"""A race in the window against the same loops bare, and against scikit-learn's own network."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from statistics import median

import numpy as np
import psutil
import torch
from PySide6.QtWidgets import QApplication
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from torch import nn

from core.context import SILENT
from core.experiment import Experiment
from core.training import Race, Transport, Watch, play
from gui import app
from tests.benchmarks.live import Live
from tests.benchmarks.timing import Line, in_turns, seconds

LANES, LAYERS, WIDTH = 6, 8, 64
SAMPLES, BATCH, EPOCHS = 1000, 64, 20
LR, MOMENTUM = 0.02, 0.9
TICK, FRAME, MEMORY = 50.0, 33.0, 5.0
METHODS = ("kaiming_normal", "kaiming_uniform", "xavier_normal", "orthogonal", "default", "zeros")


def race(
    epochs: int = EPOCHS, batch: int = BATCH, lanes: int = LANES, samples: int = SAMPLES
) -> Experiment:
    """So many initializations of eight ReLU layers on a thousand digits."""
    methods = (METHODS * 2)[:lanes]
    return Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {"activation": "relu"},
            "bias_init": {"method": "zeros"},
            "depth": {"layers": LAYERS, "width": WIDTH},
            "train": {
                "samples": samples,
                "batch": batch,
                "epochs": epochs,
                "lr": LR,
                "momentum": MOMENTUM,
            },
            "race": [{"changes": {"weight_init.method": method}} for method in methods],
        }
    )


def _digits() -> tuple[torch.Tensor, torch.Tensor]:
    points, labels = load_digits(return_X_y=True)
    x = torch.as_tensor(points[:SAMPLES], dtype=torch.float32)
    return x / x.square().mean().sqrt(), torch.as_tensor(labels[:SAMPLES])


def _bare() -> None:
    """Six networks one after the other, as a script trains them."""
    torch.set_num_threads(1)
    x, labels = _digits()
    for _ in range(LANES):
        parts: list[nn.Module] = []
        for fan_in in [64, *[WIDTH] * (LAYERS - 1)]:
            linear = nn.Linear(fan_in, WIDTH)
            nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
            nn.init.zeros_(linear.bias)
            parts += [linear, nn.ReLU()]
        model = nn.Sequential(*parts, nn.Linear(WIDTH, 10))
        optimizer = torch.optim.SGD(model.parameters(), lr=LR, momentum=MOMENTUM)
        for _ in range(EPOCHS):
            for chosen in torch.randperm(SAMPLES).split(BATCH):
                loss = nn.functional.cross_entropy(model(x[chosen]), labels[chosen])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()


def _scikit_learn() -> None:
    """Six of its networks with the same sizes, batches and number of steps."""
    x, labels = (tensor.numpy() for tensor in _digits())
    for seed in range(LANES):
        network = MLPClassifier(
            (WIDTH,) * LAYERS,
            solver="sgd",
            alpha=0.0,
            batch_size=BATCH,
            learning_rate_init=LR,
            momentum=MOMENTUM,
            nesterovs_momentum=False,
            max_iter=EPOCHS,
            tol=0.0,
            n_iter_no_change=EPOCHS,
            random_state=seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit(x, labels)


class LiveRace(Live):
    """The window with the Training page."""

    def __init__(self) -> None:
        super().__init__(64)
        self._seed = 0
        self.window.model.replace(race(), "benchmark")
        self.window.show_page("train")
        app.wait_until_settled(self.window)

    def run(self) -> float:
        """Start; seconds until all pictures of the end are drawn."""
        self._begin()
        page = self.window.page
        return seconds(lambda: (page.run_to_end(), app.wait_until_settled(self.window)))

    def _begin(self) -> None:
        """A race that has never run, at step 0: one that has remembers what it measured."""
        page = self.window.page
        page.wait_for_start()
        self._seed += 1
        self.window.model.replace(race().with_values({"run.seed": self._seed}), "benchmark")
        app.wait_until_settled(self.window)
        assert page.result().step == 0

    def tick(self) -> float:
        """Milliseconds from a live change to its tick, the median of ten in one race."""
        page, taken = self.window.page, []
        self._begin()
        self.window.model.replace(race(epochs=400), "benchmark")
        app.wait_until_settled(self.window)
        page.run_to_end()
        self._wait(lambda: page.result().step > 5)
        for number in range(10):
            at = page.result().step
            started = time.perf_counter()
            self.window.model.edit("train.lr", 0.01 + 0.001 * number)
            told = self.window.model.experiment.train.schedule
            self._wait(lambda told=told: page.result().experiment.train.schedule == told)
            QApplication.processEvents()
            taken.append(1000 * (time.perf_counter() - started))
            self._wait(lambda at=at: page.result().step > at + 5)
        page.toggle()
        app.wait_until_settled(self.window)
        self.window.model.replace(race(), "benchmark")
        app.wait_until_settled(self.window)
        return median(taken)

    def gap(self) -> float:
        """The longest gap of the window in milliseconds while a race runs."""
        self._begin()
        page = self.window.page
        ticks = [time.perf_counter()]
        page.run_to_end()
        while not self.window.is_settled:
            QApplication.processEvents()
            ticks.append(time.perf_counter())
        return 1000 * float(np.diff(ticks).max())

    @staticmethod
    def _wait(done: Callable[[], bool]) -> None:
        while not done():
            QApplication.processEvents()


def _growth() -> float:
    """MiB from the first hundred of a thousand epochs to the last, with eight lanes.

    An epoch has four steps of 16 samples, so that it does not take minutes; that many snapshots
    as are kept are there by the hundredth. As in the window no summary of each weight is made: it
    is for a file, at the end.
    """
    process = psutil.Process()
    epochs, batch = 1000, 16
    experiment = race(epochs, batch, lanes=8, samples=4 * batch)
    watch = Watch(summaries=False)
    told = [
        (result.step, process.memory_info().rss / 2**20)
        for result in play(Race(), experiment, SILENT, Transport(), watch)
    ]
    first = max(size for step, size in told if step <= 4 * epochs // 10)
    last = max(size for step, size in told if step >= 4 * epochs * 9 // 10)
    return last - first


def measure() -> list[Line]:
    """Six lanes of 8 × 64 over 320 steps; a live change; the window's gaps; memory."""
    live = LiveRace()
    ours, bare, theirs = in_turns(
        live.run, lambda: seconds(_bare), lambda: seconds(_scikit_learn), rounds=5
    )
    tick, gap = live.tick(), live.gap()
    live.close()
    grown = max(_growth(), 0.0)
    return [
        Line("a race of 6, page open", ours, "six loops bare", bare, 1.15),
        Line("the same", ours, "MLPClassifier", theirs, 0.9),
        Line("live key to its tick", tick, "limit", TICK, 1.0),
        Line("longest gap of the window, a race of 6", gap, "limit", FRAME, 1.0),
        Line("memory, 8 lanes, 1,000 epochs", grown, "limit", MEMORY, 1.0, "MiB"),
    ]
