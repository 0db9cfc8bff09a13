"""What theory says of a deep network: how the power of signal and gradient goes on.

In a wide network whose weights are independent with mean 0 each preactivation is normal, and one
number a layer tells everything: its second moment q. Poole et al. (2016), eq. 3, Schoenholz et
al. (2017), eq. 7 and 9; with dropout Pretorius et al. (2018).
"""

from __future__ import annotations

import functools
import math
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.experiment import Experiment, Initialization
from core.format import counted, power_of_ten, short
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS
from core.layers.moments import slope_rms
from core.layers.norms import NORMS
from core.layers.power import rms_after_activation, slope_after_dropout
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message

Array = NDArray[np.float64]

DIGITS = 64
"""Pixels of a digit, which the first layer projects to the width."""

DIGITS_POWER = 61 / 64
"""E[x²] of the standardised digits: three pixels are empty in all of them and stay 0."""

CENTRED = 1e-4
"""fan_in·E[w]²/Var[w] up to which weights count as having mean 0."""

FARTHEST = 1e300
"""Here every activation either passes its argument on in proportion, or is bounded."""

PASSES = 1e100
"""A signal beyond this, of a preactivation near FARTHEST, is passed on in proportion."""


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Root mean squares of the preactivations and of dL/dz, layer by layer, each (layers,).

    forward, backward   None where the theory does not hold; `reason` says why
    Entries are infinite where they pass the largest float64.
    """

    forward: Array | None
    backward: Array | None
    reason: Message | None = None


def shapes(experiment: Experiment) -> list[Shape]:
    """The shape of every layer."""
    depth = experiment.depth
    first = DIGITS if depth.input == "digits" else depth.width
    rest = [Shape.linear(depth.width, depth.width)] * (depth.layers - 1)
    return [Shape.linear(first, depth.width), *rest]


def input_power(experiment: Experiment) -> float:
    """E[x²] of what goes in."""
    return DIGITS_POWER if experiment.depth.input == "digits" else 1.0


def not_random(init: Initialization, shape: Shape) -> bool:
    """Whether every draw of this initialization is the same tensor."""
    marginal = init.entry.marginal(shape, init.parameters)
    return not init.entry.random or marginal.std == 0.0


def formula(experiment: Experiment) -> str:
    """The recursion in LaTeX, with what the dropout makes of the power."""
    kind = KINDS[experiment.dropout.kind]
    dropping = _drops(experiment)
    signal = kind.power_formula if dropping else r"\mathbb{E}[\phi(z)^2]"
    slope = kind.slope_formula if dropping else r"\mathbb{E}[\phi'(z)^2]"
    return rf"q_l=\sigma_w^2\,{signal}+\mathbb{{E}}[b^2],\quad \chi_l=\sigma_w^2\,{slope}"


def terms(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    """What stands for the symbols of the formula, and the power from which z is drawn."""
    width = experiment.depth.width
    layer = spreads(experiment, Shape.linear(width, width))
    found = [("σ_w² = fan_in·Var[w]", _square(layer.weight))]
    found.append(("E[b²]", _square(math.hypot(layer.bias_std, layer.bias_mean))))
    if _drops(experiment):
        dropout = experiment.dropout
        symbols = KINDS[dropout.kind].symbols(dropout.p)
        found += [(symbol, short(value)) for symbol, value in symbols.items()]
    return tuple(found)


def _square(root: float) -> str:
    square = root * root
    if root == 0.0 or sys.float_info.min <= square < math.inf:
        return short(square)
    return power_of_ten(2.0 * math.log(root), digits=4)


def _drops(experiment: Experiment) -> bool:
    return experiment.dropout.training and experiment.dropout.p > 0.0


def drops_all(experiment: Experiment) -> bool:
    """Whether nothing passes dropout."""
    return experiment.dropout.training and experiment.dropout.p == 1.0


def units_are_alike(experiment: Experiment) -> bool:
    """Whether all weights of a layer have one value, so that its units compute the same."""
    init = experiment.weight_init
    return init.entry.marginal(shapes(experiment)[-1], init.parameters).std == 0.0


def is_approximate(experiment: Experiment) -> bool:
    """Whether one q for all inputs is not exact: digits differ in length, and φ is curved."""
    straight = ACTIVATIONS[experiment.layer.activation].homogeneous
    return experiment.depth.input == "digits" and not straight


@functools.lru_cache(maxsize=8)
def predict(experiment: Experiment) -> Prediction:
    """The recursion of the mean field through the experiment's network.

    q_1 = σ_w²·E[x²] + E[b²], then q_l = σ_w²·E[φ(z)²]/(1 − p) + E[b²] for z ~ N(E[b], q − E[b]²),
    with σ_w² = fan_in·Var[w] from the method's exact variance. Backwards dL/dz loses or gains
    χ_l = fan_out·Var[w]·E[φ'(z_l)²]/(1 − p) a layer, from dL/dz_L ~ N(0, 1). All of it is computed
    with the roots: the squares of 1e200 and of 1e-200 have no float64.
    """
    width = experiment.depth.width
    reason = why_none(experiment)
    if reason is not None:
        return Prediction(None, None, reason)
    forward: list[float] = []
    slopes: list[float] = []
    signal = math.sqrt(input_power(experiment))
    layers = {shape: spreads(experiment, shape) for shape in set(shapes(experiment))}
    for shape in shapes(experiment):
        layer = layers[shape]
        # 0, and not NaN, where nothing is passed on to infinitely wide weights.
        std = math.hypot(layer.weight * signal if signal else 0.0, layer.bias_std)
        forward.append(math.hypot(std, layer.bias_mean))
        signal, slope = _passed(experiment, layer.bias_mean, std)
        slopes.append(slope)
    backward = np.ones(len(forward))
    with np.errstate(all="ignore"):
        weight, passed = spreads(experiment, Shape.linear(width, width)).weight, np.array(slopes)
        roots = weight * passed  # √χ
        if math.isinf(weight):  # times a slope that underflows, or that dropout makes 0
            roots[passed == 0.0] = 0.0 if drops_all(experiment) else math.inf
        backward[:-1] = np.cumprod(roots[-2::-1])[::-1]
        return Prediction(np.array(forward), backward)


@dataclass(frozen=True, slots=True)
class Spreads:
    """Of a layer's weights and biases.

    weight               σ_w = √(fan_in·Var[w]), which is √(fan_out·Var[w]) where a gradient passes
    bias_mean, bias_std  0 without a bias
    """

    weight: float
    bias_mean: float
    bias_std: float


def spreads(experiment: Experiment, shape: Shape) -> Spreads:
    """What a layer of this shape has of the experiment's initialization."""
    init, bias = experiment.weight_init, experiment.bias_init
    w = init.entry.marginal(shape, init.parameters)
    weight = math.sqrt(shape.fan_in) * w.std
    if not experiment.layer.bias:
        return Spreads(weight, 0.0, 0.0)
    b = bias.entry.marginal(shape, bias.parameters)
    return Spreads(weight, b.mean, b.std)


def _passed(experiment: Experiment, mean: float, std: float) -> tuple[float, float]:
    """√E[h²] and √E[(dh/dz)²] after activation and dropout, for z ~ N(mean, std²)."""
    if drops_all(experiment):
        return 0.0, 0.0
    unit = max(abs(mean), std) / FARTHEST
    if math.isinf(unit):
        # Of a spread that overflows it is only known that no mean is larger.
        signal, slope = _in_units(experiment, 0.0, FARTHEST, unit)
        if abs(mean) > 1e-16 * sys.float_info.max:
            mean = math.copysign(FARTHEST, mean)
            other = _in_units(experiment, mean, FARTHEST, unit)
            return _agreed(signal, other[0]), _agreed(slope, other[1])
        return signal, slope
    if unit > 1.0:
        mean, std = mean / unit, std / unit
    return _in_units(experiment, mean, std, unit)


def _agreed(one: float, other: float) -> float:
    """The number that both are, NaN where they are not."""
    return one if math.isclose(one, other, rel_tol=1e-6) else math.nan


def _in_units(experiment: Experiment, mean: float, std: float, unit: float) -> tuple[float, float]:
    """The same where mean and std are told in units, if these are larger than 1."""
    activation, dropout = experiment.layer.activation, experiment.dropout
    signal = rms_after_activation(activation, dropout, mean, std)
    slope = math.sqrt(slope_after_dropout(dropout, 1.0)) * slope_rms(activation, mean, std)
    if unit > 1.0 and signal > PASSES:
        signal *= unit
    elif unit > 1.0:  # the share of z where a bounded one has a slope goes as 1/std
        slope /= math.sqrt(unit)
    return signal, slope


def why_none(experiment: Experiment) -> Message | None:
    """Why the theory does not hold here, None where it does."""
    norm = NORMS[experiment.depth.norm]
    if norm.torch_name:
        return QT_TRANSLATE_NOOP(
            "core",
            "No theory is drawn: the recursion knows no normalization between the layers, and "
            "here {norm} is.",
        ).format(norm=f"nn.{norm.torch_name}")
    init = experiment.weight_init
    for shape in set(shapes(experiment)):
        if not_random(init, shape):
            return QT_TRANSLATE_NOOP(
                "core",
                "No theory is drawn: it needs weights that are drawn at random, and "
                "{method} sets them all by rule.",
            ).format(method=init.entry.label)
        w = init.entry.marginal(shape, init.parameters)
        if math.sqrt(shape.fan_in) * abs(w.mean) > math.sqrt(CENTRED) * w.std:
            return QT_TRANSLATE_NOOP(
                "core",
                "No theory is drawn: it needs weights with mean 0, and here the mean is "
                "{mean}; it adds up over {count} inputs.",
            ).format(mean=short(w.mean), count=counted(shape.fan_in))
    return None
