"""The activation functions: how torch writes them, and what they do to a Gaussian signal."""

from __future__ import annotations

import functools
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

_REACH = 12.0
"""Standard deviations on either side of the mean; beyond lies less than 1e-32."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_NEAR_KINK = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0)
_NEAR_MEAN = (0.0, 1.0, 2.0, 3.0, 4.5, 6.0, 8.0, _REACH)


@functools.lru_cache(maxsize=8)
def gaussian(mean: float, std: float) -> tuple[Array, Array]:
    """Nodes z and weights w with Σ w·f(z) = E[f(z)] for z ~ N(mean, std²).

    Gauss-Legendre on panels that end at the kink of the ReLU family, 0, and are fine both there
    and around the mean: right to rounding for every activation here, however wide the normal.
    See docs/decisions/011 for what Gauss-Hermite does instead.
    """
    if std == 0.0:
        return np.array([mean]), np.ones(1)
    low, high = mean - _REACH * std, mean + _REACH * std
    ends = {sign * at for at in _NEAR_KINK for sign in (-1.0, 1.0)}
    ends |= {mean + sign * std * at for at in _NEAR_MEAN for sign in (-1.0, 1.0)}
    edges = np.array(sorted(end for end in ends if low <= end <= high))
    if len(edges) < 2:  # so narrow that float64 has no number beside the mean
        return np.array([mean]), np.ones(1)
    widths = np.diff(edges)[:, None]
    z = (edges[:-1, None] + 0.5 * widths * (1.0 + _NODES)).ravel()
    u = (z - mean) / std
    # In units of std: of a panel as narrow as float64 has any, no half is left.
    weights = (widths / std * _WEIGHTS).ravel() * np.exp(-0.5 * u * u)
    return z, weights / weights.sum()


def values(activation: str, z: Array) -> Array:
    """φ(z) by torch, in float64."""
    return np.asarray(ACTIVATIONS[activation].function(torch.from_numpy(z)).numpy())


def slopes(activation: str, z: Array) -> Array:
    """φ'(z) by torch's autograd, in float64."""
    with torch.enable_grad():
        at = torch.from_numpy(z.copy()).requires_grad_()
        (slope,) = torch.autograd.grad(ACTIVATIONS[activation].function(at).sum(), at)
    return np.asarray(slope.numpy())


def second_moment(activation: str, mean: float, std: float) -> float:
    """E[φ(z)²] for z ~ N(mean, std²), in float64."""
    root = rms(activation, mean, std)
    return root * root


def first_moment(activation: str, mean: float, std: float) -> float:
    """E[φ(z)] for z ~ N(mean, std²), in float64."""
    if not _has_nodes(mean, std):
        return math.nan
    if _is_tiny(mean, std):
        return _lowered(first_moment(activation, mean * _LIFT, std * _LIFT))
    z, weights = gaussian(mean, std)
    return float((values(activation, z) * weights).sum())


def slope_power(activation: str, mean: float, std: float) -> float:
    """E[φ'(z)²] for z ~ N(mean, std²), in float64."""
    root = slope_rms(activation, mean, std)
    return root * root


def rms(activation: str, mean: float, std: float) -> float:
    """√E[φ(z)²] for z ~ N(mean, std²), also where the square has no float64."""
    return _root(values, activation, mean, std)


def slope_rms(activation: str, mean: float, std: float) -> float:
    """√E[φ'(z)²] for z ~ N(mean, std²), also where the square has no float64."""
    return _root(slopes, activation, mean, std)


def _root(
    function: Callable[[str, Array], Array], activation: str, mean: float, std: float
) -> float:
    if not _has_nodes(mean, std):
        return math.nan
    if _is_tiny(mean, std):
        return _lowered(_root(function, activation, mean * _LIFT, std * _LIFT))
    z, weights = gaussian(mean, std)
    found = function(activation, z)
    largest = float(np.abs(found).max())
    if not 0.0 < largest < math.inf:
        return largest
    found = found / largest
    return largest * math.sqrt(float((found * found * weights).sum()))


_TINY, _LIFT = 1e-290, 2.0**200
"""Below _TINY nodes lack digits; each φ is straight there on either side of 0, as far as float64
tells, and still is _LIFT times further out."""


def _is_tiny(mean: float, std: float) -> bool:
    return 0.0 < max(abs(mean), std) < _TINY


def _lowered(found: float) -> float:
    """A slope, or a value that is not 0 at z = 0, is the same near 0; all others go with z."""
    return found / _LIFT if abs(found) < 1e-200 else found


def _has_nodes(mean: float, std: float) -> bool:
    return math.isfinite(abs(mean) + _REACH * std)


FLAT = 0.05
"""A unit whose |φ'(z)| is below this passes less than a twentieth of the gradient: saturated."""


@functools.cache
def flat_ranges(activation: str) -> tuple[tuple[float, float], ...]:
    """Where |φ'(z)| < FLAT: disjoint ranges of z, open to infinity at the ends.

    The ends are found by bisection of torch's own slope, to the last bit of a float32.
    """
    grid = np.linspace(-24.0, 24.0, 4801)
    flat = np.abs(slopes(activation, grid)) < FLAT
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    ends = [_bisect(activation, float(grid[i]), float(grid[i + 1])) for i in changes]
    if flat[0]:
        ends.insert(0, -math.inf)
    if flat[-1]:
        ends.append(math.inf)
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def _bisect(activation: str, low: float, high: float) -> float:
    first = bool(abs(slopes(activation, np.array([low]))[0]) < FLAT)
    for _ in range(60):
        middle = 0.5 * (low + high)
        same = bool(abs(slopes(activation, np.array([middle]))[0]) < FLAT) == first
        low, high = (middle, high) if same else (low, middle)
    return low if first else high
