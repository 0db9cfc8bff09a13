"""Small sweeps for tests."""

from __future__ import annotations

from typing import Any

from core.experiment import Experiment


def small(**changes: Any) -> Experiment:
    """σ_w² × σ_b² of three layers of 16 tanh units, 5 × 4 cells; `depth__layers=2` changes it."""
    plain = {
        "layer.activation": "tanh",
        "depth.layers": 3,
        "depth.width": 16,
        "depth.batch": 16,
        "sweep.x_count": 5,
        "sweep.y_count": 4,
    }
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    return Experiment().with_values({**plain, **dotted})


def learning(**changes: Any) -> Experiment:
    """Learning rate × start of a network of 8 units, 3 × 2 cells, ten steps."""
    plain = {
        "layer.activation": "relu",
        "depth.layers": 1,
        "depth.width": 8,
        "train.samples": 20,
        "train.batch": 10,
        "train.epochs": 5,
        "sweep.measure": "train.train_loss",
        "sweep.x": "train.lr",
        "sweep.x_values": "0.01, 0.1, 1",
        "sweep.y": "train.init_scale",
        "sweep.y_values": "0.5, 1",
    }
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    return Experiment().with_values({**plain, **dotted})
