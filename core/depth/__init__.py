"""The Depth page: the layer stacked, a signal forward and a gradient back."""

from core.depth.compare import Comparison, compare, compared
from core.depth.task import DepthResult, run

__all__ = ["Comparison", "DepthResult", "compare", "compared", "run"]
