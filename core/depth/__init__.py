"""The Depth page: the layer stacked, a signal forward and a gradient back."""

from core.depth.task import COMPARED, Comparison, DepthResult, compare, compared, run

__all__ = ["COMPARED", "Comparison", "DepthResult", "compare", "compared", "run"]
