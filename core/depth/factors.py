"""How much the power of signal and gradient grows per layer: the numbers of one run."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

from core.context import SILENT, Context
from core.depth.network import Network, prepared
from core.experiment import Experiment

LARGEST = math.log(sys.float_info.max)


@dataclass(frozen=True, slots=True)
class Factors:
    """Four numbers of one run of the Depth page.

    forward_rms, backward_rms        of the last preactivation, of the first layer's gradient
    forward_factor, backward_factor  of the power per layer; NaN where the first power is no number
    """

    forward_rms: float
    backward_rms: float
    forward_factor: float
    backward_factor: float


def factor(begin: float, end: float, layers: int) -> float:
    """The (layers − 1)-th root of (end/begin)², of two root mean squares; 1 for one layer.

    0 where nothing is left at the end, infinite where it has no float64, NaN where `begin` is 0 or
    one of them is no finite number.
    """
    if not (math.isfinite(begin) and math.isfinite(end)) or begin == 0.0:
        return math.nan
    if layers == 1:
        return 1.0
    if end == 0.0:
        return 0.0
    ratio, exponent = end / begin, 2 / (layers - 1)
    log = exponent * (math.log(end) - math.log(begin))
    if math.isfinite(ratio) and ratio >= sys.float_info.min and abs(log) < LARGEST:
        return float(ratio**exponent)  # to the bit what the shown code prints
    return math.exp(log) if log < LARGEST else math.inf


def factors(experiment: Experiment, context: Context = SILENT) -> Factors:
    """Those of `core.depth.run`, without all else that its page shows.

    Raises Refused where device, dtype or memory do not allow the run, and Cancelled.
    """
    with prepared(experiment):
        network = Network(experiment, context, None, False)
        network.forward()
        network.backward()
    forward, backward = network.forward_rms.tolist(), network.backward_rms.tolist()
    layers = experiment.depth.layers
    return Factors(
        forward[-1],
        backward[0],
        factor(forward[0], forward[-1], layers),
        factor(backward[-1], backward[0], layers),
    )
