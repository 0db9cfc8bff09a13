"""The Sweep page: a process computes, the map follows, a cell becomes the experiment."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.experiment import WELCOME, Experiment
from core.messages import FileError
from core.sweep import PRESETS, Engine, Results, cell, compute, plan, spec
from core.sweep.picture import KNOWN, UNKNOWN
from gui.pages.sweep import process
from gui.pages.sweep.page import SweepPage
from gui.window import MainWindow
from tests.gui.support import choose, find, has, set_control, settling

Window = Callable[..., MainWindow]
SMALL: dict[str, Any] = {
    "layer.activation": "tanh",
    "dropout.p": 0.0,
    "weight_init.method": "kaiming_normal",
    "depth.layers": 4,
    "depth.width": 16,
    "depth.batch": 16,
    "sweep.measure": "depth.forward_factor",
    "sweep.x_count": 5,
    "sweep.y_count": 3,
}


def small(**changes: Any) -> Experiment:
    return Experiment().with_values(SMALL | changes)


def finished(experiment: Experiment) -> Results:
    """Every cell, computed here."""
    results = Results(plan(experiment))
    for _ in compute(results.plan, results, Engine("sequential"), lambda _: None):
        pass
    return results


@pytest.fixture
def page(window: Window) -> Callable[..., tuple[MainWindow, SweepPage]]:
    def page(experiment: Experiment, **options: Any) -> tuple[MainWindow, SweepPage]:
        shown = window(experiment, page="sweep", **options)
        found = shown.page
        assert isinstance(found, SweepPage)
        found.computed.processes.set_value(1)  # a process more takes two seconds to start
        return shown, found

    return page


def run(qtbot: Any, page: SweepPage) -> None:
    with qtbot.waitSignal(page.process.ended, timeout=100_000):
        page.transport.start.trigger()


# Computing:


def test_start_computes_every_cell_and_the_map_shows_them(page, qtbot) -> None:
    experiment = small()
    shown, sweep = page(experiment)
    assert (sweep._maps[0].state == UNKNOWN).all()
    assert sweep._maps[0].lines  # the theory is there before any cell
    run(qtbot, sweep)
    drawn, of = sweep._maps[0], plan(experiment)
    assert (drawn.state == KNOWN).all()
    for row, column in ((0, 0), (1, 3), (2, 4)):
        expected = cell(of.experiment_at(column, row), "depth.forward_factor", of.seeds[0])
        assert drawn.mean[row, column] == pytest.approx(expected, rel=1e-6)
    assert not sweep.process.running
    assert find(shown, "sweep.progress").value() == 1000
    assert "15 of 15" in find(shown, "sweep.place").text()
    assert not sweep.transport.start.isEnabled()


def test_pause_keeps_what_is_known_and_going_on_computes_the_rest(page, qtbot) -> None:
    _, sweep = page(small(**{"sweep.x_count": 60, "sweep.y_count": 60, "depth.layers": 30}))
    with qtbot.waitSignal(sweep.process.grew, timeout=100_000):
        sweep.transport.start.trigger()
    assert "Pause" in sweep.transport.start.text()
    sweep.transport.start.trigger()
    known = sweep._results.done
    assert 0 < known < 3600
    assert not sweep.process.running
    assert "Go on" in sweep.transport.start.text()
    with qtbot.waitSignal(sweep.process.grew, timeout=100_000):
        sweep.transport.start.trigger()
    assert sweep._results.done > known
    sweep.pause()


def test_what_was_computed_comes_back_with_undo(page, qtbot) -> None:
    shown, sweep = page(small())
    run(qtbot, sweep)
    with settling(qtbot, shown):
        shown.model.edit("depth.layers", 5)
    assert (sweep._maps[0].state == UNKNOWN).all()
    assert not sweep.process.running
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert (sweep._maps[0].state == KNOWN).all()


def test_what_the_cells_do_not_depend_on_leaves_them(page, qtbot) -> None:
    shown, sweep = page(small())
    run(qtbot, sweep)
    with settling(qtbot, shown):
        shown.model.edit("train.lr", 0.5)
    assert (sweep._maps[0].state == KNOWN).all()


def test_start_anew_forgets_and_computes_again(page, qtbot) -> None:
    _, sweep = page(small())
    run(qtbot, sweep)
    before = sweep._results
    with qtbot.waitSignal(sweep.process.ended, timeout=100_000):
        sweep.transport.again.trigger()
        assert sweep._results.done == 0
    assert sweep._results is not before
    np.testing.assert_array_equal(sweep._results.values, before.values)


def test_a_process_that_fails_says_why(page, qtbot, monkeypatch) -> None:
    _, sweep = page(small())
    program = "import sys; print('initlab: error: run: no luck', file=sys.stderr); sys.exit(2)"
    monkeypatch.setattr(process, "command", lambda: [process.sys.executable, "-c", program])
    run(qtbot, sweep)
    assert sweep.transport.complaint.text() == "run: no luck"
    assert not sweep.process.running
    monkeypatch.setattr(process, "command", lambda: ["/no/such/program"])
    run(qtbot, sweep)
    assert sweep.transport.complaint.text()


def test_a_closed_window_leaves_no_process(page, qtbot) -> None:
    shown, sweep = page(small(**{"sweep.x_count": 60, "sweep.y_count": 60}))
    with qtbot.waitSignal(sweep.process.grew, timeout=100_000):
        sweep.transport.start.trigger()
    folder = sweep.process.file_of(sweep._results).parent
    assert folder.exists()
    shown.document.may_leave = lambda: True
    shown.close()
    assert not sweep.process.running
    assert not folder.exists()


# A cell:


def test_a_cell_becomes_the_experiment_in_one_step(page, qtbot) -> None:
    experiment = small()
    shown, _ = page(experiment)
    plot = find(shown, "plot.sweep.map")
    plot.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(plot, key)
    assert shown.experiment() == experiment  # the cursor alone changes nothing
    assert find(shown, "plot.sweep.slice").column == 1
    with settling(qtbot, shown):
        QTest.keyClick(plot, Qt.Key.Key_Return)
    of, now = plan(experiment), shown.experiment()
    assert now.weight_init.method == "normal"
    assert now.value("weight_init.std") == pytest.approx((of.x.values[1] / 16) ** 0.5)
    assert now.value("bias_init.std") == pytest.approx(of.y.values[1] ** 0.5)
    assert now.sweep == experiment.sweep
    shown.model.history.undo()
    assert shown.experiment() == experiment


@pytest.mark.parametrize(("button", "key"), [("sweep.depth", "depth"), ("sweep.train", "train")])
def test_a_button_turns_to_the_page_with_the_cell(page, qtbot, button: str, key: str) -> None:
    shown, _ = page(small())
    with settling(qtbot, shown):
        find(shown, button).click()
    assert shown.page.key == key
    assert shown.experiment().weight_init.method == "normal"


def test_the_card_says_the_numbers_of_the_cell(page) -> None:
    experiment = small()
    shown, _ = page(experiment)
    rows = dict(find(shown, "sweep.cell").texts()[1])
    assert rows["σ_w²"] == ["2.25"]  # the middle of 0.5 to 4
    assert rows["σ_b²"] == ["0.5"]
    assert rows["forward factor"] == ["…"]


# Controls:


@pytest.mark.parametrize("key", tuple(PRESETS))
def test_a_preset_is_one_step_and_its_name_stays(page, qtbot, key: str) -> None:
    shown, _ = page(WELCOME)
    with settling(qtbot, shown):
        choose(find(shown, "sweep.preset"), key)
    assert find(shown, "sweep.preset").value() == key
    assert shown.experiment() == WELCOME.with_values(PRESETS[key].changes())
    learned = PRESETS[key].changes()["sweep.measure"].startswith("train.")
    panel = shown.panel
    there = has(panel, "train.samples") and find(panel, "train.samples").isVisibleTo(panel)
    assert there == learned
    shown.model.history.undo()
    assert shown.experiment() == WELCOME


def test_a_preset_leaves_the_keyboard_and_the_panel_where_they_are(page, qtbot) -> None:
    """Space, which starts the sweep, turned to another page instead."""
    shown, _ = page(WELCOME)
    chosen = find(shown, "sweep.preset")
    chosen.setFocus()
    with settling(qtbot, shown):
        choose(chosen, "rate_scale")  # what is learned gets cards of its own in the panel
    assert shown.focusWidget() is chosen
    assert shown.panel.verticalScrollBar().value() == 0


def test_two_pictures_of_one_measure_bear_what_is_their_own(page) -> None:
    """On a narrow window their common question left no room for it."""
    _, shown = page(Experiment().with_values(PRESETS["rate_decay"].changes()))
    maps = shown.map.plot.maps
    assert [str(one.own) for one in maps] == ["Adam", "AdamW"]
    assert [str(one.title) for one in maps] == [f"{one.question}: {one.own}" for one in maps]
    assert shown.map.title.text() == str(maps[0].question)


def test_axes_are_edited_in_the_panel(page, qtbot) -> None:
    shown, sweep = page(small())
    with settling(qtbot, shown):
        set_control(find(shown, "sweep.x_count"), 7)
    assert sweep._maps[0].mean.shape == (3, 7)
    with settling(qtbot, shown):
        choose(find(shown, "sweep.y"), "none")
    assert sweep._maps[0].y is None
    assert not find(shown, "sweep.y_from").isVisibleTo(shown.panel)


def test_an_axis_that_does_not_fit_is_said_and_the_picture_stays(page, qtbot) -> None:
    shown, sweep = page(small())
    with settling(qtbot, shown):
        shown.model.edit("sweep.y_scale", "log")  # from 0
    assert shown.runs.error is not None
    assert shown.runs.error.key.startswith("sweep.y")
    assert sweep._maps


def test_the_command_names_processes_or_the_scheduler(page) -> None:
    shown, sweep = page(small())
    set_control(find(shown, "sweep.processes"), 3)
    assert "--jobs 3" in find(shown, "sweep.command").toPlainText()
    choose(find(shown, "sweep.engine"), "dask")
    find(shown, "sweep.address").setText("tcp://far:1")
    sweep.computed.changed.emit()
    text = find(shown, "sweep.command").toPlainText()
    assert "--backend dask" in text
    assert "tcp://far:1" in text


# Files:


def test_a_saved_sweep_opens_with_its_cells(page, qtbot, tmp_path: Path) -> None:
    experiment = small()
    results = finished(experiment)
    path = tmp_path / f"edge{spec.SUFFIX}"
    spec.save(experiment, path, results.lines())
    shown, sweep = page(small(**{"depth.layers": 6}))
    with settling(qtbot, shown):
        shown.opener.open_path(str(path))
    assert shown.experiment() == experiment
    np.testing.assert_array_equal(sweep._maps[0].mean, results.values[0, 0])
    again = tmp_path / f"again{spec.SUFFIX}"
    sweep.save_path(str(again))
    loaded, lines = spec.load(again)
    assert loaded == experiment
    assert len(lines) == 15
    rows = list(csv.reader(io.StringIO(sweep._csv())))
    assert len(rows) == 16
    np.testing.assert_allclose(
        sorted(float(row[5]) for row in rows[1:]), np.sort(results.values, axis=None)
    )


def test_who_stays_with_unsaved_work_keeps_its_picture(page, tmp_path: Path) -> None:
    path = tmp_path / f"other{spec.SUFFIX}"
    experiment = small(**{"depth.width": 17})
    lines = [
        {k: v for k, v in line.items() if k != "sweep"} for line in finished(experiment).lines()
    ]
    spec.save(experiment, path, lines)
    shown, sweep = page(small())
    shown.document.may_leave = lambda: False
    shown.opener.open_path(str(path))
    sweep.show_result(sweep.result())  # whatever comes next is not of that file
    assert shown.experiment() == small()
    assert (sweep._maps[0].state == UNKNOWN).all()


def test_a_file_that_is_no_sweep_leaves_everything(page, tmp_path: Path) -> None:
    experiment = small()
    shown, _ = page(experiment)
    path = tmp_path / f"bad{spec.SUFFIX}"
    path.write_text("{}", "utf-8")
    shown.opener.open_path(str(path))
    assert shown.experiment() == experiment
    assert shown.message.isVisible()


def test_a_file_of_cells_that_cannot_be_read_is_said(page, qtbot, tmp_path: Path) -> None:
    _, sweep = page(small())
    sweep._failed(FileError("cells.jsonl", spec._MISSING))
    assert "cells.jsonl" in sweep.transport.complaint.text()
