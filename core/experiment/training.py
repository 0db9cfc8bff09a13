"""The section `train`: what the network of the Depth page learns, and by what."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.data.registry import MIN_SAMPLES, DataSet
from core.data.sets import DATA
from core.experiment.fields import Section, choice, described, flag, real, whole
from core.experiment.schedule import Change, Schedule
from core.experiment.sections import Dropout
from core.learning.losses import L1_METHODS, LOSSES
from core.learning.optimizers import OPTIMIZERS
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment
from core.parameters import Parameter

MAX_EPOCHS = 10_000


_LIVE: dict[str, Parameter] = {}  # filled below, when Train is there


@dataclass(frozen=True)
class Train(Section):
    """The data, the loss, the optimizer and what keeps the weights small."""

    section = "train"
    data: str = choice(
        "digits",
        tuple(DATA),
        help=QT_TRANSLATE_NOOP("core", "What the network learns; all of it comes with InitLab."),
        torch="torch.utils.data",
        later=True,
    )
    samples: int = whole(
        1_000,
        MIN_SAMPLES,
        max(entry.max_samples for entry in DATA.values()),
        usual=(MIN_SAMPLES, 2_000),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "How many samples are trained on; others are for the test."),
        torch="len(x)",
        later=True,
    )
    label_noise: float = real(
        0.0,
        0.0,
        1.0,
        usual=(0.0, 1.0),
        help=QT_TRANSLATE_NOOP(
            "core", "Share of the training labels that are replaced by random ones."
        ),
        torch="torch.randint",
        later=True,
    )
    loss: str = choice(
        "cross_entropy",
        tuple(LOSSES),
        help=QT_TRANSLATE_NOOP("core", "What the training makes small."),
        torch="nn.functional.cross_entropy, nn.functional.mse_loss",
        later=True,
    )
    optimizer: str = choice(
        "sgd",
        tuple(OPTIMIZERS),
        help=QT_TRANSLATE_NOOP("core", "How a gradient becomes a step of the weights."),
        torch="torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop",
        later=True,
    )
    lr: float = real(
        0.02,
        0.0,
        100.0,
        usual=(1e-4, 10.0),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "Learning rate η: the length of a step for its gradient."),
        torch="torch.optim.SGD(lr)",
        later=True,
        live=True,
    )
    momentum: float = real(
        0.9,
        0.0,
        0.999,
        usual=(0.0, 0.999),
        help=QT_TRANSLATE_NOOP(
            "core", "How much of the last step goes on; for Adam its first number β₁."
        ),
        torch="torch.optim.SGD(momentum), torch.optim.Adam(betas)",
        later=True,
        live=True,
    )
    batch: int = whole(
        64,
        1,
        10_000,
        usual=(1, 1_024),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "Samples of one step."),
        torch="torch.utils.data.DataLoader(batch_size)",
        later=True,
    )
    epochs: int = whole(
        20,
        1,
        MAX_EPOCHS,
        usual=(1, 1_000),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "How often the network sees every training sample."),
        later=True,
    )
    weight_decay: float = real(
        0.0,
        0.0,
        100.0,
        usual=(1e-5, 1.0),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP(
            "core",
            "λ, with torch's meaning in each optimizer: an L2 penalty; for AdamW a decay beside "
            "the step.",
        ),
        torch="torch.optim.SGD(weight_decay)",
        later=True,
        live=True,
    )
    decay_all: bool = flag(
        True,
        help=QT_TRANSLATE_NOOP(
            "core", "Whether weight decay and L1 reach biases and norms too, as torch does it."
        ),
        torch="torch.optim.SGD(params)",
        later=True,
    )
    l1: float = real(
        0.0,
        0.0,
        100.0,
        usual=(1e-5, 0.1),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "λ of the L1 penalty, the sum of |w|."),
        torch="torch.linalg.vector_norm(ord)",
        later=True,
        live=True,
    )
    l1_method: str = choice(
        "subgradient",
        L1_METHODS,
        help=QT_TRANSLATE_NOOP(
            "core",
            "Where |w| has its kink: its subgradient hardly ever meets 0, soft thresholding does.",
        ),
        torch="nn.functional.softshrink",
        later=True,
    )
    max_norm: float = real(
        0.0,
        0.0,
        1_000.0,
        usual=(0.1, 10.0),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP(
            "core", "The greatest length of one unit's weights; 0 sets no bound."
        ),
        torch="torch.renorm",
        later=True,
        live=True,
    )
    early_stopping: int = whole(
        0,
        0,
        MAX_EPOCHS,
        usual=(0, 50),
        help=QT_TRANSLATE_NOOP(
            "core", "Epochs without a better test loss after which training ends; 0: never."
        ),
        later=True,
    )
    init_scale: float = real(
        1.0,
        0.0,
        1_000.0,
        usual=(0.1, 10.0),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "α: what all initial weights and biases are multiplied by."),
        torch="torch.Tensor.mul_",
        later=True,
    )
    schedule: tuple[Change, ...] = described(
        Schedule(
            "",
            _LIVE,
            help=QT_TRANSLATE_NOOP("core", "The changes that were made while the network learned."),
            torch="torch.optim.Optimizer",
        ),
        later=True,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        data = DATA[self.data]
        if self.samples > data.max_samples:
            text = QT_TRANSLATE_NOOP(
                "core", "{value} is outside {low} to {high}, which {data} has"
            ).format(value=self.samples, low=MIN_SAMPLES, high=data.max_samples, data=self.data)
            raise InvalidExperiment("train.samples", text)
        if not LOSSES[self.loss].fits(data):
            fitting = ", ".join(key for key, loss in LOSSES.items() if loss.fits(data))
            text = QT_TRANSLATE_NOOP(
                "core", "{value} needs classes, and {data} is a regression; choose {options}"
            ).format(value=self.loss, data=self.data, options=fitting)
            raise InvalidExperiment("train.loss", text)
        if self.batch > self.samples:
            text = QT_TRANSLATE_NOOP(
                "core", "a batch of {batch} is larger than the {samples} training samples"
            ).format(batch=self.batch, samples=self.samples)
            raise InvalidExperiment("train.batch", text)
        for index, change in enumerate(self.schedule):
            if change.step >= self.steps:
                text = QT_TRANSLATE_NOOP(
                    "core", "step {step} is never made: the training ends after {steps} steps"
                ).format(step=change.step, steps=self.steps)
                raise InvalidExperiment(f"train.schedule[{index}].step", text)

    @property
    def data_set(self) -> DataSet:
        """The entry of the data set."""
        return DATA[self.data]

    @property
    def steps_an_epoch(self) -> int:
        """How many steps go through all samples once."""
        return math.ceil(self.samples / self.batch)

    @property
    def steps(self) -> int:
        """How many steps the whole training has."""
        return self.epochs * self.steps_an_epoch

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read the section of a file; the data set brings the loss that is not named with it."""
        chosen = data.get("data")
        if isinstance(chosen, str) and chosen in DATA and "loss" not in data:
            data = {**data, "loss": fitting_loss(DATA[chosen], cls.parameters()["loss"].default)}
        return super().from_dict(data)

    def to_dict(self) -> dict[str, Any]:
        """The section as it stands in a file; a loss that follows from the data is written."""
        found = super().to_dict()
        if self.schedule:
            found["schedule"] = [change.to_dict() for change in self.schedule]
        return found


def fitting_loss(data: DataSet, wanted: Any) -> Any:
    """The loss that was wanted, or the first that can be taken where it cannot."""
    if wanted in LOSSES and not LOSSES[wanted].fits(data):
        return next(key for key, loss in LOSSES.items() if loss.fits(data))
    return wanted


def for_data(chosen: Any, present: Mapping[str, Any]) -> dict[str, Any]:
    """What changes along with the data set where nothing else is asked for.

    `present` is the section as a dictionary of all its values. A loss and a number of samples
    that the new data do not have make way; the loss of classes comes back after a regression.
    """
    if not isinstance(chosen, str) or chosen not in DATA:
        return {}
    data, old = DATA[chosen], DATA[present["data"]]
    found: dict[str, Any] = {}
    if data.is_regression != old.is_regression:
        default = Train.parameters()["loss"].default
        found["loss"] = fitting_loss(data, default)
    if present["samples"] > data.max_samples:
        found["samples"] = data.max_samples
        found["batch"] = min(present["batch"], data.max_samples)
    return found


_LIVE |= {
    key: kind.parameters()[key.partition(".")[2]]
    for kind in (Train, Dropout)
    for key in kind.live_keys()
}
LIVE: Mapping[str, Parameter] = _LIVE
"""Dotted keys that a training run takes over while it goes on, each with its description."""
