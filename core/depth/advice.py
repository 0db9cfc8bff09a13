"""The method and gain that hold signal and gradient through a deep network."""

from __future__ import annotations

import dataclasses
import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depth.mean_field import input_power, predict, shapes, units_are_alike
from core.depth.verdict import MAX_TOTAL, Verdict, judge
from core.experiment import Dropout, Experiment, Initialization
from core.format import significant
from core.init.methods import BY_GAIN, NO_BIAS
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS
from core.layers.moments import first_moment, second_moment, slope_power
from core.layers.power import HELD, after_dropout, slope_after_dropout
from core.messages import QT_TRANSLATE_NOOP, Message

Array = NDArray[np.float64]

MIN_GAIN, MAX_GAIN = 0.2, 30.0


@dataclass(frozen=True, slots=True)
class DepthAdvice:
    """What to choose instead; `change` holds dotted keys with values, empty when nothing."""

    text: Message
    change: tuple[tuple[str, float | str], ...] = ()


def advise(experiment: Experiment, verdict: Verdict) -> DepthAdvice:
    """One sentence, and a better initialization where signal or gradient is lost.

    For ReLU with dropout it is Var[w] = 2·(1 − p)/fan_in: Pretorius et al. (2018).
    """
    dropout = experiment.dropout
    if dropout.training and dropout.p == 1.0:
        return DepthAdvice(
            QT_TRANSLATE_NOOP(
                "core", "Dropout with p = 1 drops every unit: no initialization can help."
            )
        )
    alike = units_are_alike(experiment)
    if verdict.kind == "stable" and not alike:
        return DepthAdvice(
            QT_TRANSLATE_NOOP("core", "Nothing to change: this initialization fits.")
        )
    better = proposal(experiment)
    change = _difference(experiment, better)
    if not change:
        return DepthAdvice(
            QT_TRANSLATE_NOOP(
                "core",
                "The gain is right for wide layers; {width} units are few, and chance moves "
                "the power from layer to layer.",
            ).format(width=experiment.depth.width)
            if _holds(experiment)
            else QT_TRANSLATE_NOOP(
                "core", "No gain holds {activation} over so many layers; this one loses least."
            ).format(activation=experiment.layer.activation)
        )
    if not _holds(better):
        text = QT_TRANSLATE_NOOP(
            "core", "No gain holds {activation} over so many layers; {method} loses least."
        )
    elif verdict.kind == "stable":
        text = QT_TRANSLATE_NOOP(
            "core", "{method} would hold signal and gradient too, and tell the units apart."
        )
    elif dropout.training and dropout.p > 0.0 and experiment.layer.activation == "relu":
        text = QT_TRANSLATE_NOOP(
            "core",
            "{method} would hold it: with dropout ReLU needs Var[w] = 2(1−p)/fan_in "
            "(Pretorius et al. 2018).",
        )
    else:
        text = QT_TRANSLATE_NOOP("core", "{method} would hold signal and gradient.")
    return DepthAdvice(
        text.format(
            activation=experiment.layer.activation,
            method=_described(better, [key for key, _ in change]),
        ),
        change,
    )


def proposal(experiment: Experiment) -> Experiment:
    """The experiment with the initialization that holds best: the same method where a gain can.

    The bias becomes zero where it would spoil what the weights hold.
    """
    gain = holding_gain(experiment)
    plain = experiment.dropout.p == 0.0 or not experiment.dropout.training
    method = _method(experiment)
    if (
        method != experiment.weight_init.method
        and plain
        and ACTIVATIONS[experiment.layer.activation].homogeneous
    ):
        init = Initialization.recommended(experiment.layer.activation)
    else:
        init = _with_gain(method, gain)
    better = dataclasses.replace(experiment, weight_init=init)
    if _holds(better) or not experiment.layer.bias or experiment.bias_init.method == NO_BIAS:
        return better
    without = dataclasses.replace(better, bias_init=Initialization("bias_init", NO_BIAS))
    return without if _holds(without) else better


def holding_gain(experiment: Experiment) -> float:
    """The g of Var[w] = g²/width that loses least of signal and gradient, to four digits at most.

    Exact for the ReLU family, g² = (1 − p)/E[φ(u)²] with u ~ N(0, 1); otherwise the gain whose
    worse way, forward or backward, changes the power least over the layers, and in no typical layer
    so much that the verdict would count it as lost.
    """
    dropout, activation = experiment.dropout, experiment.layer.activation
    dropping = dropout.training and 0.0 < dropout.p < 1.0
    if ACTIVATIONS[activation].homogeneous and not (dropping and KINDS[dropout.kind].alpha):
        keep = 1.0 - dropout.p if dropping else 1.0
        return _rounded(math.sqrt(keep / second_moment(activation, 0.0, 1.0)))
    return _searched(activation, dropout, max(experiment.depth.layers, 2), _start(experiment))


def _start(experiment: Experiment) -> float:
    """The power of the first preactivations for the gain 1; digits come in through 64 pixels."""
    shape = shapes(experiment)[0]
    init = _with_gain(_method(experiment), 1.0)
    std = init.entry.marginal(shape, init.parameters).std
    return shape.fan_in * std * std * input_power(experiment)


def _method(experiment: Experiment) -> str:
    """The method whose gain is looked for: the experiment's own if it has one."""
    own = experiment.weight_init
    return own.method if own.entry.has_gain else BY_GAIN


def _searched(activation: str, dropout: Dropout, layers: int, start: float) -> float:
    """Walk over ever finer gains; the moments come from a table."""
    low, high = MIN_GAIN, MAX_GAIN
    for _ in range(4):
        gains = np.geomspace(low, high, 25)
        best = int(np.argmin(_loss(activation, dropout, layers, start, gains)))
        low, high = gains[max(best - 1, 0)], gains[min(best + 1, len(gains) - 1)]
    return _rounded(math.sqrt(low * high))


def _loss(activation: str, dropout: Dropout, layers: int, start: float, gains: Array) -> Array:
    """What becomes of the power on the worse of the two ways, for each gain; stable up to 1.

    |log total| in units of what the verdict allows, and a steep price on a typical layer that
    comes near to what it does not allow.
    """
    table = _moments(activation)
    squares = gains * gains
    log_power = np.log(start * squares)
    forward, backward = np.empty((2, layers - 1, len(gains)))
    for index in range(layers - 1):
        first, second, slope = (np.interp(log_power, table[0], row) for row in table[1:])
        backward[index] = np.log(squares * slope_after_dropout(dropout, np.exp(slope)))
        new = np.log(squares * after_dropout(dropout, first, np.exp(second)))
        forward[index] = new - log_power
        log_power = new
    totals = np.maximum(np.abs(forward.sum(axis=0)), np.abs(backward.sum(axis=0))) / math.log(
        MAX_TOTAL
    )
    typical = np.maximum(np.abs(np.median(forward, axis=0)), np.abs(np.median(backward, axis=0)))
    worst: Array = totals + 10.0 * np.maximum(typical / math.log(HELD[1]) - 0.9, 0.0)
    return worst


@functools.cache
def _moments(activation: str) -> tuple[Array, Array, Array, Array]:
    """log q, E[φ], log E[φ²] and log E[φ'²] for z ~ N(0, q), over all q that matter."""
    stds = np.geomspace(1e-9, 1e6, 301)
    first = [first_moment(activation, 0.0, std) for std in stds.tolist()]
    second = [second_moment(activation, 0.0, std) for std in stds.tolist()]
    slope = [slope_power(activation, 0.0, std) for std in stds.tolist()]
    return 2.0 * np.log(stds), np.array(first), np.log(second), np.log(slope)


def _rounded(gain: float) -> float:
    return float(significant(gain))


def _with_gain(method: str, gain: float) -> Initialization:
    return Initialization("weight_init", method, (("gain", gain),))


def _holds(experiment: Experiment) -> bool:
    """Whether theory calls it stable."""
    theory = predict(experiment)
    if theory.forward is None or theory.backward is None:
        return False
    return judge(experiment, theory.forward, theory.backward).kind == "stable"


def _difference(old: Experiment, new: Experiment) -> tuple[tuple[str, float | str], ...]:
    changes: list[tuple[str, float | str]] = []
    for section in ("weight_init", "bias_init"):
        init: Initialization = getattr(new, section)
        if init != getattr(old, section):
            changes.append((f"{section}.method", init.method))
            changes += [(f"{section}.{name}", value) for name, value in init.values]
    return tuple(changes)


def _described(experiment: Experiment, keys: list[str]) -> str:
    parts: list[str] = []
    if "weight_init.method" in keys:
        parts.append(experiment.weight_init.text)
    if "bias_init.method" in keys:
        parts.append(f"bias {experiment.bias_init.method}")
    return " + ".join(parts)
