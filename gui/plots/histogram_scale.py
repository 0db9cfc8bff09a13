"""The heights of a histogram on its y axis, as the view wants them, and how far they reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.stats.histogram_data import HistogramData, unit_of
from gui.plots.axes import rounded_out

Array = NDArray[np.float64]

HIGHEST = 1e300
"""A density beyond cannot be drawn on an axis; a point mass comes near to it."""


@dataclass(frozen=True, slots=True)
class View:
    """How the histogram is drawn; never what is drawn."""

    counts: bool = False
    log_y: bool = False
    lock_x: bool = False


class Scale:
    """What is to be drawn in a unit in which no number is too large or too small for an axis.

    drawn, pinned    the histograms in this unit
    shift            what a logarithmic axis adds: a density has the unit below the line
    top, floor       the top of the y axis, and the floor of a logarithmic one
    """

    def __init__(
        self, histograms: Sequence[HistogramData], pinned: Sequence[HistogramData], view: View
    ) -> None:
        self.view = view
        self.unit = unit_of((*histograms, *pinned))
        self.drawn = tuple(histogram.in_units(self.unit) for histogram in histograms)
        self.pinned = tuple(histogram.in_units(self.unit) for histogram in pinned)
        self.has_bins = any(len(histogram.edges) for histogram in histograms)
        density = self.has_bins and not view.counts
        self.shift = math.log10(self.unit) if density else 0.0
        self.y_unit = 1.0 / self.unit if density and not view.log_y else 1.0
        self.top, self.floor = self._extent()

    def heights(self, histogram: HistogramData) -> Array:
        """Counts or densities of the bins."""
        if self.view.counts:
            return histogram.counts.astype(float)
        return np.minimum(histogram.density, HIGHEST)

    def spike_heights(self, histogram: HistogramData) -> list[float]:
        """Counts, densities or, without any bins, shares of the point masses."""
        if self.view.counts:
            return [float(spike.count) for spike in histogram.spikes]
        if not len(histogram.edges):
            return [spike.share for spike in histogram.spikes]
        if not histogram.width:
            return [HIGHEST for _ in histogram.spikes]
        return [min(spike.share / histogram.width, HIGHEST) for spike in histogram.spikes]

    def spike_tops(self, histogram: HistogramData) -> list[float]:
        """Where the spikes end on the axis: they may reach its top, not more."""
        ceiling = self.height(self.top)
        return [min(self.height(height), ceiling) for height in self.spike_heights(histogram)]

    def expected_tops(self, histogram: HistogramData) -> list[tuple[float, float]]:
        """Values of the point masses that theory expects, and where each should end."""
        found = []
        for value, share in histogram.expected:
            height = share
            if self.view.counts:
                height *= histogram.total
            elif histogram.width:
                height /= histogram.width
            if height > 0:
                found.append((value, min(self.height(height), self.height(self.top))))
        return found

    def curve(self, histogram: HistogramData) -> Array:
        """The theory's density in the same measure."""
        # Without bins the line is at its density; with bins that have no width there is none.
        width = histogram.width if len(histogram.edges) else 1.0
        scale = histogram.total * width if self.view.counts else 1.0
        with np.errstate(over="ignore"):
            return np.minimum(histogram.curve_density * scale, HIGHEST)

    def y(self, heights: Array) -> Array:
        """Heights as they stand on the axis."""
        if not self.view.log_y:
            return heights
        return np.log10(np.maximum(heights, self.floor)) - self.shift

    def height(self, height: float) -> float:
        """One height as it stands on the axis."""
        return math.log10(height) - self.shift if self.view.log_y else height

    @property
    def resolution(self) -> float:
        """The distance of neighbouring numbers of the dtype; of two dtypes the finer's."""
        return min((histogram.resolution for histogram in self.drawn), default=0.0)

    def x_range(self) -> tuple[float, float]:
        """From the lowest to the highest value."""
        histograms = (*self.drawn, *self.pinned)
        low = min((histogram.low for histogram in histograms), default=0.0)
        high = max((histogram.high for histogram in histograms), default=1.0)
        return rounded_out(low, high)

    def _extent(self) -> tuple[float, float]:
        smooth, spikes, least = 0.0, 0.0, math.inf
        for histogram in (*self.drawn, *self.pinned):
            heights = self.heights(histogram)
            if heights.size:
                smooth = max(smooth, float(heights.max()))
                least = min(least, float(heights[heights > 0].min()))
            spikes = max([spikes, *self.spike_heights(histogram)])
        for histogram in self.drawn[:1]:
            curve = self.curve(histogram)
            if curve.size:
                finite = min(float(np.max(curve, initial=0.0)), HIGHEST)
                smooth = max(smooth, min(finite, 1.5 * smooth) if smooth else finite)
        if smooth == 0.0:
            top = spikes or 1.0
        elif self.view.log_y:
            top = max(smooth, spikes)
        else:
            # A spike is a mass in no width: it may stand out, not flatten all the rest.
            top = max(smooth, min(spikes, 1.6 * smooth))
        floor = (least if math.isfinite(least) else top / 100) / 2
        return top, min(floor, top / 10)
