"""Ctrl+C in the terminal: the window closes as by Quit, the command line ends with 130 and a line.

Processes of their own, and the signal that a terminal sends.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import main
from core import headless
from core.experiment import Experiment, files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a console sends it")

ROOT = Path(__file__).parent.parent
PATIENCE = 100.0
AT_ONCE = 5.0
"""Seconds after which a process that is said to end at once has failed to; other tests run too."""

PROGRAM = """
import sys
sys.path.insert(0, {root!r})
import main
{hook}
sys.exit(main.main())
"""

# Says on stdout that the work has begun, in the place where it is done.
RUN = """
from core import headless
write = headless.write_files
def told(*given):
    print("begun", flush=True)
    return write(*given)
headless.write_files = told
"""
DRAW = """
main.import_program()
from gui import app
wait = app.wait_until_settled
def told(*given):
    print("begun", flush=True)
    return wait(*given)
app.wait_until_settled = told
"""
WINDOW = """
main.import_program()
from gui import app
from PySide6.QtWidgets import QMessageBox
make = app.create_window
def made(**given):
    window = make(**given)
    window.settled.connect(lambda: print("begun", flush=True))
    return window
app.create_window = made
answers = iter(sys.argv.pop().split(","))
def question(*_):
    from PySide6.QtCore import QEventLoop, QTimer
    print("asked", flush=True)
    answer = next(answers)
    if answer == "wait":  # a box that stands there, with the event loop going on
        loop = QEventLoop()
        QTimer.singleShot(2000, loop.quit)
        loop.exec()
        answer = "Cancel"
    return getattr(QMessageBox.StandardButton, answer)
QMessageBox.question = question
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program with a hook; waits for "begun"."""
    running: list[subprocess.Popen[str]] = []

    def begin(hook: str, *arguments: Any, environment: dict[str, str] | None = None) -> Any:
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        kept = {key: value for key, value in os.environ.items() if key not in hidden}
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", PROGRAM.format(root=str(ROOT), hook=hook)),
                *map(str, arguments),
            ],
            cwd=tmp_path,
            env=kept | {"XDG_CONFIG_HOME": str(tmp_path / "settings")} | (environment or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell that starts tests in the background switches Ctrl+C off for what they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        running.append(process)
        if hook:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n", process.communicate()
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str, float]:
    """Exit code, stdout, stderr, and how long it took from now."""
    began = time.monotonic()
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err, time.monotonic() - began


def experiment(tmp_path: Path, method: str, size: int, **sections: Any) -> Path:
    """A file that takes long."""
    layer = {"in_features": size, "out_features": size}
    data = {"initlab": 1, "layer": layer, "weight_init": {"method": method}, **sections}
    path = tmp_path / "x.initlab.json"
    path.write_text(json.dumps(data))
    return path


# One call of torch that nobody can interrupt, or many; of both there are minutes.
LONG = {
    "one call": ("orthogonal", 7000, "layer"),
    "many calls": ("trunc_normal", 9000, "layer"),
    "depth": ("normal", 8, "depth"),
}
DEPTH = {"depth": {"layers": 100, "width": 1024, "batch": 1024}}
OPTIONS = {"--stats": "s.json", "--weights": "w.safetensors", "--code": "c.py"}


@pytest.mark.parametrize("what", LONG)
@pytest.mark.parametrize("option", ["--stats", "--render"])
def test_what_takes_minutes_ends_at_once_with_130_and_one_line(
    start: Start, tmp_path: Path, option: str, what: str
) -> None:
    method, size, page = LONG[what]
    file = experiment(tmp_path, method, size, **DEPTH)
    render = option == "--render"
    written = tmp_path / ("out.png" if render else "s.json")
    written.write_bytes(b"old")
    process = start(DRAW if render else RUN, file, option, written, "--page", page)
    time.sleep(1.0)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    code, out, err, seconds = ended(process)
    assert (code, out, err) == (130, "", "initlab: interrupted\n")
    assert seconds < AT_ONCE
    assert written.read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == sorted({file.name, written.name})


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--weights", "--code"])
def test_the_other_files_too(start: Start, tmp_path: Path, option: str) -> None:
    file = experiment(tmp_path, "orthogonal", 7000)
    process = start(RUN, file, option, tmp_path / OPTIONS[option], "--stats", tmp_path / "s.json")
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    assert ended(process)[:3] == (130, "", "initlab: interrupted\n")
    assert os.listdir(tmp_path) == [file.name]


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.7, 1.2, 2.0])
def test_while_the_program_is_loaded_it_is_the_same(
    start: Start, tmp_path: Path, after: float
) -> None:
    hook = 'print("begun", flush=True)'
    file = experiment(tmp_path, "orthogonal", 7000)
    process = start(hook, file, "--render", "out.png")
    time.sleep(after - 0.5)
    process.send_signal(signal.SIGINT)
    assert ended(process)[:3] == (130, "", "initlab: interrupted\n")


# On a busy machine the file would be whole before the signal comes: it waits for "sent".
SAVING = """
import os
import time
from core import disk
def slow(name):
    with open(name, "wb") as file:
        for _ in range({steps}):
            file.write(b"new")
            if not _:
                print("begun", flush=True)
                while not os.path.exists("sent"):
                    time.sleep(0.01)
            time.sleep(0.01)
main._main = lambda _: disk.write("out", slow)
"""


@pytest.mark.parametrize("steps", [20, 1000])
def test_a_file_that_is_being_written_is_the_new_one_or_the_old_one_and_nothing_is_left(
    start: Start, tmp_path: Path, steps: int
) -> None:
    (tmp_path / "out").write_bytes(b"old")
    process = start(SAVING.format(steps=steps))
    process.send_signal(signal.SIGINT)
    (tmp_path / "sent").touch()
    code, out, err, seconds = ended(process)
    assert (code, out, err) == (130, "", "initlab: interrupted\n")
    assert seconds < AT_ONCE
    assert (tmp_path / "out").read_bytes() == (b"new" * steps if steps == 20 else b"old")
    assert sorted(os.listdir(tmp_path)) == ["out", "sent"]


def test_with_ctrl_c_switched_off_it_goes_on(tmp_path: Path) -> None:
    """As `nohup` does, or a shell for what it starts in the background."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--stats", str(tmp_path / "s.json")],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert (tmp_path / "s.json").exists()


def test_within_another_program_it_is_left_to_that(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(headless, "write_files", interrupted)
    before = signal.getsignal(signal.SIGINT)
    assert main.main(["--stats", "s.json"]) == 130
    assert signal.getsignal(signal.SIGINT) is before
    assert capfd.readouterr().err == "initlab: interrupted\n"


# The window:

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def kept(tmp_path: Path) -> Experiment:
    """What the next start will show."""
    (settings,) = (tmp_path / "settings").rglob("*.conf")
    found = re.search(r'^experiment="(.*)"$', settings.read_text("utf-8"), re.MULTILINE)
    assert found
    text = found[1].replace("\\n", "\n").replace('\\"', '"')
    return files.parse(text, "settings")


CHANGED = (
    WINDOW
    + """
first = app.create_window
def changed(**given):
    window = first(**given)
    window.model.edit("dropout.p", 0.125)
    return window
app.create_window = changed
"""
)


def test_the_window_closes_as_by_quit_and_keeps_the_experiment(
    start: Start, tmp_path: Path
) -> None:
    process = start(CHANGED, "none", environment=OFFSCREEN)
    process.send_signal(signal.SIGINT)
    assert ended(process)[:3] == (0, "", "")
    assert kept(tmp_path).dropout.p == 0.125


@pytest.mark.slow
def test_the_window_closes_in_the_middle_of_a_run(start: Start, tmp_path: Path) -> None:
    hook = (
        WINDOW
        + "\nmade_ = app.create_window\n"
        + """
def busy(**given):
    window = made_(**given)
    window.runner.busy.connect(lambda on: on and print("begun", flush=True))
    return window
app.create_window = busy
"""
    )
    file = experiment(tmp_path, "orthogonal", 7000)
    process = start(hook, file, "none", environment=OFFSCREEN)
    process.send_signal(signal.SIGINT)
    code, _, err, seconds = ended(process)
    assert (code, err) == (0, "")
    assert seconds < AT_ONCE


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "saved"), [("Save", 0.125), ("Discard", 0.0)])
def test_unsaved_changes_of_a_file_are_asked_about(
    start: Start, tmp_path: Path, answer: str, saved: float
) -> None:
    file = experiment(tmp_path, "normal", 5)
    process = start(CHANGED, file, f"Cancel,{answer}", environment=OFFSCREEN)
    assert process.stdout is not None
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "asked\n"
    time.sleep(0.5)
    assert process.poll() is None  # cancelled
    process.send_signal(signal.SIGINT)
    assert ended(process)[:3] == (0, "asked\n", "")
    assert files.load(file).dropout.p == saved


@pytest.mark.slow
def test_impatience_asks_once(start: Start, tmp_path: Path) -> None:
    file = experiment(tmp_path, "normal", 5)
    process = start(CHANGED, file, "wait,Discard", environment=OFFSCREEN)
    assert process.stdout is not None
    for _ in range(3):
        process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "asked\n"
    for _ in range(5):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    time.sleep(3.0)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert ended(process)[:3] == (0, "asked\n", "")
