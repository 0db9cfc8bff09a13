"""How much one such layer multiplies its signal's power, and what would hold it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.experiment import Experiment, Initialization
from core.format import short, significant
from core.init.methods import BY_STD
from core.layer.factor import factor, is_constant
from core.layers.power import is_held
from core.messages import QT_TRANSLATE_NOOP, Message


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


def _effect(ratio: float) -> Message:
    if abs(ratio - 0.5) < 0.03:
        return QT_TRANSLATE_NOOP("core", "halves the signal's power")
    if abs(ratio - 2.0) < 0.12:
        return QT_TRANSLATE_NOOP("core", "doubles the signal's power")
    if is_held(ratio):
        return QT_TRANSLATE_NOOP("core", "keeps the signal's power")
    return QT_TRANSLATE_NOOP("core", "multiplies the signal's power by {ratio}").format(
        ratio=short(ratio, 3)
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
    here = (
        QT_TRANSLATE_NOOP("core", "With {activation}, {method} {effect} in each layer")
        if is_constant(experiment)
        else QT_TRANSLATE_NOOP(
            "core", "With {activation}, {method} {effect} in one layer, for x ~ N(0, 1)"
        )
    ).format(
        activation=experiment.layer.activation,
        method=experiment.weight_init.entry.label,
        effect=_effect(ratio),
    )
    if is_held(ratio):
        return Advice(ratio, QT_TRANSLATE_NOOP("core", "{here}.").format(here=here))
    return _alternative(experiment, ratio, here)


def _alternative(experiment: Experiment, ratio: float, here: Message) -> Advice:
    usual = Initialization.recommended(experiment.layer.activation)
    better = factor(experiment, usual)
    if is_held(better):
        text = QT_TRANSLATE_NOOP("core", "{here}; {better} keeps it.").format(
            here=here, better=usual.text
        )
        return Advice(ratio, text, _change(usual))
    std = holding_std(experiment)
    if std is not None:
        exact = Initialization("weight_init", BY_STD, (("std", float(significant(std))),))
        text = QT_TRANSLATE_NOOP(
            "core", "{here}; {better} would hold it for this dropout and bias."
        ).format(here=here, better=exact.text)
        return Advice(ratio, text, _change(exact))
    text = QT_TRANSLATE_NOOP(
        "core", "{here}. No spread can hold it here; {better} is the usual choice (× {ratio})."
    ).format(here=here, better=usual.text, ratio=short(better, 3))
    change = () if usual == experiment.weight_init else _change(usual)
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
        std = math.sqrt(math.exp(log_variance) / experiment.layer.shape.fan_in)
        return factor(experiment, Initialization("weight_init", BY_STD, (("std", std),)))

    low, high = math.log(1e-4), math.log(25.0)
    if not at(low) < 1.0 < at(high):
        return None
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if at(middle) < 1.0 else (low, middle)
    return math.sqrt(math.exp(low) / experiment.layer.shape.fan_in)
