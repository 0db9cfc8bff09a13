"""One worker, the newest wins: what is overtaken, refused or cancelled never reaches the eye."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from shiboken6 import delete

from core import layer
from core.context import Context, Pictures, last
from core.messages import Message, Refused
from gui.runner import Runner, Task
from tests.gui.support import (
    PATIENCE,
    assert_outputs_drawn,
    assert_weights_drawn,
    choose,
    find,
    set_control,
    settling,
    small,
)


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


# The same in the window:


def test_after_two_hundred_rapid_changes_the_last_one_is_drawn_bit_for_bit(window, qtbot):
    shown = window(small(layer={"in_features": 300, "out_features": 200}))
    chance = random.Random(0)
    with qtbot.waitSignal(shown.settled, timeout=PATIENCE):
        for step in range(200):
            key = chance.choice(["layer.in_features.slider", "dropout.p.slider", "run.seed"])
            control = find(shown, key)
            control.setValue(chance.randrange(0, 700))
            if step % 7 == 0:
                QCoreApplication.processEvents()
        set_control(find(shown, "layer.activation"), "tanh")
        set_control(find(shown, "run.seed"), 20_000)
    expected = last(layer.run(shown.experiment()))
    page = shown.page
    assert page.result().experiment == shown.experiment()
    for drawn, wanted in (
        (page.weights.histograms[0], expected.weight.histogram),
        (page.output.histograms[0], expected.output.before_histogram),
        (page.output.histograms[-1], expected.output.after_histogram),
    ):
        np.testing.assert_array_equal(drawn.edges, wanted.edges)
        np.testing.assert_array_equal(drawn.counts, wanted.counts)
        assert drawn.spikes == wanted.spikes
    np.testing.assert_array_equal(page.matrix.matrix.values, expected.matrix.values)
    assert find(shown, "code").toPlainText() == expected.code
    assert find(shown, "printed").toPlainText() == expected.printed
    assert_weights_drawn(shown)
    assert_outputs_drawn(shown)


def test_pictures_follow_while_a_slider_moves_and_never_go_back(window, qtbot):
    shown = window(small(layer={"in_features": 64, "out_features": 64}))
    seen: list[int] = []
    draw = shown.page.weights.show_histograms

    def watch(pictures, *args, **kwargs):
        seen.append(shown.page.result().experiment.run.seed)
        draw(pictures, *args, **kwargs)

    shown.page.weights.show_histograms = watch
    seed = find(shown, "run.seed")
    for number in range(1, 30):
        with qtbot.waitSignal(
            shown.runner.picture,
            timeout=PATIENCE,
            check_params_cb=lambda _, result, seed=number: result.experiment.run.seed == seed,
        ):
            seed.setValue(number)
    with settling(qtbot, shown):
        seed.setValue(100)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 29
    assert seen[-1] == 100


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (
            {"weight_init": {"method": "orthogonal"}, "run": {"dtype": "float16"}},
            "weight_init",
            ("orthogonal", "float16"),
        ),
        (
            {"layer": {"in_features": 1_048_576, "out_features": 1_048_576}},
            "layer",
            ("memory",),
        ),
    ],
)
def test_what_cannot_run_is_said_beside_its_control_and_the_last_picture_stays(
    window, qtbot, change, place, words
):
    shown = window(small())
    drawn = shown.page.result()
    with settling(qtbot, shown):
        shown.set_experiment(small(**change))
    said = shown.panel.section_of(place).message
    assert said.isVisible()
    assert shown.message.isVisible()
    for word in words:
        assert word in said.text()
        assert word in shown.message.text.text()
    assert shown.page.result() is drawn
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert not shown.message.isVisible()
    assert not said.isVisible() or said.text() == ""
    with settling(qtbot, shown):
        choose(find(shown, "layer.activation"), "relu")
    assert_weights_drawn(shown)


def test_a_refusal_for_memory_says_the_numbers_before_anything_is_allocated(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    text = shown.message.text.text()
    assert "4.4 TB" in text or "4 TiB" in text or "4.0 TiB" in text  # 2^40 numbers of 4 bytes
    assert "available" in text


def test_a_refusal_speaks_the_present_language(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    english = shown.message.text.text()
    shown.appearance.set_language("zh_CN")
    assert shown.message.isVisible()
    assert "内存" in shown.message.text.text()
    shown.appearance.set_language("en")
    assert shown.message.text.text() == english


def test_a_message_can_be_closed_by_its_button(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    find(shown, "message.close").click()
    assert not shown.message.isVisible()


SLOW = small(
    layer={"in_features": 1_000_000, "out_features": 4},
    weight_init={"method": "sparse"},
)
"""torch clears a million columns one by one: half a minute that can be stopped anywhere."""


def test_a_long_run_shows_progress_and_can_be_stopped_with_the_last_picture_kept(window, qtbot):
    shown = window(small())
    drawn = shown.page.result()
    button = find(shown, "cancel")
    assert not button.isVisible()
    shown.set_experiment(SLOW)
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE)
    assert find(shown, "progress").isVisible()
    button.click()
    qtbot.waitUntil(lambda: not button.isVisible(), timeout=PATIENCE)
    assert shown.page.result() is drawn
    assert shown.experiment() == SLOW
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert_weights_drawn(shown)


def test_the_window_answers_while_a_long_run_is_on_and_a_change_ends_it(window, qtbot):
    shown = window(small())
    shown.set_experiment(SLOW)
    qtbot.waitUntil(find(shown, "cancel").isVisible, timeout=PATIENCE)
    begun = time.perf_counter()
    with settling(qtbot, shown):
        choose(find(shown, "weight_init.method"), "zeros")
    assert time.perf_counter() - begun < 5.0
    assert shown.experiment().weight_init.method == "zeros"
    assert_weights_drawn(shown)
    assert not find(shown, "cancel").isVisible()


def test_closing_the_window_during_a_job_ends_the_worker_quickly(window, qtbot):
    shown = window(small())
    shown.set_experiment(SLOW)
    qtbot.waitUntil(find(shown, "cancel").isVisible, timeout=PATIENCE)
    begun = time.perf_counter()
    shown.close()
    assert time.perf_counter() - begun < 2.0
    assert not shown.runner.worker.is_alive()


@pytest.mark.parametrize("moment", ["busy", "picture", "done"])
def test_a_window_deleted_at_any_moment_of_a_run_leaves_nothing_behind(window, qtbot, moment):
    """The fixture finds a window that something holds, and pytest-qt what fires after its end."""
    shown = window(small())
    with qtbot.waitSignal(getattr(shown.runner, moment), timeout=PATIENCE):
        choose(find(shown, "layer.activation"), "relu")
    shown.close()
    shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
