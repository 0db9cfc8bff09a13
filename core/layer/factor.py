"""How much one layer multiplies the power of its signal: the number of the course."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.experiment import Experiment, Initialization
from core.init.marginals import Marginal
from core.layers.activations import ACTIVATIONS
from core.layers.power import HELD, is_held, rms_after_activation, what_is_left
from core.stats.stored import stored

FEW = 30
"""Inputs from which on the factor of a curved φ is that of a wide layer, to some two per cent."""


@dataclass(frozen=True, slots=True)
class PowerFactor:
    """E[y²] / E[x²] of one layer, output after dropout over input.

    theory     of a wide layer for x ~ N(0, 1); NaN where it overflows
    measured   of the one layer that was drawn
    constant   whether each further layer of the kind multiplies by the same
    estimate   whether the layer has so few inputs that theory is not exact for it
    """

    theory: float
    measured: float
    constant: bool
    estimate: bool = False

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

    Of an embedding, into which no signal goes, it is E[y²] itself.

    The preactivation is N(E[b], n·E[w²] + Var[b]) where a unit adds up n inputs (fan_in but for a
    transposed convolution), because x has mean 0 and is independent of w. Units that the method
    gives no input have their bias alone. Dropout in training divides the power by 1 − p: Srivastava
    et al. (2014); AlphaDropout leaves a·y + b with probability 1 − p and b − a·α else: Klambauer et
    al. (2017).
    """
    layer, init = experiment.layer, weight or experiment.weight_init
    w = _held(experiment, init.entry.marginal(layer.shape, init.parameters))
    reached = init.entry.reached(layer.shape, **init.parameters)
    after = response(experiment)
    rest = (1.0 - reached) * after(0.0) if reached < 1.0 else 0.0
    return reached * after(layer.shape.summed * (w.std * w.std + w.mean * w.mean) / reached) + rest


def response(experiment: Experiment) -> Callable[[float], float]:
    """The factor of units whose inputs have this n·E[w²], with the experiment's bias."""
    mean, spread = _bias(experiment)
    activation, dropout = experiment.layer.activation, experiment.dropout

    def after(power: float) -> float:
        rms = rms_after_activation(activation, dropout, mean, math.sqrt(power + spread * spread))
        return rms * rms  # which overflows to ∞; ** would raise

    return after


def _bias(experiment: Experiment) -> tuple[float, float]:
    """Mean and standard deviation of the bias, 0 without one."""
    if not experiment.layer.has_bias:
        return 0.0, 0.0
    bias = experiment.bias_init
    b = _held(experiment, bias.entry.marginal(experiment.layer.shape, bias.parameters))
    return b.mean, b.std


def _held(experiment: Experiment, theory: Marginal) -> Marginal:
    """What the dtype holds of it: in bfloat16 a constant of 0.3 is 0.30078125."""
    return stored(theory, experiment.run.dtype, rounds_bounds=experiment.run.device != "cpu")


def is_estimate(experiment: Experiment) -> bool:
    """Whether `factor` is not exact, because few inputs do not add up to a normal sum.

    E[φ(z)²] is then a mean over the Σw² of the units, which differ. Of φ with φ(c·z) = c·φ(z) it is
    in proportion to Σw², so that only its mean counts, and exact for few inputs too.
    """
    layer, init = experiment.layer, experiment.weight_init
    w = init.entry.marginal(layer.shape, init.parameters)
    taken = layer.shape.summed * (1.0 - sum(a.share for a in w.atoms if a.value == 0.0))
    if not init.entry.random or taken >= FEW:
        return False
    straight = ACTIVATIONS[layer.activation].homogeneous and _bias(experiment)[0] == 0.0
    return not (straight and what_is_left(experiment.dropout).proportional)


def is_constant(experiment: Experiment) -> bool:
    """Whether the factor is the same in every layer of such a stack, whatever arrives there.

    The sum of many independent products with weights of mean 0 is normal again, and φ(c·z) is
    c·φ(z): then only the power counts, and it counts in proportion. A bias adds to it, a curved φ
    bends it, and weights with a mean, or set by rule, make the units of the next layer alike.
    """
    layer, init = experiment.layer, experiment.weight_init
    straight = ACTIVATIONS[layer.activation].homogeneous and layer.entry.adds
    if not straight or not init.entry.random:
        return False
    if init.entry.marginal(layer.shape, init.parameters).mean != 0.0:
        return False
    if not what_is_left(experiment.dropout).proportional:
        return False
    return _bias(experiment) == (0.0, 0.0)
