"""A checkpoint of a gigabyte against one reading of it, and its spectra against torch's own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from core.inspect import open_checkpoint
from core.inspect.task import inspect_checkpoint
from core.stats import fused
from core.stats.spectrum import spectrum
from tests.benchmarks.timing import Line, in_turns, seconds

SIDE, TENSORS = 4096, 16


def _write(path: Path) -> None:
    torch.manual_seed(0)
    tensors = {}
    for i in range(TENSORS):
        weight = torch.empty(SIDE, SIDE)
        tensors[f"layers.{i}.weight"] = (
            nn.init.kaiming_uniform_(weight) if i % 2 else nn.init.normal_(weight, std=0.02)
        )
    save_file(tensors, path)


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
    matrix = torch.randn(SIDE // 2, SIDE // 2)
    own, bare = in_turns(
        lambda: seconds(lambda: spectrum(matrix)),
        lambda: seconds(lambda: torch.linalg.svdvals(matrix)),
        rounds=3,
    )
    yield Line("inspect: spectrum of 2048 × 2048", own, "torch.linalg.svdvals", bare, 1.2)
