"""Cells in groups that go to a process together, and what a process makes of one."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psutil

from core.build.session import threads
from core.experiment import Experiment
from core.experiment.sweep import SIGMA_B2, SIGMA_W2
from core.messages import Refused
from core.sweep.cell import numbers, value
from core.sweep.plan import STEPS, Axis, Cell, Plan, plan
from core.sweep.results import Results
from core.training import stacked

Found = tuple[Cell, float, float]
"""A cell with its value and the seconds that it took."""

SMALL_JOB = 5e8
"""Multiplications of a cell below which several of them are one job: 20 ms of one core."""

MOST_SMALL = 64

ALIKE = (
    *(SIGMA_W2, SIGMA_B2, "train.lr", "train.weight_decay", "train.momentum"),
    *("train.init_scale", "train.label_noise", "run.seed"),
)
"""Axes along which all networks have one shape and see batches of one size, beside the parameters
of an initialization."""


@dataclass(frozen=True, slots=True)
class Job:
    """Cells that one process runs one after the other, or as one stacked network.

    experiment   that of the sweep, from which the process finds the plan again
    """

    experiment: Experiment
    cells: tuple[Cell, ...]


def jobs(of: Plan, results: Results) -> Iterator[Job]:
    """What is still to do, coarse to fine.

    Which cells are one group follows from the plan alone, so a stacked network is always of the
    same cells, whatever is known already.
    """
    for index in range(len(STEPS)):
        for group in _groups(of, index):
            if not all(results.is_known(cell) for cell in group):
                yield Job(of.experiment, group)


def _groups(of: Plan, level: int) -> Iterator[tuple[Cell, ...]]:
    pictures = range(of.sweep.pictures)
    # Pictures of one and the same run come together, others are runs of their own.
    runs = [list(pictures)] if _one_run(of) else [[picture] for picture in pictures]
    for run in runs:
        places = list(of.level(level))
        if of.measure(run[0]).page == "train":
            size = stacked.AT_ONCE
            places.sort(key=lambda place: _shape(of, place))
            parts = [list(part) for _, part in itertools.groupby(places, lambda p: _shape(of, p))]
        else:
            size, parts = _small(of), [places]
        for part in parts:
            cells = [(c, r, s) for c, r in part for s in of.seeds]
            for start in range(0, len(cells), size):
                chunk = cells[start : start + size]
                yield tuple(Cell(c, r, p, s) for c, r, s in chunk for p in run)


def _one_run(of: Plan) -> bool:
    """Whether both pictures show numbers of the same run."""
    pages = {of.measure(picture).page for picture in range(of.sweep.pictures)}
    return len(pages) == 1 and not of.changes(of.sweep.pictures - 1)


def _shape(of: Plan, place: tuple[int, int]) -> tuple[int, ...]:
    """Places that share it have networks of one shape."""
    found = []
    for axis, index in ((of.x, place[0]), (of.y, place[1])):
        if axis is not None and not _alike(axis):
            found.append(index)
    return tuple(found)


def _alike(axis: Axis) -> bool:
    return axis.key in ALIKE or axis.key.partition(".")[0] in ("weight_init", "bias_init")


def _small(of: Plan) -> int:
    """How many cells of Depth one job has."""
    depth = of.experiment.depth
    largest = {axis.key: max(axis.values) for axis in (of.x, of.y) if axis is not None}
    layers, width, batch = (
        float(largest.get(f"depth.{name}", getattr(depth, name)))
        for name in ("layers", "width", "batch")
    )
    return max(1, min(MOST_SMALL, int(SMALL_JOB / (layers * width * width * batch))))


_alone = threading.Lock()
"""torch's random state belongs to the whole process: a worker of two threads runs one job."""


def run(job: Job) -> list[Found]:
    """Compute the cells of a job, on one thread of torch.

    Raises Refused where device, dtype or memory do not allow one of them.
    """
    of = plan(job.experiment)
    groups = _by_run(of, job.cells)
    page = of.measure(job.cells[0].picture).page
    experiments = [of.at(cells[0]) for cells in groups]
    together = page == "train" and len(experiments) > 1 and stacked.can_stack(experiments)
    with _alone, threads(1):
        timed = _stacked(experiments) if together else [_timed(e, page) for e in experiments]
    return [
        (cell, value(outcome, of.measure(cell.picture)), seconds / len(cells))
        for cells, (outcome, seconds) in zip(groups, timed, strict=True)
        for cell in cells
    ]


def is_stacked(of: Plan) -> bool:
    """Whether cells of this sweep are trained as one network, so that sums have another order.

    Asked of the first group that has several of them.
    """
    for level in range(len(STEPS)):
        for group in _groups(of, level):
            runs = [of.at(cells[0]) for cells in _by_run(of, group)]
            if len(runs) > 1:
                return of.measure(group[0].picture).page == "train" and stacked.can_stack(runs)
    return False


def _by_run(of: Plan, cells: Iterable[Cell]) -> list[list[Cell]]:
    """Cells that the same run gives, run by run."""
    one_run = _one_run(of)
    found: dict[tuple[int, ...], list[Cell]] = {}
    for cell in cells:
        key = (cell.column, cell.row, cell.seed, 0 if one_run else cell.picture)
        found.setdefault(key, []).append(cell)
    return list(found.values())


def _timed(experiment: Experiment, page: str) -> tuple[Any, float]:
    begun = time.perf_counter()
    outcome = numbers(experiment, page)
    return outcome, time.perf_counter() - begun


def _stacked(experiments: list[Experiment]) -> list[tuple[Any, float]]:
    begun = time.perf_counter()
    try:
        outcomes = stacked.outcomes(experiments)
    except Refused:  # all of them, for the sake of one: its own run says which
        return [_timed(experiment, "train") for experiment in experiments]
    each = (time.perf_counter() - begun) / len(experiments)
    return [(outcome, each) for outcome in outcomes]


def run_in_child(job: Job, parent: int) -> list[Found]:
    """The same in a process of its own, which ends when the one that began it is gone."""
    _watch(parent)
    return run(job)


def begin_child(parent: int) -> None:
    """At the start of such a process: Ctrl+C is the parent's business, and so is when to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _watch(parent)


_watching: list[threading.Thread] = []

WATCH_SECONDS = 0.5


def _watch(parent: int) -> None:
    """A killed parent can tell its children nothing: they look for it."""
    if _watching:
        return

    def look() -> None:
        while psutil.pid_exists(parent) and os.getppid() in (parent, 0):
            time.sleep(WATCH_SECONDS)
        os._exit(1)

    thread = threading.Thread(target=look, name="watches the parent", daemon=True)
    _watching.append(thread)
    thread.start()
