"""The activation functions: how torch writes them, and what they do to a Gaussian signal."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F  # noqa: N812 - the name that the field knows

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Activation:
    """`code` calls it in the shown script; `symbol` heads the output plot."""

    function: Callable[[torch.Tensor], torch.Tensor]
    code: str
    symbol: str


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(lambda z: z, "{}", "{}"),
    "relu": Activation(torch.relu, "torch.relu({})", "relu({})"),
    "leaky_relu": Activation(F.leaky_relu, "nn.functional.leaky_relu({})", "leaky_relu({})"),
    "tanh": Activation(torch.tanh, "torch.tanh({})", "tanh({})"),
    "sigmoid": Activation(torch.sigmoid, "torch.sigmoid({})", "sigmoid({})"),
    "gelu": Activation(F.gelu, "nn.functional.gelu({})", "gelu({})"),
    "silu": Activation(F.silu, "nn.functional.silu({})", "silu({})"),
    "elu": Activation(F.elu, "nn.functional.elu({})", "elu({})"),
    "selu": Activation(F.selu, "torch.selu({})", "selu({})"),
}

_POINTS = 4001
_REACH = 12.0


def second_moment(activation: str, mean: float, std: float) -> float:
    """E[φ(z)²] for z ~ N(mean, std²), in float64."""
    return _moment(activation, mean, std, 2)


def first_moment(activation: str, mean: float, std: float) -> float:
    """E[φ(z)] for z ~ N(mean, std²), in float64."""
    return _moment(activation, mean, std, 1)


def _moment(activation: str, mean: float, std: float, power: int) -> float:
    """E[φ(z)^power].

    The trapezoidal rule on ±12 std: it converges fast for smooth φ, and unlike Gauss-Hermite
    it stays exact to 1e-6 at the kink of the ReLU family.
    """
    if not (math.isfinite(mean) and math.isfinite(std)):
        return math.nan
    u = np.linspace(-_REACH, _REACH, _POINTS)
    weight = np.exp(-0.5 * u * u)
    with np.errstate(over="ignore"):
        z = torch.from_numpy(mean + std * u)
        powers = np.asarray(ACTIVATIONS[activation].function(z).numpy()) ** power
        return float((powers * weight).sum() / weight.sum())
