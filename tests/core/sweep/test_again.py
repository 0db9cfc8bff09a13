"""The processes of a bundle, where joblib finds no Python to start."""

from __future__ import annotations

import multiprocessing
import time
from types import SimpleNamespace

import joblib
import pytest

from core.sweep import Results, engine
from core.sweep.engine import Engine, compute
from core.sweep.jobs import Found, Job, jobs, run
from core.sweep.plan import Cell, Plan, plan
from tests.core.sweep.support import small

PATIENCE = 20.0


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """What this process computes itself: one job, until others have begun."""
    found: list[Job] = []

    def late(job: Job) -> list[Found]:
        found.append(job)
        end = time.monotonic() + PATIENCE
        while not multiprocessing.active_children() and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(1.0)
        return run(job)

    monkeypatch.setattr(engine, "sys", SimpleNamespace(frozen=True))
    monkeypatch.setattr(joblib, "Parallel", None)
    monkeypatch.setattr(engine, "COARSE_SECONDS", -1.0)
    monkeypatch.setattr(engine, "run", late)
    return found


def cells(of: Plan, engine: Engine) -> dict[Cell, float]:
    return {
        cell: value for group in compute(of, Results(of), engine, print) for cell, value, _ in group
    }


def test_processes_of_a_bundle_give_the_same_numbers(helped: list[Job]) -> None:
    of = plan(small(sweep__x_count=9, sweep__y_count=9, depth__layers=8, depth__width=128))
    expected = {cell: value for job in jobs(of, Results(of)) for cell, value, _ in run(job)}
    assert cells(of, Engine("loky", 2)) == expected
    assert 0 < len(helped) < len(list(jobs(of, Results(of))))


def test_what_a_process_of_a_bundle_raises_ends_the_sweep() -> None:
    nowhere = Job(small(), (Cell(99, 0, 0, 0),))
    with pytest.raises(IndexError):
        list(engine._again(iter([nowhere]), 1))
    end = time.monotonic() + PATIENCE
    while multiprocessing.active_children() and time.monotonic() < end:
        time.sleep(0.01)
    assert not multiprocessing.active_children()
