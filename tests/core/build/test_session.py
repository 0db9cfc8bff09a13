"""A run that waits at a picture leaves torch to whoever comes meanwhile, and goes on unharmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from core import depth, dropout, layer
from core.build.session import Session, threads
from core.context import Pictures, last
from core.experiment import Experiment
from core.messages import Refused
from tests.core.support import experiment, square

CPU = torch.device("cpu")


def state() -> tuple[Any, ...]:
    """What is global in torch and what a run changes."""
    return (
        torch.get_rng_state().tolist(),
        torch.get_num_threads(),
        torch.is_grad_enabled(),
        len(torch.utils._python_dispatch._get_current_dispatch_mode_stack()),
    )


RUNS: dict[str, Callable[[Experiment], Pictures[Any]]] = {
    "layer": layer.run,
    "dropout": lambda e: dropout.run(e, samples=3, many=1000),
    "depth": lambda e: depth.run(e, ranks=True),
    "compare": depth.compare,
}


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    monkeypatch.setattr("core.depth.task.SOON_SECONDS", 0.0)  # every picture that there may be
    return experiment(
        "xavier_normal",
        layer=square(30, activation="tanh"),
        dropout={"p": 0.5},
        depth={"layers": 4, "width": 30, "batch": 16},
    )


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("grad", [True, False])
def test_between_two_pictures_torch_is_as_before(
    name: str, grad: bool, described: Experiment
) -> None:
    with torch.random.fork_rng(devices=[]), threads(2), torch.set_grad_enabled(grad):
        torch.manual_seed(1234)
        before = state()
        count = 0
        for _ in RUNS[name](described):
            count += 1
            assert state() == before
        # The weights, their output, and last their spectral norm.
        assert count == {"layer": 3, "dropout": 1, "depth": 3, "compare": 1}[name]
        assert state() == before


@pytest.mark.parametrize("pictures", [1, 2, 3])
def test_a_run_that_is_dropped_at_a_picture_leaves_torch_as_before(
    pictures: int, described: Experiment
) -> None:
    before = state()
    run = depth.run(described, ranks=True)
    for _ in range(pictures):
        next(run)
    run.close()
    assert state() == before


def test_other_work_between_two_pictures_changes_no_bit(described: Experiment) -> None:
    """It draws, it seeds, and it fills weights of the same size."""
    other = described.with_values({"run.seed": 7, "weight_init.method": "ones"})
    for name in ("layer", "depth"):
        alone = last(RUNS[name](described))
        with torch.random.fork_rng(devices=[]):
            for picture in RUNS[name](described):
                mixed = picture
                torch.manual_seed(99)
                torch.rand(1000)
                last(layer.run(other))
                last(depth.run(other))
        if name == "layer":
            assert mixed.printed == alone.printed
            np.testing.assert_array_equal(
                mixed.output.after_histogram.counts, alone.output.after_histogram.counts
            )
        else:
            np.testing.assert_array_equal(mixed.forward, alone.forward)
            np.testing.assert_array_equal(mixed.backward, alone.backward)
            np.testing.assert_array_equal(mixed.ranks, alone.ranks)


def test_a_session_goes_on_with_its_own_random_numbers() -> None:
    with Session("layer", CPU):
        torch.manual_seed(3)
        torch.rand(5)
        expected = torch.rand(5)
    with Session("layer", CPU) as session:
        torch.manual_seed(3)
        torch.rand(5)
        with session.suspended():
            torch.rand(17)
        assert torch.equal(torch.rand(5), expected)


def test_memory_that_gives_out_after_a_picture_is_still_a_refusal() -> None:
    def run() -> Pictures[int]:
        with Session("layer", CPU) as session:
            with session.suspended():
                yield 1
            raise MemoryError

    pictures = run()
    next(pictures)
    with pytest.raises(Refused, match="memory"):
        next(pictures)
