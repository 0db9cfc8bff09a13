"""A race goes forward and back, takes changes while it runs, and comes to the same numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from core.context import SILENT, Cancelled, Context, last
from core.experiment import Experiment
from core.training.race import Race
from core.training.task import play
from core.training.transport import Transport
from tests.core.training.support import assert_same_bits, small, trained


def until(race: Race, experiment: Experiment, step: int) -> Any:
    return last(play(race, experiment, transport=Transport(until=step)))


def assert_same_curves(one: Any, other: Any) -> None:
    for name in one.__slots__:
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


def test_a_race_can_be_taken_up_where_it_was_left() -> None:
    experiment = small(dropout={"p": 0.3})
    whole, at_once = trained(experiment)
    race = Race()
    for step in (0, 1, 7, 13, 10_000):
        in_parts = until(race, experiment, step)
        assert in_parts.step == min(step, 25)
    assert_same_bits(race.lanes[0].run.state_dict(), whole.lanes[0].run.state_dict())
    assert_same_curves(in_parts.lanes[0].curves, at_once.lanes[0].curves)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_back_and_forth_again_the_numbers_are_the_same(optimizer: str) -> None:
    experiment = small(
        dropout={"p": 0.3},
        depth={"norm": "batch"},
        train={"optimizer": optimizer, "lr": 0.003, "early_stopping": 3},
    )
    race, first = trained(experiment)
    before = race.lanes[0].run.state_dict()
    for step in (11, 3, 0):
        race.go_to(step)
        assert race.step <= step
        until(race, experiment, step)
        fresh = Race()
        until(fresh, experiment, step)
        assert_same_bits(race.lanes[0].run.state_dict(), fresh.lanes[0].run.state_dict())
    again = until(race, experiment, 10_000)
    assert_same_bits(race.lanes[0].run.state_dict(), before)
    assert_same_curves(again.lanes[0].curves, first.lanes[0].curves)
    assert [frame.step for frame in again.lanes[0].frames] == [0, 1, 2, 3, 4, 6, 8, 11, 15, 21]


def test_a_change_while_it_runs_is_that_of_the_schedule_from_the_start() -> None:
    plain = small()
    changed = plain.changed_at(8, {"train.lr": 0.2, "dropout.p": 0.5})
    race = Race()
    until(race, plain, 8)
    live = until(race, changed, 10_000)
    from_the_start, at_once = trained(changed)
    assert_same_bits(race.lanes[0].run.state_dict(), from_the_start.lanes[0].run.state_dict())
    assert_same_curves(live.lanes[0].curves, at_once.lanes[0].curves)


def test_another_name_of_a_lane_begins_nothing_anew() -> None:
    lanes = [{"name": "zeros", "changes": {"weight_init.method": "zeros"}}, {"changes": {}}]
    race = Race()
    first = until(race, small(race=lanes), 10_000)
    run = race.lanes[0].run
    lanes[0]["name"] = "全零"
    renamed = until(race, small(race=lanes), 0)
    assert race.lanes[0].run is run
    assert renamed.step == first.step
    assert str(renamed.lanes[0].name) == "全零"
    assert renamed.experiment.race[0].name == "全零"
    lanes[0]["changes"] = {"weight_init.method": "ones"}
    assert until(race, small(race=lanes), 0).step == 0


def test_a_change_in_the_past_leads_another_way_and_leaves_the_old_one_as_a_ghost() -> None:
    plain = small()
    race, first = trained(plain)
    changed = plain.changed_at(8, {"train.lr": 0.5})
    live = until(race, changed, 10_000)
    from_the_start, _ = trained(changed)
    assert_same_bits(race.lanes[0].run.state_dict(), from_the_start.lanes[0].run.state_dict())
    ghost = live.lanes[0].ghost
    assert ghost is not None
    assert ghost.steps[0] <= 8 < ghost.steps[-1] == 25
    assert ghost.train_loss[-1] == first.lanes[0].curves.train_loss[-1]


def test_a_schedule_that_is_sent_between_two_pictures_is_followed() -> None:
    plain = small(train={"epochs": 200})
    changed = plain.changed_at(30, {"train.lr": 0.001})
    race = Race()
    pictures = play(race, plain)
    next(pictures)
    picture = pictures.send(changed)
    assert picture.experiment == changed
    pictures.close()


def test_torchs_random_state_and_threads_are_as_before_at_each_picture() -> None:
    torch.manual_seed(5)
    state, threads = torch.get_rng_state(), torch.get_num_threads()
    for _ in play(Race(), small(dropout={"p": 0.5}, train={"epochs": 30})):
        assert torch.equal(torch.get_rng_state(), state)
        assert torch.get_num_threads() == threads
        assert torch.is_grad_enabled()


def test_it_stops_within_a_step_and_can_go_on() -> None:
    class Stops(Context):
        def __init__(self, after: int) -> None:
            self.left = after

        @property
        def cancelled(self) -> bool:
            self.left -= 1
            return self.left < 0

    lanes = [{"changes": {"train.lr": 0.01}}, {"changes": {"train.lr": 0.02}}]
    experiment = small(race=lanes)
    race = Race()
    until(race, experiment, 0)
    with pytest.raises(Cancelled):
        last(play(race, experiment, Stops(5)))
    assert 0 < race.step < 5
    last(play(race, experiment, SILENT))
    whole, _ = trained(experiment)
    for one, other in zip(race.lanes, whole.lanes, strict=True):
        assert_same_bits(one.run.state_dict(), other.run.state_dict())


def test_a_lane_that_diverges_stands_still_and_the_others_go_on() -> None:
    wild = {"weight_init.method": "normal", "weight_init.std": 5.0}
    experiment = small(depth={"layers": 8}, race=[{"changes": wild}, {"changes": {}}])
    _, result = trained(experiment)
    frozen, other = result.lanes
    assert (frozen.stopped, other.stopped) == ("diverged", "epochs")
    assert frozen.verdict.step == frozen.step + 1 < 25 == other.step
    assert 1 <= (frozen.verdict.layer or 0) <= 9
    assert result.complete


def test_the_curves_are_torchs_in_evaluation_mode() -> None:
    race, result = trained(small(dropout={"p": 0.5}))
    lane, run = result.lanes[0], race.lanes[0].run
    assert (lane.curves.steps[0], lane.curves.steps[-1]) == (0, 25)
    model = run.network.model.eval()
    with torch.no_grad():
        output = model(run.data.x)
    parts = {"train": slice(0, 300), "test": slice(300, None)}
    for name, part in parts.items():
        loss = torch.nn.functional.cross_entropy(output[part], run.data.y[part]).item()
        right = (output[part].argmax(1) == run.data.y[part]).double().mean().item()
        assert math.isclose(getattr(lane.curves, f"{name}_loss")[-1], loss, rel_tol=1e-5)
        assert getattr(lane.curves, f"{name}_accuracy")[-1] == right


def test_a_race_that_was_stopped_in_the_middle_of_a_step_stands_at_one_step() -> None:
    race = Race()

    class Stopped(Context):
        """Stops before the second lane's fifth step."""

        def check(self) -> None:
            if [lane.run.step for lane in race.lanes] == [5, 4]:
                raise Cancelled

    experiment = small(race=[{"changes": {}}, {"changes": {"weight_init.method": "zeros"}}])
    with pytest.raises(Cancelled):
        last(play(race, experiment, Stopped()))
    assert sorted(lane.run.step for lane in race.lanes) == [4, 5]
    result = last(play(race, experiment, transport=Transport(until=5)))
    assert [lane.step for lane in result.lanes] == [5, 5]
    alone = last(play(Race(), experiment, transport=Transport(until=5)))
    for mine, fresh in zip(result.lanes, alone.lanes, strict=True):
        assert mine.curves.train_loss.tolist() == fresh.curves.train_loss.tolist()


def test_a_change_that_is_handed_over_is_followed_after_the_step_and_shown_at_once() -> None:
    plain = small(train={"epochs": 4_000, "batch": 10})
    changed = plain.changed_at(1, {"train.lr": 0.001})

    class HandsOver(Context):
        asked = 0

        def newest(self) -> Any:
            self.asked += 1
            return changed if self.asked == 1 else None

    pictures = play(Race(), plain, HandsOver())
    picture = next(pictures)
    assert picture.experiment == changed
    assert picture.step == 1
    pictures.close()


def test_a_change_at_a_step_that_was_shown_undoes_no_more_than_what_came_after_it() -> None:
    plain, race = small(train={"epochs": 4_000, "batch": 10}), Race()
    pictures = play(race, plain)
    shown = [next(pictures).step for _ in range(2)][-1]
    pictures.close()
    last(play(race, plain, transport=Transport(until=shown + 9)))
    race.follow(plain.changed_at(shown, {"train.lr": 0.001}))
    assert race.step == shown


def test_weights_on_unused_inputs_that_begin_at_0_have_no_course() -> None:
    """|w| / |w₀| is 0 / 0 of them, measured and in theory; the lane beside them has one."""
    lanes = [{"changes": {"weight_init.method": "zeros"}}, {"changes": {}}]
    race, result = trained(small(race=lanes, train={"weight_decay": 0.1}))
    zeros, others = (lane.unused_theory() for lane in race.lanes)
    assert zeros is not None
    assert others is not None
    assert np.isnan(zeros).all()
    assert np.isnan(result.lanes[0].curves.unseen).all()
    assert np.isfinite(others).all()
    assert len(zeros) == len(others) == len(result.lanes[0].curves.steps)
