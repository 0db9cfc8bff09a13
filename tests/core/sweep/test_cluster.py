"""Sweeps on a real scheduler of Dask, with workers that are processes of their own."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from core.messages import Message, Refused
from core.sweep import Engine, Plan, Results, cluster, compute, spec
from core.sweep import plan as plan_of
from tests.core.sweep.dask_nodes import ROOT, Cluster, wait_for

pytest.importorskip("distributed")

SPEC = {
    "initlab_sweep": 1,
    "experiment": {
        "depth": {"layers": 4, "width": 32, "batch": 16},
        "layer": {"activation": "tanh"},
    },
    "x": {"key": "sigma_w2", "from": 0.5, "to": 3.0, "count": 8},
    "y": {"key": "sigma_b2", "from": 0.0, "to": 0.5, "count": 8},
    "measure": "depth.backward_factor",
    "seeds": 8,
}
WAITING = "the scheduler has no workers yet; waiting for one"
COME = "a worker has come"


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    found = Cluster(tmp_path)
    yield found
    found.stop()


def _plan(**changes: Any) -> Plan:
    return plan_of(spec.read(SPEC | changes)[0])


def _sequential(of: Plan) -> Results:
    results = Results(of)
    for _ in compute(of, results, Engine("sequential"), _silent):
        pass
    return results


def _silent(said: Message) -> None:
    raise AssertionError(said)


def test_one_worker_finds_the_bits_of_this_machine(
    nodes: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It computes them, not we; it comes late, and has other versions."""
    of, said = _plan(seeds=1), list[str]()
    results, alone = Results(of), _sequential(of)
    real = cluster.versions()
    monkeypatch.setattr(cluster, "versions", Versions(real | {"torch": "1.0"}))
    monkeypatch.setattr("core.sweep.jobs.numbers", _not_here)

    def say(message: Message) -> None:
        said.append(str(message))
        if len(said) == 1:
            nodes.add_worker()

    for found in compute(of, results, Engine("dask", address=nodes.address), say):
        assert found

    assert results.complete
    assert results.values.tobytes() == alone.values.tobytes()
    assert said == [
        WAITING,
        f"workers have torch {real['torch']}, here is 1.0; their last digits may differ",
        COME,
    ]


class Versions:
    """Other versions here; a worker to which it is sent gives its own."""

    def __init__(self, here: dict[str, str]) -> None:
        self._here = here

    def __call__(self) -> dict[str, str]:
        return self._here

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (cluster, "versions")


def _not_here(*_: object) -> None:
    raise AssertionError("computed by this process")


@pytest.mark.slow
def test_a_killed_worker_loses_no_cell_and_changes_no_bit(nodes: Cluster) -> None:
    of, said = _plan(seeds=40), list[str]()
    results, alone = Results(of), _sequential(of)
    for _ in range(2):
        nodes.add_worker()

    engine = Engine("dask", address=nodes.address)
    going = compute(of, results, engine, lambda message: said.append(str(message)))
    cells = [cell for cell, _, _ in next(going)]
    wait_for(lambda: len(_processing(nodes)) == 2, "one worker has nothing to do")
    nodes.workers[0].send_signal(signal.SIGKILL)
    nodes.workers[0].wait()
    assert results.done < of.count / 2
    cells += [cell for found in going for cell, _, _ in found]

    assert results.complete
    assert len(cells) == len(set(cells)) == of.count
    assert results.values.tobytes() == alone.values.tobytes()
    assert said in ([], [WAITING, COME])


def _processing(nodes: Cluster) -> dict[str, Any]:
    """The tasks of every worker that has some."""
    distributed: Any = import_module("distributed")
    with distributed.Client(nodes.address, set_as_default=False) as client:
        return {worker: tasks for worker, tasks in client.processing().items() if tasks}


@pytest.mark.slow
def test_a_sweep_that_is_stopped_lets_its_workers_go(nodes: Cluster) -> None:
    of = _plan(seeds=40)
    nodes.add_worker()
    going = compute(of, Results(of), Engine("dask", address=nodes.address), lambda _: None)
    next(going)
    del going  # nobody asks any more
    wait_for(lambda: not _processing(nodes), "the worker goes on")


@pytest.mark.slow
def test_a_scheduler_that_is_gone_is_said_at_once(nodes: Cluster) -> None:
    of = _plan(seeds=40)
    results = Results(of)
    nodes.add_worker()
    going = compute(of, results, Engine("dask", address=nodes.address), lambda _: None)
    next(going)
    nodes.scheduler.kill()
    begun = time.monotonic()
    with pytest.raises(Refused, match="scheduler does not answer any more"):
        list(going)
    assert time.monotonic() - begun < 15.0
    assert 0 < results.done < of.count


def test_what_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    nodes = Cluster(tmp_path, allowed_failures=0)
    try:
        nodes.add_worker()
        with (
            cluster.connected(nodes.address, lambda _: None) as workers,
            pytest.raises(Refused, match="died again and again"),
        ):
            list(workers.map(os._exit, iter([1])))
    finally:
        nodes.stop()


def test_jobs_come_each_once_and_what_one_raises_is_raised(nodes: Cluster) -> None:
    nodes.add_worker()
    with cluster.connected(nodes.address, lambda _: None) as workers:
        found = sorted(workers.map(math.factorial, iter(range(500))))
        assert found == [math.factorial(number) for number in range(500)]
        with pytest.raises(ValueError, match="negative"):
            list(workers.map(math.factorial, iter([1, -1])))


def test_a_worker_without_initlab_is_said(nodes: Cluster, tmp_path: Path) -> None:
    empty = tmp_path / "elsewhere"
    (empty / "core").mkdir(parents=True)
    (empty / "core" / "__init__.py").touch()
    nodes.add_worker(path=empty)
    of = _plan()
    with pytest.raises(Refused, match="cannot import InitLab"):
        list(compute(of, Results(of), Engine("dask", address=nodes.address), lambda _: None))


def test_dask_needs_an_address() -> None:
    of = _plan()
    with pytest.raises(Refused, match=r"--address: the scheduler's address is missing"):
        list(compute(of, Results(of), Engine("dask"), _silent))


def test_dask_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    of = _plan()
    engine = Engine("dask", address="tcp://127.0.0.1:8786")
    with pytest.raises(Refused, match=r"--backend: Dask is not installed"):
        list(compute(of, Results(of), engine, _silent))


def _command(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(SPEC))
    command = [sys.executable, "main.py", "sweep", str(file), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "key", "why"),
    [
        (("--backend", "dask"), "--address", "the scheduler's address is missing"),
        (("--address", "tcp://127.0.0.1:9"), "--address", "an address is for --backend dask"),
        (("--backend", "dask", "--address", "tcp://127.0.0.1:9"), "--address", "no scheduler"),
        (("--backend", "dask", "--address", "nonsense://x"), "--address", "no scheduler answers"),
    ],
)
def test_the_command_says_it_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], key: str, why: str
) -> None:
    begun = time.monotonic()
    ended = _command(tmp_path, *arguments)
    assert time.monotonic() - begun < 20.0  # five of them for the scheduler
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"initlab: error: {key}: {why}")
