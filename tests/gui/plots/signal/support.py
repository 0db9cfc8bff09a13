"""Values that break, and what stands at the axes of the plot."""

from __future__ import annotations

import math

import numpy as np

INF, NAN = math.inf, math.nan
LAYERS = np.arange(1.0, 21.0)


def y_range(plot):
    low, high = plot.getViewBox().viewRange()[1]
    return low, high


def ticks(plot, name):
    return plot.ticks[name]
