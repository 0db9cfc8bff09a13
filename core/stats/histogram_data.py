"""What a histogram plot draws: steps, spikes, ticks, the theory's line and the range to show."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.init.marginals import Marginal
from core.machine.dtypes import spacing
from core.stats.histogram import LARGEST, Summary, automatic

Array = NDArray[np.float64]

CURVE_POINTS = 512
NARROWEST = 1e-14
"""Margin of an axis, as a share of its largest number."""
MARGIN = 4
"""Numbers of the dtype that at least stand on either side of what is drawn."""


@dataclass(frozen=True, slots=True)
class Spike:
    """A point mass: its value, how many values are there, and their share of all."""

    value: float
    count: int
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class HistogramData:
    """A histogram ready to draw.

    edges, counts   the bins without the point masses; empty when there is nothing else
    total           finite values, point masses included: density = counts / (total · width)
    spikes          the point masses
    ticks           every value, where there are at most 200
    curve_x, curve_density   the theory's continuous part; empty without one
    expected        the theory's point masses: value and share
    low, high       the range of x to show
    resolution      the distance of neighbouring numbers of the dtype at the far end of it
    mean, std       of the sample
    """

    edges: Array
    counts: NDArray[np.int64]
    total: int
    spikes: tuple[Spike, ...]
    ticks: Array
    curve_x: Array
    curve_density: Array
    expected: tuple[tuple[float, float], ...]
    low: float
    high: float
    resolution: float
    mean: float
    std: float

    @property
    def width(self) -> float:
        """The width of every bin but the last; 0 without bins."""
        return float(self.edges[1] - self.edges[0]) if len(self.edges) > 1 else 0.0

    @property
    def density(self) -> Array:
        """counts / (total · width): the area of the bins and the shares of the spikes add to 1."""
        # In this order, because the product of both may overflow. Beside something far wider the
        # bins may have no width left: then they are a wall, and what is empty stays empty.
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            density = self.counts / max(1, self.total) / np.diff(self.edges)
        return np.nan_to_num(np.minimum(density, LARGEST), nan=0.0)

    def in_units(self, unit: float) -> HistogramData:
        """The same with every x divided by `unit`."""
        if unit == 1.0:
            return self
        with np.errstate(over="ignore"):
            curve = np.minimum(self.curve_density * unit, LARGEST)
        return replace(
            self,
            edges=self.edges / unit,
            spikes=tuple(replace(spike, value=spike.value / unit) for spike in self.spikes),
            ticks=self.ticks / unit,
            curve_x=self.curve_x / unit,
            curve_density=curve,
            expected=tuple((value / unit, share) for value, share in self.expected),
            low=self.low / unit,
            high=self.high / unit,
            resolution=self.resolution / unit,
            mean=self.mean / unit,
            std=self.std / unit,
        )


def unit_of(histograms: Iterable[HistogramData]) -> float:
    """In what a plot of these is drawn: 1, or a power of ten where a screen's numbers give out.

    Beyond 1e307 pyqtgraph has no axis; near the smallest numbers Qt's painter loses corners.
    """
    largest = max((max(abs(p.low), abs(p.high)) for p in histograms), default=1.0)
    if 1e-200 < largest < 1e200:
        return 1.0
    return 10.0 ** max(-323, math.floor(math.log10(largest)))  # 1e-324 would be 0


def histogram_data(
    summary: Summary, theory: Marginal | None, bins: int | None = None
) -> HistogramData:
    """Prepare the plot of one tensor; `bins` None chooses their number."""
    spread = summary.spread_bins() if summary.finite else None
    edges, counts = np.zeros(0), np.zeros(0, np.int64)
    if spread is not None:
        farthest = max(abs(summary.min), abs(summary.max))
        resolution = spacing(farthest, summary.dtype)
        edges, counts = spread.coarsen(bins or automatic(spread), resolution)
    spikes = tuple(Spike(v, n, n / summary.finite) for v, n in summary.atoms)
    ticks = np.zeros(0)
    if summary.values is not None:
        ticks = summary.values[np.isfinite(summary.values)]
    low, high = _range(summary, theory, edges)
    x, y = _curve(theory, low, high)
    return HistogramData(
        edges=edges,
        counts=counts,
        total=summary.finite,
        spikes=spikes,
        ticks=ticks,
        curve_x=x,
        curve_density=y,
        expected=tuple((atom.value, atom.share) for atom in theory.atoms) if theory else (),
        low=low,
        high=high,
        resolution=spacing(max(abs(low), abs(high)), summary.dtype),
        mean=summary.mean,
        std=summary.std,
    )


def _range(summary: Summary, theory: Marginal | None, edges: Array) -> tuple[float, float]:
    marks = [value for value, _ in summary.atoms] + ([edges[0], edges[-1]] if len(edges) else [])
    if theory is not None:
        marks += [atom.value for atom in theory.atoms]
        if math.isfinite(theory.low) and math.isfinite(theory.high):
            reach = 4.0 * theory.std  # an orthogonal weight's bounds lie far outside its values
            marks += [max(theory.low, theory.mean - reach), min(theory.high, theory.mean + reach)]
        elif not theory.atoms or theory.std > 0:
            marks += [theory.mean - 3.5 * theory.std, theory.mean + 3.5 * theory.std]
    marks = [mark for mark in marks if math.isfinite(mark)] or [0.0]
    low, high = float(min(marks)), float(max(marks))
    # No axis is narrower than what the dtype can tell apart, nor than some forty roundings of the
    # numbers in which it is drawn.
    farthest = max(abs(low), abs(high))
    least = max(MARGIN * spacing(farthest, summary.dtype), NARROWEST * farthest)
    if low < high:
        margin = max(high / 25 - low / 25, least)
    else:
        margin = max(abs(low) / 2, least) if low else 1.0
    return max(low - margin, -LARGEST), min(high + margin, LARGEST)


def _curve(theory: Marginal | None, low: float, high: float) -> tuple[Array, Array]:
    if theory is None:
        return np.zeros(0), np.zeros(0)
    with np.errstate(over="ignore", invalid="ignore"):
        x = 2.0 * np.linspace(low / 2, high / 2, CURVE_POINTS)  # the width may overflow
        # A theory far narrower than the axis would fall between two of these points.
        near = theory.mean + theory.std * np.linspace(-4.0, 4.0, 33)
    x = np.concatenate([x, near[(near > low) & (near < high)]])
    inside = [
        np.array([bound, np.nextafter(bound, toward), np.nextafter(bound, -toward)])
        for bound, toward in ((theory.low, math.inf), (theory.high, -math.inf))
        if low < bound < high
    ]
    x = np.sort(np.concatenate([x, *inside]))
    y = np.asarray(theory.density(x))
    if not y.any():
        return np.zeros(0), np.zeros(0)
    return x, y
