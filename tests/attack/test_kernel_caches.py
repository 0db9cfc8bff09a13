"""A slider that is dragged makes product after product of another shape: few are remembered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from core.machine.onednn import CAPACITY, VARIABLES

ROOT = Path(__file__).resolve().parents[2]
FULL = 2 * CAPACITY
"""Shapes after which what is remembered is full."""

MANY = 4 * CAPACITY
"""Further shapes: by the default of oneDNN each of them adds a megabyte and a half."""

SCRIPT = f"""
from core import depth
from core.context import last
from core.experiment import Experiment
from tests.attack.memory import give_back, held_memory

SHAPE = {{"layers": 1, "batch": 64, "input": "normal"}}

def drag(widths):
    for width in widths:
        given = {{"depth": SHAPE | {{"width": width}}, "run": {{"dtype": "bfloat16"}}}}
        last(depth.run(Experiment.from_dict({{"initlab": 1}} | given)))
    give_back()
    return held_memory()

drag([1024])  # the largest first: its memory is used again
full = drag(range(1000, 1000 - 3 * {FULL}, -3))
print((drag(range(999, 999 - 3 * {MANY}, -3)) - full) / 2**20)
"""


def test_shapes_that_are_gone_through_do_not_add_up() -> None:
    plain = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=ROOT,
        env=plain,
    )
    assert float(ran.stdout) < MANY / 4


def test_who_has_chosen_a_capacity_keeps_it() -> None:
    """The environment of the person comes first."""
    for name in VARIABLES:
        ran = subprocess.run(
            [sys.executable, "-c", f"import os, core; print(os.environ[{name!r}])"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            cwd=ROOT,
            env=os.environ | {name: "3"},
        )
        assert ran.stdout == "3\n"
