"""What theory says of many networks at once: the numbers of `core.depth.factors`, by the table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depth.mean_field import drops_all, input_power, why_none
from core.depth.tables import LEAST, bounded, table
from core.experiment import Experiment
from core.layers.power import after_dropout, slope_after_dropout

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """One number a network, (n,), named as in `core.depth.factors.Factors`.

    NaN where the theory does not hold.
    """

    forward_rms: Array
    backward_rms: Array
    forward_factor: Array
    backward_factor: Array


def predicted(experiments: Sequence[Experiment]) -> Predicted:
    """The recursion of `core.depth.mean_field.predict` for each of the experiments.

    Networks that share activation, dropout, mean of the biases, depth and input go through it
    together.
    """
    found = np.full((4, len(experiments)), math.nan)
    together: dict[tuple[object, ...], list[int]] = {}
    for index, experiment in enumerate(experiments):
        if why_none(experiment) is not None or drops_all(experiment):
            continue
        depth, mean = experiment.depth, bounded(experiment)[-1].bias_mean
        activation = experiment.layer.activation
        key = (activation, experiment.dropout, mean, depth.layers, depth.input)
        together.setdefault(key, []).append(index)
    for places in together.values():
        found[:, places] = _course([experiments[index] for index in places])
    return Predicted(*found)


def _course(experiments: list[Experiment]) -> Array:
    """(4, n): through all layers of networks that differ in their spreads alone."""
    first, dropout = experiments[0], experiments[0].dropout
    layers = first.depth.layers
    spreads = [bounded(experiment) for experiment in experiments]
    begin_weight = np.array([found[0].weight for found in spreads])
    weight = np.array([found[-1].weight for found in spreads])
    bias = np.array([found[-1].bias_std for found in spreads])
    mean = spreads[0][-1].bias_mean
    moments = table(first.layer.activation, mean)
    variance = np.maximum(begin_weight**2 * input_power(first) + bias**2, LEAST)
    begin, back = np.log(variance + mean * mean), np.zeros(len(experiments))
    for _ in range(layers - 1):
        m = moments.at(0.5 * np.log(variance))
        slope = np.maximum(slope_after_dropout(dropout, m.slope**2), LEAST)
        back += np.log(np.maximum(weight**2 * slope, LEAST))
        power = after_dropout(dropout, m.first * m.rms, m.rms**2)
        variance = np.maximum(weight**2 * power + bias**2, LEAST)
    end, roots = np.log(variance + mean * mean), max(1, layers - 1)
    with np.errstate(over="ignore"):
        found: Array = np.exp(
            np.stack([end / 2.0, back / 2.0, (end - begin) / roots, back / roots])
        )
    return found
