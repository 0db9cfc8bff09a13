"""What other programs read of the Layer page: its statistics, and the weights as safetensors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core import disk
from core.context import SILENT, Context
from core.experiment import Experiment
from core.layer.task import LayerResult, Parameter, weights
from core.stats.export import finite, summary_stats

VERDICTS = {True: "matches", False: "differs", None: None}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    theory = parameter.theory
    return summary_stats(parameter.summary) | {
        "theory": {
            "name": str(theory.name),
            "mean": finite(theory.mean),
            "std": finite(theory.std),
            "low": finite(theory.low),
            "high": finite(theory.high),
        },
        "p_value": parameter.verdict.p_value if parameter.verdict else None,
        "verdict": VERDICTS[parameter.verdict.matches] if parameter.verdict else None,
    }


def statistics(result: LayerResult) -> dict[str, Any]:
    """The contract's statistics: weight, bias or None, output before and after dropout."""
    if result.output is None:
        raise ValueError("the result is not complete")
    return {
        "weight": _parameter(result.weight),
        "bias": _parameter(result.bias) if result.bias else None,
        "output": summary_stats(result.output.before),
        "output_dropped": summary_stats(result.output.after),
    }


def save_weights(experiment: Experiment, path: str | Path, context: Context = SILENT) -> None:
    """Write `weight` and, if there is one, `bias` as safetensors in the run's dtype.

    They are drawn again from the seed, which gives the same bits. Raises Refused, FileError, and
    Cancelled before anything is written.
    """
    tensors = weights(experiment, context)
    context.check()
    disk.write_tensors(path, tensors)
