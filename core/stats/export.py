"""What other programs read of a tensor: its statistics for JSON, its histogram as CSV."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from core.stats.histogram import Summary, automatic
from core.stats.histogram_data import HistogramData


def finite(value: float) -> float | None:
    """The number, or None for NaN and infinity, which JSON does not have."""
    return value if math.isfinite(value) else None


def summary_stats(measured: Summary) -> dict[str, Any]:
    """Shape, moments, extremes and histogram, as JSON holds them."""
    edges: list[float] = []
    counts: list[int] = []
    if measured.finite:
        edge_array, count_array = measured.bins.coarsen(automatic(measured.bins))
        edges, counts = edge_array.tolist(), count_array.tolist()
    return {
        "shape": list(measured.shape),
        "count": measured.count,
        "mean": finite(measured.mean),
        "std": finite(measured.std),
        "min": finite(measured.min),
        "max": finite(measured.max),
        "nan": measured.nan,
        "inf": measured.inf,
        "histogram": {"edges": edges, "counts": counts},
        "theory": None,
        "p_value": None,
        "verdict": None,
    }


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
