"""The monkey of the attacks, in a window that a display really shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.scale import LONG, many

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.timeout(3600 if LONG else 120)
def test_nothing_that_a_monkey_does_breaks_a_window_on_a_screen(screen, environment, tmp_path):
    log, actions = tmp_path / "monkey.log", many(40, 150, 2_000)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.attack.monkey", "--actions", str(actions), "--log", str(log)],
        cwd=ROOT,
        env=environment(screen("1920x1080")),
        capture_output=True,
        text=True,
    )
    said = "\n".join([ran.stderr[-6000:], *log.read_text("utf-8").splitlines()[-3:]])
    assert ran.returncode == 0, said
    assert f"{actions} actions, 0 faults" in ran.stdout
    assert ran.stderr == ""
