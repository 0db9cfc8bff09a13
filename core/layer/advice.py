"""How much one such layer multiplies its signal's power, and what would hold it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.experiment import Dropout, Experiment, Initialization
from core.format import argument, significant
from core.layers import activations
from core.layers.activations import first_moment
from core.layers.dropouts import ALPHA, affine
from core.messages import QT_TRANSLATE_NOOP, Message

_T = TypeVar("_T", float, NDArray[np.float64])

HELD = (0.8, 1.25)
"""A factor inside this range is called held: 20 layers of 0.9 still leave a tenth."""

ROUNDING = 1e-9
"""What rounding may add to a factor, or to the logarithm of one."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Factors on the second moment of the signal, output after dropout over input.

    theory    wide-layer limit for x ~ N(0, 1); NaN where it overflows
    text      what it means, and what to choose instead
    change    dotted keys with the values that the text proposes, empty when none
    """

    theory: float
    text: Message
    change: tuple[tuple[str, float | str], ...] = ()

    @property
    def held(self) -> bool:
        """Whether the theory's factor is near 1."""
        return is_held(self.theory)


def is_held(ratio: float) -> bool:
    """Whether a factor lies in HELD, whose ends belong to it however they were rounded.

    With relu, Kaiming and p = 0.2 it is 1.25.
    """
    return HELD[0] * (1.0 - ROUNDING) <= ratio <= HELD[1] * (1.0 + ROUNDING)


RECOMMENDED: dict[str, Initialization] = {
    name: Initialization("weight_init", method, tuple(values.items()))
    for name, method, values in (
        ("identity", "kaiming_normal", {"nonlinearity": "linear"}),
        ("relu", "kaiming_normal", {"nonlinearity": "relu"}),
        ("leaky_relu", "kaiming_normal", {"a": 0.01, "nonlinearity": "leaky_relu"}),
        ("tanh", "xavier_normal", {"gain": 5.0 / 3.0}),
        ("sigmoid", "xavier_normal", {"gain": 1.0}),
        ("gelu", "kaiming_normal", {"nonlinearity": "relu"}),
        ("silu", "kaiming_normal", {"nonlinearity": "relu"}),
        ("elu", "kaiming_normal", {"nonlinearity": "relu"}),
        ("selu", "kaiming_normal", {"nonlinearity": "linear"}),
    )
}


def factor(experiment: Experiment, weight: Initialization | None = None) -> float:
    """E[y²] / E[x²] of one layer for x ~ N(0, 1), as its width grows; `weight` replaces its own.

    The preactivation is N(E[b], fan_in·E[w²] + Var[b]), because x has mean 0 and is independent
    of w. Dropout in training divides the power by 1 − p: Srivastava et al. (2014); AlphaDropout
    leaves a·y + b with probability 1 − p and b − a·α else: Klambauer et al. (2017).
    """
    layer = experiment.layer
    weight = weight or experiment.weight_init
    w = weight.entry.marginal(layer.in_features, layer.out_features, weight.parameters)
    mean, variance = 0.0, layer.in_features * (w.std * w.std + w.mean * w.mean)
    if layer.bias:
        bias = experiment.bias_init
        b = bias.entry.marginal(layer.in_features, layer.out_features, bias.parameters)
        mean, variance = b.mean, variance + b.std * b.std
    rms = rms_after_activation(experiment, mean, math.sqrt(variance))
    return rms * rms


def rms_after_activation(experiment: Experiment, mean: float, std: float) -> float:
    """√E[y²] after activation and dropout of a preactivation N(mean, std²).

    Also where E[y²] has no float64: of 1e200, say, or 1e-200.
    """
    activation, dropout = experiment.layer.activation, experiment.dropout
    rms = activations.rms(activation, mean, std)
    if dropout.kind != "alpha" or not dropout.training or dropout.p in (0.0, 1.0):
        return rms * math.sqrt(after_dropout(dropout, 0.0, 1.0))
    unit = max(rms, 1.0)
    first = first_moment(activation, mean, std) / unit
    return unit * math.sqrt(after_dropout(dropout, first, (rms / unit) ** 2, unit))


def after_dropout(dropout: Dropout, first: _T, second: _T, unit: float = 1.0) -> _T:
    """E[y²] from E[φ] and E[φ²], all in units of `unit`; p = 1 counts as no dropout."""
    if not dropout.training or dropout.p in (0.0, 1.0):
        return second
    keep = 1.0 - dropout.p
    if dropout.kind != "alpha":
        return second / keep
    a, b = affine(dropout.p)
    dropped, b = (b - a * ALPHA) / unit, b / unit
    survivors = a * a * second + 2.0 * a * b * first + b * b
    return keep * survivors + dropout.p * dropped**2


def slope_after_dropout(dropout: Dropout, power: _T) -> _T:
    """E[(dy/dz)²] from E[φ'²]; p = 1 counts as no dropout."""
    if not dropout.training or dropout.p in (0.0, 1.0):
        return power
    keep = 1.0 - dropout.p
    return power * keep * affine(dropout.p)[0] ** 2 if dropout.kind == "alpha" else power / keep


def describe(init: Initialization) -> str:
    """`xavier_normal(gain=1.667)`: the method with its values as torch writes them."""
    values = ", ".join(f"{name}={argument(value)}" for name, value in init.values)
    return f"{init.method}({values})"


def _effect(ratio: float) -> Message:
    if abs(ratio - 0.5) < 0.03:
        return QT_TRANSLATE_NOOP("core", "halves the signal's power")
    if abs(ratio - 2.0) < 0.12:
        return QT_TRANSLATE_NOOP("core", "doubles the signal's power")
    if is_held(ratio):
        return QT_TRANSLATE_NOOP("core", "keeps the signal's power")
    return QT_TRANSLATE_NOOP("core", "multiplies the signal's power by {ratio}").format(
        ratio=significant(ratio, 3)
    )


def advise(experiment: Experiment) -> Advice:
    """One sentence on this layer, and a better choice where its factor is far from 1."""
    dropout = experiment.dropout
    if dropout.training and dropout.p == 1.0:
        text = QT_TRANSLATE_NOOP("core", "Dropout with p = 1 drops every unit: no signal is left.")
        return Advice(0.0, text)
    ratio = factor(experiment)
    if math.isnan(ratio) or math.isinf(ratio):
        text = QT_TRANSLATE_NOOP("core", "The signal's power overflows.")
        return Advice(math.nan, text)
    here = QT_TRANSLATE_NOOP("core", "With {activation}, {method} {effect} in each layer").format(
        activation=experiment.layer.activation,
        method=experiment.weight_init.entry.label,
        effect=_effect(ratio),
    )
    if is_held(ratio):
        return Advice(ratio, QT_TRANSLATE_NOOP("core", "{here}.").format(here=here))
    return _alternative(experiment, ratio, here)


def _alternative(experiment: Experiment, ratio: float, here: Message) -> Advice:
    recommended = RECOMMENDED[experiment.layer.activation]
    better = factor(experiment, recommended)
    if is_held(better):
        text = QT_TRANSLATE_NOOP("core", "{here}; {better} keeps it.").format(
            here=here, better=describe(recommended)
        )
        return Advice(ratio, text, _change(recommended))
    std = holding_std(experiment)
    if std is not None:
        exact = Initialization("weight_init", "normal", (("std", float(significant(std))),))
        text = QT_TRANSLATE_NOOP(
            "core", "{here}; {better} would hold it for this dropout and bias."
        ).format(here=here, better=describe(exact))
        return Advice(ratio, text, _change(exact))
    text = QT_TRANSLATE_NOOP(
        "core", "{here}. No spread can hold it here; {better} is the usual choice (× {ratio})."
    ).format(here=here, better=describe(recommended), ratio=significant(better, 3))
    change = () if recommended == experiment.weight_init else _change(recommended)
    return Advice(ratio, text, change)


def _change(init: Initialization) -> tuple[tuple[str, float | str], ...]:
    values = tuple((f"weight_init.{name}", value) for name, value in init.values)
    return (("weight_init.method", init.method), *values)


def holding_std(experiment: Experiment) -> float | None:
    """The std of a normal weight that makes the factor 1, by bisection; None if none does.

    The factor grows with std for every activation here. A bounded one never reaches 1 without
    dropout, and a large bias or sigmoid's ½ may be more than 1 by itself.
    """

    def at(log_variance: float) -> float:
        std = math.sqrt(math.exp(log_variance) / experiment.layer.in_features)
        return factor(experiment, Initialization("weight_init", "normal", (("std", std),)))

    low, high = math.log(1e-4), math.log(25.0)
    if not at(low) < 1.0 < at(high):
        return None
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if at(middle) < 1.0 else (low, middle)
    return math.sqrt(math.exp(low) / experiment.layer.in_features)
