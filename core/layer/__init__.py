"""The Layer page: one layer, its weights and its output."""

from core.layer.export import save_weights, statistics
from core.layer.factor import PowerFactor
from core.layer.measures import Measure, measures
from core.layer.task import RESTART, LayerResult, Parameter, forward, rebinned, run, weights
from core.stats.goodness import Goodness

__all__ = [
    "RESTART",
    "Goodness",
    "LayerResult",
    "Measure",
    "Parameter",
    "PowerFactor",
    "forward",
    "measures",
    "rebinned",
    "run",
    "save_weights",
    "statistics",
    "weights",
]
