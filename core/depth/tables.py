"""Moments of an activation over all spreads of its argument, for many networks at once."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depth.mean_field import Spreads, shapes, spreads
from core.experiment import Experiment
from core.layers.activations import ACTIVATIONS
from core.layers.moments import gaussian, slopes, values

Array = NDArray[np.float64]

LOWEST, HIGHEST, STEP = math.log(1e-9), math.log(1e6), math.log(10.0) / 10.0
"""ln std from where to where, and how far apart: a cubic between is right to 1e-5."""

LEAST = 1e-300
"""Instead of what is 0 to float64, such as E[relu(z)²] far below 0: it has a logarithm."""

SMALLEST, LARGEST = 1e-30, 1e30
"""Between these spreads and means are taken: fourth powers of them are numbers."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Of φ(z) for z = mean + std·u with u ~ N(0, 1), each of one shape.

    rms, slope              √E[φ²] and √E[φ'²]
    first, third, fourth    E[φ], E[φ³] and E[φ⁴], in units of rms
    line, bend              E[u·φ] and E[u·φ²], in units of rms
    first_rise, power_rise  dE[φ]/d ln std and dE[φ²]/d ln std, in units of rms
    slope_fourth            E[φ'⁴], in units of slope
    """

    rms: Array
    slope: Array
    first: Array
    third: Array
    fourth: Array
    line: Array
    bend: Array
    first_rise: Array
    power_rise: Array
    slope_fourth: Array


class Table:
    """The moments of one activation for one mean of its argument, at every std."""

    def __init__(self, activation: str, mean: float) -> None:
        stds = np.exp(np.arange(LOWEST, HIGHEST + STEP / 2, STEP)).tolist()
        rows = [_row(activation, mean, std) for std in stds]
        self._values, self._rises, self._others = (
            np.array(part).T for part in zip(*rows, strict=True)
        )

    def at(self, log_std: Array) -> Moments:
        """The moments at these ln std; beyond the table those at its end."""
        last = self._values.shape[1] - 1
        place = np.clip((log_std - LOWEST) / STEP, 0.0, last)
        left = np.minimum(place.astype(np.intp), last - 1)
        t = place - left
        others = self._others[:, left] * (1.0 - t) + self._others[:, left + 1] * t
        first, log_rms, log_slope = self._cubic(left, t)
        return Moments(np.exp(log_rms), np.exp(log_slope), first, *others)

    def _cubic(self, left: NDArray[np.intp], t: Array) -> Array:
        """Hermite's, through values and derivatives."""
        s = 1.0 - t
        values_, rises = self._values, STEP * self._rises
        found: Array = (
            (1.0 + 2.0 * t) * s * s * values_[:, left]
            + t * t * (3.0 - 2.0 * t) * values_[:, left + 1]
            + t * s * (s * rises[:, left] - t * rises[:, left + 1])
        )
        return found


def bounded(experiment: Experiment) -> list[Spreads]:
    """The spreads of every layer, those that lie beyond what is looked up moved to its ends.

    There a network is lost, whatever the number.
    """
    found = [spreads(experiment, shape) for shape in shapes(experiment)]
    return [
        Spreads(
            min(max(layer.weight, SMALLEST), LARGEST),
            min(max(layer.bias_mean, -LARGEST), LARGEST),
            min(layer.bias_std, LARGEST),
        )
        for layer in found
    ]


@functools.lru_cache(maxsize=16)
def table(activation: str, mean: float) -> Table:
    """Made once: a few hundredths of a second."""
    return Table(activation, mean)


def _row(activation: str, mean: float, std: float) -> tuple[list[float], list[float], list[float]]:
    """What is looked up by a cubic, its derivatives by ln std, and the rest.

    A derivative is a moment too: dE[f]/d ln std = E[(u² − 1)·f], without φ'', which ReLU lacks.
    """
    z, weights = gaussian(mean, std, ACTIVATIONS[activation].bends)
    u = (z - mean) / std
    phi, slope = values(activation, z), slopes(activation, z) ** 2
    power = phi * phi
    moments = np.stack(
        [phi, power, phi * power, power * power, u * phi, u * power, slope, slope**2]
    )
    found = moments @ np.stack([weights, weights * (u * u - 1.0)], axis=1)
    first, second, third, fourth, line, bend, steep, steep_fourth = found.tolist()
    square, slopes_ = max(second[0], LEAST), max(steep[0], LEAST)
    root = math.sqrt(square)
    elastic = 0.5 * second[1] / square
    return (
        [first[0] / root, math.log(root), 0.5 * math.log(slopes_)],
        [first[1] / root - first[0] / root * elastic, elastic, 0.5 * steep[1] / slopes_],
        [
            third[0] / root / square,
            fourth[0] / square / square,
            line[0] / root,
            bend[0] / square,
            first[1] / root,
            second[1] / square,
            steep_fourth[0] / slopes_ / slopes_,
        ],
    )
