"""The gain that holds signal and gradient best, and between which gains they are held at all."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from numpy.typing import NDArray

from core.depth.mean_field import input_power
from core.depth.path import HELD_TOTAL
from core.depth.tables import LEAST, bounded, table
from core.experiment import Experiment, Initialization
from core.format import significant
from core.layers.activations import ACTIVATIONS
from core.layers.moments import second_moment
from core.layers.power import after_dropout, slope_after_dropout, what_is_left

Array = NDArray[np.float64]

MIN_GAIN, MAX_GAIN, COUNT = 1e-3, 1e5, 81
"""Where it is looked for first, and at how many places: sigmoid with AlphaDropout needs 41."""

FINER, POINTS = 8, 13
"""Times that the best place and its neighbours are looked at more closely, and at how many places:
the window of SiLU in 50 layers is 0.0004 wide."""

ROUNDED = 1.05
"""By how much more rounding may lose."""

NEAREST, FARTHEST = 1e-7, 1.0
"""How far the ends of a window are looked for, as ln of the gain over the best."""


def holding_gain(experiment: Experiment, method: str) -> float:
    """The g of Var[w] = g²/width that loses least of signal and gradient, to as few digits as do.

    `method` has a gain; the experiment's bias counts. Exact for the ReLU family, where
    g² = (1 − p)/E[φ(u)²] with u ~ N(0, 1); otherwise the gain with which no layer's power, forward
    or backward, is far from that of layer 1.
    """
    dropout, activation = experiment.dropout, experiment.layer.activation
    if ACTIVATIONS[activation].homogeneous and what_is_left(dropout).proportional:
        square = what_is_left(dropout).square
        return float(significant(math.sqrt(1.0 / square / second_moment(activation, 0.0, 1.0))))
    gains = np.geomspace(MIN_GAIN, MAX_GAIN, COUNT)
    for _ in range(FINER):
        best = int(np.argmin(losses(experiment, method, gains)))
        low, high = gains[max(best - 1, 0)], gains[min(best + 1, len(gains) - 1)]
        gains = np.geomspace(low, high, POINTS)
    return _rounded(experiment, method, float(gains[len(gains) // 2]))


def window(experiment: Experiment, method: str, gain: float) -> tuple[float, float]:
    """The least and the largest gain around this one with which theory calls the network stable."""
    away = np.geomspace(NEAREST, FARTHEST, 240)
    ends = []
    for side in (-1.0, 1.0):
        gains = gain * np.exp(side * away)
        outside = np.flatnonzero(losses(experiment, method, gains) > 1.0)
        ends.append(float(gains[max(outside[0] - 1, 0) if outside.size else -1]))
    return ends[0], ends[1]


def losses(experiment: Experiment, method: str, gains: Array) -> Array:
    """For each gain |ln| of the worst power over that of layer 1, in units of what is held."""
    dropout = experiment.dropout
    init = Initialization("weight_init", method, (("gain", 1.0),))
    unit = dataclasses.replace(experiment, weight_init=init)
    first, *rest = bounded(unit)
    mean, squares = first.bias_mean, gains * gains
    moments = table(experiment.layer.activation, mean)
    variance = first.weight**2 * input_power(experiment) * squares + first.bias_std**2
    begin = np.log(variance + mean * mean)
    back, worst = np.zeros(len(gains)), np.zeros(len(gains))
    for layer in rest:
        m = moments.at(0.5 * np.log(variance))
        passing = layer.weight**2 * squares
        back = back + np.log(passing * slope_after_dropout(dropout, m.slope**2))
        power = after_dropout(dropout, m.first * m.rms, m.rms**2)
        variance = np.maximum(passing * power + layer.bias_std**2, LEAST)
        changes = np.abs(np.log(variance + mean * mean) - begin)
        worst = np.maximum(worst, np.maximum(changes, np.abs(back)))
    found: Array = worst / math.log(HELD_TOTAL)
    return found


def _rounded(experiment: Experiment, method: str, gain: float) -> float:
    """With the fewest digits that lose hardly more."""
    short = [float(significant(gain, digits)) for digits in range(4, 9)]
    found = losses(experiment, method, np.array([*short, gain]))
    enough = np.flatnonzero(found <= ROUNDED * found[-1])
    return short[int(enough[0])] if enough[0] < len(short) else gain
