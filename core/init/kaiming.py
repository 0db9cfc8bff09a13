"""Kaiming initialization: He et al. (2015)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from core.init import marginals as theory
from core.init.dims import AtLeast
from core.init.marginals import Marginal
from core.init.registry import Compared, Values, initializer
from core.init.solving import NAMED, ROUND, ROUNDED, USUAL, Guess, Seen, close
from core.layers.activations import Activation
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message
from core.parameters import Choice, Real

SLOPE = Real(
    "a",
    0.0,
    usual=(0.0, 3.0),
    help=QT_TRANSLATE_NOOP(
        "core", "Negative slope of the leaky ReLU that follows; counts only for leaky_relu."
    ),
)
MODE = Choice(
    "mode",
    "fan_in",
    ("fan_in", "fan_out"),
    help=QT_TRANSLATE_NOOP(
        "core",
        "fan_in keeps the power of the signal going forward, fan_out that of the gradient going "
        "back: exactly for linear, relu and leaky_relu.",
    ),
)
NONLINEARITY = Choice(
    "nonlinearity",
    "leaky_relu",
    ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"),
    help=QT_TRANSLATE_NOOP("core", "The activation whose gain torch.nn.init.calculate_gain gives."),
)


GAINS = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 5.0 / 3.0,
    "relu": math.sqrt(2.0),
    "selu": 3.0 / 4.0,
}


def gain_of(nonlinearity: str, a: float = 0.01) -> float:
    """The gain of `torch.nn.init.calculate_gain`; `a` is the slope of a leaky ReLU."""
    return (
        math.sqrt(2.0) / math.hypot(1.0, a) if nonlinearity == "leaky_relu" else GAINS[nonlinearity]
    )


def _std(shape: Shape, *, a: float, mode: str, nonlinearity: str) -> float:
    fan = shape.fan_in if mode == "fan_in" else shape.fan_out
    return gain_of(nonlinearity, a) / math.sqrt(fan)


def _gain(values: Values) -> Mapping[str, float]:
    return {"g": gain_of(values["nonlinearity"], values["a"])}


def _fitted(activation: Activation) -> dict[str, Any]:
    """The gain that torch gives for the activation, or for ReLU where it knows none."""
    return {"nonlinearity": activation.nonlinearity, "a": activation.slope}


SOLVED: tuple[tuple[str, float, float], ...] = (
    ("leaky_relu", 0.0, NAMED),
    ("leaky_relu", 0.01, ROUND),
    ("leaky_relu", 0.1, ROUNDED),
    ("leaky_relu", 0.2, ROUNDED),
    ("leaky_relu", math.sqrt(5.0), USUAL),
    ("linear", 0.0, USUAL),
    ("tanh", 0.0, USUAL),
    ("selu", 0.0, ROUND),
)
"""Nonlinearity, slope and cost of what people call it with; relu has the gain of the first."""


def _solve(shape: Shape, seen: Seen) -> Iterator[Guess]:
    if not seen.is_centred:
        return
    for mode, more in (("fan_in", 0.0), ("fan_out", 1.0)):
        if mode == "fan_out" and shape.fan_in == shape.fan_out:
            return
        for nonlinearity, a, cost in SOLVED:
            values = {"a": a, "mode": mode, "nonlinearity": nonlinearity}
            if close(_std(shape, **values), seen.rms, seen.error):  # type: ignore[arg-type]
                defaults = {"a": 0.0, "mode": "fan_in", "nonlinearity": "leaky_relu"}
                shown = tuple(name for name in values if values[name] != defaults[name])
                yield Guess(values, cost + more, shown)


def _slope_note(values: Values) -> Message | None:
    if values["nonlinearity"] == "leaky_relu" or values["a"] == 0:
        return None
    return QT_TRANSLATE_NOOP("core", "a is ignored: it counts only with nonlinearity = leaky_relu.")


PURPOSE = QT_TRANSLATE_NOOP(
    "core",
    "Makes up for what the activation takes: ReLU halves the power, so for relu the variance is "
    "2/fan, twice that for linear. Made for the ReLU family.",
)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "He (Kaiming) uniform"),
    parameters=(SLOPE, MODE, NONLINEARITY),
    dims=AtLeast(2),
    formula=r"W_{ij}\sim\mathcal{U}(-k,k),\quad k=g\,\sqrt{\frac{3}{\mathrm{fan}}}",
    symbol="k",
    number=lambda shape, **values: math.sqrt(3) * _std(shape, **values),
    reference="He et al. 2015",
    purpose=PURPOSE,
    note=_slope_note,
    draws="uniform",
    solve=_solve,
    symbols=_gain,
    fitted=_fitted,
    compared=Compared(4, dashed=True),
)
def kaiming_uniform(shape: Shape, *, a: float, mode: str, nonlinearity: str) -> Marginal:
    """U(±gain·√(3 / fan)), He et al. (2015), eq. 10 and 14; gain as in calculate_gain."""
    std = _std(shape, a=a, mode=mode, nonlinearity=nonlinearity)
    return theory.uniform(-math.sqrt(3.0) * std, math.sqrt(3.0) * std)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "He (Kaiming) normal"),
    parameters=(SLOPE, MODE, NONLINEARITY),
    dims=AtLeast(2),
    formula=r"W_{ij}\sim\mathcal{N}(0,\sigma^2),\quad \sigma=\frac{g}{\sqrt{\mathrm{fan}}}",
    symbol=r"\sigma",
    number=_std,
    reference="He et al. 2015",
    purpose=PURPOSE,
    note=_slope_note,
    draws="normal",
    solve=_solve,
    symbols=_gain,
    fitted=_fitted,
    compared=Compared(4),
)
def kaiming_normal(shape: Shape, *, a: float, mode: str, nonlinearity: str) -> Marginal:
    """N(0, gain² / fan), He et al. (2015), eq. 10 and 14; gain as in calculate_gain."""
    std = _std(shape, a=a, mode=mode, nonlinearity=nonlinearity)
    return theory.normal(0.0, std)
