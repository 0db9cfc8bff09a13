"""The Training page: the race is steered, changed while it runs, and looked at."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.context import last
from core.experiment import Experiment, Lane
from core.training import PRESETS, curves_csv
from core.training.presets import LOOKS
from core.training.race import Race
from core.training.task import play
from core.training.transport import Transport
from gui.pages.training.became import UNUSED
from gui.widgets.numbers_table import texts_of
from tests.core.training.support import small
from tests.gui.support import PATIENCE, choose, find, set_control, settling

STEPS = 25


@pytest.fixture
def page(window: Any) -> Any:
    """A window on the Training page, the race at step 0."""

    def make(experiment: Experiment | None = None, **options: Any) -> Any:
        return window(experiment or small(), page="train", **options)

    return make


def press(qtbot: Any, shown: Any, name: str) -> Any:
    with settling(qtbot, shown):
        find(shown, name).click()
    return shown.page.result()


def lane_losses(result: Any) -> list[Any]:
    return [lane.curves.train_loss.tolist() for lane in result.lanes]


def test_the_race_waits_for_start_and_runs_to_its_end(page: Any, qtbot: Any) -> None:
    shown = page()
    assert shown.page.result().step == 0
    result = press(qtbot, shown, "train.start")
    assert (result.step, result.complete) == (STEPS, True)
    alone = last(play(Race(), small()))
    assert lane_losses(result) == lane_losses(alone)


def test_space_starts_and_pauses(page: Any, qtbot: Any) -> None:
    shown = page(small(train={"epochs": 2_000, "batch": 10}))
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown.page.result().step > 3, timeout=PATIENCE)
    assert "Pause" in find(shown, "train.start").text()
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_Space)
    at = shown.page.result().step
    assert 3 < at < 60_000
    assert "Start" in find(shown, "train.start").text()
    result = press(qtbot, shown, "train.step")
    assert result.step == at + 1


def test_space_on_a_control_is_that_control_s(page: Any) -> None:
    shown = page(size=(1600, 900))
    box = find(shown, "layer.bias")
    before = box.isChecked()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked() != before
    assert shown.page.result().step == 0


def test_step_epoch_and_rewind(page: Any, qtbot: Any) -> None:
    shown = page()
    assert [press(qtbot, shown, "train.step").step for _ in range(2)] == [1, 2]
    assert press(qtbot, shown, "train.epoch").step == 5
    assert press(qtbot, shown, "train.epoch").step == 10
    result = press(qtbot, shown, "train.rewind")
    assert result.step == 0
    begun = last(play(Race(), small(), transport=Transport(until=0)))
    assert result.lanes[0].norm == begun.lanes[0].norm


def test_a_live_change_goes_into_the_schedule_at_the_present_step(page: Any, qtbot: Any) -> None:
    shown = page()
    for _ in range(2):
        press(qtbot, shown, "train.epoch")
    with settling(qtbot, shown):
        set_control(find(shown, "train.lr"), 0.2)
    experiment = shown.experiment()
    assert [change.to_dict() for change in experiment.train.schedule] == [
        {"step": 10, "changes": {"train.lr": 0.2}}
    ]
    assert experiment.train.lr == 0.02
    assert find(shown, "train.lr").value() == pytest.approx(0.2)
    assert find(shown, "plot.train.curves").view.changes == ((10, "lr → 0.2"),)
    result = press(qtbot, shown, "train.start")
    assert lane_losses(result) == lane_losses(last(play(Race(), experiment)))
    assert "if step == 10:" in result.code
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert shown.experiment().train.schedule == ()
    assert lane_losses(shown.page.result()) == lane_losses(last(play(Race(), small())))


def test_a_live_change_of_the_left_panel_is_one_too(page: Any, qtbot: Any) -> None:
    shown = page()
    press(qtbot, shown, "train.epoch")
    with settling(qtbot, shown):
        set_control(find(shown, "dropout.p"), 0.5)
    assert [c.to_dict() for c in shown.experiment().train.schedule] == [
        {"step": 5, "changes": {"dropout.p": 0.5}}
    ]
    assert find(shown, "dropout.p").value() == pytest.approx(0.5)


def test_before_the_start_a_change_is_one_of_the_values(page: Any, qtbot: Any) -> None:
    shown = page()
    with settling(qtbot, shown):
        set_control(find(shown, "train.lr"), 0.2)
    assert shown.experiment().train.schedule == ()
    assert shown.experiment().train.lr == pytest.approx(0.2)


def test_any_other_change_begins_anew(page: Any, qtbot: Any) -> None:
    shown = page()
    press(qtbot, shown, "train.start")
    with settling(qtbot, shown):
        set_control(find(shown, "run.seed"), 7)
    result = shown.page.result()
    assert result.complete
    assert lane_losses(result) == lane_losses(last(play(Race(), small(run={"seed": 7}))))


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_sets_up_its_race_in_one_step(page: Any, qtbot: Any, key: str) -> None:
    shown = page()
    with settling(qtbot, shown):
        box = find(shown, "race.preset")
        choose(box, key)
        box.activated.emit(box.currentIndex())
    assert len(shown.experiment().race) == len(PRESETS[key].lanes)
    assert [lane.name for lane in shown.page.result().lanes] == [
        str(name) for name, _ in PRESETS[key].lanes
    ]
    assert find(shown, "race.preset").currentData() == key
    shown.model.history.undo()
    assert shown.experiment() == small()


def race_of_two(**more: Any) -> Experiment:
    lanes = [
        {"name": "slow", "changes": {"train.lr": 0.001}},
        {"name": "zeros", "changes": {"weight_init.method": "zeros"}},
    ]
    return small(race=lanes, bias_init={"method": "zeros"}, **more)


def test_a_lane_is_chosen_and_everything_follows_it(page: Any, qtbot: Any) -> None:
    shown = page(race_of_two())
    press(qtbot, shown, "train.start")
    assert find(shown, "train.lr").value() == pytest.approx(0.001)
    with settling(qtbot, shown):
        find(shown, "race.lanes").setCurrentCell(1, 0)
    assert find(shown, "train.lr").value() == pytest.approx(0.02)
    assert find(shown, "weight_init.method").currentData() == "zeros"
    result = shown.page.result()
    assert result.chosen.lane == 1
    assert "nn.init.zeros_(linear.weight)" in find(shown, "code").toPlainText()
    assert "alike" in find(shown, "train.verdict").text()
    assert not np.abs(find(shown, "plot.train.tiles").tiles).any()


def test_an_edit_of_what_a_lane_says_is_one_of_that_lane(page: Any, qtbot: Any) -> None:
    shown = page(race_of_two())
    with settling(qtbot, shown):
        set_control(find(shown, "train.lr"), 0.005)
    assert dict(shown.experiment().race[0].changes) == {"train.lr": 0.005}
    assert shown.experiment().train.lr == 0.02
    with settling(qtbot, shown):
        find(shown, "race.lanes").setCurrentCell(1, 0)
    with settling(qtbot, shown):
        choose(find(shown, "weight_init.method"), "normal")
    assert dict(shown.experiment().race[1].changes)["weight_init.method"] == "normal"


def test_lanes_are_added_renamed_hidden_and_removed(page: Any, qtbot: Any) -> None:
    shown = page()
    for count in range(2, 9):
        with settling(qtbot, shown):
            find(shown, "race.add").click()
        assert len(shown.experiment().race) == count
    find(shown, "race.add").click()
    assert len(shown.experiment().race) == 8
    lanes = shown.page.lanes
    with settling(qtbot, shown):
        lanes.renamed.emit(2, "mine")
    assert shown.experiment().race[2].name == "mine"
    lanes.set_hidden(2, True)
    drawn = [line.name for line in find(shown, "plot.train.curves").view.lines]
    assert len(drawn) == 7
    assert "mine" not in drawn
    with settling(qtbot, shown):
        lanes.removed.emit(2)
    assert len(shown.experiment().race) == 7
    assert Lane("mine") not in shown.experiment().race


def test_the_advice_becomes_a_lane_that_learns(page: Any, qtbot: Any) -> None:
    shown = page(small(weight_init={"method": "zeros"}, train={"epochs": 20, "lr": 0.05}))
    press(qtbot, shown, "train.start")
    assert shown.page.result().lanes[0].verdict.name == "stuck"
    with settling(qtbot, shown):
        find(shown, "train.advice.add").click()
    first, second = shown.page.result().lanes
    assert first.verdict.name == "stuck"
    assert second.verdict.name == "learns"


def test_a_lane_from_an_advice_is_named_in_the_language_in_force(page: Any, qtbot: Any) -> None:
    noisy = {"samples": 100, "label_noise": 0.6, "epochs": 60, "lr": 0.1}
    shown = page(small(train=noisy), language="zh_CN")
    press(qtbot, shown, "train.start")
    assert shown.page.result().lanes[0].verdict.name == "overfits"
    with settling(qtbot, shown):
        find(shown, "train.advice.add").click()
    assert shown.experiment().race[1].name == "权重衰减 0.02"


def test_the_course_is_measured_once_it_is_looked_at(page: Any, qtbot: Any) -> None:
    shown = page()
    result = press(qtbot, shown, "train.start")
    assert [frame.step for frame in result.lanes[0].frames] == [0]
    with settling(qtbot, shown):
        shown.page.weights.buttons[1].click()
    course = find(shown, "plot.train.time").shown
    assert course.steps.tolist() == [0, 1, 2, 3, 4, 6, 8, 11, 15, 21]


def test_the_cursor_says_every_lane_in_full_beside_it(page: Any, monkeypatch: Any) -> None:
    long = "a name that no status line of this width has room for"
    lanes = [{"name": f"{long} {number}", "changes": {}} for number in range(3)]
    shown = page(small(race=lanes), size=(1024, 768))
    boxes: list[str] = []
    monkeypatch.setattr("gui.plots.race.paint_box", lambda *told: boxes.append(told[2]))
    plot = find(shown, "plot.train.curves")
    QTest.keyClick(plot, Qt.Key.Key_Left)
    plot.grab()
    assert [line.partition(":")[0] for line in boxes[-1].split("\n")[1:]] == [
        lane["name"] for lane in lanes
    ]


def test_a_look_again_at_the_end_keeps_how_long_the_race_took(page: Any, qtbot: Any) -> None:
    shown = page(small(race=[{"changes": {}}, {"changes": {"train.lr": 0.1}}]))
    ran = press(qtbot, shown, "train.start").seconds
    with settling(qtbot, shown):
        shown.page.lanes.chosen.emit(1)
    assert shown.page.result().chosen.lane == 1
    assert shown.page.result().seconds >= ran > 0.0
    assert press(qtbot, shown, "train.rewind").seconds < ran


def test_a_preset_opens_with_the_curves_that_tell_its_story(page: Any, qtbot: Any) -> None:
    shown = page()
    for preset in PRESETS.values():
        shown.page.curves.look_at("gap")
        shown.page.wait_for_start()
        with settling(qtbot, shown):
            shown.page._set_preset(preset.key)
        assert LOOKS[shown.page.curves.group.checkedId()] == preset.look


def test_a_click_on_the_time_axis_goes_to_that_step(page: Any, qtbot: Any) -> None:
    shown = page()
    press(qtbot, shown, "train.start")
    with settling(qtbot, shown):
        find(shown, "plot.train.curves").sought.emit(7)
    result = shown.page.result()
    assert result.step == 7
    then = last(play(Race(), small(), transport=Transport(until=7)))
    assert result.lanes[0].norm == then.lanes[0].norm
    assert result.lanes[0].curves.steps[-1] == STEPS  # what is known of later stays
    with settling(qtbot, shown):
        set_control(find(shown, "train.lr"), 0.5)
    press(qtbot, shown, "train.start")
    assert shown.page.result().lanes[0].ghost is not None


@pytest.mark.parametrize(
    ("data", "plot"), [("moons", "plot.train.boundary"), ("sine", "plot.train.boundary")]
)
def test_what_it_became_fits_the_data(page: Any, qtbot: Any, data: str, plot: str) -> None:
    shown = page(small(train={"data": data, "samples": 60, "batch": 20, "label_noise": 0.2}))
    press(qtbot, shown, "train.start")
    drawn = find(shown, plot)
    assert shown.page.became.stack.currentWidget() is drawn
    assert len(drawn.field.answers) == 1
    assert np.isfinite(drawn.field.answers[0]).all()
    assert drawn.field.replaced.any()


def test_unused_inputs_are_drawn_beside_a_lane_that_begins_at_0(page: Any, qtbot: Any) -> None:
    shown = page(race_of_two())
    press(qtbot, shown, "train.start")
    became = shown.page.became
    with settling(qtbot, shown):
        became.buttons[UNUSED].click()
    assert not shown.message.isVisible()
    assert became.stack.currentWidget() is find(shown, "plot.train.unused")
    assert [theory is not None for theory in shown.page.result().unused] == [True, True]
    became.grab()


def test_a_lane_of_no_numbers_and_one_that_is_nearly_all_zeros_are_told_as_such(
    page: Any, qtbot: Any
) -> None:
    """After its only step float16's Adam has divided by 0; one weight of 256 is not 0 beside it."""
    nearly = {"weight_init.method": "sparse", "weight_init.sparsity": 0.995, "train.lr": 0.0}
    nearly["depth.width"] = 256
    lanes = [{"changes": {"run.dtype": "float16", "train.optimizer": "adam"}}, {"changes": nearly}]
    shown = page(small(train={"samples": 64, "batch": 64, "epochs": 1}, race=lanes))
    result = press(qtbot, shown, "train.start")
    _, rows = texts_of(find(shown, "race.lanes"))
    (_, broken), (_, sparse) = rows
    assert (*broken[1:3], broken[-3]) == ("—", "—", "NaN")
    assert 0.995 < result.lanes[1].zeros < 1.0
    assert sparse[-2].startswith("99.")


def test_the_curves_are_exported_as_a_table(page: Any, qtbot: Any) -> None:
    shown = page(race_of_two())
    result = press(qtbot, shown, "train.start")
    rows = list(csv.DictReader(io.StringIO(curves_csv(result))))
    assert {row["lane"] for row in rows} == {"slow", "zeros"}
    for lane in result.lanes:
        written = [float(r["test_loss"]) for r in rows if r["lane"] == lane.name]
        assert written == lane.curves.test_loss.tolist()


def test_what_is_refused_is_said_and_the_race_stays(page: Any, qtbot: Any) -> None:
    shown = page(small(train={"samples": 65, "batch": 64}))
    press(qtbot, shown, "train.start")
    before = lane_losses(shown.page.result())
    with settling(qtbot, shown):
        choose(find(shown, "depth.norm"), "batch")
    assert "train.batch" in shown.message.text.text()
    assert lane_losses(shown.page.result()) == before
