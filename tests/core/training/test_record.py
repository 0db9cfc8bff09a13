"""What is measured when it is looked at is what would have been measured on the way."""

from __future__ import annotations

import math

import numpy as np
import torch

from core.context import SILENT, last
from core.training.race import Race
from core.training.task import play
from core.training.transport import Transport, Watch
from tests.core.training.support import assert_same_bits, small, trained

LATE = Watch(course=False)


def test_a_frame_that_is_measured_late_is_that_of_its_step() -> None:
    experiment = small(depth={"norm": "batch"}, dropout={"p": 0.3})
    late, race = Race(), Race()
    result = last(play(late, experiment, watch=LATE))
    assert [frame.step for frame in result.lanes[0].frames] == [0]
    before = late.lanes[0].run.state_dict()
    frames = {frame.step: frame for frame in late.lanes[0].frames(whole=True)}
    assert_same_bits(late.lanes[0].run.state_dict(), before)
    for step in (1, 6, 15):
        last(play(race, experiment, transport=Transport(until=step), watch=LATE))
        weight = race.lanes[0].run.network.weights[1].detach().double()
        frame = frames[step]
        assert math.isclose(frame.weight.rms[1], weight.square().mean().sqrt(), rel_tol=1e-6)
        assert frame.weight.edges[1].tolist() == [weight.min().item(), weight.max().item()]
    assert tuple(frames) == result.lanes[0].frame_steps


def test_the_update_of_a_frame_is_how_far_the_step_to_it_went() -> None:
    experiment, race = small(), Race()
    weights = []
    for step in (5, 6):
        last(play(race, experiment, transport=Transport(until=step)))
        weights.append(race.lanes[0].run.network.weights[0].detach().double().clone())
    moved = (weights[1] - weights[0]).std() / weights[1].std()
    frame = next(f for f in race.lanes[0].frames(whole=True) if f.step == 6)
    assert math.isclose(frame.update[0], math.log10(moved), abs_tol=1e-4)


def test_snapshots_that_go_leave_their_frames() -> None:
    race, result = trained(small(train={"epochs": 400, "samples": 20, "batch": 10}))
    record = race.lanes[0].record
    assert len(record.snapshots) == 16 < len(record.frames)
    assert [f.step for f in record.frames] == list(result.lanes[0].frame_steps)


def test_the_gradient_is_that_of_this_step() -> None:
    race, result = trained(small(dropout={"p": 0.5}, race=[{}, {"changes": {"train.lr": 0.1}}]))
    for lane, shown in zip(race.lanes, result.lanes, strict=True):
        run = lane.run
        model = run.network.model.eval()
        loss = torch.nn.functional.cross_entropy(model(run.data.x[:256]), run.data.y[:256])
        for size, g in zip(
            shown.gradient, torch.autograd.grad(loss, run.network.weights), strict=True
        ):
            assert math.isclose(size, g.double().square().mean().sqrt().item(), rel_tol=1e-5)


def test_a_picture_that_is_not_whole_keeps_what_the_one_before_has() -> None:
    found = []
    for picture in play(Race(), small(train={"epochs": 4_000, "batch": 10}), SILENT):
        found.append(picture)
        if len(found) == 3:
            break
    first, whole, quick = found
    assert first.chosen is not whole.chosen
    assert quick.chosen is whole.chosen
    assert quick.lanes[0].gradient is whole.lanes[0].gradient
    assert quick.step > whole.step
    assert not np.array_equal(quick.lanes[0].curves.steps, whole.lanes[0].curves.steps)
