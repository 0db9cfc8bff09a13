"""How much one such layer multiplies its signal's power, and what would hold it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.experiment import Experiment, Initialization
from core.format import short, significant
from core.init.methods import BY_STD
from core.layer.factor import factor, is_constant, response
from core.layers.power import ROUNDING, is_held
from core.layers.saturation import saturated_beyond
from core.messages import QT_TRANSLATE_NOOP, Message

LEAST_GAIN = 0.1
"""How much nearer to 1, in logarithms, a factor is that is worth choosing something else."""

WIDEST = 25.0
"""Power of a preactivation from which on more than half of the values of tanh and sigmoid lie where
they are flat."""

GRID = tuple(math.log(10.0) * exponent / 2 for exponent in (-32, *range(-16, 17), 40, 80))
"""Logarithms of the powers of a preactivation at which a factor of 1 is looked for."""


BISECTIONS = 36
"""Of ln 10 / 2, the width of the grid where the answer usually lies: far more than four digits."""


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
    if not experiment.layer.entry.adds:
        text = QT_TRANSLATE_NOOP(
            "core",
            "An embedding adds nothing up: a signal starts here, with the power of the weights, "
            "E[y²] = {ratio}.",
        )
        return Advice(ratio, text.format(ratio=short(ratio, 3)))
    here = (
        QT_TRANSLATE_NOOP("core", "With {activation}, {method} {effect} in each layer")
        if is_constant(experiment)
        else QT_TRANSLATE_NOOP(
            "core", "With {activation}, {method} {effect} in one layer, for x ~ N(0, 1)"
        )
    ).format(
        activation=experiment.layer.activation,
        method=experiment.weight_init.entry.at(experiment.layer.shape).label,
        effect=_effect(ratio),
    )
    if is_held(ratio):
        return Advice(ratio, QT_TRANSLATE_NOOP("core", "{here}.").format(here=here))
    return _alternative(experiment, ratio, here)


def _alternative(experiment: Experiment, ratio: float, here: Message) -> Advice:
    usual = _usual(experiment)
    better = factor(experiment, usual)
    if is_held(better):
        text = QT_TRANSLATE_NOOP("core", "{here}; {better} keeps it.").format(
            here=here, better=usual.text
        )
        return Advice(ratio, text, _change(usual))
    std = holding_std(experiment)
    exact = None if std is None else _normal(float(significant(std)))
    if exact is not None and not _saturates(experiment, exact):
        text = QT_TRANSLATE_NOOP(
            "core", "{here}; {better} would hold it for this dropout and bias."
        ).format(here=here, better=exact.text)
        return Advice(ratio, text, _change(exact))
    reason = QT_TRANSLATE_NOOP("core", "No spread brings the factor to 1 here")
    if exact is not None:
        reason = QT_TRANSLATE_NOOP(
            "core", "Only {exact} brings the factor to 1, with most of the values saturated"
        ).format(exact=exact.text)
    if usual == experiment.weight_init:
        text = QT_TRANSLATE_NOOP("core", "{here}. {reason}.").format(here=here, reason=reason)
        return Advice(ratio, text)
    closer = _distance(better) < _distance(ratio) - LEAST_GAIN
    text = (
        QT_TRANSLATE_NOOP("core", "{here}. {reason}; {better} is the usual choice (× {ratio}).")
        if closer
        else QT_TRANSLATE_NOOP(
            "core", "{here}. {reason}; {better}, the usual choice, gives × {ratio}."
        )
    ).format(here=here, reason=reason, better=usual.text, ratio=short(better, 3))
    return Advice(ratio, text, _change(usual) if closer else ())


def _usual(experiment: Experiment) -> Initialization:
    """What belongs to the activation, by that fan of torch which is the number of inputs."""
    usual, shape = Initialization.recommended(experiment.layer.activation), experiment.layer.shape
    if usual.entry.parameter("mode") is None or shape.fan_in == shape.summed != shape.fan_out:
        return usual
    mode = "fan_out" if shape.fan_out == shape.summed != shape.fan_in else "fan_in"
    values = tuple((usual.parameters | {"mode": mode}).items())
    return Initialization(usual.section, usual.method, values)


def _distance(ratio: float) -> float:
    """How far a factor is from 1, in logarithms."""
    return abs(math.log(ratio)) if ratio > 0.0 else math.inf


def _normal(std: float) -> Initialization:
    return Initialization("weight_init", BY_STD, (("std", std),))


def _saturates(experiment: Experiment, init: Initialization) -> bool:
    """Whether φ is flat on both sides and most of its values would lie there."""
    low, high = saturated_beyond(experiment.layer.activation)
    shape = experiment.layer.shape
    w = init.entry.marginal(shape, init.parameters)
    return math.isfinite(high - low) and shape.summed * w.std * w.std > WIDEST


def _change(init: Initialization) -> tuple[tuple[str, float | str], ...]:
    values = tuple((f"weight_init.{name}", value) for name, value in init.values)
    return (("weight_init.method", init.method), *values)


def holding_std(experiment: Experiment) -> float | None:
    """The std of a normal weight that makes the factor 1: the least one; None if none does.

    A bounded φ never reaches 1 without dropout, and a large bias may be more than 1 by itself. For
    most φ the factor grows with std, but around a bias where φ is flat it falls before it grows:
    so what is looked for is a change of sign on a grid, and then the place by bisection.
    """
    after = response(experiment)

    def beyond(log_power: float) -> bool:
        return after(math.exp(log_power)) > 1.0 + ROUNDING

    first = beyond(GRID[0])
    second = next((k for k, at in enumerate(GRID) if beyond(at) is not first), None)
    if second is None:
        return None
    low, high = GRID[second - 1], GRID[second]
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if beyond(middle) is first else (low, middle)
    return math.sqrt(math.exp(low) / experiment.layer.shape.summed)
