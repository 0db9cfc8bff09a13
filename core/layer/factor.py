"""How much one layer multiplies the power of its signal: the number of the course."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.experiment import Experiment, Initialization
from core.layers.activations import ACTIVATIONS
from core.layers.power import HELD, is_held, rms_after_activation, what_is_left


@dataclass(frozen=True, slots=True)
class PowerFactor:
    """E[y²] / E[x²] of one layer, output after dropout over input.

    theory     of a wide layer for x ~ N(0, 1); NaN where it overflows
    measured   of the one layer that was drawn
    constant   whether each further layer of the kind multiplies by the same
    """

    theory: float
    measured: float
    constant: bool

    @property
    def value(self) -> float:
        """The number that stands for both: theory's, where there is one."""
        return self.measured if math.isnan(self.theory) else self.theory

    @property
    def grade(self) -> str:
        """`held`, `shrinks` or `grows`; empty where there is no number."""
        if math.isnan(self.value):
            return ""
        if is_held(self.value):
            return "held"
        return "shrinks" if self.value < HELD[0] else "grows"


def factor(experiment: Experiment, weight: Initialization | None = None) -> float:
    """E[y²] / E[x²] of one layer for x ~ N(0, 1), as its width grows; `weight` replaces its own.

    The preactivation is N(E[b], fan_in·E[w²] + Var[b]), because x has mean 0 and is independent
    of w. Dropout in training divides the power by 1 − p: Srivastava et al. (2014); AlphaDropout
    leaves a·y + b with probability 1 − p and b − a·α else: Klambauer et al. (2017).
    """
    layer = experiment.layer
    weight = weight or experiment.weight_init
    w = weight.entry.marginal(layer.shape, weight.parameters)
    mean, variance = 0.0, layer.shape.fan_in * (w.std * w.std + w.mean * w.mean)
    if layer.bias:
        bias = experiment.bias_init
        b = bias.entry.marginal(layer.shape, bias.parameters)
        mean, variance = b.mean, variance + b.std * b.std
    rms = rms_after_activation(layer.activation, experiment.dropout, mean, math.sqrt(variance))
    return rms * rms


def is_constant(experiment: Experiment) -> bool:
    """Whether the factor is the same in every layer of such a stack, whatever arrives there.

    The sum of many independent products with weights of mean 0 is normal again, and φ(c·z) is
    c·φ(z): then only the power counts, and it counts in proportion. A bias adds to it, a curved φ
    bends it, and weights with a mean, or set by rule, make the units of the next layer alike.
    """
    layer, init = experiment.layer, experiment.weight_init
    if not ACTIVATIONS[layer.activation].homogeneous or not init.entry.random:
        return False
    if init.entry.marginal(layer.shape, init.parameters).mean != 0.0:
        return False
    if not what_is_left(experiment.dropout).proportional:
        return False
    bias = experiment.bias_init
    b = bias.entry.marginal(layer.shape, bias.parameters)
    return not layer.bias or b.mean == b.std == 0.0
