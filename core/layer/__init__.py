"""The Layer page: one layer, its weights and its output."""

from core.layer.task import LayerResult, Parameter, forward, rebinned, run, weights

__all__ = ["LayerResult", "Parameter", "forward", "rebinned", "run", "weights"]
