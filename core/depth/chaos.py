"""Order and chaos: where a network of infinite depth holds its gradient, and how far a signal goes.

Poole et al. (2016), eq. 5 and 8; Schoenholz et al. (2017), eq. 9 to 13.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.depth.tables import table
from core.experiment import Experiment
from core.layers.activations import ACTIVATIONS
from core.layers.moments import values
from core.layers.power import after_dropout, slope_after_dropout

Array = NDArray[np.float64]

POWERS = np.geomspace(1e-8, 1e4, 2_001)
"""Powers q of a preactivation for which the critical line is known."""

NODES = 48
"""Of Gauss and Hermite, for one of two correlated preactivations."""

ROUNDS = 400
"""Of an iteration towards a fixed point; near the line it takes long."""

SMALL = 1e-4
"""Difference of correlations from which the slope of their map is taken."""

SURVIVES = 6.0
"""Networks can be trained up to about so many times ξ: Schoenholz et al. (2017), section 6."""


def critical_line(experiment: Experiment) -> tuple[Array, Array]:
    """Points (σ_w², σ_b²) with χ = σ_w²·E[φ'(z)²] = 1 where q = σ_w²·E[φ(z)²] + σ_b².

    For each power q of the fixed point there is one; those with σ_b² below 0 are left out. The
    dropout of the experiment counts (Pretorius et al. 2018). A homogeneous activation such as ReLU
    has one σ_w² for every σ_b².
    """
    activation, dropout = experiment.layer.activation, experiment.dropout
    m = table(activation, 0.0).at(0.5 * np.log(POWERS))
    weights = 1.0 / slope_after_dropout(dropout, m.slope**2)
    if ACTIVATIONS[activation].homogeneous:
        return np.full(2, float(weights[0])), np.array([0.0, POWERS[-1]])
    biases = POWERS - weights * after_dropout(dropout, m.first * m.rms, m.rms**2)
    # At σ_b² = 0 rounding leaves what is a few millionths of q, to either side.
    biases[np.abs(biases) < 1e-4 * POWERS] = 0.0
    kept = biases > 0.0
    kept[: np.argmax(biases == 0.0) + 1] |= (biases == 0.0)[: np.argmax(biases == 0.0) + 1]
    return weights[kept], biases[kept]


def critical_weight(experiment: Experiment, bias: float) -> float:
    """The σ_w² of the line for a σ_b²; NaN where the line does not pass there."""
    weights, biases = critical_line(experiment)
    if len(biases) < 2 or np.any(np.diff(biases) <= 0.0) or not biases[0] <= bias <= biases[-1]:
        return math.nan
    return float(np.interp(bias, biases, weights))


def fixed_power(experiment: Experiment, weights: Array, bias: float | Array) -> Array:
    """q* = σ_w²·E[φ(√q*·u)²] + σ_b² for each σ_w², (n,); σ_b² is one or (n,).

    Infinite where it grows for ever.
    """
    moments, dropout = table(experiment.layer.activation, 0.0), experiment.dropout
    q = np.ones(len(weights))
    for _ in range(ROUNDS):
        m = moments.at(0.5 * np.log(np.maximum(q, 1e-18)))
        q = weights * after_dropout(dropout, m.first * m.rms, m.rms**2) + bias
        q = np.minimum(q, 1e12)
    q[q >= 1e11] = math.inf
    return q


def depth_scale(experiment: Experiment, weights: Array, bias: float | Array) -> Array:
    """ξ_c for each σ_w², (n,), in layers; σ_b² is one for all of them, or (n,).

    After so many the correlation of two inputs is e times nearer to where it ends:
    c ↦ (σ_w²·E[φ(z)φ(z')] + σ_b²)/q*, without dropout, which leaves no fixed point of c = 1. NaN
    where q* is 0 or infinite. Schoenholz et al. (2017), eq. 12: ξ_c = −1/ln χ at the end.
    """
    q = fixed_power(experiment, weights, bias)
    good = np.isfinite(q) & (q > 1e-12)
    u, v, share = _pairs()
    q_ = np.where(good, q, 1.0)[:, None]
    activation = experiment.layer.activation
    one = values(activation, np.sqrt(q_) * u)

    # By the same nodes, so that c = 1 stays where it is to the last digit.
    power = weights * ((one * one) @ share) + bias

    def step(c: Array) -> Array:
        other = values(
            activation, np.sqrt(q_) * (c * u + np.sqrt(np.maximum(1.0 - c * c, 0.0)) * v)
        )
        with np.errstate(invalid="ignore"):  # 0/0 where weights and biases are 0: not `good`
            found: Array = (weights * ((one * other) @ share) + bias) / power
        return np.minimum(found, 1.0)[:, None]

    c = np.full((len(weights), 1), 0.5)
    for _ in range(ROUNDS // 4):
        c = step(c)
    # The slope at the end is that of the map itself: what is left of a small difference.
    rate = ((step(c) - step(c - SMALL)) / SMALL)[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = -1.0 / np.log(np.abs(rate))
    return np.where(good & (scale > 0.0), scale, math.nan)


def _pairs() -> tuple[Array, Array, Array]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    share = weights / weights.sum()
    u, v = (grid.ravel() for grid in np.meshgrid(nodes, nodes))
    return u, v, np.outer(share, share).ravel()
