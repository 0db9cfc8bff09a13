"""What an activation does to a Gaussian signal: moments by quadrature, for any mean and spread."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from core.layers.activations import ACTIVATIONS

Array = NDArray[np.float64]

_REACH = 12.0
"""Standard deviations on either side of the mean; beyond lies less than 1e-32."""

_NEAR_BEND = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0)
_NEAR_MEAN = (0.0, 1.0, 2.0, 3.0, 4.5, 6.0, 8.0, _REACH)


@functools.cache
def _panel() -> tuple[Array, Array]:
    """Nodes in [−1, 1] and their weights; numpy.polynomial is imported for them, 10 ms."""
    return np.polynomial.legendre.leggauss(16)


@functools.lru_cache(maxsize=8)
def gaussian(mean: float, std: float, bends: tuple[float, ...] = (0.0,)) -> tuple[Array, Array]:
    """Nodes z and weights w with Σ w·f(z) = E[f(z)] for z ~ N(mean, std²).

    Gauss-Legendre on panels that end where the activation bends, at 0 for all of them here, and
    are fine both there and around the mean: right to rounding, however wide the normal.
    See docs/decisions/011 for what Gauss-Hermite does instead.
    """
    if std == 0.0:
        return np.array([mean]), np.ones(1)
    low, high = mean - _REACH * std, mean + _REACH * std
    ends = {bend + sign * at for bend in bends for at in _NEAR_BEND for sign in (-1.0, 1.0)}
    ends |= {mean + sign * std * at for at in _NEAR_MEAN for sign in (-1.0, 1.0)}
    edges = np.array(sorted(end for end in ends if low <= end <= high))
    if len(edges) < 2:  # so narrow that float64 has no number beside the mean
        return np.array([mean]), np.ones(1)
    widths, (nodes, weights) = np.diff(edges)[:, None], _panel()
    z = (edges[:-1, None] + 0.5 * widths * (1.0 + nodes)).ravel()
    u = (z - mean) / std
    # In units of std: of a panel as narrow as float64 has any, no half is left.
    weights = (widths / std * weights).ravel() * np.exp(-0.5 * u * u)
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
    z, weights = gaussian(mean, std, ACTIVATIONS[activation].bends)
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
    z, weights = gaussian(mean, std, ACTIVATIONS[activation].bends)
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
