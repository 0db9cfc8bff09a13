"""A checkpoint of a gigabyte against one reading of it, small ones, and spectra against torch's."""

from __future__ import annotations

import itertools
import math
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from core.inspect import of_module, open_checkpoint
from core.inspect.task import inspect_checkpoint
from core.stats import fused
from core.stats.spectrum import spectrum
from tests.benchmarks.timing import Line, in_turns, seconds

SIDE, TENSORS = 4096, 16
SMALL = 1000
"""Tensors of 4 × 8 to 32 × 32 and their biases; ten times as many take ten times as long."""


def _write(path: Path) -> None:
    torch.manual_seed(0)
    tensors = {}
    for i in range(TENSORS):
        weight = torch.empty(SIDE, SIDE)
        tensors[f"layers.{i}.weight"] = (
            nn.init.kaiming_uniform_(weight) if i % 2 else nn.init.normal_(weight, std=0.02)
        )
    save_file(tensors, path)


def _small() -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    tensors = {}
    for i, (rows, columns) in zip(
        range(SMALL // 2), itertools.cycle(((8, 4), (16, 8), (16, 16), (32, 16), (32, 32)))
    ):
        bound = 1.0 / math.sqrt(columns)
        weight = torch.empty(rows, columns)
        tensors[f"layers.{i}.weight"] = nn.init.normal_(weight, std=0.02) if i % 2 else weight
        tensors[f"layers.{i}.bias"] = torch.empty(rows).uniform_(-bound, bound)
        if i % 2 == 0:
            nn.init.kaiming_uniform_(weight, a=math.sqrt(5.0))
    return tensors


def _read(path: Path) -> float:
    return sum(float(tensor.sum()) for tensor in load_file(path).values())


def _first_row(path: Path) -> float:
    """Seconds from opening to the list."""
    started = time.perf_counter()
    next(iter(inspect_checkpoint(open_checkpoint(path))))
    return time.perf_counter() - started


def measure() -> Iterator[Line]:
    """The lines of the table."""
    fused.load()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.safetensors"
        _write(path)
        _read(path)
        whole, read = in_turns(
            lambda: seconds(lambda: list(inspect_checkpoint(open_checkpoint(path)))),
            lambda: seconds(lambda: _read(path)),
            rounds=5,
        )
        yield Line("inspect: 1 GB of float32, all but spectra", whole, "load_file and sum", read, 8)
        yield Line("inspect: to the first row", 1000 * _first_row(path), "limit", 300.0, 1)
    small = of_module(_small())
    taken = statistics.median(seconds(lambda: list(inspect_checkpoint(small))) for _ in range(3))
    yield Line("inspect: 1000 small tensors", 1000 * taken, "limit", 1500.0, 1)
    matrix = torch.randn(SIDE // 2, SIDE // 2)
    own, bare = in_turns(
        lambda: seconds(lambda: spectrum(matrix)),
        lambda: seconds(lambda: torch.linalg.svdvals(matrix)),
        rounds=3,
    )
    yield Line("inspect: spectrum of 2048 × 2048", own, "torch.linalg.svdvals", bare, 1.2)
