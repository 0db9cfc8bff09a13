"""The same network under every method that draws at random."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from core.context import SILENT, Context, Pictures
from core.depth.network import Network, Quiet, prepared
from core.depth.task import RESTART
from core.experiment import Experiment, Initialization
from core.init.methods import weight_methods
from core.layers.activations import ACTIVATIONS

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One method's signal and gradient, for comparison."""

    init: Initialization
    forward: Array
    backward: Array


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Curves of one network under several methods."""

    experiment: Experiment
    curves: tuple[Curve, ...]

    def fits(self, experiment: Experiment) -> bool:
        """Whether another experiment differs in nothing but the method."""
        others = attrgetter(*(key for key in RESTART if key != "weight_init"))
        same: bool = others(experiment) == others(self.experiment)
        return same


def compared(experiment: Experiment) -> list[Initialization]:
    """The methods to compare, family by family, with the parameters that their entries say.

    Spreads chosen by hand are those that people used to choose: Krizhevsky et al. (2012), Keras,
    Devlin et al. (2018). The experiment's own method stands there with its present values.
    """
    own, activation = experiment.weight_init, ACTIVATIONS[experiment.layer.activation]
    found: list[tuple[int, Initialization]] = []
    for entry in weight_methods():
        if entry.compared is None:
            continue
        values = {**dict(entry.compared.values), **entry.fitted(activation)}
        init = Initialization("weight_init", entry.method, tuple(values.items()))
        found.append((entry.compared.series, own if own.method == entry.method else init))
    return [init for _, init in sorted(found, key=lambda pair: pair[0])]


def compare(experiment: Experiment, context: Context = SILENT) -> Pictures[Comparison]:
    """The same network under every method that draws at random, one curve each.

    See `compared` for their parameters. Raises what `run` raises; a method that this dtype does not
    have is left out.
    """
    curves: list[Curve] = []
    methods = compared(experiment)
    for number, init in enumerate(methods):
        context.progress(number / len(methods))
        one = dataclasses.replace(experiment, weight_init=init)
        if experiment.run.dtype in init.entry.unsupported_dtypes:
            continue
        with prepared(one):
            network = Network(one, Quiet(context), None, False)
            network.forward()
            network.backward()
        curves.append(Curve(init, network.forward_rms, network.backward_rms))
    yield Comparison(experiment, tuple(curves))
