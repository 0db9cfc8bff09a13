"""Sweeps that show a law of the field: each sets the network, the axes and what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.experiment import Experiment
from core.experiment.sweep import SIGMA_B2, SIGMA_W2, Sweep
from core.messages import QT_TRANSLATE_NOOP, Message

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preset:
    """One sweep, ready to start."""

    key: str
    label: Message
    purpose: Message
    own: Changes

    def changes(self) -> dict[str, Any]:
        """The changes of the experiment that set up the sweep, in one step."""
        return {**PLAIN, **self.own}


PLAIN: Changes = {
    "race": (),
    "layer.bias": True,
    "weight_init.method": "kaiming_normal",
    "bias_init.method": "zeros",
    "dropout.p": 0.0,
    "dropout.training": True,
    "dropout.kind": "dropout",
    "run.device": "cpu",
    "run.dtype": "float32",
    "depth.batch": 256,
    "depth.input": "normal",
    "depth.norm": "none",
    **{
        f"train.{name}": parameter.default
        for name, parameter in Experiment().train.parameters().items()
    },
    **{f"sweep.{name}": parameter.default for name, parameter in Sweep.parameters().items()},
}
"""What every sweep begins with, so that nothing of the sweep before is left."""


def _axis(
    name: str, key: str, low: float, high: float, count: int = 16, scale: str = "linear"
) -> dict[str, Any]:
    values = {"": key, "_from": low, "_to": high, "_count": count, "_scale": scale}
    return {f"sweep.{name}{part}": value for part, value in values.items()}


SHORT: Changes = {"train.samples": 640, "train.batch": 64, "train.epochs": 15}
"""150 steps: ten of 64 samples an epoch."""

PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            "edge_of_chaos",
            QT_TRANSLATE_NOOP("core", "Edge of chaos"),
            QT_TRANSLATE_NOOP(
                "core",
                "Spread of the weights against that of the biases, 20 layers with tanh: left of "
                "the line gradients vanish, right of it they explode.",
            ),
            {
                "layer.activation": "tanh",
                "depth.layers": 20,
                "depth.width": 256,
                **_axis("x", SIGMA_W2, 0.5, 4.0),
                **_axis("y", SIGMA_B2, 0.0, 1.0),
                "sweep.measure": "depth.backward_factor",
                "sweep.beside_measure": "depth.forward_factor",
            },
        ),
        Preset(
            "how_deep",
            QT_TRANSLATE_NOOP("core", "How deep can one train"),
            QT_TRANSLATE_NOOP(
                "core",
                "Spread of the weights against the number of layers with tanh: the deeper the "
                "network, the nearer to the critical spread it has to start.",
            ),
            {
                "layer.activation": "tanh",
                "bias_init.method": "normal",
                "bias_init.mean": 0.0,
                "bias_init.std": 0.05**0.5,
                "depth.layers": 20,
                "depth.width": 100,
                **_axis("x", SIGMA_W2, 1.0, 4.0),
                **_axis("y", "depth.layers", 2, 40, 16),
                **SHORT,
                "train.samples": 960,
                "train.epochs": 10,
                "train.lr": 0.007,
                "sweep.measure": "train.train_accuracy",
            },
        ),
        Preset(
            "rate_scale",
            QT_TRANSLATE_NOOP("core", "Learning rate × scale"),
            QT_TRANSLATE_NOOP(
                "core",
                "How long a step may be depends on how large the weights begin: one too long kills "
                "the units, one too short stands still; both end at guessing.",
            ),
            {
                "layer.activation": "relu",
                "depth.layers": 2,
                "depth.width": 64,
                "train.momentum": 0.0,
                **_axis("x", "train.init_scale", 0.05, 5.0, scale="log"),
                **_axis("y", "train.lr", 0.001, 10.0, scale="log"),
                **SHORT,
                "sweep.measure": "train.train_loss",
            },
        ),
        Preset(
            "rate_decay",
            QT_TRANSLATE_NOOP("core", "Learning rate × decay"),
            QT_TRANSLATE_NOOP(
                "core",
                "Adam with an L2 penalty beside AdamW: where the decay stands by itself, the best "
                "one hardly depends on the learning rate.",
            ),
            {
                "layer.activation": "relu",
                "depth.layers": 2,
                "depth.width": 64,
                "train.optimizer": "adam",
                **_axis("x", "train.weight_decay", 1e-4, 10.0, scale="log"),
                **_axis("y", "train.lr", 1e-4, 0.1, scale="log"),
                **SHORT,
                "train.samples": 320,
                "train.epochs": 30,
                "train.label_noise": 0.2,
                "sweep.measure": "train.test_accuracy",
                "sweep.beside_optimizer": "adamw",
            },
        ),
        Preset(
            "dropout_gain",
            QT_TRANSLATE_NOOP("core", "Dropout × gain"),
            QT_TRANSLATE_NOOP(
                "core",
                "Twenty layers with ReLU: what dropout adds to the signal's power, the weights "
                "have to take away, σ_w² = 2(1 − p).",
            ),
            {
                "layer.activation": "relu",
                "depth.layers": 20,
                "depth.width": 256,
                **_axis("x", "dropout.p", 0.0, 0.9),
                **_axis("y", SIGMA_W2, 0.1, 3.0),
                "sweep.measure": "depth.forward_factor",
            },
        ),
        Preset(
            "noise_decay",
            QT_TRANSLATE_NOOP("core", "Label noise × decay"),
            QT_TRANSLATE_NOOP(
                "core",
                "The more labels are wrong, the more weight decay a network needs to do well in "
                "the test; too much of it, and it learns nothing.",
            ),
            {
                "layer.activation": "relu",
                "depth.layers": 2,
                "depth.width": 64,
                "train.lr": 0.1,
                **SHORT,
                "train.samples": 320,
                "train.epochs": 60,
                **_axis("x", "train.label_noise", 0.0, 0.8),
                **_axis("y", "train.weight_decay", 1e-4, 0.3, scale="log"),
                "sweep.measure": "train.test_accuracy",
            },
        ),
    )
}
"""The laws, in the order of the menu; the first one is shown where nothing else is."""


def preset_of(experiment: Experiment) -> str:
    """The key of the preset that the experiment is set up by; empty for a sweep of one's own."""
    for key, preset in PRESETS.items():
        changes = preset.changes()
        plan = (name for name in changes if name.startswith("sweep."))
        if all(experiment.value(name) == changes[name] for name in plan):
            return key if experiment.with_values(changes) == experiment else ""
    return ""
