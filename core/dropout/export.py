"""What other programs read of the Dropout page: its statistics, and the means as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from core.context import last
from core.dropout.result import DropoutResult
from core.dropout.task import run
from core.stats.export import finite

SAMPLES = 1000
"""Samples behind the mean in the statistics: so many calls of the layer in a loop."""


def statistics(result: DropoutResult) -> dict[str, Any]:
    """x, mask and y of the first sample, and the mean of y over the first thousand."""
    mean = last(run(result.experiment, samples=SAMPLES, after=result))
    sample = result.recent[0]
    return {
        "x": [finite(value) for value in result.x.tolist()],
        "mask": [int(kept) for kept in sample.mask],
        "y": [finite(value) for value in sample.y.tolist()],
        "mean_y": [finite(value) for value in mean.mean_y.tolist()],
        "samples": mean.samples,
    }


def means_csv(result: DropoutResult) -> str:
    """`x,mean_y,expected,standard_error` a unit, or a channel where whole channels are dropped."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["x", "mean_y", "expected", "standard_error", "samples"])
    mean = result.inverted
    for row in zip(result.units, mean.mean, mean.expected, mean.error, strict=True):
        writer.writerow([*(repr(float(value)) for value in row), result.count])
    return text.getvalue()
