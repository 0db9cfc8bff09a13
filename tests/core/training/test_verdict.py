"""The verdict on curves that were drawn by hand, so that what is right is known."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch

from core.experiment import Experiment
from core.training.measure import BINS, Frame, Layers, scores_of
from core.training.over_time import over_time
from core.training.penalty import penalty
from core.training.record import Curves
from core.training.result import NO_ANSWER
from core.training.showing import picture
from core.training.transport import Watch
from core.training.verdict import judge
from core.training.words import advice, in_words, story
from tests.core.training.support import small, trained

LN_10 = math.log(10)


def curves(train: list[float], test: list[float], right: tuple[float, float]) -> Curves:
    """Losses at steps 0, 10, 20, …, and the shares of right answers at the end."""
    n = len(train)
    steps = 10 * np.arange(n)
    shares = [np.linspace(0.1, end, n) for end in right]
    return Curves(steps, np.array(train), np.array(test), *shares, np.array(train), np.ones(n))


@pytest.mark.parametrize(
    ("train", "test", "right", "name", "since"),
    [
        # What only guesses among ten classes has the loss ln 10 = 2.303; 2 % below it is noise.
        ([2.31, 2.303, 2.30], [2.31, 2.303, 2.31], (0.11, 0.1), "stuck", None),
        ([2.31, 1.0, 0.3], [2.31, 1.1, 0.4], (0.95, 0.92), "learns", None),
        # The least test loss, 1.0, is at step 10; a quarter more is 1.25.
        ([2.31, 0.9, 0.1], [2.31, 1.0, 1.3], (1.0, 0.7), "overfits", 10),
        ([2.31, 0.9, 0.1], [2.31, 1.0, 1.2], (1.0, 0.9), "learns", None),
        # The test loss falls all the time, from an absurd start, and nothing is understood.
        ([900.0, 1.0, 0.1], [900.0, 30.0, 20.0], (1.0, 0.14), "overfits", None),
        # 2.4 is above the loss of who guesses, but far from 100 times that of the start.
        ([2.31, 2.35, 2.4], [2.31, 2.35, 2.4], (0.1, 0.1), "stuck", None),
        ([2.31, 40.0, 240.0], [2.31, 40.0, 240.0], (0.1, 0.1), "diverged", None),
        # After the last step the loss is no number: no further step could say so.
        ([2.31, math.nan], [2.31, math.nan], (0.1, 0.1), "diverged", None),
        ([2.31, math.inf], [2.31, math.inf], (0.1, 0.1), "diverged", None),
        # Sure of what it says wrongly, it pays more than who guesses; most answers are right.
        ([470.0, 50.0, 18.0], [470.0, 60.0, 24.0], (0.7, 0.63), "learns", None),
        ([470.0, 50.0, 18.0], [470.0, 60.0, 24.0], (0.15, 0.12), "stuck", None),
    ],
)
def test_the_verdict_is_what_the_curves_say(
    train: list[float],
    test: list[float],
    right: tuple[float, float],
    name: str,
    since: int | None,
) -> None:
    drawn = curves(train, test, right)
    verdict = judge(Experiment(), drawn, LN_10, None, alike=False, most_frequent=0.11)
    assert (verdict.name, verdict.since) == (name, since)
    assert verdict.gap == pytest.approx(right[0] - right[1])


def test_what_is_no_number_has_diverged_at_its_step_and_layer() -> None:
    drawn = curves([2.31, 1.0], [2.31, 1.1], (0.9, 0.9))
    verdict = judge(Experiment(), drawn, LN_10, (7, 3), alike=True)
    assert (verdict.name, verdict.step, verdict.layer, verdict.alike) == ("diverged", 7, 3, True)


def test_who_always_says_the_most_frequent_class_has_learned_nothing() -> None:
    drawn = curves([9.0, 0.8], [9.0, 0.8], (0.63, 0.63))
    ln_2 = math.log(2)
    for most_frequent, name in ((0.63, "stuck"), (0.5, "learns")):
        verdict = judge(Experiment(), drawn, ln_2, None, alike=False, most_frequent=most_frequent)
        assert verdict.name == name


def test_the_most_frequent_class_is_counted_among_the_training_labels() -> None:
    race, _ = trained(small(train={"epochs": 1}))
    data = race.lanes[0].run.data
    share = max(float((data.y[:300] == label).double().mean()) for label in range(10))
    assert data.most_frequent == pytest.approx(share)
    race, _ = trained(small(train={"data": "sine", "epochs": 1}))
    assert math.isnan(race.lanes[0].run.data.most_frequent)


def test_a_lane_whose_only_step_ends_at_no_number_has_diverged() -> None:
    one_step = {"samples": 64, "batch": 64, "epochs": 1, "optimizer": "adam"}
    _, result = trained(small(run={"dtype": "float16"}, train=one_step))
    lane = result.lanes[0]
    assert not math.isfinite(lane.curves.train_loss[-1])
    assert (lane.stopped, lane.verdict.name, lane.verdict.step) == ("epochs", "diverged", None)
    assert str(story(lane)).startswith("After step 1 the loss is no number any more.")


def test_a_loss_that_falls_from_far_above_is_not_said_to_stay() -> None:
    """100.5 after 103.3 is far above ln 10; what is said of it is that it fell."""
    wild = {"method": "normal", "std": 1.0}
    _, result = trained(small(weight_init=wild, train={"lr": 3e-5, "epochs": 1}))
    lane = result.lanes[0]
    assert lane.curves.train_loss[0] > lane.curves.train_loss[-1] > 10.0
    assert "has fallen from" in str(story(lane))
    assert "Nothing is learned" not in str(story(lane))


@pytest.mark.parametrize(("bias", "alike"), [("zeros", True), ("default", False)])
def test_units_with_other_biases_are_not_alike(bias: str, alike: bool) -> None:
    """Weights of 0 that no gradient has reached yet are alike, their units' outputs are not."""
    zeros = {"method": "zeros"}
    _, result = trained(small(weight_init=zeros, bias_init={"method": bias}, depth={"layers": 8}))
    verdict = result.lanes[0].verdict
    assert (verdict.name, verdict.alike) == ("stuck", alike)


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "rmsprop"])
def test_in_float16_the_number_that_keeps_adam_from_dividing_by_0_is_0(optimizer: str) -> None:
    """torch's eps is 1e-8, the least number of float16 6e-8; digits have pixels always 0."""
    few = {"samples": 64, "epochs": 2, "optimizer": optimizer, "lr": 0.002}
    _, result = trained(small(run={"dtype": "float16"}, train=few))
    lane = result.lanes[0]
    tried = advice(lane)
    assert lane.verdict.name == "diverged"
    assert tried is not None
    assert dict(tried.changes) == {"run.dtype": "float32"}
    assert "10⁻⁸" in str(tried.text)
    _, mended = trained(lane.experiment.with_values(dict(tried.changes)))
    assert mended.lanes[0].verdict.name != "diverged"


def test_the_penalty_of_float16_does_not_end_at_the_largest_number_of_float16() -> None:
    """300² · 2 = 180,000 is above 65,504; λ/2 of it is 90,000 · λ."""
    weights = [torch.full((2,), 300.0, dtype=torch.float16)]
    train = small(train={"weight_decay": 0.1, "l1": 0.01}).train
    assert penalty(train, weights) == pytest.approx(0.05 * 180_000 + 0.01 * 600)
    many = [torch.full((1000,), 300.0, dtype=torch.float16)]
    assert penalty(train, many) == pytest.approx(0.05 * 9e7 + 0.01 * 3e5)


def frame_of(step: int, low: float, high: float) -> Frame:
    """One layer whose values are spread evenly from low to high."""
    one = np.ones(1)
    counts = np.full((1, BINS), 10)
    layer = Layers(one, np.full((1, 3), low), np.array([[low, high]]), counts)
    return Frame(step, layer, layer, layer, one, one, one, one)


@pytest.mark.parametrize(
    "edges",
    [
        [(-1.7e308, 1.7e308), (-1.0, 1.0)],
        [(-1e-310, 1e-310), (0.0, 2e-310)],
        [(-1e8, 1e8), (1e-300, 2e-300), (0.0, 0.0)],
        [(1.7e308, 1.7e308)],
    ],
)
def test_the_map_over_time_has_numbers_at_both_ends_of_float64(
    edges: list[tuple[float, float]],
) -> None:
    frames = [frame_of(step, low, high) for step, (low, high) in enumerate(edges)]
    drawn = over_time(frames, "weight", 0)
    assert drawn is not None
    assert math.isfinite(drawn.low)
    assert math.isfinite(drawn.high)
    assert drawn.density.max(axis=0) == pytest.approx(1.0)


def test_nan_is_no_right_answer() -> None:
    """torch's argmax takes NaN for the largest: every answer would be the digit 0."""
    race, _ = trained(small(train={"epochs": 1}))
    data = race.lanes[0].run.data
    assert int((data.y == 0).sum()) > 0
    for loss in ("cross_entropy", "mse"):
        target = data.y if loss == "cross_entropy" else torch.eye(10)[data.y]
        other = dataclasses.replace(data, target=target)
        train, test = scores_of(torch.full((len(data.y), 10), math.nan), other, loss)
        assert (train.accuracy, test.accuracy) == (0.0, 0.0)
        right = torch.eye(10)[data.y]
        assert scores_of(right, other, loss)[0].accuracy == 1.0


def test_a_penalty_that_has_made_every_weight_0_is_the_reason_that_is_given() -> None:
    """Each step takes lr · λ = 2 off: all weights of Kaiming are smaller."""
    much = {"l1": 100.0, "l1_method": "soft_threshold"}
    _, result = trained(small(train=much, bias_init={"method": "zeros"}))
    lane = result.lanes[0]
    assert lane.zeros == 1.0
    assert str(story(lane)).startswith("What keeps the weights small has made every one")
    tried = advice(lane)
    assert tried is not None
    assert dict(tried.changes) == {"train.l1": 10.0}
    zeros = {"method": "zeros"}
    _, result = trained(small(weight_init=zeros, bias_init=zeros))
    assert str(story(result.lanes[0])).startswith("All units of a hidden layer are alike")


def test_the_best_on_the_test_is_told_where_all_have_the_same_test() -> None:
    train = {"samples": 300, "epochs": 12, "lr": 0.05}
    for other, told in (("digits", True), ("breast_cancer", False)):
        lanes = [{"changes": {}}, {"changes": {"train.data": other}}]
        _, result = trained(small(train=train, race=lanes))
        assert {lane.verdict.name for lane in result.lanes} <= {"learns", "overfits"}
        said = [str(line) for line in in_words(result)]
        assert any("Best on the test" in line for line in said) is told


def test_who_answers_nan_has_answered_no_digit() -> None:
    """torch takes NaN for the largest output, so argmax would say the digit 0."""
    race, _ = trained(small())
    run = race.lanes[0].run
    with torch.no_grad():
        run.network.linears[-1].bias[3] = math.nan
    result = picture(race, Watch(), 0.0)
    assert result.chosen.wrong is not None
    _, answered, right = result.chosen.wrong
    assert len(right) > 1
    assert (answered == NO_ANSWER).all()
