"""Undo and redo: every change is a step, a drag is one, and undoing all gives the start."""

from __future__ import annotations

import gc
import random

import pytest
import torch
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from core.experiment import Experiment
from core.messages import InvalidExperiment
from gui.model import Model
from tests.gui.support import (
    assert_outputs_drawn,
    assert_weights_drawn,
    choose,
    find,
    mouse,
    set_control,
    settling,
    small,
)

CHANGES = (
    ("layer.in_features", 33),
    ("layer.out_features", 12),
    ("layer.bias", False),
    ("layer.activation", "relu"),
    ("weight_init.method", "uniform"),
    ("weight_init.a", -0.5),
    ("weight_init.b", 0.5),
    ("weight_init.method", "kaiming_normal"),
    ("weight_init.mode", "fan_out"),
    ("dropout.p", 0.25),
    ("dropout.training", False),
    ("run.dtype", "float64"),
    ("run.seed", 99),
)


def drag(slider: QSlider, *shares: float) -> None:
    mouse(slider, QEvent.Type.MouseButtonPress, slider.value() / slider.maximum())
    for share in shares:
        mouse(slider, QEvent.Type.MouseMove, share)
        QApplication.processEvents()  # as while dragging: the pictures follow
    mouse(slider, QEvent.Type.MouseButtonRelease, shares[-1])
    assert not slider.isSliderDown()


def test_each_change_can_be_undone_and_redone_with_controls_and_pictures(window, qtbot):
    shown = window(small())
    undo, redo = shown.actions_["undo"], shown.actions_["redo"]
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    states = [shown.experiment()]
    for key, value in CHANGES:
        set_control(find(shown, key), value)
        states.append(shown.experiment())
    assert len(set(map(str, states))) == len(states)
    assert shown.model.history.count() == len(CHANGES)
    for state in reversed(states[:-1]):
        undo.trigger()
        assert shown.experiment() == state
    assert not undo.isEnabled()
    for key, _ in CHANGES[:4]:
        assert_shows(find(shown, key), states[0].value(key))
    for state in states[1:]:
        redo.trigger()
        assert shown.experiment() == state
    assert not redo.isEnabled()
    with settling(qtbot, shown):
        undo.trigger()
    assert find(shown, "run.seed").value() == 0
    assert_weights_drawn(shown)
    assert_outputs_drawn(shown)


def assert_shows(control, value) -> None:
    if hasattr(control, "currentData"):
        assert control.currentData() == value
    elif hasattr(control, "isChecked"):
        assert control.isChecked() == value
    else:
        assert control.value() == value


def test_a_change_after_an_undo_forgets_what_could_be_redone(window):
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    shown.actions_["undo"].trigger()
    set_control(find(shown, "dropout.p"), 0.75)
    assert not shown.actions_["redo"].isEnabled()
    shown.actions_["undo"].trigger()
    assert shown.experiment() == small()


@pytest.mark.parametrize("key", ["dropout.p", "layer.in_features", "weight_init.std"])
def test_one_drag_is_one_step(window, qtbot, key):
    start = small(weight_init={"method": "normal"})
    shown = window(start)
    slider = find(shown, f"{key}.slider")
    seen = []
    shown.model.changed.connect(lambda e: seen.append(e.value(key)))
    with settling(qtbot, shown):
        drag(slider, 0.4, 0.2, 0.5, 0.3)
    assert len(seen) == 4  # every move was followed
    assert shown.model.history.count() == 1
    after = shown.experiment()
    shown.actions_["undo"].trigger()
    assert shown.experiment() == start
    assert slider.value() != round(0.3 * slider.maximum())
    shown.actions_["redo"].trigger()
    assert shown.experiment() == after


def test_two_drags_are_two_steps(window):
    shown = window(small())
    slider = find(shown, "dropout.p.slider")
    drag(slider, 0.3, 0.4)
    middle = shown.experiment()
    drag(slider, 0.6, 0.8)
    assert shown.model.history.count() == 2
    shown.actions_["undo"].trigger()
    assert shown.experiment() == middle


def test_what_comes_after_a_drag_is_another_step(window):
    shown = window(small())
    drag(find(shown, "dropout.p.slider"), 0.3, 0.4)
    dragged = shown.experiment()
    set_control(find(shown, "dropout.p"), 0.9)
    set_control(find(shown, "layer.activation"), "relu")
    assert shown.model.history.count() == 3
    shown.actions_["undo"].trigger()
    shown.actions_["undo"].trigger()
    assert shown.experiment() == dragged


def test_a_drag_that_comes_back_to_its_start_leaves_the_start(window):
    start = small(dropout={"p": 0.5})
    shown = window(start)
    drag(find(shown, "dropout.p.slider"), 0.9, 0.5)
    shown.actions_["undo"].trigger()
    assert shown.experiment().dropout.p == pytest.approx(0.5, abs=0.02)
    while shown.actions_["undo"].isEnabled():
        shown.actions_["undo"].trigger()
    assert shown.experiment() == start


def test_a_drag_of_another_control_begins_another_step(window):
    shown = window(small())
    drag(find(shown, "dropout.p.slider"), 0.3)
    drag(find(shown, "layer.in_features.slider"), 0.5)
    assert shown.model.history.count() == 2


def test_a_re_roll_changes_seed_and_weights_and_undo_brings_both_back(window, qtbot):
    shown = window(small(weight_init={"method": "normal"}))
    before = shown.page.matrix.matrix.values
    with settling(qtbot, shown):
        find(shown, "run.reroll").click()
    assert shown.experiment().run.seed != 0
    assert not (shown.page.matrix.matrix.values == before).all()
    assert_weights_drawn(shown)
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert shown.experiment().run.seed == 0
    assert (shown.page.matrix.matrix.values == before).all()


def test_a_re_roll_never_gives_the_same_seed_again(window, monkeypatch):
    shown = window(small(run={"seed": 7}))
    rolls = iter([7, 7, 8])
    monkeypatch.setattr(random, "randrange", lambda *_: next(rolls))
    find(shown, "run.reroll").click()
    assert shown.experiment().run.seed == 8


def test_a_re_roll_leaves_the_random_state_of_others_alone(window, qtbot):
    shown = window(small())
    state = torch.get_rng_state()
    with settling(qtbot, shown):
        find(shown, "run.reroll").click()
    assert torch.equal(torch.get_rng_state(), state)


def test_opening_an_experiment_by_program_is_one_step(window):
    shown = window(small())
    shown.set_experiment(small(layer={"activation": "gelu"}, run={"seed": 3}))
    assert shown.model.history.count() == 1
    shown.actions_["undo"].trigger()
    assert shown.experiment() == small()


def test_keys_undo_and_redo_from_inside_a_number_field(window, qtbot):
    # A spin box has an undo of its own that must not swallow the program's.
    shown = window(small())
    field = find(shown, "layer.in_features")
    set_control(field, 44)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown.experiment() == small()
    QTest.keyClick(field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert shown.experiment().layer.in_features == 44


# The model by itself:


def test_the_model_refuses_what_is_no_experiment_and_stays(qapp):
    start = small()
    model = Model(start)
    refusals: list[InvalidExperiment] = []
    model.refused.connect(refusals.append)
    assert not model.edit("dropout.p", 2.0)
    assert not model.edit("layer.in_features", "many")
    assert not model.edit("weight_init.gain", 1.0)
    assert model.experiment is start
    assert [error.key for error in refusals] == [
        "dropout.p",
        "layer.in_features",
        "weight_init.gain",
    ]
    assert model.history.count() == 0


def test_an_edit_that_changes_nothing_is_no_step(qapp):
    model = Model(small())
    changes: list[Experiment] = []
    model.changed.connect(changes.append)
    assert model.edit("dropout.p", 0.0)
    assert model.edit("weight_init.method", "default")
    assert (changes, model.history.count()) == ([], 0)


def test_a_gesture_that_comes_back_to_its_start_is_no_step(qapp):
    start = small()
    model = Model(start)
    model.begin_gesture()
    for p in (0.25, 0.5, 0.0):
        model.edit("dropout.p", p)
    model.end_gesture()
    assert model.experiment == start
    assert model.history.count() == 0
    assert model.history.isClean()


def test_a_gesture_goes_on_after_it_has_been_back_at_its_start(qapp):
    start = small()
    model = Model(start)
    model.begin_gesture()
    for p in (0.25, 0.0, 0.5, 0.75):
        model.edit("dropout.p", p)
    model.end_gesture()
    assert model.history.count() == 1
    model.history.undo()
    assert model.experiment == start


def test_a_gesture_that_goes_on_after_an_undo_is_another_step(qapp):
    model = Model(small())
    model.begin_gesture()
    for p in (0.25, 0.5):
        model.edit("dropout.p", p)
    model.history.undo()
    for p in (0.75, 0.9):
        model.edit("dropout.p", p)
    model.end_gesture()
    assert model.history.count() == 1
    model.history.undo()
    assert model.experiment == small()


def test_what_is_saved_in_the_middle_of_a_gesture_can_be_gone_back_to(qapp):
    model = Model(small())
    model.begin_gesture()
    model.edit("dropout.p", 0.25)
    model.history.setClean()
    model.edit("dropout.p", 0.5)
    model.end_gesture()
    model.history.undo()
    assert model.experiment.dropout.p == 0.25
    assert model.history.isClean()


def test_a_long_drag_leaves_nothing_but_its_step_in_memory(qapp):
    """PySide never frees a command that QUndoStack merges while it is pushed."""
    model = Model(small())
    before = experiments()
    for _ in range(3):
        model.begin_gesture()
        for p in range(1, 200):
            model.edit("dropout.p", p / 200)
        model.edit("dropout.p", 0.0 if model.history.count() == 2 else 0.5)
        model.end_gesture()
    assert experiments() - before <= 2 * model.history.count() + 1
    model.history.clear()
    assert experiments() - before <= 1


def experiments() -> int:
    """How many there are in memory."""
    gc.collect()
    return sum(type(found) is Experiment for found in gc.get_objects())


def test_steps_have_a_name_for_the_menu(window):
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    assert shown.model.history.undoText()


def test_choosing_a_method_is_one_step_with_its_remembered_values(window):
    shown = window(small())
    method = find(shown, "weight_init.method")
    choose(method, "normal")
    set_control(find(shown, "weight_init.std"), 0.5)
    choose(method, "zeros")
    choose(method, "normal")
    assert shown.model.history.count() == 4
    shown.actions_["undo"].trigger()
    assert shown.experiment().weight_init.method == "zeros"
