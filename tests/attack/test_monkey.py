"""A monkey at the real window: 60 acts here, 20,000 in the long run; and that it would notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.attack.monkey import grown
from tests.attack.stage import Census
from tests.scale import LONG, many

ROOT = Path(__file__).resolve().parents[2]


PATIENT = "" if LONG else "from tests.attack import stage\nstage.HANG = 60"
"""What hangs never answers; but beside other work a window that tidies up may take 5 seconds."""


def monkey(*arguments: object, before: str = PATIENT) -> subprocess.CompletedProcess[str]:
    """Run it in a process of its own; `before` is Python that breaks something first."""
    program = f"{before}\nimport sys\nfrom tests.attack.monkey import main\nsys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=4 * 3600,
    )


def assert_nothing_found(ran: subprocess.CompletedProcess[str], log: Path) -> None:
    last = log.read_text("utf-8").splitlines()[-3:] if log.exists() else []
    said = "\n".join([ran.stdout[-2000:], ran.stderr[-6000:], "The last acts:", *last])
    assert ran.returncode == 0, said
    assert ran.stderr == "", said


@pytest.mark.slow
@pytest.mark.drawn
def test_nothing_that_a_monkey_does_breaks_the_window(tmp_path):
    log, actions = tmp_path / "monkey.log", many(60, 300, 20_000)
    ran = monkey("--actions", actions, "--seed", 7, "--log", log)
    assert_nothing_found(ran, log)
    assert f"{actions} actions, 0 faults" in ran.stdout


@pytest.mark.slow
def test_a_log_is_played_again_act_by_act(tmp_path):
    first, again = tmp_path / "first.log", tmp_path / "again.log"
    assert_nothing_found(monkey("--actions", 40, "--seed", 3, "--log", first), first)
    assert len(first.read_text("utf-8").splitlines()) == 40
    assert_nothing_found(monkey("--replay", first, "--log", again), again)
    assert again.read_text("utf-8") == first.read_text("utf-8")


BREAK = """
import time, warnings, torch
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget
from tests.attack import acts, monkey, stage
stage.HANG = LIMIT
acts.KINDS = {name: kind for name, kind in acts.KINDS.items() if name == "wait"}
kept = []
def keep(thing):
    kept.append(thing)
    return thing
def broken(stage, act):
    FAULT
acts.KINDS["wait"] = acts.Kind(1, acts.KINDS["wait"].choose, broken)
"""


def broken(fault: str, limit: float = 60) -> str:
    """Makes the one act that there is do this; a window may take `limit` seconds to answer."""
    return BREAK.replace("FAULT", fault).replace("LIMIT", str(limit))


FAULTS = {
    "QTimer.singleShot(0, lambda: 1 / 0)": "ZeroDivisionError",
    "qWarning('Qt is not amused')": "Qt said: Qt is not amused",
    "warnings.warn('a warning')": "UserWarning: a warning",
    "keep(QWidget()).setObjectName('stray')": "the widget stray is left",
    "keep(QTimer()).start(10**6)": "a timer of None is left",
    "keep(stage.window)": "a closed window is left",
}


@pytest.mark.slow
def test_the_monkey_notices_every_kind_of_fault():
    """All in one window: to start one and to count what it holds takes longer than the rest."""
    ran = monkey("--actions", 1, "--go-on", before=broken("; ".join(FAULTS)))
    assert ran.returncode == 1, ran.stderr
    for words in FAULTS.values():
        assert words in ran.stderr, words


@pytest.mark.slow
def test_without_a_fault_the_monkey_notices_nothing():
    ran = monkey("--actions", 1, before=broken("pass"))
    assert (ran.returncode, ran.stderr) == (0, "")


THERE = Census(
    memory=600 * 2**20,
    held=200 * 2**20,
    handles=10,
    threads=2,
    tracked=100_000,
    objects=Counter(QWidget=1000, QTimer=30),
    timers=1,
    tops=("MainWindow",),
)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, None),
        ({"held": 229 * 2**20, "tracked": 104_000, "objects": Counter(QWidget=1050)}, None),
        ({"held": 231 * 2**20}, "memory grew by 31.0 MiB"),
        ({"handles": 11}, "handles: 10 became 11"),
        ({"threads": 3}, "threads: 2 became 3"),
        ({"timers": 2}, "timers: 1 became 2"),
        ({"tracked": 106_000}, "more objects of Python: 100000 became 106000"),
        ({"objects": Counter(QWidget=1100, QTimer=30)}, "more objects in the window"),
        ({"tops": ("MainWindow", "stray")}, "other top-level widgets"),
    ],
)
def test_what_there_is_more_of_at_the_end_is_named(more, words):
    found = list(grown(THERE, replace(THERE, **more), warm=True))
    assert [words in text for text in found] == ([] if words is None else [True])


@pytest.mark.slow
def test_a_window_that_hangs_is_ended_with_its_stack_and_the_last_act_is_in_the_log(tmp_path):
    log = tmp_path / "monkey.log"
    ran = monkey("--actions", 5, "--log", log, before=broken("time.sleep(60)", limit=5))
    assert ran.returncode != 0
    assert "Timeout" in ran.stderr
    assert "in broken" in ran.stderr
    acts = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [act["do"] for act in acts] == ["wait"]
