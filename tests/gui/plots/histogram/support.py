"""Drawing an experiment's weight as a histogram, and finding what was drawn."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core import layer
from core.context import last
from core.experiment import Experiment
from gui.look.theme import theme
from gui.plots.histogram import HistogramPlot
from tests.gui.support import curves


def draw(plot: HistogramPlot, experiment: Experiment, bins: int | None = None) -> layer.LayerResult:
    result = last(layer.run(experiment))
    plot.show_histograms([layer.rebinned(result.weight, bins)])
    return result


def spikes(plot: HistogramPlot) -> list[tuple[float, float, float]]:
    """(x, bottom, top) of each spike that is drawn."""
    found = []
    for curve in curves(plot):
        dashed = curve.opts["pen"].style() == Qt.PenStyle.DashLine
        thin = curve.opts["pen"].widthF() <= theme.sizes.outline  # a tick
        if curve.opts["connect"] != "pairs" or dashed or thin:
            continue
        x, y = curve.getData()
        assert (x[::2] == x[1::2]).all()
        found += list(zip(x[::2].tolist(), y[::2].tolist(), y[1::2].tolist(), strict=True))
    return found


def is_theory(curve) -> bool:
    return curve.opts["pen"].color() == theme.colour("theory")


def theory_line(plot: HistogramPlot):
    """The one curve in the colour of theory."""
    (line,) = [c for c in curves(plot) if is_theory(c)]
    return line.getData()


def x_range(plot: HistogramPlot) -> tuple[float, float]:
    low, high = plot.getViewBox().viewRange()[0]
    return low, high


def y_range(plot: HistogramPlot) -> tuple[float, float]:
    low, high = plot.getViewBox().viewRange()[1]
    return low, high
