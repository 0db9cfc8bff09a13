"""What other programs read: statistics as JSON, weights as safetensors, histograms as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import depth, disk, dropout
from core.context import SILENT, Context, last
from core.depth import DepthResult
from core.dropout.result import DropoutResult
from core.experiment import Experiment
from core.layer import LayerResult, Parameter, weights
from core.stats.histogram import Summary, automatic
from core.stats.histogram_data import HistogramData

if TYPE_CHECKING:
    from torch import Tensor


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def summary_stats(summary: Summary) -> dict[str, Any]:
    """Shape, moments, extremes and histogram, as JSON holds them."""
    edges: list[float] = []
    counts: list[int] = []
    if summary.finite:
        edge_array, count_array = summary.bins.coarsen(automatic(summary.bins))
        edges, counts = edge_array.tolist(), count_array.tolist()
    return {
        "shape": list(summary.shape),
        "count": summary.count,
        "mean": _number(summary.mean),
        "std": _number(summary.std),
        "min": _number(summary.min),
        "max": _number(summary.max),
        "nan": summary.nan,
        "inf": summary.inf,
        "histogram": {"edges": edges, "counts": counts},
        "theory": None,
        "p_value": None,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    theory = parameter.theory
    return summary_stats(parameter.summary) | {
        "theory": {
            "name": str(theory.name),
            "mean": _number(theory.mean),
            "std": _number(theory.std),
            "low": _number(theory.low),
            "high": _number(theory.high),
        },
        "p_value": parameter.verdict.p_value if parameter.verdict else None,
    }


def stats(result: LayerResult) -> dict[str, Any]:
    """The contract's statistics: weight, bias or None, output before and after dropout."""
    if result.output is None:
        raise ValueError("the result is not complete")
    return {
        "weight": _parameter(result.weight),
        "bias": _parameter(result.bias) if result.bias else None,
        "output": summary_stats(result.output.before),
        "output_dropped": summary_stats(result.output.after),
    }


DROPOUT_SAMPLES = 1000
"""Samples behind the mean in the statistics: so many calls of the layer in a loop."""


def dropout_stats(experiment: Experiment) -> dict[str, Any]:
    """x, mask and y of the first sample, and the mean of y over the first thousand."""
    first = last(dropout.run(experiment))
    mean = last(dropout.run(experiment, samples=DROPOUT_SAMPLES, after=first))
    sample = first.recent[0]
    return {
        "x": [_number(value) for value in first.x.tolist()],
        "mask": [int(kept) for kept in sample.mask],
        "y": [_number(value) for value in sample.y.tolist()],
        "mean_y": [_number(value) for value in mean.mean_y.tolist()],
        "samples": mean.samples,
    }


def depth_stats(experiment: Experiment) -> dict[str, Any]:
    """Root mean squares layer by layer, null where they are infinite or NaN, and the verdict."""
    result = last(depth.run(experiment))
    theory = result.theory.forward
    layers = experiment.depth.layers
    assert result.verdict is not None
    return {
        "forward_rms": [_number(value) for value in result.forward.tolist()],
        "backward_rms": [_number(value) for value in result.backward.tolist()],
        "theory_forward_rms": [None] * layers
        if theory is None
        else [_number(value) for value in theory.tolist()],
        "verdict": result.verdict.kind,
    }


def save_stats(result: LayerResult, path: str | Path, page: str | None = None) -> None:
    """Write `stats` as JSON, with those of a page besides; raises FileError and Refused."""
    content = stats(result)
    if page == "dropout":
        content["dropout"] = dropout_stats(result.experiment)
    if page == "depth":
        content["depth"] = depth_stats(result.experiment)
    disk.write_text(path, json.dumps(content, allow_nan=False, indent=1) + "\n")


def save_weights(experiment: Experiment, path: str | Path, context: Context = SILENT) -> None:
    """Write `weight` and, if there is one, `bias` as safetensors in the run's dtype.

    They are drawn again from the seed, which gives the same bits. Raises Refused, FileError, and
    Cancelled before anything is written.
    """
    tensors = weights(experiment, context)
    context.check()
    disk.write(path, lambda name: _save_file(tensors, name))


def _save_file(tensors: dict[str, Tensor], name: str) -> None:
    """Raises OSError, as all else that writes: safetensors names the system's error in its text."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    try:
        save_file(tensors, name)
    except SafetensorError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))
        number = int(found[1]) if found else 0
        raise OSError(number, str(error), None, number) from None


def means_csv(result: DropoutResult) -> str:
    """`x,mean_y,expected,standard_error` a unit, or a channel where whole channels are dropped."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["x", "mean_y", "expected", "standard_error", "samples"])
    reading = result.inverted
    rows = zip(result.units, reading.mean, reading.expected, reading.error, strict=True)
    for row in rows:
        writer.writerow([*(repr(float(value)) for value in row), result.count])
    return text.getvalue()


def depth_csv(result: DepthResult) -> str:
    """A line for each layer: measured and expected root mean squares, saturated and dead units."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["layer", "forward_rms", "theory_forward_rms", "backward_rms", "theory_backward_rms",
         "saturated", "dead", "rank"]
    )  # fmt: skip
    columns = (
        result.forward,
        result.theory.forward,
        result.backward,
        result.theory.backward,
        result.saturated,
        result.dead,
        result.ranks,
    )
    for index in range(result.experiment.depth.layers):
        row = ["" if column is None else repr(float(column[index])) for column in columns]
        writer.writerow([index + 1, *row])
    return text.getvalue()


def histogram_csv(drawn: HistogramData) -> str:
    """`low,high,count,density` a bin, then a line for each point mass with low = high."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["low", "high", "count", "density"])
    rows = zip(drawn.edges[:-1], drawn.edges[1:], drawn.counts, drawn.density, strict=True)
    for low, high, count, density in rows:
        writer.writerow([repr(float(low)), repr(float(high)), int(count), repr(float(density))])
    for spike in drawn.spikes:
        writer.writerow([repr(spike.value), repr(spike.value), spike.count, ""])
    return text.getvalue()
