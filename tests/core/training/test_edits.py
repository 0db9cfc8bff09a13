"""What an edit makes of a race: it is of a lane, of the course, or of all that begins anew."""

from __future__ import annotations

import pytest

from core.experiment import MAX_LANES, Experiment
from core.training import PRESETS, edits
from tests.core.training.support import HE, small

STEPS = 25


def race() -> Experiment:
    lanes = [
        {"name": "wide", "changes": {"weight_init.method": "xavier_normal"}},
        {"name": "slow", "changes": {"train.lr": 0.001}},
    ]
    return small(race=lanes)


@pytest.mark.parametrize(("step", "scheduled"), [(0, 0), (7, 1), (STEPS, 0)])
def test_a_live_edit_is_a_change_of_the_course_only_while_it_runs(
    step: int, scheduled: int
) -> None:
    changes = edits.led(small(), 0, step, STEPS, {"train.lr": 0.5})
    after = small().with_values(changes)
    assert len(after.train.schedule) == scheduled
    assert after.at_step(STEPS - 1).train.lr == 0.5


def test_an_edit_of_another_kind_is_left_alone() -> None:
    assert edits.led(small(), 0, 7, STEPS, {"run.seed": 3}) == {"run.seed": 3}
    both = {"run.seed": 3, "train.lr": 0.5}
    assert edits.led(small(), 0, 7, STEPS, both) == both


def test_what_a_lane_says_by_itself_is_changed_there() -> None:
    after = race().with_values(edits.led(race(), 1, 7, STEPS, {"train.lr": 0.5}))
    assert after.lane(1).train.lr == 0.5
    assert after.lane(0).train.lr == race().train.lr
    assert after.train.schedule == ()


def test_a_lane_with_a_method_has_the_methods_parameters_too() -> None:
    after = race().with_values(edits.led(race(), 0, 0, STEPS, {"weight_init.gain": 2.0}))
    assert after.lane(0).weight_init.parameters == {"gain": 2.0}
    assert after.weight_init == race().weight_init


def test_another_method_of_a_lane_has_none_of_the_old_parameters() -> None:
    with_gain = race().with_values(edits.led(race(), 0, 0, STEPS, {"weight_init.gain": 2.0}))
    changes = {"weight_init.method": "normal", "weight_init.std": 0.5}
    after = with_gain.with_values(edits.led(with_gain, 0, 0, STEPS, changes))
    assert after.lane(0).weight_init.method == "normal"
    assert after.lane(0).weight_init.parameters["std"] == 0.5


def test_an_experiment_without_a_race_becomes_the_first_lane() -> None:
    after = small().with_values(edits.added(small(), 0, "new", "as it is", {}))
    assert [lane.name for lane in after.race] == ["as it is", "new"]
    assert after.lane(0) == small()
    assert after.lane(1) == small()


def test_a_new_lane_keeps_what_the_chosen_one_says() -> None:
    changes = {"train.weight_decay": 0.02}
    after = race().with_values(edits.added(race(), 0, "new", "", changes))
    assert after.lane(2).weight_init.method == "xavier_normal"
    assert after.lane(2).train.weight_decay == 0.02


def test_there_is_no_lane_after_the_last() -> None:
    full = small(race=[{"changes": {"weight_init.method": HE["method"]}}] * MAX_LANES)
    assert edits.added(full, 0, "new", "", {}) == {}


def test_a_lane_is_renamed_and_removed() -> None:
    named = race().with_values(edits.renamed(race(), 1, "patient"))
    assert [lane.name for lane in named.race] == ["wide", "patient"]
    assert named.race[1].changes == race().race[1].changes
    assert race().with_values(edits.removed(race(), 0)).race == race().race[1:]


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_known_by_its_lanes_in_any_language(key: str) -> None:
    said = Experiment().with_values(PRESETS[key].changes(lambda name: f"«{name}»"))
    assert edits.preset_of(said) == key
    assert edits.preset_of(said.with_values(edits.removed(said, 0))) == ""
