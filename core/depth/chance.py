"""What chance makes of a deep network: the mean field is that of infinitely many units.

In a layer of n units the mean of the squares differs from its expectation by some √(1/n), and the
next layer passes that on: through 100 layers of ReLU and 256 units one network in three has ten
times the power of its first layer, or a tenth, though theory has a straight line. Where the fixed
point is unstable, as that of SiLU, a small difference grows from layer to layer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depth.mean_field import input_power
from core.depth.path import HELD_TOTAL, LOST_TOTAL
from core.depth.tables import LEAST, Moments, bounded, table
from core.experiment import Experiment
from core.layers.dropouts import KINDS
from core.layers.power import after_dropout, slope_after_dropout

Array = NDArray[np.float64]

NETWORKS = 200
"""Drawn at once; a share of them is known to some 0.03."""


@dataclass(frozen=True, slots=True)
class Odds:
    """Shares of such networks that are called stable, and that are lost."""

    stable: float
    lost: float


def odds(experiment: Experiment) -> Odds:
    """Draw networks by the recursion of the mean field with the noise of so many units.

    The power of each layer is drawn, not its weights. Two inputs of a batch meet the same weights:
    where their activations are alike they err alike, and the batch does not help; where they are
    not, its mean hardly errs. How alike they are follows from the recursion of Poole et al. (2016)
    for the correlation of two inputs; of φ the mean and the linear part count exactly, and the rest
    as if it were quadratic.
    """
    worst = np.maximum(*(np.abs(changes).max(axis=0) for changes in _draw(experiment)))
    stable = float(np.mean(worst <= math.log(HELD_TOTAL)))
    return Odds(stable, float(np.mean(worst > math.log(LOST_TOTAL))))


def _draw(experiment: Experiment) -> tuple[Array, Array]:
    """ln of the power over that of layer 1, for signal and gradient, each (layers, NETWORKS)."""
    depth, dropout = experiment.depth, experiment.dropout
    first, *rest = bounded(experiment)
    mean = first.bias_mean
    moments = table(experiment.layer.activation, mean)
    noise = _Noise(experiment, np.random.default_rng(0))
    begin = first.weight**2 * input_power(experiment) + first.bias_std**2
    variance, alike = np.full(NETWORKS, begin), first.bias_std**2 / begin
    signal, gradient = [np.log(variance + mean * mean)], [np.zeros(NETWORKS)]
    for index, layer in enumerate(rest):
        passes, spread = layer.weight**2, layer.bias_std**2
        m = moments.at(0.5 * np.log(variance))
        power = after_dropout(dropout, m.first * m.rms, m.rms**2)
        slope = passes * slope_after_dropout(dropout, m.slope**2)
        slope *= noise.factors(noise.of_slope(m, alike, depth.layers - 1 - index))
        gradient.append(gradient[-1] + np.log(slope))
        shared = noise.shared_power(m, alike)
        variance = passes * power * noise.factors(noise.of_power(m, alike, power))
        variance = np.maximum(variance + spread * noise.factors(2.0 / depth.width), LEAST)
        alike = float(np.mean((passes * shared + spread) / (passes * power + spread)))
        measured = variance * noise.factors(noise.of_weights(alike))
        signal.append(np.log(measured + mean * mean))
    return np.array(signal) - signal[0], np.array(gradient)


class _Noise:
    """Relative variances of means over units and batch, and factors drawn from them."""

    def __init__(self, experiment: Experiment, chance: np.random.Generator) -> None:
        depth, dropout = experiment.depth, experiment.dropout
        self.chance = chance
        self.width, self.batch = depth.width, depth.batch
        self.length = experiment.weight_init.entry.keeps_length
        self.passes = self.square = 1.0
        self.line = 0.0
        self.keep = 1.0
        if dropout.training and 0.0 < dropout.p < 1.0:
            self.keep = 1.0 - dropout.p
            kind = KINDS[dropout.kind]
            after, self.passes = kind.after(dropout.p), kind.scale(dropout.p) * self.keep
            self.square, self.line = after.square, after.line

    def factors(self, variance: Array | float) -> Array:
        """Factors with mean 1 and so large a variance, nearly."""
        std = np.sqrt(np.log1p(np.maximum(variance, 0.0)))
        return np.asarray(np.exp(std * self.chance.standard_normal(NETWORKS) - 0.5 * std * std))

    def shared_power(self, m: Moments, alike: float) -> Array:
        """E[h·h'] of two inputs whose preactivations have this correlation."""
        first, line = m.first**2, m.line**2
        rest = np.maximum(1.0 - first - line, 0.0)
        return (self.passes * m.rms) ** 2 * (first + line * alike + rest * alike * alike)

    def of_power(self, m: Moments, alike: float, power: Array) -> Array:
        """Of the mean of h², which over dropout is square·φ² + line·φ, by its expectation."""
        square, line = self.square * m.rms**2 / power, self.line * m.rms / power
        whole = (
            square * square * (m.fourth - 1.0)
            + 2.0 * square * line * (m.third - m.first)
            + line * line * (1.0 - m.first**2)
        )
        straight = (square * m.bend + line * m.line) ** 2
        if self.length:  # the length of z is given, and only what else h² depends on varies
            whole = whole - 0.5 * (square * m.power_rise + line * m.first_rise) ** 2
        curved = np.maximum(whole - straight, 0.0)
        both = straight * alike + curved * self.squared(alike)
        return both / self.width

    def of_slope(self, m: Moments, alike: float, back: int) -> Array:
        """Of the mean of φ'², and of the weights that a gradient meets `back` layers from the end.

        Gradients begin independent, and become alike as they pass the same weights.
        """
        same = min(1.0, back / self.width + 1.0 / self.batch)
        of_weights = 0.0 if self.length else 2.0 * m.slope_fourth / self.keep
        return ((m.slope_fourth - 1.0) * self.squared(alike) + of_weights * same) / self.width

    def of_weights(self, alike: float) -> float:
        """Of the mean of z², for given h."""
        return 0.0 if self.length else 2.0 * self.squared(alike) / self.width

    def squared(self, alike: float) -> float:
        """The mean square of the correlation of two inputs, themselves among them."""
        least = 1.0 / self.width + 1.0 / self.batch
        return min(1.0, alike * alike + least)
