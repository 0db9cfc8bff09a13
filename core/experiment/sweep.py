"""The section `sweep`: one number over a plane of settings, and which plane."""

from __future__ import annotations

from dataclasses import dataclass

from core.experiment.fields import Section, choice, described, real, whole
from core.experiment.measures import MEASURES
from core.experiment.sections import Depth, Dropout, Layer, Run
from core.experiment.training import Train
from core.init.methods import bias_methods, weight_methods
from core.learning.optimizers import OPTIMIZERS
from core.messages import QT_TRANSLATE_NOOP, Message
from core.parameters import Numbers, Parameter, Real, Whole

SIGMA_W2, SIGMA_B2 = "sigma_w2", "sigma_b2"
"""fan_in·Var[w] and Var[b]: an axis of one of them makes weights or biases normal."""

NONE = "none"
"""No second axis: the picture is a curve."""

SAME = "same"
"""The second picture has this in common with the first."""

RANGE = "range"
"""The values of an axis run from one number to another; otherwise they are listed."""

FARTHEST = 1e12
MAX_COUNT = 1_000
MAX_SEEDS = 100

FIRST = (
    *(SIGMA_W2, SIGMA_B2, "weight_init.gain", "depth.layers", "depth.width", "dropout.p"),
    *("train.lr", "train.weight_decay", "train.init_scale", "train.label_noise"),
)
"""Axes that laws of the field are about; a menu begins with them."""


def _numbers() -> dict[str, Parameter]:
    """Every number of an experiment by its dotted key."""
    found: dict[str, Parameter] = {}
    for section in (Layer, Dropout, Run, Depth, Train):
        found |= {f"{section.section}.{n}": p for n, p in section.parameters().items()}
    for name, methods in (("weight_init", weight_methods()), ("bias_init", bias_methods())):
        found |= {f"{name}.{p.name}": p for entry in methods for p in entry.parameters}
    return {key: p for key, p in found.items() if isinstance(p, Real | Whole)}


NUMBERS = _numbers()
"""The keys that may be an axis as they are, with what they may be."""

AXES = (*FIRST, *(key for key in NUMBERS if key not in FIRST))
"""All that may be an axis."""

_FROM = QT_TRANSLATE_NOOP("core", "The first value of this axis.")
_TO = QT_TRANSLATE_NOOP("core", "The last value of this axis.")
_COUNT = QT_TRANSLATE_NOOP("core", "How many values from the first to the last, both included.")
_SCALE = QT_TRANSLATE_NOOP("core", "Equal steps from value to value, or equal factors.")
_VALUES = QT_TRANSLATE_NOOP(
    "core", "Values of the axis, one by one between commas; range: from the first to the last."
)


def _end(default: float, help: Message) -> float:
    limits, usual = (-FARTHEST, FARTHEST), (0.0, 4.0)
    end: float = real(default, *limits, usual=usual, help=help, later=True)
    return end


def _values() -> str:
    parameter = Numbers("", RANGE, (RANGE,), most=MAX_COUNT, help=_VALUES)
    text: str = described(parameter, later=True)
    return text


@dataclass(frozen=True)
class Sweep(Section):
    """What is measured, along which axes, and what a second picture beside it differs in."""

    section = "sweep"
    measure: str = choice(
        "depth.backward_factor",
        tuple(MEASURES),
        help=QT_TRANSLATE_NOOP("core", "The number of a run that the picture shows."),
        later=True,
    )
    seeds: int = whole(
        1,
        1,
        MAX_SEEDS,
        usual=(1, 10),
        help=QT_TRANSLATE_NOOP(
            "core", "How many seeds each cell is run with, from the seed of the experiment on."
        ),
        torch="torch.manual_seed",
        later=True,
    )
    x: str = choice(
        SIGMA_W2,
        AXES,
        help=QT_TRANSLATE_NOOP("core", "What varies from left to right."),
        later=True,
    )
    x_from: float = _end(0.5, _FROM)
    x_to: float = _end(4.0, _TO)
    x_count: int = whole(16, 1, MAX_COUNT, usual=(1, 64), help=_COUNT, later=True)
    x_scale: str = choice("linear", ("linear", "log"), help=_SCALE, later=True)
    x_values: str = _values()
    y: str = choice(
        SIGMA_B2,
        (NONE, *AXES),
        help=QT_TRANSLATE_NOOP("core", "What varies upward; none: the picture is a curve."),
        later=True,
    )
    y_from: float = _end(0.0, _FROM)
    y_to: float = _end(1.0, _TO)
    y_count: int = whole(16, 1, MAX_COUNT, usual=(1, 64), help=_COUNT, later=True)
    y_scale: str = choice("linear", ("linear", "log"), help=_SCALE, later=True)
    y_values: str = _values()
    beside_measure: str = choice(
        SAME,
        (SAME, *MEASURES),
        help=QT_TRANSLATE_NOOP("core", "What a second picture beside the first one measures."),
        later=True,
    )
    beside_optimizer: str = choice(
        SAME,
        (SAME, *OPTIMIZERS),
        help=QT_TRANSLATE_NOOP("core", "The optimizer of a second picture beside the first one."),
        torch="torch.optim",
        later=True,
    )

    @property
    def pictures(self) -> int:
        """How many maps there are: one, or two side by side."""
        return 1 if self.beside_measure == SAME and self.beside_optimizer == SAME else 2
