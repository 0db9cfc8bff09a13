"""Small races that take a fraction of a second, and the script of a lane run by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from core.context import Context, last
from core.experiment import Experiment
from core.training.race import Race
from core.training.result import TrainingResult
from core.training.task import play

HE = {"method": "kaiming_normal", "nonlinearity": "relu"}


def small(**sections: Any) -> Experiment:
    """Two ReLU layers of 32 on 300 digits, 5 epochs of 5 steps; sections go over that."""
    plain: dict[str, Any] = {
        "initlab": 1,
        "layer": {"activation": "relu"},
        "weight_init": HE,
        "depth": {"layers": 2, "width": 32},
        "train": {"samples": 300, "epochs": 5},
    }
    for name, section in sections.items():
        merged = isinstance(section, dict) and name not in ("weight_init", "bias_init")
        plain[name] = {**plain.get(name, {}), **section} if merged else section
    return Experiment.from_dict(plain)


def trained(experiment: Experiment) -> tuple[Race, TrainingResult]:
    """The race at its end, and the last picture."""
    race = Race()
    return race, last(play(race, experiment))


@contextmanager
def torch_as_before() -> Iterator[None]:
    """What a script sets of torch is put back."""
    threads, state = torch.get_num_threads(), torch.get_rng_state()
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_rng_state(state)


def run_script(code: str) -> dict[str, Any]:
    """The names that a script leaves."""
    space: dict[str, Any] = {}
    with torch_as_before():
        exec(compile(code, "script", "exec"), space)
    return space


def assert_same_bits(mine: dict[str, torch.Tensor], theirs: dict[str, torch.Tensor]) -> None:
    """Two state dictionaries: the same names in the same order, the same bits."""
    assert list(mine) == list(theirs)
    for name, tensor in mine.items():
        assert tensor.dtype == theirs[name].dtype, name
        assert torch.equal(tensor.nan_to_num(7.0), theirs[name].nan_to_num(7.0)), name


class Impatient(Context):
    """Cancels once a few steps were made."""

    reported = 0

    @property
    def cancelled(self) -> bool:
        return self.reported >= 3

    def progress(self, fraction: float) -> None:
        self.reported += 1
