"""Cells that took long are not lost by a click, and each sweep has a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.context import last
from core.experiment import Experiment
from core.sweep import Computed, Results, plan, run, spec
from gui import app
from gui.pages.sweep import kept, saving
from gui.pages.sweep.page import SweepPage
from gui.widgets.ask import Answer
from gui.window import MainWindow
from tests.core.sweep.support import small
from tests.gui.support import settling


def page(window: Any, experiment: Experiment) -> tuple[MainWindow, SweepPage]:
    shown = window(experiment, page="sweep")
    return shown, shown.page


def costly(experiment: Experiment, seconds: float) -> Results:
    """Every cell, as if they had taken so long together."""
    results = Results(plan(experiment))
    cells = list(results.plan.cells())
    for one in cells:
        results.add(one, 1.0, seconds / len(cells))
    return results


@pytest.mark.parametrize(
    ("answer", "closes"), [(Answer.Save, True), (Answer.Discard, True), (Answer.Cancel, False)]
)
def test_cells_that_took_long_are_asked_about_before_the_window_closes(
    window, tmp_path: Path, monkeypatch, answer: Answer, closes: bool
) -> None:
    path = tmp_path / f"costly{spec.SUFFIX}"
    shown, sweep = page(window, small())
    shown.document.may_leave = lambda: True
    sweep.show_result(Computed(sweep._view, costly(small(), 600.0)))
    asked: list[str] = []
    monkeypatch.setattr(saving, "ask", lambda *told: asked.append(told[2]) or answer)
    monkeypatch.setattr(saving, "ask_name", lambda *_: (str(path), None))
    assert shown.close() == closes
    assert len(asked) == 1
    assert "20 of 20" in asked[0]
    assert "600 s" in asked[0]
    assert path.exists() == (answer == Answer.Save)
    monkeypatch.setattr(saving, "ask", lambda *_: Answer.Discard)


def test_what_a_file_holds_or_took_no_time_is_not_asked_about(
    window, tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / f"costly{spec.SUFFIX}"
    _, sweep = page(window, small())
    asked: list[str] = []
    monkeypatch.setattr(saving, "ask", lambda *told: asked.append(told[2]) or Answer.Cancel)
    sweep.show_result(Computed(sweep._view, costly(small(), 5.0)))
    assert sweep.may_leave()
    sweep.show_result(Computed(sweep._view, costly(small(), 600.0)))
    sweep.save_path(str(path))
    assert sweep.may_leave()
    assert not asked
    experiment = small(depth__width=17)
    spec.save(experiment, path, costly(experiment, 600.0).lines())
    sweep.open_path(str(path))
    assert sweep.may_leave()
    assert not asked


def test_starting_anew_asks_before_it_forgets_what_took_long(window, monkeypatch) -> None:
    _, sweep = page(window, small())
    results = costly(small(), 600.0)
    sweep.show_result(Computed(sweep._view, results))
    monkeypatch.setattr(saving, "ask", lambda *_: Answer.Cancel)
    sweep.begin_anew()
    assert sweep._results is results
    monkeypatch.setattr(saving, "ask", lambda *_: Answer.Discard)
    sweep.begin_anew()
    assert sweep._results is not results
    sweep.pause()


def test_the_file_of_one_sweep_is_not_that_of_another(window, qtbot, tmp_path: Path) -> None:
    """The status line named it, and saving proposed to write over it."""
    shown, sweep = page(window, small())
    sweep.save_path(str(tmp_path / f"mine{spec.SUFFIX}"))
    sweep.update_labels()
    assert f"mine{spec.SUFFIX}" in sweep.status_text
    with settling(qtbot, shown):
        shown.model.edit("depth.width", 17)
    assert "mine" not in sweep.status_text
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert f"mine{spec.SUFFIX}" in sweep.status_text


def test_a_sweep_of_more_cells_than_the_one_before_is_shown_with_its_cursor_in_the_middle(
    window, qtbot
) -> None:
    """Its cursor was looked for on the smaller map: nothing was shown but a report of a fault."""
    shown, sweep = page(window, small(sweep__x_count=3, sweep__y_count=2))
    with settling(qtbot, shown):
        shown.set_experiment(small(sweep__x_count=16, sweep__y_count=9))
    plot = sweep.map.plot
    assert plot.cursor_at == (8, 4)
    assert plot.maps[0].mean.shape == (9, 16)
    with settling(qtbot, shown):
        shown.set_experiment(small(sweep__x_count=2, sweep__y="none"))
    assert plot.cursor_at == (1, 0)
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert plot.cursor_at == (8, 4)


def test_a_picture_that_is_drawn_without_a_display_asks_nobody(
    qapp, tmp_path: Path, monkeypatch
) -> None:
    """The question of a window that nobody sees would wait for ever."""
    asked: list[str] = []
    monkeypatch.setattr(kept, "WORTH", 0.0)
    monkeypatch.setattr(saving, "ask", lambda *told: asked.append(told[2]) or Answer.Discard)
    path = tmp_path / "map.png"
    app.render(app.Options(experiment=small(), page="sweep"), path)
    assert path.exists()
    assert not asked


def test_cells_of_a_file_wait_for_their_sweep_when_another_is_drawn_before(tmp_path: Path) -> None:
    """At the start the window's own sweep may still be under way when the file has been read."""
    path = tmp_path / f"costly{spec.SUFFIX}"
    opened, other = small(), small(depth__layers=5)
    results = costly(opened, 600.0)
    holder = kept.Kept()
    holder.give(results.identity, results.lines(), path)
    earlier, wanted = (last(run(experiment)) for experiment in (other, opened))
    assert holder.results_of(earlier).done == 0
    found = holder.results_of(wanted)
    assert found.complete
    assert holder.file_of(found) == path
    assert not holder.is_at_risk(found)
    assert holder.file_of(holder.results_of(earlier)) is None
