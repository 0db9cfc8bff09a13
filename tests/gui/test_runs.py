"""A page runs when what it draws has changed, and only then; the window settles all the same."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from core import depth, dropout, layer
from core.context import Context, Pictures, last
from core.experiment import Experiment
from core.messages import InvalidExperiment, Message, Refused
from gui import app
from gui.runner import Runner
from gui.window import MainWindow
from tests.gui.support import PATIENCE, find, settling, small

DEPTH = {"layers": 3, "width": 16, "batch": 16}

UNNEEDED = [
    ("layer", "depth.width", 20),
    ("layer", "depth.input", "uniform"),
    ("layer", "dropout.vector", "ones"),
    ("dropout", "weight_init.method", "zeros"),
    ("dropout", "layer.in_features", 7),
    ("dropout", "depth.layers", 5),
    ("depth", "layer.in_features", 7),
    ("depth", "layer.out_features", 7),
    ("depth", "dropout.vector", "ones"),
]

NEEDED = [
    ("layer", "dropout.p", 0.25),
    ("layer", "dropout.kind", "alpha"),
    ("dropout", "dropout.vector", "ones"),
    ("depth", "layer.activation", "tanh"),
    ("depth", "layer.bias", False),
    ("depth", "dropout.p", 0.25),
]


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every task that a window has submitted."""
    found: list[Any] = []
    submit = Runner.submit
    monkeypatch.setattr(
        Runner, "submit", lambda self, task: (found.append(task), submit(self, task))
    )
    return found


@pytest.mark.parametrize(("page", "key", "value"), UNNEEDED)
def test_a_change_of_what_a_page_does_not_draw_costs_no_run(
    window, qtbot, submitted, page, key, value
):
    shown = window(small(dropout={"p": 0.5}, depth=DEPTH), page=page)
    submitted.clear()
    drawn = []
    shown.runner.picture.connect(lambda *_: drawn.append(1))
    with settling(qtbot, shown):
        shown.model.edit(key, value)
    assert (submitted, drawn) == ([], [])
    assert shown.experiment().value(key) == value
    assert shown.page.result().experiment == shown.experiment()  # what is saved of it is not stale


@pytest.mark.parametrize(("page", "key", "value"), NEEDED)
def test_a_change_of_what_a_page_draws_runs_once(window, qtbot, submitted, page, key, value):
    shown = window(small(dropout={"p": 0.5}, depth=DEPTH), page=page)
    submitted.clear()
    with settling(qtbot, shown):
        shown.model.edit(key, value)
    assert len(submitted) == 1
    assert shown.page.result().experiment == shown.experiment()


def values(result: Any) -> dict[str, Any]:
    """What of a result does not differ from run to run."""
    fields = [f.name for f in dataclasses.fields(result)]
    return {
        name: repr(getattr(result, name))
        for name in fields
        if name not in ("experiment", "seconds", "carried") and name != "formula"
    } | {"code": result.code}


@pytest.mark.parametrize(("page", "key", "value"), UNNEEDED)
def test_a_key_that_no_run_is_asked_for_changes_no_result(page: str, key: str, value: Any) -> None:
    """The keys that a page declares are all that its run reads."""
    run = {"layer": layer.run, "dropout": dropout.run, "depth": depth.run}[page]
    described = small(dropout={"p": 0.5}, depth=DEPTH)
    other = described.with_value(key, value)

    def result(experiment: Experiment) -> dict[str, Any]:
        found = values(last(run(experiment)))
        return {name: text for name, text in found.items() if " at 0x" not in text}

    assert result(described) == result(other)


def test_turning_back_to_a_page_that_is_still_right_costs_no_run(window, qtbot, submitted):
    shown = window(small(depth=DEPTH))
    with settling(qtbot, shown):
        shown.show_page("depth")
    submitted.clear()
    with settling(qtbot, shown):
        shown.show_page("layer")
    assert submitted == []
    assert "initialized" in shown.status.text.text()
    with settling(qtbot, shown):
        shown.model.edit("run.seed", 7)
    submitted.clear()
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert len(submitted) == 1
    assert shown.page.result().experiment.run.seed == 7


def test_the_weights_are_drawn_once_for_each_change(window, qtbot):
    shown = window(small(layer={"in_features": 600, "out_features": 600}))
    drawn: list[str] = []
    page = shown.page
    for plot, name in ((page.weights, "show_histograms"), (page.matrix, "show_matrix")):
        draw = getattr(plot, name)
        setattr(
            plot, name, lambda *args, d=draw, n=name, **more: (drawn.append(n), d(*args, **more))
        )
    for seed in (3, 4, 5):
        drawn.clear()
        with settling(qtbot, shown):
            shown.model.edit("run.seed", seed)
        assert drawn == ["show_histograms", "show_matrix"]


SLOW = small(
    layer={"in_features": 1_000_000, "out_features": 4},
    weight_init={"method": "sparse"},
)


def test_stop_settles_and_what_is_shown_is_not_called_drawn(window, qtbot):
    shown = window(small())
    shown.set_experiment(SLOW)
    qtbot.waitUntil(find(shown, "cancel").isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(shown.settled, timeout=PATIENCE):
        shown.progress.cancel()
    assert shown.is_settled
    assert not shown.runs.is_drawn
    assert "Stopped" in shown.status.text.text()


def test_a_live_change_reaches_the_run_that_is_on(window, qtbot, submitted):
    """By a toy: a page whose run goes on, and takes the number of units while it does."""
    shown = window(small())
    told: list[int] = []
    stop = threading.Event()

    def training(context: Context) -> Pictures[Any]:
        while not stop.is_set():
            newest = yield shown.page.result()
            if newest is not None:
                told.append(newest.depth.width)
            context.check()

    shown.page.work.emit(training)
    submitted.clear()
    type(shown.page).live = ("depth.width",)
    try:
        shown.model.edit("depth.width", 33)
        qtbot.waitUntil(lambda: told == [33], timeout=PATIENCE)
    finally:
        type(shown.page).live = ()
        with qtbot.waitSignal(shown.settled, timeout=PATIENCE):
            stop.set()
    assert submitted == []


def _ended_in_a_moment(monkeypatch: pytest.MonkeyPatch, end: Any) -> list[MainWindow]:
    """`end(window)` is called while a rendering waits. The window that it made."""
    make = app.create_window
    windows: list[MainWindow] = []

    def made(**given: Any) -> MainWindow:
        window = make(**given)
        windows.append(window)
        QTimer.singleShot(50, window, lambda: end(window))
        return window

    monkeypatch.setattr(app, "create_window", made)
    return windows


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_rendering_never_waits_for_what_will_not_come(
    qapp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str
) -> None:
    windows = _ended_in_a_moment(monkeypatch, lambda window: getattr(window.runner, end)())
    path = tmp_path / "never.png"
    with pytest.raises(Refused, match="before its picture"):
        app.render(app.Options(experiment=SLOW), path)
    assert not path.exists()
    windows.pop().deleteLater()


def test_a_worker_that_a_task_would_have_ended_says_so(window, qtbot, monkeypatch, capfd):
    shown = window(small(), page="layer")

    def ends(*_: object, **__: object) -> None:
        raise SystemExit("the worker's end")

    monkeypatch.setattr("core.layer.run", ends)
    with settling(qtbot, shown):
        shown.model.edit("run.seed", 9)
    assert "the worker's end" in shown.message.text.text()
    assert "Traceback" in capfd.readouterr().err
    monkeypatch.undo()
    with settling(qtbot, shown):
        shown.model.edit("run.seed", 10)
    assert shown.runs.is_drawn


def test_a_refused_number_springs_back_in_the_panel_and_on_the_page(window, qtbot, monkeypatch):
    shown = window(small(depth=DEPTH), page="depth")

    def refuse(_: Experiment, changes: dict[str, Any]) -> Experiment:
        raise InvalidExperiment(next(iter(changes)), Message("not now"))

    monkeypatch.setattr(Experiment, "with_values", refuse)
    for key in ("layer.out_features", "depth.layers"):
        control = find(shown, key)
        before = control.value()
        control.setValue(before + 1)
        assert control.value() == before
        assert shown.message.isVisible()
