"""What the tests of the Dropout page share: an experiment in one line, and torch's own modules."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from core.experiment import Experiment

MODULES = {
    "dropout": nn.Dropout,
    "alpha": nn.AlphaDropout,
    "dropout1d": nn.Dropout1d,
    "dropout2d": nn.Dropout2d,
}
SHAPES = {"dropout": (10,), "alpha": (10,), "dropout1d": (10, 6), "dropout2d": (1, 10, 2, 3)}


def described(**values: Any) -> Experiment:
    run = values.pop("run", {})
    return Experiment.from_dict({"initlab": 1, "dropout": {"p": 0.5} | values, "run": run})


def run_code(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with torch.random.fork_rng(devices=[]):
        exec(code, names)
    return names


def flat(tensor: torch.Tensor) -> Any:
    return tensor.double().flatten().numpy()
