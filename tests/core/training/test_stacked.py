"""Networks that learn as one learn what each learns alone; torch.optim is asked for every step."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import pytest
import torch

from core.build.session import threads
from core.context import SILENT, Cancelled
from core.experiment import Experiment
from core.learning.optimizers import OPTIMIZERS
from core.learning.stacked import Rates
from core.machine import devices
from core.training import AT_ONCE, can_stack, outcome, outcomes
from core.training.lane import LaneRun
from core.training.stack import Stack
from core.training.stacked import MAX_PRODUCTS, MAX_WEIGHTS
from tests.core.training.support import Impatient, small

OWN: list[dict[str, Any]] = [
    {"run.seed": 0, "train.lr": 0.02},
    {"run.seed": 1, "train.lr": 0.004, "train.weight_decay": 0.1, "train.momentum": 0.5},
    {"run.seed": 1, "train.lr": 0.01, "train.label_noise": 0.4, "train.momentum": 0.0},
    {"run.seed": 2, "train.lr": 0.003, "train.init_scale": 1.7, "train.weight_decay": 0.01},
    {"run.seed": 0, "train.lr": 0.003, "weight_init.method": "xavier_uniform"},
]
TOLERANCE = {"float64": 1e-12, "float32": 1e-3}
"""Of a difference, relative to the parameters.

Adam and RMSprop divide by the size of a gradient, so in float32 they make much of rounding."""


def networks(own: Sequence[dict[str, Any]] = OWN, **sections: Any) -> list[Experiment]:
    """Small networks of the same shapes, each with what is its own."""
    plain = small(**sections)
    return [plain.with_values(changes) for changes in own]


def assert_same_steps(experiments: list[Experiment], steps: int = 10) -> None:
    """The stack has the parameters of single lanes after each of the first steps."""
    tolerance = TOLERANCE[experiments[0].run.dtype]
    assert can_stack(experiments)
    with threads(1), torch.random.fork_rng(devices=[]), torch.enable_grad():
        runs = [LaneRun.begin(experiment, SILENT) for experiment in experiments]
        stack = Stack(experiments, SILENT)
        for step in range(steps + 1):
            if step:
                stack.advance()
                for run in runs:
                    run.advance()
            for row, run in enumerate(runs):
                linears = run.network.linears
                parts = [linear.weight.t().reshape(-1) for linear in linears]
                parts += [x.bias for x in linears if x.bias is not None]
                single = torch.cat(parts).detach()
                apart = torch.linalg.vector_norm(stack.parameters[row].detach() - single)
                assert apart <= tolerance * torch.linalg.vector_norm(single), (row, step)
                if step == 0:
                    assert apart == 0.0


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("activation", ["relu", "tanh", "selu"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_first_ten_steps_are_those_of_single_networks(
    optimizer: str, activation: str, dtype: str
) -> None:
    train = {"optimizer": optimizer, "decay_all": activation != "tanh"}
    assert_same_steps(networks(train=train, layer={"activation": activation}, run={"dtype": dtype}))


@pytest.mark.parametrize(
    "sections",
    [
        {"layer": {"bias": False}},
        {"train": {"loss": "mse"}},
        {"train": {"data": "sine", "samples": 100, "batch": 30}},
        {"depth": {"layers": 1}},
    ],
    ids=["no bias", "mse", "regression", "one layer"],
)
def test_so_are_they_without_biases_and_for_other_losses(sections: dict[str, Any]) -> None:
    assert_same_steps(networks(run={"dtype": "float64"}, **sections))


def test_networks_that_share_their_samples_see_them_in_the_same_order() -> None:
    own = [{"train.lr": lr} for lr in (0.001, 0.01, 0.1)]
    assert_same_steps(networks(own, run={"dtype": "float64"}))


@pytest.mark.parametrize("decayed", [0, 5, 7])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_update_is_that_of_torch_for_each_network(name: str, decayed: int) -> None:
    """Against the class in torch.optim, one a network, over ten steps of given gradients."""
    entry = OPTIMIZERS[name]
    update = entry.stacked
    assert update is not None
    generator = torch.Generator().manual_seed(0)
    lr, momentum, decay = (0.1, 0.01, 2.0), (0.9, 0.0, 0.5), (0.0, 0.3, 0.1)
    mine = torch.randn(3, 7, dtype=torch.float64, generator=generator)
    groups, rivals = [], []
    for row in range(3):
        reached = mine[row, :decayed].clone().requires_grad_()
        other = mine[row, decayed:].clone().requires_grad_()
        groups.append((reached, other))
        described = [
            {"params": [reached], "weight_decay": decay[row]},
            {"params": [other], "weight_decay": 0.0},
        ]
        rivals.append(entry.make(described, {"lr": lr[row], "momentum": momentum[row]}))
    columns = [torch.tensor(x, dtype=torch.float64)[:, None] for x in (lr, momentum, decay)]
    rates, kept = Rates(*columns, decayed), dict[str, Any]()
    for step in range(1, 11):
        gradient = torch.randn(3, 7, dtype=torch.float64, generator=generator)
        for row in range(3):
            groups[row][0].grad = gradient[row, :decayed].clone()
            groups[row][1].grad = gradient[row, decayed:].clone()
            rivals[row].step()
        rates.step = step
        update(mine, gradient.clone(), kept, rates)
        theirs = torch.stack([torch.cat(pair).detach() for pair in groups])
        torch.testing.assert_close(mine, theirs, rtol=1e-12, atol=1e-14)


def test_the_scores_at_the_end_are_those_of_single_networks() -> None:
    experiments = networks(run={"dtype": "float64"})
    for mine, single in zip(outcomes(experiments), map(outcome, experiments), strict=True):
        assert dataclasses.astuple(mine) == pytest.approx(dataclasses.astuple(single), rel=1e-6)


@pytest.mark.parametrize("batch", [64, 300], ids=["anywhere", "at an epoch's begin"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_network_that_diverges_stands_still_and_disturbs_no_other(
    optimizer: str, batch: int
) -> None:
    """Two of five: one overflows after a step, one at once; the others come to what they do alone.

    A hundred layers whose weights are of size s multiply a signal by s^100.
    """
    own = [dict(changes) for changes in OWN]
    for place, scale in ((1, 3.0), (3, 1000.0)):
        own[place] = {**own[place], "train.lr": 100.0, "train.init_scale": scale}
    train = {"optimizer": optimizer, "loss": "mse", "batch": batch, "epochs": 4}
    experiments = networks(
        own, train=train, run={"dtype": "float64"}, depth={"layers": 100, "width": 24}
    )
    found = outcomes(experiments)
    for mine, single in zip(found, map(outcome, experiments), strict=True):
        assert (mine.diverged, mine.steps) == (single.diverged, single.steps)
        assert dataclasses.astuple(mine) == pytest.approx(
            dataclasses.astuple(single), rel=1e-6, nan_ok=True
        )
    assert [one.diverged for one in found] == [False, True, False, True, False]
    assert (found[1].steps, found[3].steps) == (1, 0)
    assert all(math.isnan(found[place].test_accuracy) for place in (1, 3))


def test_it_ends_where_all_have_diverged() -> None:
    own = [{"train.lr": 100.0, "train.init_scale": 1000.0, "run.seed": seed} for seed in (0, 1)]
    experiments = networks(own, train={"loss": "mse"}, depth={"layers": 20})
    found = outcomes(experiments)
    assert [one.diverged for one in found] == [True, True]
    assert [one.steps for one in found] == [outcome(one).steps for one in experiments]


def test_more_than_fit_into_one_stack_are_several_in_their_order() -> None:
    own = [{"train.lr": 10.0 ** (-4 + place / 10)} for place in range(AT_ONCE + 3)]
    experiments = networks(own, train={"epochs": 1}, run={"dtype": "float64"})
    losses = [one.train_loss for one in outcomes(experiments)]
    assert losses == pytest.approx([outcome(one).train_loss for one in experiments], rel=1e-9)
    assert losses == sorted(losses, reverse=True)


def test_torch_is_as_before_and_it_is_cancelled_between_two_steps() -> None:
    state, number, grad = torch.get_rng_state(), torch.get_num_threads(), torch.is_grad_enabled()
    context = Impatient()
    with pytest.raises(Cancelled):
        outcomes(networks(), context)
    assert context.reported == 3
    assert torch.equal(torch.get_rng_state(), state)
    assert (torch.get_num_threads(), torch.is_grad_enabled()) == (number, grad)


REFUSED: dict[str, dict[str, Any]] = {
    "dropout": {"dropout": {"p": 0.3, "training": True}},
    "batch norm": {"depth": {"norm": "batch"}},
    "layer norm": {"depth": {"norm": "layer"}},
    "early stopping": {"train": {"early_stopping": 2}},
    "schedule": {"train": {"schedule": [{"step": 3, "changes": {"train.lr": 0.1}}]}},
    "l1": {"train": {"l1": 0.01}},
    "max norm": {"train": {"max_norm": 1.0}},
    "half precision": {"run": {"dtype": "bfloat16"}},
    "too many weights": {"depth": {"layers": 3, "width": 256}},
    "too many products": {"depth": {"width": 200}, "train": {"samples": 1000, "batch": 500}},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_learn_as_one_is_left_to_single_runs(name: str) -> None:
    assert not can_stack(networks(**REFUSED[name]))


def test_so_are_those_on_another_device(monkeypatch: pytest.MonkeyPatch) -> None:
    found = (devices.Device("cpu"), devices.Device("cuda:0"))
    monkeypatch.setattr(devices, "available", lambda: found)
    assert not can_stack(networks(run={"device": "cuda"}))


def test_dropout_that_is_off_is_no_obstacle() -> None:
    assert can_stack(networks(dropout={"p": 0.3, "training": False}))


def test_the_bounds_of_its_size_are_those_that_were_measured() -> None:
    weights = 64 * 256 + 256 * 256 + 256 * 10
    assert weights <= MAX_WEIGHTS < weights + 256 * 256
    assert can_stack(networks(depth={"layers": 2, "width": 256}))
    weights = 64 * 200 + 200 * 200 + 200 * 10
    assert weights * 256 <= MAX_PRODUCTS < weights * 500
    assert can_stack(networks(depth={"width": 200}, train={"samples": 1000, "batch": 256}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("depth.layers", 3),
        ("depth.width", 16),
        ("layer.bias", False),
        ("layer.activation", "tanh"),
        ("train.optimizer", "adam"),
        ("train.batch", 32),
        ("train.epochs", 3),
        ("train.samples", 200),
        ("train.loss", "mse"),
        ("train.decay_all", False),
        ("train.l1", 0.1),
        ("run.dtype", "float64"),
    ],
)
def test_networks_that_differ_in_more_than_is_their_own_are_no_stack(key: str, value: Any) -> None:
    assert not can_stack(networks([{}, {}, {key: value}]))


def test_one_network_is_no_stack() -> None:
    assert not can_stack(networks([{}]))
    assert not can_stack([])


def test_an_optimizer_whose_stacked_step_nobody_has_written_is_left_to_single_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert can_stack(networks(train={"optimizer": "sgd"}))
    plain = dataclasses.replace(OPTIMIZERS["sgd"], stacked=None)
    monkeypatch.setitem(OPTIMIZERS, "sgd", plain)
    assert not can_stack(networks(train={"optimizer": "sgd"}))
