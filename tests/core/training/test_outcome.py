"""A training without looking on comes to the very weights and scores of the race."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from core.build.session import threads
from core.context import SILENT, Cancelled
from core.training import Outcome, outcome
from core.training.code import one_thread
from core.training.lane import LaneRun
from core.training.outcome import train_to_end
from tests.core.training.support import Impatient, assert_same_bits, small, trained

CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "adam": {"train": {"optimizer": "adam", "lr": 0.003, "weight_decay": 0.01}},
    "dropout": {"dropout": {"p": 0.3}},
    "batch norm": {"depth": {"norm": "batch"}, "train": {"decay_all": False}},
    "early stopping": {"train": {"early_stopping": 1, "epochs": 40, "lr": 0.1}},
    "dropout, norm and early stopping": {
        "dropout": {"p": 0.3},
        "depth": {"norm": "batch"},
        "train": {"early_stopping": 2, "epochs": 40, "lr": 0.1},
    },
    "schedule": {
        "train": {
            "schedule": [
                {"step": 7, "changes": {"train.lr": 0.005}},
                {"step": 12, "changes": {"dropout.p": 0.5}},
            ]
        }
    },
    "l1": {"train": {"l1": 0.001}},
    "soft threshold": {"train": {"l1": 0.001, "l1_method": "soft_threshold"}},
    "max norm": {"train": {"max_norm": 1.0}},
    "regression": {"train": {"data": "sine", "samples": 100}},
    "diverges": {"train": {"lr": 100.0, "loss": "mse"}},
}


@pytest.mark.parametrize("name", CASES)
def test_it_has_the_bits_and_the_scores_of_the_race(name: str) -> None:
    experiment = small(**CASES[name])
    assert one_thread(experiment)
    race, result = trained(experiment)
    lane, curves = race.lanes[0].run, result.lanes[0].curves
    with threads(1), torch.random.fork_rng(devices=[]):
        run = LaneRun.begin(experiment, SILENT)
        train_to_end(run, SILENT)
    assert_same_bits(run.state_dict(), lane.state_dict())
    found = outcome(experiment)
    assert found.steps == run.step == lane.step
    assert found.diverged == (lane.diverged is not None) == (name == "diverges")
    assert (found.steps < experiment.train.steps) == (run.stopped_early or found.diverged)
    if found.diverged:
        assert math.isnan(found.train_loss)
        assert math.isnan(found.test_accuracy)
        return
    assert found.train_loss == curves.train_loss[-1]
    assert found.test_loss == curves.test_loss[-1]
    for mine, theirs in (
        (found.train_accuracy, curves.train_accuracy[-1]),
        (found.test_accuracy, curves.test_accuracy[-1]),
    ):
        assert mine == theirs or (math.isnan(mine) and math.isnan(theirs))


def test_patience_ends_some_of_the_cases() -> None:
    for name in ("early stopping", "dropout, norm and early stopping"):
        experiment = small(**CASES[name])
        assert 0 < outcome(experiment).steps < experiment.train.steps


def test_the_gap_is_of_accuracies_and_of_losses_where_there_are_none() -> None:
    assert Outcome(0.1, 0.5, 0.9, 0.75, 10, False).gap == pytest.approx(0.15)
    assert Outcome(0.1, 0.5, math.nan, math.nan, 10, False).gap == pytest.approx(0.4)
    assert math.isnan(Outcome.divergence(3).gap)


def test_a_race_is_its_first_lane() -> None:
    plain = small(train={"lr": 0.05})
    raced = small(race=[{"changes": {"train.lr": 0.05}}, {"changes": {"train.lr": 0.1}}])
    assert outcome(raced) == outcome(plain)


def test_a_loss_that_is_no_number_after_the_last_step_is_a_divergence() -> None:
    """One step, long enough that the next outputs overflow; its own loss was still a number."""
    experiment = small(
        train={"epochs": 1, "batch": 300, "lr": 100.0, "init_scale": 1000.0, "loss": "mse"}
    )
    found = outcome(experiment)
    assert found.diverged
    assert found.steps == 1


def test_torch_is_as_before() -> None:
    state, number, grad = torch.get_rng_state(), torch.get_num_threads(), torch.is_grad_enabled()
    outcome(small(dropout={"p": 0.3}, train={"epochs": 1}))
    assert torch.equal(torch.get_rng_state(), state)
    assert (torch.get_num_threads(), torch.is_grad_enabled()) == (number, grad)


def test_it_is_cancelled_between_two_steps() -> None:
    context = Impatient()
    with pytest.raises(Cancelled):
        outcome(small(), context)
    assert context.reported == 3
