"""What the literature found happens here: over three seeds each, with room for the seed.

Bands are those of many runs; the sources stand at each test.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from core.experiment import Experiment
from core.training.presets import PRESETS
from core.training.result import LaneResult, TrainingResult
from tests.core.training.support import small, trained

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SEEDS = (0, 1, 2)


def race(preset: str, lanes: set[str] | None = None, **values: Any) -> TrainingResult:
    """The preset's race, of these lanes only, with other values."""
    experiment = Experiment().with_values(PRESETS[preset].changes())
    kept = [lane for lane in experiment.race if lanes is None or lane.name in lanes]
    keys = {key.replace("__", "."): value for key, value in values.items()}
    return trained(experiment.with_values({"race": kept, **keys}))[1]


def named(result: TrainingResult) -> dict[str, LaneResult]:
    return {str(lane.name): lane for lane in result.lanes}


def test_accuracy(lane: LaneResult) -> float:
    return float(lane.curves.test_accuracy[-1])


test_accuracy.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", SEEDS)
def test_eight_relu_layers_learn_only_where_the_signal_lives(seed: int) -> None:
    """He et al. 2015; Glorot & Bengio 2010."""
    lanes = named(race("initializations", run__seed=seed))
    for name in ("zeros", "normal σ = 0.01", "nn.Linear default"):
        assert abs(lanes[name].curves.train_loss[-1] - math.log(10)) < 0.01, name
        assert lanes[name].verdict.name == "stuck"
    for name in ("Xavier normal", "Kaiming normal"):
        assert test_accuracy(lanes[name]) > 0.93, name
        assert lanes[name].stopped == "epochs"
    assert lanes["normal σ = 1"].stopped == "diverged"
    assert lanes["normal σ = 1"].step < lanes["zeros"].step == 320


def test_units_that_start_at_zero_have_gradients_of_rank_one_or_none() -> None:
    experiment = small(
        weight_init={"method": "zeros"}, bias_init={"method": "zeros"}, depth={"layers": 3}
    )
    found, _ = trained(experiment)
    run = found.lanes[0].run
    run.network.model.zero_grad()
    output = run.network.model(run.data.x[:64])
    torch.nn.functional.cross_entropy(output, run.data.target[:64]).backward()
    for linear in run.network.linears[:-1]:
        assert linear.weight.grad is not None
        assert int(torch.linalg.matrix_rank(linear.weight.grad)) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_batch_norm_rescues_what_starts_too_small(seed: int) -> None:
    """Ioffe & Szegedy 2015."""
    chosen = {"σ = 0.01", "σ = 0.01, batch norm"}
    lanes = named(race("norms", chosen, run__seed=seed))
    assert test_accuracy(lanes["σ = 0.01"]) < 0.2
    assert test_accuracy(lanes["σ = 0.01, batch norm"]) > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_random_labels_are_learned_by_heart(seed: int) -> None:
    """Zhang et al. 2017."""
    values = {"train__label_noise": 1.0, "train__epochs": 60, "run__seed": seed}
    lanes = named(race("regularizers", {"none"}, **values))
    assert lanes["none"].curves.train_accuracy[-1] > 0.99
    assert test_accuracy(lanes["none"]) < 0.15


@pytest.mark.parametrize("seed", SEEDS)
def test_against_false_labels_regularization_helps(seed: int) -> None:
    lanes = named(
        race("regularizers", {"none", "weight decay 0.02", "dropout 0.5"}, run__seed=seed)
    )
    none = test_accuracy(lanes["none"])
    assert test_accuracy(lanes["weight decay 0.02"]) >= none + 0.08
    assert test_accuracy(lanes["dropout 0.5"]) >= none + 0.04
    assert lanes["none"].verdict.name == "overfits"


def test_soft_thresholding_gives_exact_zeros_and_the_subgradient_none() -> None:
    plain = {"l1": 2e-3, "samples": 500, "epochs": 40}
    for method, least, most in (("subgradient", 0.0, 0.0), ("soft_threshold", 0.01, 1.0)):
        _, result = trained(small(train={**plain, "l1_method": method}))
        # Pixels that are always 0 have weights that only the penalty moves; they do not count.
        assert least <= result.lanes[0].zeros <= most, method


def test_weights_that_no_input_reaches_follow_the_optimizers_own_formula() -> None:
    """Loshchilov & Hutter 2019: AdamW leaves (1 − ηλ)^t; in Adam with L2 λ cancels."""
    rate, decay = 0.001, 0.1
    train = {"lr": rate, "weight_decay": decay, "samples": 500, "epochs": 10}
    _, result = trained(small(train={**train, "optimizer": "adamw"}))
    curves = result.lanes[0].curves
    assert np.allclose(curves.unseen, (1.0 - rate * decay) ** curves.steps, atol=1e-4)
    courses = []
    for weight_decay in (0.01, 0.1, 1.0):
        values = {**train, "optimizer": "adam", "weight_decay": weight_decay}
        courses.append(trained(small(train=values))[1].lanes[0].curves.unseen)
    assert np.allclose(courses[0], courses[1], atol=2e-3)
    assert np.allclose(courses[1], courses[2], atol=2e-3)
    assert courses[0][-1] < 0.9


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw", "rmsprop"])
def test_the_exact_course_of_unused_weights_is_met(optimizer: str) -> None:
    train = {"optimizer": optimizer, "lr": 0.002, "weight_decay": 0.05, "l1": 1e-4}
    schedule = [{"step": 7, "changes": {"train.lr": 0.01, "train.l1": 1e-3}}]
    found, result = trained(small(train={**train, "schedule": schedule}))
    theory = found.lanes[0].unused_theory()
    assert theory is not None
    assert np.allclose(result.lanes[0].curves.unseen, theory, rtol=2e-4, atol=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_that_start_too_large_need_decay(seed: int) -> None:
    """Omnigrok: Liu et al. 2023."""
    lanes = named(race("scale_decay", {"α = 6", "α = 6, decay 1"}, run__seed=seed))
    assert lanes["α = 6"].curves.train_accuracy[-1] == 1.0
    assert test_accuracy(lanes["α = 6"]) < 0.3
    assert lanes["α = 6"].verdict.name == "overfits"
    assert test_accuracy(lanes["α = 6, decay 1"]) > 0.85
