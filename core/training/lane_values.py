"""What a new lane says by itself: the values that a person is likely to change next."""

from __future__ import annotations

from typing import Any

from core.experiment import Experiment
from core.init.methods import REGISTRY

INIT_KEYS = ("method", *dict.fromkeys(p.name for e in REGISTRY.values() for p in e.parameters))
"""The names of all keys that `weight_init` or `bias_init` may have."""

KEYS = (
    "dropout.p",
    "train.optimizer",
    "train.lr",
    "train.weight_decay",
    "train.l1",
    "depth.norm",
)


def lane_values(experiment: Experiment) -> dict[str, Any]:
    """The initialization of the weights, the optimizer and the penalties of an experiment."""
    init = experiment.weight_init
    named = {"weight_init.method": init.method}
    named |= {f"weight_init.{name}": value for name, value in init.values}
    return {**named, **{key: experiment.value(key) for key in KEYS}}
