"""One worker, the newest wins: what is overtaken, refused or cancelled is not reported."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import delete

from core.context import Context, Pictures
from core.messages import Message, Refused
from gui.runner import Runner, Task
from tests.gui.support import PATIENCE


def once(work: Callable[[Context], Any]) -> Task:
    """A task of one picture, which `work(context)` makes."""

    def task(context: Context) -> Pictures[Any]:
        yield work(context)

    return task


class Listener:
    """Collects everything that a runner reports."""

    def __init__(self, runner: Runner) -> None:
        self.pictures: list = []
        self.done: list = []
        self.failed: list = []
        self.busy: list[bool] = []
        runner.picture.connect(lambda _, value: self.pictures.append(value))
        runner.done.connect(lambda _, value: self.done.append(value))
        runner.failed.connect(lambda _, error: self.failed.append(error))
        runner.busy.connect(self.busy.append)


@pytest.fixture
def runner(qapp):
    runner = Runner()
    yield runner
    assert runner.close()


class Gate:
    """A task that tells when it runs and waits until it may go on."""

    def __init__(self, value: object) -> None:
        self.value = value
        self.started = threading.Event()
        self.may_go_on = threading.Event()
        self.context: Context | None = None

    def __call__(self, context: Context) -> Pictures[object]:
        self.context = context
        self.started.set()
        assert self.may_go_on.wait(20)
        context.check()
        yield self.value


def test_a_task_runs_on_one_other_thread_and_is_reported_on_this_one(runner, qtbot):
    threads = []
    runner.done.connect(lambda *_: threads.append(threading.current_thread()))
    ran = []
    for number in range(3):
        with qtbot.waitSignal(runner.done, timeout=PATIENCE) as heard:
            runner.submit(once(lambda _, n=number: ran.append(threading.current_thread()) or n))
        assert heard.args[1] == number
    assert len(set(ran)) == 1
    assert ran[0] is not threading.main_thread()
    assert ran[0].name == "initlab-worker"
    assert set(threads) == {threading.main_thread()}


def test_of_many_requests_the_first_runs_and_only_the_newest_waits(runner, qtbot):
    said, ran = Listener(runner), []
    gate = Gate("first")
    runner.submit(gate)
    assert gate.started.wait(20)
    for number in range(50):
        runner.submit(once(lambda _, n=number: ran.append(n) or n))
    gate.may_go_on.set()
    qtbot.waitUntil(lambda: said.done[-1:] == [49], timeout=PATIENCE)
    assert ran == [49]


def test_an_overtaken_job_stops_at_its_next_check_once_its_picture_is_out(runner, qtbot):
    said = Listener(runner)
    shown, stopped = threading.Event(), threading.Event()

    def slow(context: Context) -> Pictures[str]:
        yield "preview"
        shown.set()
        while not context.cancelled:
            time.sleep(0.001)
        stopped.set()
        context.check()
        yield "old"

    runner.submit(slow)
    qtbot.waitUntil(shown.is_set, timeout=PATIENCE)
    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(once(lambda _: "new"))
    assert stopped.is_set()
    assert said.pictures == ["preview", "new"]
    assert said.done == ["new"]


def test_an_overtaken_job_may_first_show_a_picture_so_that_a_drag_is_followed(runner, qtbot):
    said, gate = Listener(runner), threading.Event()

    def first(context: Context) -> Pictures[str]:
        assert gate.wait(20)
        context.check()  # overtaken, but within the grace
        yield "preview"
        yield "whole"

    runner.submit(first)
    qtbot.waitUntil(lambda: said.busy == [True], timeout=PATIENCE)
    runner.submit(once(lambda _: "new"))
    gate.set()
    qtbot.waitUntil(lambda: said.done == ["new"], timeout=PATIENCE)
    assert said.pictures == ["preview", "new"]


def test_what_an_old_job_reports_after_a_newer_picture_is_dropped(runner, qtbot):
    fractions, contexts = [], []
    runner.progress.connect(fractions.append)

    def keeps(context: Context) -> Pictures[str]:
        contexts.append(context)
        yield "one"

    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(keeps)
    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(once(lambda _: "two"))
    late = threading.Thread(target=contexts[0].progress, args=(0.5,), name="late")
    late.start()
    with qtbot.waitSignal(
        runner.background_done, timeout=PATIENCE
    ):  # comes after what was posted before
        runner.submit_background(lambda: late.join(), "asked")
    assert fractions == []


class Training:
    """A toy that goes on until it is dropped: each picture is the step and what it was told."""

    def __init__(self, told: str) -> None:
        self.told = told
        self.closed = threading.Event()

    def __call__(self, context: Context) -> Pictures[tuple[int, str]]:
        step = 0
        try:
            while True:
                self.told = (yield step, self.told) or self.told
                step += 1
                context.check()
        finally:
            self.closed.set()


def test_a_long_task_draws_every_picture_and_takes_changes_while_it_runs(runner, qtbot):
    said, training = Listener(runner), Training("lr 0.1")
    runner.submit(training)
    qtbot.waitUntil(lambda: len(said.pictures) > 3, timeout=PATIENCE)
    assert runner.hand_over("lr 0.2")
    qtbot.waitUntil(lambda: said.pictures[-1][1] == "lr 0.2", timeout=PATIENCE)
    runner.cancel()
    qtbot.waitUntil(lambda: said.busy == [True, False], timeout=PATIENCE)
    steps = [step for step, _ in said.pictures]
    assert steps == list(range(len(steps)))
    told = [words for _, words in said.pictures]
    assert told == sorted(told)  # once the one, then the other
    assert said.done == []
    assert training.closed.is_set()
    assert not runner.hand_over("lr 0.3")


def test_background_work_is_done_between_two_pictures_of_a_long_task(runner, qtbot):
    said, training = Listener(runner), Training("")
    runner.submit(training)
    qtbot.waitUntil(lambda: len(said.pictures) > 1, timeout=PATIENCE)
    with qtbot.waitSignal(runner.background_done, timeout=PATIENCE) as heard:
        runner.submit_background(lambda: threading.current_thread().name, "asked")
    assert heard.args == ["asked", "initlab-worker"]
    shown = len(said.pictures)
    qtbot.waitUntil(lambda: len(said.pictures) > shown, timeout=PATIENCE)  # and it goes on
    assert not training.closed.is_set()


def test_a_newer_request_closes_a_long_task_at_its_picture(runner, qtbot):
    said, training = Listener(runner), Training("")
    runner.submit(training)
    qtbot.waitUntil(lambda: bool(said.pictures), timeout=PATIENCE)
    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(once(lambda _: "new"))
    assert training.closed.is_set()
    assert said.pictures[-1] == "new"


def test_a_task_waits_until_its_picture_has_been_drawn(runner, qtbot):
    drawn = []
    runner.picture.connect(lambda _, value: drawn.append(value))

    def counted(_: Context) -> Pictures[int]:
        for number in range(5):
            assert drawn == list(range(number))
            yield number

    with qtbot.waitSignal(runner.done, timeout=PATIENCE) as heard:
        runner.submit(counted)
    assert heard.args[1] == 4


def test_generations_only_grow(runner, qtbot):
    seen = []
    runner.done.connect(lambda generation, _: seen.append(generation))
    for _ in range(5):
        with qtbot.waitSignal(runner.done, timeout=PATIENCE):
            runner.submit(once(lambda _: None))
    assert seen == sorted(set(seen))
    assert seen[-1] == runner.generation


def test_a_refusal_is_reported_and_the_next_job_runs(runner, qtbot):
    def refuse(_: Context) -> None:
        raise Refused("layer", Message("too {what}").format(what="large"))

    with qtbot.waitSignal(runner.failed, timeout=PATIENCE) as heard:
        runner.submit(once(refuse))
    assert str(heard.args[1]) == "layer: too large"
    with qtbot.waitSignal(runner.done, timeout=PATIENCE) as heard:
        runner.submit(once(lambda _: "fine"))
    assert heard.args[1] == "fine"


def test_an_error_that_nobody_foresaw_is_said_with_its_reason_and_traced(runner, qtbot, capfd):
    def broken(_: Context) -> None:
        raise KeyError("surprise")

    with qtbot.waitSignal(runner.failed, timeout=PATIENCE) as heard:
        runner.submit(once(broken))
    text = str(heard.args[1].text)
    assert "KeyError" in text
    assert "surprise" in text
    assert "Traceback" in capfd.readouterr().err
    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(once(lambda _: None))


def test_a_refusal_of_an_older_job_is_not_said(runner, qtbot):
    said, gate = Listener(runner), threading.Event()

    def refuse(_: Context) -> None:
        assert gate.wait(20)
        raise Refused("layer", Message("no"))

    runner.submit(once(refuse))
    qtbot.waitUntil(lambda: said.busy == [True], timeout=PATIENCE)
    runner.submit(once(lambda _: "new"))
    gate.set()
    qtbot.waitUntil(lambda: said.done == ["new"], timeout=PATIENCE)
    assert said.failed == []


def test_busy_begins_with_work_and_ends_when_nothing_waits(runner, qtbot):
    said = Listener(runner)
    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(once(lambda _: None))
    qtbot.waitUntil(lambda: said.busy == [True, False], timeout=PATIENCE)


def test_cancel_stops_what_runs_and_forgets_what_waits(runner, qtbot):
    said, running, ran = Listener(runner), threading.Event(), []

    def endless(context: Context) -> None:
        running.set()
        while True:
            context.check()
            time.sleep(0.001)

    runner.submit(once(endless))
    assert running.wait(20)
    runner.submit(once(lambda _: ran.append(1)))
    runner.cancel()
    with qtbot.waitSignal(
        runner.background_done, timeout=PATIENCE
    ):  # runs when nothing waits any more
        runner.submit_background(lambda: None, "asked")
    assert ran == []
    with qtbot.waitSignal(runner.done, timeout=PATIENCE):
        runner.submit(once(lambda _: "after"))
    assert said.done == ["after"]


def test_progress_of_the_newest_job_is_reported(runner, qtbot):
    with qtbot.waitSignal(runner.progress, timeout=PATIENCE) as heard:
        runner.submit(once(lambda context: context.progress(0.5)))
    assert heard.args == [0.5]


def test_closing_ends_a_running_job_at_its_next_check(qapp):
    runner, running = Runner(), threading.Event()

    def endless(context: Context) -> None:
        running.set()
        while True:
            context.check()
            time.sleep(0.001)

    runner.submit(once(endless))
    assert running.wait(20)
    begun = time.perf_counter()
    assert runner.close()
    assert time.perf_counter() - begun < 1.0
    assert not runner.worker.is_alive()


def test_nothing_is_reported_after_closing(qapp):
    runner = Runner()
    said = Listener(runner)
    gate = Gate("late")
    runner.submit(gate)
    assert gate.started.wait(20)
    gate.may_go_on.set()
    assert runner.close()
    QCoreApplication.processEvents()
    assert (said.pictures, said.done, said.failed) == ([], [], [])


def test_deleted_without_closing_it_ends_and_its_job_reports_nowhere(qapp, monkeypatch):
    """A signal of what is deleted would raise on the worker."""
    raised = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    parent = QObject()
    runner = Runner(parent)
    thread, gate = runner.worker, Gate("late")
    runner.submit(gate)
    assert gate.started.wait(20)
    delete(parent)
    gate.may_go_on.set()
    thread.join(20)
    assert not thread.is_alive()
    assert raised == []
