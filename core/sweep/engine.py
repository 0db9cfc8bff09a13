"""Runs the cells of a sweep: on this machine's cores, one after the other, or on a cluster."""

from __future__ import annotations

import concurrent.futures
import functools
import itertools
import multiprocessing
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass

import joblib

from core.messages import QT_TRANSLATE_NOOP, Message, Refused
from core.sweep import cluster
from core.sweep.jobs import Found, Job, begin_child, jobs, run, run_in_child
from core.sweep.plan import Plan
from core.sweep.results import Results

COARSE_SECONDS = 1.0
"""That the coarse picture may take before other processes are begun."""

AHEAD = 2
"""Jobs of each process that are given out at a time, so that none has to wait for the next."""

TRIES = 3
"""Times that processes may die before it is said."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the cells are computed.

    backend    one of BACKENDS
    processes  of this machine; None: as many as it has cores
    address    of a Dask scheduler
    """

    backend: str = "loky"
    processes: int | None = None
    address: str | None = None

    def arguments(self) -> list[str]:
        """As the command line has it."""
        found = ["--backend", self.backend]
        if self.backend == "dask":
            return [*found, "--address", self.address or ""]
        return [*found, "--jobs", str(self.processes)] if self.processes else found


Say = Callable[[Message], None]


def compute(of: Plan, results: Results, engine: Engine, say: Say) -> Iterator[list[Found]]:
    """The cells that are not known yet, as they come; each group is in `results` already.

    `say` gets remarks, such as versions that differ. Raises Refused where a cell cannot be run, no
    scheduler answers, or processes die again and again; what was given until then is good.
    """
    work = BACKENDS[engine.backend]
    for attempt in range(TRIES):
        try:
            for found in work(_Work(of, results), engine, say):
                yield [one for one in found if results.add(*one)]
            return
        except BrokenExecutor:
            if attempt == TRIES - 1:
                text = QT_TRANSLATE_NOOP(
                    "core",
                    "processes of the sweep have died {count} times, perhaps for lack of memory; "
                    "go on with fewer of them (--jobs)",
                )
                raise Refused("sweep", text.format(count=TRIES)) from None
            say(QT_TRANSLATE_NOOP("core", "a process has died; its cells are computed again"))


class _Work:
    """Jobs that several threads take from, each one once.

    coarse   how many cells the first, coarse picture has
    """

    def __init__(self, of: Plan, results: Results) -> None:
        self._source, self._lock = jobs(of, results), threading.Lock()
        self.coarse = len(list(of.level(0))) * of.sweep.seeds * of.sweep.pictures

    def __iter__(self) -> _Work:
        return self

    def __next__(self) -> Job:
        with self._lock:
            return next(self._source)


def _sequential(work: _Work, _engine: Engine, _say: Say) -> Iterator[list[Found]]:
    yield from map(run, work)


def _loky(work: _Work, engine: Engine, say: Say) -> Iterator[list[Found]]:
    """In processes of their own; this one computes until the first of them has something to give.

    They need two seconds to import torch, and both cores: the coarse picture comes before.
    """
    processes = engine.processes or joblib.cpu_count()
    if processes == 1:
        yield from _sequential(work, engine, say)
        return
    begun, aim = time.monotonic(), work.coarse
    while aim > 0 and time.monotonic() - begun < COARSE_SECONDS:
        job = next(work, None)
        if job is None:
            return
        aim -= len(job.cells)
        yield run(job)
    arrived: queue.SimpleQueue[list[Found] | BaseException | None] = queue.SimpleQueue()
    target = functools.partial(_gather, work, processes, arrived.put)
    threading.Thread(target=target, name="gathers cells", daemon=True).start()
    helping: Iterator[Job] = work
    while True:
        if arrived.empty() and (job := next(helping, None)) is not None:
            yield run(job)
            continue
        helping = iter(())  # they are there
        found = arrived.get()
        if isinstance(found, BaseException):
            raise found
        if found is None:
            return
        yield found


def _gather(
    work: _Work, processes: int, give: Callable[[list[Found] | BaseException | None], None]
) -> None:
    try:
        pool = _again if getattr(sys, "frozen", False) else _joblib
        for found in pool(work, processes):
            give(found)
        give(None)
    except BaseException as error:  # said by whoever waits for the cells
        give(error)


def _joblib(work: Iterator[Job], processes: int) -> Iterator[list[Found]]:
    pool = joblib.Parallel(n_jobs=processes, backend="loky", return_as="generator_unordered")
    parent = os.getpid()
    yield from pool(joblib.delayed(run_in_child)(job, parent) for job in work)


def _again(work: Iterator[Job], processes: int) -> Iterator[list[Found]]:
    """The same in a bundle, where loky finds no Python to start.

    `multiprocessing` starts the bundle again, and its `freeze_support` makes a worker of that.
    """
    spawn = multiprocessing.get_context("spawn")
    parent = os.getpid()
    pool = concurrent.futures.ProcessPoolExecutor(processes, spawn, begin_child, (parent,))
    try:
        running: set[concurrent.futures.Future[list[Found]]] = set()
        while True:
            more = itertools.islice(work, AHEAD * processes - len(running))
            running |= {pool.submit(run_in_child, job, parent) for job in more}
            if not running:
                return
            done, running = concurrent.futures.wait(
                running, return_when=concurrent.futures.FIRST_COMPLETED
            )
            yield from (future.result() for future in done)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _dask(work: _Work, engine: Engine, say: Say) -> Iterator[list[Found]]:
    """On the workers of a scheduler that runs already."""
    with cluster.connected(engine.address, say) as workers:
        yield from workers.map(run, work)


BACKENDS: Mapping[str, Callable[[_Work, Engine, Say], Iterator[list[Found]]]] = {
    "loky": _loky,
    "sequential": _sequential,
    "dask": _dask,
}
"""By their names on the command line; the first is the default."""
