"""The histogram's walk over memory against one read, and the memory that a run takes."""

from __future__ import annotations

import subprocess
import sys

import torch

from core.build.session import threads
from core.stats import fused
from core.stats.histogram import summarize
from tests.benchmarks.timing import Line, in_turns, seconds

SIDE = 4096

PEAK = """
import psutil, re, sys, torch
from pathlib import Path
from core import layer
from core.context import last
from core.stats import fused
from core.experiment import WELCOME
fused.load()
last(layer.run(WELCOME))
# Not getrusage: its maximum is inherited from the process that started this one.
def peak():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\\s*(\\d+)", status)[1])
before = psutil.Process().memory_info().rss
side = int(sys.argv[1])
last(layer.run(WELCOME.with_values({"layer.in_features": side, "layer.out_features": side})))
print(peak() - before)
"""


def measure() -> list[Line]:
    """16.7 million weights: every statistic against `torch.sum`; memory in copies of them."""
    fused.load()
    weight = torch.randn(SIDE, SIDE)
    with threads(1):
        ours, read = in_turns(
            lambda: seconds(lambda: summarize(weight)), lambda: seconds(weight.sum)
        )
    side = 8192
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(side)], capture_output=True, text=True, check=True
    )
    taken, size = int(done.stdout) / 2**20, side * side * 4 / 2**20
    return [
        Line("histogram with all statistics, 16.7 M weights", ours, "one read", read, 14.0),
        Line("peak memory, 67 M weights", taken, "the weights", size, 2.5, "MiB"),
    ]
