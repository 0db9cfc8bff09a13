"""A plane of trainings as networks that learn as one, against the same one after another."""

from __future__ import annotations

import itertools

import numpy as np

from core.experiment import Experiment
from core.training import can_stack, outcome, outcomes
from tests.benchmarks.timing import Line, in_turns, seconds

SIDE = 16


def plane(layers: int) -> list[Experiment]:
    """Learning rate × scale of the initial weights; 150 steps of ReLU layers of 64 on digits."""
    plain = Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {"activation": "relu"},
            "weight_init": {"method": "kaiming_normal", "nonlinearity": "relu"},
            "depth": {"layers": layers, "width": 64},
            "train": {"samples": 640, "batch": 64, "epochs": 15},
        }
    )
    rates, scales = np.logspace(-3, 0, SIDE), np.logspace(-1, 0.5, SIDE)
    return [
        plain.with_values({"train.lr": float(lr), "train.init_scale": float(scale)})
        for lr, scale in itertools.product(rates, scales)
    ]


def measure() -> list[Line]:
    """16 × 16 networks of two and of three hidden layers, on one thread either way."""
    lines = []
    for layers in (2, 3):
        cells = plane(layers)
        assert can_stack(cells)
        ours, single = in_turns(
            lambda cells=cells: seconds(lambda: outcomes(cells)),
            lambda cells=cells: seconds(lambda: [outcome(cell) for cell in cells]),
            rounds=3,
        )
        shape = "-".join(["64"] * (layers + 1) + ["10"])
        what = f"{SIDE} × {SIDE} trainings of {shape}, stacked"
        lines.append(Line(what, ours, "one after another", single, 0.35))
    return lines
