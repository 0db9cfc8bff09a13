"""`initlab sweep SPEC`: the cells of a sweep as JSON lines, on this machine or on a cluster."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from core.disk.endings import Format
from core.disk.outputs import Output, check_outputs
from core.format import counted
from core.messages import QT_TRANSLATE_NOOP, Refused, printable
from core.sweep import spec
from core.sweep.cells_file import CellsFile
from core.sweep.engine import BACKENDS, Engine, compute
from core.sweep.plan import plan
from core.sweep.results import Results
from core.telling import tell

CELLS = Format("JSON lines", (".jsonl", ".json", ".txt"))

MAX_PROCESSES = 1_024

TOLD = 1.0
"""Seconds between two lines that say how far it is, on a terminal."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the contract."""
    parser.add_argument("spec", type=Path, metavar="SPEC.json", help="the sweep")
    parser.add_argument(
        "--out", type=Path, metavar="CELLS.jsonl", help="add the cells to this file and go on in it"
    )
    parser.add_argument(
        "--backend", choices=tuple(BACKENDS), default=next(iter(BACKENDS)), help="who computes"
    )
    parser.add_argument("--address", metavar="tcp://HOST:PORT", help="of a Dask scheduler")
    parser.add_argument("--jobs", type=_processes, metavar="N", help="processes of this machine")


def _processes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_PROCESSES:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of processes, 1 to {MAX_PROCESSES}"
        )
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Compute what is missing; returns the exit code. Raises InitLabError."""
    if options.address and options.backend != "dask":
        text = QT_TRANSLATE_NOOP("core", "an address is for --backend dask alone")
        raise Refused("--address", text)
    experiment, known = spec.load(options.spec)
    if options.out is not None:
        check_outputs([Output("--out", options.out, CELLS)], [options.spec])
    of = plan(experiment)
    results = Results(of)
    engine = Engine(options.backend, options.jobs, options.address)
    with ExitStack() as stack:
        write: Callable[[Iterable[spec.Line]], None] = _print
        if options.out is not None:
            write = stack.enter_context(CellsFile(options.out, results)).append
        new = _only_in(known, results, printable(str(options.spec), 200))
        before = results.done
        try:
            if new:
                write(new)
            progress = _Progress(results)
            for found in compute(of, results, engine, tell):
                write(results.line(*one) for one in found)
                progress.tell()
        except BrokenPipeError:  # `| head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    progress.end(results.done - before)
    return 0


def _only_in(known: Iterable[spec.Line], results: Results, name: str) -> list[spec.Line]:
    """Cells that the file of the sweep holds, and `results` did not; it has them then."""
    of_spec = Results(results.plan)
    of_spec.take_all(known, name)
    found = []
    for line in of_spec.lines():
        before = results.done
        results.take(line)
        found += [line] if results.done > before else []
    return found


def _print(lines: Iterable[spec.Line]) -> None:
    for line in lines:
        print(json.dumps(line, allow_nan=False))
    sys.stdout.flush()


class _Progress:
    """Says how far it is: on a terminal as it goes, elsewhere once at the end."""

    def __init__(self, results: Results) -> None:
        self._results, self._begun = results, time.monotonic()
        self._before, self._told = results.done, self._begun
        self._shown = sys.stderr.isatty()

    def tell(self) -> None:
        """Some more cells are there."""
        now, results = time.monotonic(), self._results
        if not self._shown or now - self._told < TOLD:
            return
        self._told = now
        new, total = results.done - self._before, results.state.size
        left = (now - self._begun) / new * (total - results.done) if new else 0.0
        line = f"\r{counted(results.done)} of {counted(total)} cells, {left:.0f} s left "
        print(line, end="", file=sys.stderr, flush=True)

    def end(self, new: int) -> None:
        """All of them are there."""
        if self._shown:
            print("\r", end="", file=sys.stderr)
        taken, results = time.monotonic() - self._begun, self._results
        each = f", {1000 * results.seconds / results.done:.1f} ms a cell" if results.done else ""
        total = int(results.state.size)
        cells = "1 cell" if total == 1 else f"{counted(total)} cells"
        told = f"{cells}, {counted(new)} of them new"
        print(f"initlab: {told}, in {taken:.1f} s{each}", file=sys.stderr, flush=True)
