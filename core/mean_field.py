"""What theory says of a deep network: how the power of signal and gradient goes on.

In a wide network whose weights are independent with mean 0 each preactivation is normal, and one
number a layer tells everything: its second moment q. Poole et al. (2016), eq. 3, Schoenholz et
al. (2017), eq. 7 and 9; with dropout Pretorius et al. (2018).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import advice
from core.activations import slope_power
from core.experiment import Experiment, Initialization
from core.messages import QT_TRANSLATE_NOOP, Message, message

Array = NDArray[np.float64]

DIGITS = 64
"""Pixels of a digit, which the first layer projects to the width."""

DIGITS_POWER = 61 / 64
"""E[x²] of the standardised digits: three pixels are empty in all of them and stay 0."""

CENTRED = 1e-4
"""fan_in·E[w]²/Var[w] up to which weights count as having mean 0."""

LEAST_LOST = 1e154
"""About the least spread whose square is infinite."""

FARTHEST = 1e300
"""A preactivation beyond is to every activation as one of this size; its square is infinite."""


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Root mean squares of the preactivations and of dL/dz, layer by layer, each (layers,).

    forward, backward   None where the theory does not hold; `reason` says why
    Entries are infinite where they pass the largest float64.
    """

    forward: Array | None
    backward: Array | None
    reason: Message | None = None


def fans(experiment: Experiment) -> list[tuple[int, int]]:
    """(fan_in, fan_out) of every layer."""
    depth = experiment.depth
    first = DIGITS if depth.input == "digits" else depth.width
    return [(first, depth.width)] + [(depth.width, depth.width)] * (depth.layers - 1)


def input_power(experiment: Experiment) -> float:
    """E[x²] of what goes in."""
    return DIGITS_POWER if experiment.depth.input == "digits" else 1.0


def not_random(init: Initialization, fan_in: int, fan_out: int) -> bool:
    """Whether every draw of this initialization is the same tensor."""
    marginal = init.entry.marginal(fan_in, fan_out, init.parameters)
    return not init.entry.random or marginal.std == 0.0


def formula(experiment: Experiment) -> str:
    """The recursion in LaTeX; with AlphaDropout the power after it has a longer formula."""
    kept = r"\frac{%s}{1-p}" if _drops(experiment) else "%s"
    signal = kept % r"\mathbb{E}[\phi(z)^2]"
    slope = kept % r"\mathbb{E}[\phi'(z)^2]"
    return rf"q_l=\sigma_w^2\,{signal}+\sigma_b^2,\quad \chi_l=\sigma_w^2\,{slope}"


def terms(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    """What stands for the symbols of the formula, and the power from which z is drawn."""
    width = experiment.depth.width
    layer = _layer(experiment, width, width)
    found = [("σ_w² = fan_in·Var[w]", f"{layer.spread:.4g}")]
    found.append(("σ_b²", f"{layer.bias_variance + layer.bias_mean * layer.bias_mean:.4g}"))
    if _drops(experiment):
        found.append(("p", f"{experiment.dropout.p:.4g}"))
    return tuple(found)


def _drops(experiment: Experiment) -> bool:
    return experiment.dropout.training and experiment.dropout.p > 0.0


def drops_all(experiment: Experiment) -> bool:
    """Whether nothing passes dropout."""
    return experiment.dropout.training and experiment.dropout.p == 1.0


def units_are_alike(experiment: Experiment) -> bool:
    """Whether all weights of a layer have one value, so that its units compute the same."""
    init = experiment.weight_init
    return init.entry.marginal(*fans(experiment)[-1], init.parameters).std == 0.0


def is_approximate(experiment: Experiment) -> bool:
    """Whether one q for all inputs is not exact: digits differ in length, and φ is curved."""
    straight = experiment.layer.activation in ("identity", "relu", "leaky_relu")
    return experiment.depth.input == "digits" and not straight


def predict(experiment: Experiment) -> Prediction:
    """The recursion of the mean field through the experiment's network.

    q_1 = σ_w²·E[x²] + E[b²], then q_l = σ_w²·E[φ(z)²]/(1 − p) + E[b²] for z ~ N(E[b], q − E[b]²),
    with σ_w² = fan_in·Var[w] from the method's exact variance. Backwards dL/dz loses or gains
    χ_l = fan_out·Var[w]·E[φ'(z_l)²]/(1 − p) a layer, from dL/dz_L ~ N(0, 1).
    """
    width = experiment.depth.width
    reason = _reason(experiment)
    if reason is not None:
        return Prediction(None, None, reason)
    powers: list[float] = []
    slopes: list[float] = []
    signal = input_power(experiment)
    layers = {shape: _layer(experiment, *shape) for shape in set(fans(experiment))}
    for shape in fans(experiment):
        layer = layers[shape]
        # 0, and not NaN, where nothing is passed on to infinitely wide weights.
        variance = (layer.spread * signal if signal else 0.0) + layer.bias_variance
        powers.append(variance + layer.bias_mean * layer.bias_mean)
        mean = max(-FARTHEST, min(layer.bias_mean, FARTHEST))
        std = min(math.sqrt(variance), FARTHEST)
        signal, slope = _signal(experiment, mean, std), _slope(experiment, mean, std)
        if math.isinf(variance) and abs(mean) > LEAST_LOST:
            # Whether mean or spread wins is lost with the square: only what both say is known.
            other = _signal(experiment, mean, LEAST_LOST), _slope(experiment, mean, LEAST_LOST)
            signal, slope = _agreed(signal, other[0]), _agreed(slope, other[1])
        slopes.append(slope)
    backward = np.ones(len(powers))
    with np.errstate(over="ignore", invalid="ignore"):
        spread, passed = _layer(experiment, width, width).spread, np.array(slopes)
        chi = spread * passed
        if math.isinf(spread):  # times a slope that underflows, or that dropout makes 0
            chi[passed == 0.0] = 0.0 if drops_all(experiment) else math.inf
        backward[:-1] = np.cumprod(chi[-2::-1])[::-1]
        return Prediction(np.sqrt(np.array(powers)), np.sqrt(backward))


def _agreed(one: float, other: float) -> float:
    """The number that both are, NaN where they are not."""
    return one if math.isclose(one, other, rel_tol=1e-6) else math.nan


@dataclass(frozen=True, slots=True)
class _Layer:
    """`spread` is fan_in·Var[w], which equals fan_out·Var[w] wherever a gradient passes."""

    spread: float
    bias_mean: float
    bias_variance: float


def _layer(experiment: Experiment, fan_in: int, fan_out: int) -> _Layer:
    init, bias = experiment.weight_init, experiment.bias_init
    w = init.entry.marginal(fan_in, fan_out, init.parameters)
    spread = fan_in * w.std * w.std
    if not experiment.layer.bias:
        return _Layer(spread, 0.0, 0.0)
    b = bias.entry.marginal(fan_in, fan_out, bias.parameters)
    return _Layer(spread, b.mean, b.std * b.std)


def _signal(experiment: Experiment, mean: float, std: float) -> float:
    """E[h²] after activation and dropout."""
    if drops_all(experiment):
        return 0.0
    return advice.after_activation(experiment, mean, std)


def _slope(experiment: Experiment, mean: float, std: float) -> float:
    """E[φ'(z)²] with the power that dropout adds to it."""
    if drops_all(experiment):
        return 0.0
    power = slope_power(experiment.layer.activation, mean, std)
    return advice.slope_after_dropout(experiment.dropout, power)


def _reason(experiment: Experiment) -> Message | None:
    """Why the theory does not hold here, None where it does."""
    init = experiment.weight_init
    for fan_in, fan_out in set(fans(experiment)):
        if not_random(init, fan_in, fan_out):
            return message(
                QT_TRANSLATE_NOOP(
                    "core",
                    "No theory is drawn: it needs weights that are drawn at random, and "
                    "{method} sets them all by rule.",
                ),
                method=message(init.entry.label),
            )
        w = init.entry.marginal(fan_in, fan_out, init.parameters)
        if fan_in * w.mean * w.mean > CENTRED * w.std * w.std:
            return message(
                QT_TRANSLATE_NOOP(
                    "core",
                    "No theory is drawn: it needs weights with mean 0, and here the mean is "
                    "{mean}; it adds up over {count} inputs.",
                ),
                mean=f"{w.mean:.4g}",
                count=fan_in,
            )
    return None
