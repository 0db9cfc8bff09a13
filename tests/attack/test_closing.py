"""The window closes at once in the middle of anything, and nothing comes to it afterwards."""

from __future__ import annotations

import gc
import random
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from shiboken6 import isValid

from gui import app
from gui.window import MainWindow
from tests.gui.support import PATIENCE, choose, find, small
from tests.scale import many

AT_ONCE = 1.0
"""Seconds that closing may take at most."""
LONGEST = 60.0
"""Seconds after which even a decomposition that nobody can interrupt has ended."""

Act = Callable[[MainWindow], object]


def opens(**sections: Any) -> Act:
    """Show another experiment."""
    return lambda window: window.set_experiment(small(**sections))


def square(size: int, method: str) -> Act:
    """A layer of size × size."""
    layer = {"in_features": size, "out_features": size}
    return opens(layer=layer, weight_init={"method": method})


def clicks(name: str, times: int = 1) -> Act:
    """Press a button."""
    return lambda window: [find(window, name).click() for _ in range(times)]


def exports(window: MainWindow) -> None:
    """Write the weights; the dialog has answered."""
    window.exporter.weights(window.page)


@dataclass(frozen=True)
class Job:
    """A page and what is done there; the window is closed `wait` seconds after it has begun.

    `ready` comes first, and its picture is waited for.
    """

    page: str
    act: Act
    ready: Act | None = None
    wait: float = 0.1


DEEP = {"depth": {"layers": 60, "width": 512, "batch": 512}}
WIDE = {"depth": {"layers": 12, "width": 512, "batch": 512}}
JOBS = {
    "normal": Job("layer", square(4096, "normal"), wait=0.02),
    "trunc_normal": Job("layer", square(4096, "trunc_normal"), wait=0.3),
    "a million columns": Job(
        "layer",
        opens(
            layer={"in_features": 1_000_000, "out_features": 4}, weight_init={"method": "sparse"}
        ),
        wait=0.5,
    ),
    "outputs": Job("layer", square(4096, "uniform"), wait=0.35),
    "millions of draws": Job("dropout", clicks("dropout.draw.100000", 40), wait=0.05),
    "depth forward": Job("depth", opens(**DEEP), wait=0.05),
    "depth backward": Job("depth", opens(**DEEP), wait=0.8),
    "compare all": Job("depth", clicks("depth.compare_all"), opens(**WIDE)),
    "ranks": Job("depth", clicks("depth.rank"), opens(**WIDE), wait=0.3),
    "an export": Job("layer", exports, square(4096, "normal"), wait=0.1),
}


@pytest.fixture
def opened(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes a window that nobody else holds, and waits afterwards until its worker has ended."""
    written = str(tmp_path / "weights.safetensors")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (written, ""))
    answer = QMessageBox.StandardButton.Close
    monkeypatch.setattr(QMessageBox, "question", lambda *_, **__: answer)

    made: list[weakref.ref[MainWindow]] = []

    def make(page: str = "layer", settled: bool = True) -> MainWindow:
        options = app.Options(language="en", theme="light", projector=False, page=page)
        window = app.create_window(small(), options)
        made.append(weakref.ref(window))
        if settled:
            with qtbot.waitSignal(window.settled, timeout=PATIENCE):
                window.show()
        return window

    yield make
    for window in (alive() for alive in made):
        if window is not None and isValid(window):  # the test has failed
            window.close()
            window.deleteLater()
            delete_now()
    for thread in threading.enumerate():
        if thread.name == "initlab-worker":
            thread.join(LONGEST)


def spend(seconds: float) -> None:
    """Let the window work for so long."""
    until = QDeadlineTimer(round(1000 * seconds))
    while not until.hasExpired():
        QCoreApplication.processEvents()
        time.sleep(0.001)


def watch(window: MainWindow) -> list[str]:
    """Whatever comes to the pages from now on."""
    came: list[str] = []
    for page in window.stack.pages:
        name = page.objectName()
        for method in ("show_result", "take", "stopped"):
            setattr(page, method, lambda *_, what=f"{name}.{method}": came.append(what))
    return came


def close(window: MainWindow) -> float:
    """Seconds that closing took."""
    begun = time.perf_counter()
    assert window.close()
    return time.perf_counter() - begun


def end(window: MainWindow) -> weakref.ref[MainWindow]:
    """Delete the window as its owner would."""
    alive = weakref.ref(window)
    window.deleteLater()
    return alive


def delete_now() -> None:
    """Everything that is to be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def begin(job: Job, window: MainWindow) -> None:
    """Be in the middle of the job; where a fast machine has ended it by then, try sooner."""
    for sooner in range(8):
        job.act(window)
        spend(job.wait / 2**sooner)
        if window.runs.settling.is_busy:
            return
    raise AssertionError("the job ended too soon for this test")


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_closing_in_the_middle_of_a_job_takes_less_than_a_second_and_leaves_nothing(
    opened: Any, qtbot: Any, job: Job, capfd: pytest.CaptureFixture[str]
) -> None:
    window = opened(job.page)
    if job.ready is not None:
        with qtbot.waitSignal(window.settled, timeout=PATIENCE):
            job.ready(window)
    begin(job, window)
    taken = close(window)
    came = watch(window)
    worker = window.runner.worker
    spend(0.3)
    alive = end(window)
    del window
    delete_now()
    worker.join(LONGEST)
    assert not worker.is_alive()
    spend(0.05)
    assert taken < AT_ONCE
    assert came == []
    qtbot.waitUntil(lambda: _is_gone(alive), timeout=PATIENCE)
    assert capfd.readouterr().err == ""


def _is_gone(alive: weakref.ref[MainWindow]) -> bool:
    gc.collect()
    return alive() is None


def test_a_window_is_deleted_while_its_worker_still_decomposes(
    opened: Any, qtbot: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    begun, go_on, decompose = threading.Event(), threading.Event(), torch.linalg.qr

    def qr(*arguments: Any, **named: Any) -> Any:
        begun.set()
        assert go_on.wait(LONGEST)  # a large one takes long, and nobody can interrupt it
        return decompose(*arguments, **named)

    monkeypatch.setattr(torch.linalg, "qr", qr)
    square(1024, "orthogonal")(window)
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    taken = close(window)
    came = watch(window)
    worker = window.runner.worker
    spend(0.1)
    alive = end(window)
    del window
    delete_now()
    assert worker.is_alive()
    assert _is_gone(alive)
    go_on.set()
    worker.join(LONGEST)
    assert not worker.is_alive()
    assert taken < AT_ONCE
    assert came == []
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("moment", ["busy", "progress", "picture", "done", "settled"])
def test_closing_from_within_a_report_of_the_worker(opened: Any, qtbot: Any, moment: str) -> None:
    window = opened()
    signal = window.settled if moment == "settled" else getattr(window.runner, moment)
    taken: list[float] = []

    def shut(*_: object) -> None:
        if not taken:
            taken.append(close(window))

    signal.connect(shut)
    size = {"in_features": 2000, "out_features": 1000}
    window.set_experiment(small(layer=size, weight_init={"method": "normal"}))
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE)
    signal.disconnect(shut)
    came = watch(window)
    spend(0.2)
    assert taken[0] < AT_ONCE
    assert came == []
    assert not window.isVisible()
    end(window)
    delete_now()


@pytest.mark.parametrize("shown", [True, False])
def test_closing_before_the_first_picture(opened: Any, shown: bool) -> None:
    window = opened(settled=False)
    if shown:
        window.show()
    came = watch(window)
    assert close(window) < AT_ONCE
    spend(0.2)
    assert came == []
    end(window)
    delete_now()


def test_closing_twice_is_closing_once(opened: Any) -> None:
    window = opened()
    choose(find(window, "layer.activation"), "relu")
    assert close(window) < AT_ONCE
    assert close(window) < AT_ONCE
    assert window.runner.close()
    end(window)
    delete_now()


def test_closing_while_a_slider_is_held(opened: Any) -> None:
    window = opened()
    slider = find(window, "layer.in_features.slider")
    slider.setSliderDown(True)
    slider.setSliderPosition(700)
    assert close(window) < AT_ONCE
    came = watch(window)
    slider.setSliderPosition(300)  # the mouse goes on over a window that is no longer there
    slider.setSliderDown(False)
    spend(0.2)
    assert came == []
    end(window)
    delete_now()


def test_closing_while_a_lesson_moves_the_controls(opened: Any, qtbot: Any) -> None:
    window = opened()
    window.lessons.presenter.start("06-xavier")
    with qtbot.waitSignal(window.model.changed, timeout=PATIENCE):
        window.lessons.presenter.next()
    assert close(window) < AT_ONCE
    came = watch(window)
    spend(0.3)
    assert came == []
    end(window)
    delete_now()


def test_closing_with_a_dialog_open(opened: Any) -> None:
    window = opened()
    square(2048, "normal")(window)
    taken: list[float] = []

    def shut() -> None:
        taken.append(close(window))
        for dialog in window.findChildren(QDialog):
            dialog.reject()

    QTimer.singleShot(50, shut)
    window.sharing.show_code()
    assert taken[0] < AT_ONCE
    end(window)
    delete_now()


@pytest.mark.drawn
def test_closing_at_random_moments_of_random_runs(opened: Any) -> None:
    chance = random.Random(4)
    acts: tuple[Act, ...] = (
        square(1024, "normal"),
        square(300, "orthogonal"),
        square(700, "trunc_normal"),
        opens(layer={"in_features": 5000, "out_features": 4}, weight_init={"method": "sparse"}),
        opens(depth={"layers": 40, "width": 256, "batch": 64}),
    )
    for number in range(many(4, 16, 200)):
        window = opened(chance.choice(["layer", "dropout", "depth"]), settled=False)
        window.show()
        for _ in range(chance.randrange(4)):
            spend(chance.choice([0.0, 0.01, 0.1]))
            chance.choice(acts)(window)
        spend(chance.choice([0.0, 0.005, 0.02, 0.05, 0.2]))
        taken = close(window)
        came = watch(window)
        spend(0.01)
        assert taken < AT_ONCE, number
        assert came == [], number
        end(window)
        del window
        delete_now()
