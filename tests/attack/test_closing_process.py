"""The process ends with its window, whatever torch is in the middle of."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.attack.test_closing import AT_ONCE, LONGEST

ROOT = Path(__file__).parents[2]

DRIVER = """
import sys, time
import main
main.trace_crashes()
main.import_program()
from PySide6.QtCore import QTimer
from core.experiment import Experiment
from gui import app

layer = {"in_features": 4096, "out_features": 4096}
data = {"initlab": 1, "layer": layer, "weight_init": {"method": sys.argv[1]}}
make = app.create_window

def made(**given):
    window = make(**given)
    def close():
        assert window.is_settled == (sys.argv[2] == "settled"), "the run took another time"
        print(time.time(), flush=True)
        window.close()
    if sys.argv[2] == "settled":
        window.settled.connect(lambda: QTimer.singleShot(100, close))
    else:
        QTimer.singleShot(int(sys.argv[2]), close)
    return window

app.create_window = made
options = app.Options(experiment=Experiment.from_dict(data), language="en", theme="light")
sys.exit(app.run(options))
"""


def ran(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, to its end."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def seconds_to_end(method: str, when: str) -> float:
    """From closing the window of the program to the end of its process."""
    done = ran(DRIVER, method, when)
    ended = time.time()
    assert (done.returncode, done.stderr) == (0, "")
    return ended - float(done.stdout.split()[0])


@pytest.mark.slow
@pytest.mark.parametrize(("method", "after"), [("orthogonal", "800"), ("trunc_normal", "300")])
def test_the_process_of_a_window_closed_in_a_run_ends_within_a_second_of_that_of_an_idle_one(
    settings_folder: str, method: str, after: str
) -> None:
    """Python and Qt themselves need some time to end, and more beside other tests."""
    assert seconds_to_end(method, after) < seconds_to_end("zeros", "settled") + AT_ONCE


BUSY = """
import atexit, sys, time
import main
main.import_program()
from core.experiment import Experiment
from gui import app

make = app.create_window

def made(**given):
    window = make(**given)
    def busy(context):
        context.progress(0.5)
        time.sleep(20)  # as a decomposition, it hears nothing until it is done
        yield
    window.runner.progress.connect(lambda _: window.close())
    window.runner.submit(busy)
    return window

app.create_window = made
atexit.register(lambda: print("taken apart", flush=True))
options = app.Options(experiment=Experiment(), language="en", theme="light")
print("begun", flush=True)
sys.exit(app.run(options))
"""


def test_python_is_not_taken_apart_while_a_call_of_torch_goes_on(settings_folder: str) -> None:
    """One exit in seven died of it: torch came back to an interpreter that was gone."""
    done = ran(BUSY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "begun\n", "")
