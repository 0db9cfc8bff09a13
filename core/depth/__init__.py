"""The Depth page: the layer stacked, a signal forward and a gradient back."""

from core.depth.comparison import Comparison, compare, compared
from core.depth.export import layers_csv, statistics
from core.depth.factors import Factors, factor, factors
from core.depth.loading import load
from core.depth.task import RESTART, DepthResult, run

__all__ = [
    "RESTART",
    "Comparison",
    "DepthResult",
    "Factors",
    "compare",
    "compared",
    "factor",
    "factors",
    "layers_csv",
    "load",
    "run",
    "statistics",
]
