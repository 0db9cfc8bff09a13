"""What the tests of the Depth page share: deep experiments, torch's answer, the mean field by quad.

The recursion here is written from Poole et al. (2016) with scipy's adaptive quadrature and closed
forms of φ and φ'; it shares no line with core.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import integrate, special

from core.build.session import DEFAULT_THREADS, threads
from core.depth import code as depth_snippet
from core.experiment import Experiment
from tests.core.support import experiment

Array = NDArray[np.float64]

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def _density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def _sigmoid(z: float) -> float:
    return float(special.expit(z))


PHI: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    "gelu": lambda z: z * float(special.ndtr(z)),
    "silu": lambda z: z * _sigmoid(z),
    "elu": lambda z: z if z > 0 else math.expm1(z),
    "selu": lambda z: SELU_SCALE * (z if z > 0 else SELU_ALPHA * math.expm1(z)),
}

SLOPE: dict[str, Callable[[float], float]] = {
    "identity": lambda _: 1.0,
    "relu": lambda z: 1.0 if z > 0 else 0.0,
    "leaky_relu": lambda z: 1.0 if z > 0 else 0.01,
    "tanh": lambda z: 1.0 / math.cosh(z) ** 2 if abs(z) < 300 else 0.0,
    "sigmoid": lambda z: _sigmoid(z) * _sigmoid(-z),
    "gelu": lambda z: float(special.ndtr(z)) + z * _density(z),
    "silu": lambda z: _sigmoid(z) * (1.0 + z * _sigmoid(-z)),
    "elu": lambda z: 1.0 if z > 0 else math.exp(z),
    "selu": lambda z: SELU_SCALE * (1.0 if z > 0 else SELU_ALPHA * math.exp(z)),
}


def expected(
    function: Callable[[float], float], power: int, std: float, mean: float = 0.0
) -> float:
    """E[f(z)^power] for z ~ N(mean, std²), by scipy.integrate.quad between the bends."""

    def integrand(u: float) -> float:
        return function(mean + std * u) ** power * _density(u)

    near = {(sign * at - mean) / std for at in (0.0, 1.0, 4.0, 12.0, 40.0) for sign in (-1.0, 1.0)}
    ends = sorted({-12.0, 12.0} | {end for end in near if -12.0 < end < 12.0})
    return sum(
        integrate.quad(integrand, low, high, epsabs=1e-15, epsrel=1e-9, limit=400)[0]
        for low, high in itertools.pairwise(ends)
    )


def deep(method: str = "xavier_normal", /, **values: Any) -> Experiment:
    """A deep network in one line: `deep("normal", std=0.1, layers=4, activation="relu", p=0.5)`."""
    depth = {"layers": 6, "width": 16, "batch": 24}
    depth |= {k: values.pop(k) for k in ("layers", "width", "batch", "input") if k in values}
    layer = {k: values.pop(k) for k in ("activation", "bias") if k in values}
    dropout = {k: values.pop(k) for k in ("p", "training", "kind") if k in values}
    run = {k: values.pop(k) for k in ("dtype", "seed") if k in values}
    bias = values.pop("bias_init", "zeros")
    bias = bias if isinstance(bias, dict) else {"method": bias}
    return experiment(
        method, **values, depth=depth, layer=layer, dropout=dropout, run=run, bias_init=bias
    )


def run_code(described: Experiment) -> dict[str, Any]:
    """What the shown code leaves, with torch's threads and random state as they were."""
    names: dict[str, Any] = {}
    with torch.random.fork_rng(devices=[]), threads(DEFAULT_THREADS), torch.enable_grad():
        exec(compile(depth_snippet.code(described), "shown.py", "exec"), names)
    return names


def rms(tensor: torch.Tensor) -> float:
    """Root mean square in float64, in numpy."""
    values = tensor.detach().double().numpy()
    return float(np.sqrt(np.mean(values * values)))


@dataclass(frozen=True)
class Expectation:
    """q_l and the power of dL/dz_l, each with the standard deviation of its logarithm.

    The deviations are those that one input would have in a network of `width` units: by the
    delta method, a layer adds (E[h⁴]/E[h²]² − 1)/width, and what came before passes on with the
    recursion's logarithmic derivative. A batch averages, so it deviates less.
    """

    forward: Array
    forward_error: Array
    backward: Array
    backward_error: Array


def recursion(
    activation: str,
    spread: float,
    layers: int,
    width: int,
    bias_power: float = 0.0,
    keep: float = 1.0,
    power: float = 1.0,
) -> Expectation:
    """The mean field for weights of variance spread/width and biases N(0, bias_power)."""
    phi, slope = PHI[activation], SLOPE[activation]
    q, error = spread * power + bias_power, 2.0 / width
    forward, errors, chi, chi_error = [q], [error], [], []
    signal_error = error
    for _ in range(layers - 1):
        std, step = math.sqrt(q), 1e-4
        second = expected(phi, 2, std)
        above, below = (expected(phi, 2, std * math.sqrt(1 + s)) for s in (step, -step))
        elastic = (above - below) / (2 * step * second)
        kurtosis = expected(phi, 4, std) / keep / second**2
        signal_error = elastic**2 * signal_error + (kurtosis - 1.0) / width
        slopes = expected(slope, 2, std)
        further = expected(slope, 2, std * math.sqrt(1 + step))
        bend = (further - slopes) / (step * slopes)
        chi.append(spread * slopes / keep)
        spike = 3.0 * expected(slope, 4, std) / keep / slopes**2
        chi_error.append((spike - 1.0) / width + bend**2 * errors[-1])
        new = spread * second / keep + bias_power
        share = (new - bias_power) / new
        signal_error *= share**2
        q, error = new, signal_error + 2.0 / width
        forward.append(q)
        errors.append(error)
    backward = np.append(np.cumprod(chi[::-1])[::-1], 1.0)
    # The layers' shares of the error go with the same q: added as if they were one.
    roots = np.sqrt(np.append(np.cumsum(chi_error[::-1])[::-1], 0.0) + 2.0 / width)
    return Expectation(np.array(forward), np.sqrt(np.array(errors)), backward, roots)
