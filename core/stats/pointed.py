"""What a histogram says at one place: the bin or the point mass there, and its theory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.stats.histogram_data import HistogramData, Spike


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin, [low, high), or the empty room beside all bins, where `count` is 0.

    expected   theory's density in the middle of the bin; None without a theory there
    """

    low: float
    high: float
    count: int
    density: float
    expected: float | None


def bin_at(histogram: HistogramData, x: float) -> Bin | None:
    """The bin that holds x; beside the bins as much of nothing as there is; None without any."""
    edges = histogram.edges
    if not len(edges):
        return None
    index = int(np.searchsorted(edges, x, side="right")) - 1
    if x == edges[-1]:  # the last bin holds its end
        index -= 1
    if index < 0:
        return Bin(histogram.low, float(edges[0]), 0, 0.0, _theory(histogram, x))
    if index >= len(edges) - 1:
        return Bin(float(edges[-1]), histogram.high, 0, 0.0, _theory(histogram, x))
    low, high = float(edges[index]), float(edges[index + 1])
    return Bin(
        low,
        high,
        int(histogram.counts[index]),
        float(histogram.density[index]),
        _theory(histogram, low / 2 + high / 2),
    )


def spike_at(histogram: HistogramData, x: float, reach: float) -> tuple[Spike, float | None] | None:
    """The point mass nearest to x, within `reach` of it, and the share that theory gives it."""
    near = [spike for spike in histogram.spikes if abs(spike.value - x) <= reach]
    if not near:
        return None
    spike = min(near, key=lambda each: abs(each.value - x))
    if not (histogram.expected or len(histogram.curve_x)):
        return spike, None
    shares = [share for value, share in histogram.expected if _alike(value, spike.value)]
    return spike, max(shares, default=0.0)


def _alike(expected: float, found: float) -> bool:
    """Whether a value of the theory is this one of the sample, which a dtype may have rounded."""
    return abs(expected - found) <= 0.005 * abs(expected)


def _theory(histogram: HistogramData, x: float) -> float | None:
    """The height of theory's line at x."""
    places, heights = histogram.curve_x, histogram.curve_density
    if not len(places):
        return None
    after = int(np.searchsorted(places, x, side="right"))
    if after in (0, len(places)):
        return float(heights[-1]) if x == places[-1] else 0.0
    # Not by np.interp, whose slope overflows where the numbers are tiny.
    share = (x - places[after - 1]) / (places[after] - places[after - 1])
    return float((1.0 - share) * heights[after - 1] + share * heights[after])
