"""Races that tell a story: each sets the network, the data and up to eight lanes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.experiment import Lane
from core.messages import QT_TRANSLATE_NOOP, Message

Changes = Mapping[str, Any]

LOOKS = ("loss", "accuracy", "gap")


@dataclass(frozen=True, slots=True)
class Preset:
    """One race: what all lanes have in common, the lanes with names, and the one to look at.

    look   the curves that tell its story: one of LOOKS
    """

    key: str
    label: Message
    purpose: Message
    common: Changes
    lanes: tuple[tuple[Message, Changes], ...]
    chosen: int = 0
    look: str = "loss"

    def changes(self, said: Callable[[Message], str] = str) -> dict[str, Any]:
        """The changes of the experiment that set up the race, in one step.

        `said` puts the name of a lane into the language in which it is to be kept.
        """
        lanes = [Lane(said(name), tuple(changes.items())) for name, changes in self.lanes]
        return {**PLAIN, **self.common, "race": lanes}


PLAIN: Changes = {
    "layer.bias": True,
    "bias_init.method": "zeros",
    "dropout.p": 0.0,
    "dropout.training": True,
    "dropout.kind": "dropout",
    "depth.norm": "none",
    "train.data": "digits",
    "train.samples": 1_000,
    "train.label_noise": 0.0,
    "train.loss": "cross_entropy",
    "train.optimizer": "sgd",
    "train.lr": 0.02,
    "train.momentum": 0.9,
    "train.batch": 64,
    "train.epochs": 20,
    "train.weight_decay": 0.0,
    "train.decay_all": True,
    "train.l1": 0.0,
    "train.l1_method": "subgradient",
    "train.max_norm": 0.0,
    "train.early_stopping": 0,
    "train.init_scale": 1.0,
    "train.schedule": (),
}
"""What every race begins with, so that nothing of the race before is left."""


def _init(method: str, **values: Any) -> dict[str, Any]:
    return {
        "weight_init.method": method,
        **{f"weight_init.{key}": value for key, value in values.items()},
    }


HE = _init("kaiming_normal", nonlinearity="relu")

PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            "initializations",
            QT_TRANSLATE_NOOP("core", "Initializations"),
            QT_TRANSLATE_NOOP(
                "core",
                "Eight layers with ReLU learn digits from eight starts: only those that keep the "
                "signal alive learn.",
            ),
            {"layer.activation": "relu", "depth.layers": 8, "depth.width": 64, **HE},
            (
                (QT_TRANSLATE_NOOP("core", "zeros"), _init("zeros")),
                (QT_TRANSLATE_NOOP("core", "constant 0.1"), _init("constant", val=0.1)),
                (QT_TRANSLATE_NOOP("core", "normal σ = 0.01"), _init("normal", mean=0.0, std=0.01)),
                (QT_TRANSLATE_NOOP("core", "nn.Linear default"), _init("default")),
                (QT_TRANSLATE_NOOP("core", "Xavier normal"), _init("xavier_normal", gain=1.0)),
                (QT_TRANSLATE_NOOP("core", "Kaiming normal"), HE),
                (QT_TRANSLATE_NOOP("core", "orthogonal"), _init("orthogonal", gain=2**0.5)),
                (QT_TRANSLATE_NOOP("core", "normal σ = 1"), _init("normal", mean=0.0, std=1.0)),
            ),
            chosen=5,
        ),
        Preset(
            "regularizers",
            QT_TRANSLATE_NOOP("core", "Regularizers"),
            QT_TRANSLATE_NOOP(
                "core",
                "500 digits of which 40 % bear random labels: who learns them by heart fails the "
                "test.",
            ),
            {
                "layer.activation": "relu",
                "depth.layers": 2,
                "depth.width": 256,
                **HE,
                "train.samples": 500,
                "train.label_noise": 0.4,
                "train.lr": 0.05,
                "train.epochs": 60,
            },
            (
                (QT_TRANSLATE_NOOP("core", "none"), {"train.weight_decay": 0.0}),
                (QT_TRANSLATE_NOOP("core", "weight decay 0.02"), {"train.weight_decay": 0.02}),
                (QT_TRANSLATE_NOOP("core", "L1 0.001"), {"train.l1": 0.001}),
                (QT_TRANSLATE_NOOP("core", "dropout 0.5"), {"dropout.p": 0.5}),
                (QT_TRANSLATE_NOOP("core", "early stopping"), {"train.early_stopping": 3}),
            ),
            look="accuracy",
        ),
        Preset(
            "optimizers",
            QT_TRANSLATE_NOOP("core", "Optimizers"),
            QT_TRANSLATE_NOOP(
                "core",
                "The same weight decay in four optimizers: in Adam it is an L2 penalty, in AdamW a "
                "decay of its own.",
            ),
            {
                "layer.activation": "relu",
                "depth.layers": 2,
                "depth.width": 64,
                **HE,
                "train.lr": 0.001,
                "train.weight_decay": 0.1,
                "train.epochs": 40,
            },
            (
                (QT_TRANSLATE_NOOP("core", "SGD"), {"train.optimizer": "sgd", "train.lr": 0.02}),
                (QT_TRANSLATE_NOOP("core", "Adam with L2"), {"train.optimizer": "adam"}),
                (QT_TRANSLATE_NOOP("core", "AdamW"), {"train.optimizer": "adamw"}),
                (
                    QT_TRANSLATE_NOOP("core", "AdamW, no decay"),
                    {"train.optimizer": "adamw", "train.weight_decay": 0.0},
                ),
            ),
        ),
        Preset(
            "norms",
            QT_TRANSLATE_NOOP("core", "Norm instead of initialization"),
            QT_TRANSLATE_NOOP(
                "core",
                "Sigmoid layers that start far too small: batch normalization makes up for it.",
            ),
            {
                "layer.activation": "sigmoid",
                "depth.layers": 3,
                "depth.width": 100,
                **_init("normal", mean=0.0, std=0.01),
                "train.lr": 0.5,
                "train.momentum": 0.0,
            },
            (
                (QT_TRANSLATE_NOOP("core", "σ = 0.01"), {"depth.norm": "none"}),
                (QT_TRANSLATE_NOOP("core", "σ = 0.01, layer norm"), {"depth.norm": "layer"}),
                (QT_TRANSLATE_NOOP("core", "σ = 0.01, batch norm"), {"depth.norm": "batch"}),
                (
                    QT_TRANSLATE_NOOP("core", "σ = 1, batch norm"),
                    {"depth.norm": "batch", **_init("normal", std=1.0)},
                ),
                (QT_TRANSLATE_NOOP("core", "Xavier"), _init("xavier_normal", gain=1.0)),
                (
                    QT_TRANSLATE_NOOP("core", "Xavier, batch norm"),
                    {"depth.norm": "batch", **_init("xavier_normal", gain=1.0)},
                ),
            ),
        ),
        Preset(
            "scale_decay",
            QT_TRANSLATE_NOOP("core", "Initialization × weight decay"),
            QT_TRANSLATE_NOOP(
                "core",
                "Weights that start six times too large fit the samples and fail the test, until "
                "weight decay brings them down.",
            ),
            {
                "layer.activation": "relu",
                "bias_init.method": "default",
                "depth.layers": 2,
                "depth.width": 200,
                **_init("default"),
                "train.samples": 200,
                "train.batch": 200,
                "train.epochs": 3_000,
                "train.loss": "mse",
                "train.optimizer": "adamw",
                "train.lr": 0.001,
            },
            (
                (QT_TRANSLATE_NOOP("core", "α = 1"), {"train.init_scale": 1.0}),
                (QT_TRANSLATE_NOOP("core", "α = 6"), {"train.init_scale": 6.0}),
                (
                    QT_TRANSLATE_NOOP("core", "α = 6, decay 1"),
                    {"train.init_scale": 6.0, "train.weight_decay": 1.0},
                ),
            ),
            look="accuracy",
        ),
        Preset(
            "depths",
            QT_TRANSLATE_NOOP("core", "Depths"),
            QT_TRANSLATE_NOOP(
                "core",
                "nn.Linear's own default learns while a network is shallow; Kaiming goes on where "
                "it is deep.",
            ),
            {"layer.activation": "relu", "depth.layers": 8, "depth.width": 64, **_init("default")},
            (
                (QT_TRANSLATE_NOOP("core", "default, 2 layers"), {"depth.layers": 2}),
                (QT_TRANSLATE_NOOP("core", "default, 4 layers"), {"depth.layers": 4}),
                (QT_TRANSLATE_NOOP("core", "default, 8 layers"), {"depth.layers": 8}),
                (QT_TRANSLATE_NOOP("core", "Kaiming, 2 layers"), {"depth.layers": 2, **HE}),
                (QT_TRANSLATE_NOOP("core", "Kaiming, 8 layers"), {"depth.layers": 8, **HE}),
                (QT_TRANSLATE_NOOP("core", "Kaiming, 16 layers"), {"depth.layers": 16, **HE}),
            ),
        ),
    )
}
