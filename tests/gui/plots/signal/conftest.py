"""A plot of a signal, on the screen, with what it is given."""

from __future__ import annotations

import numpy as np
import pytest

from gui.plots.signal import SignalPlot


@pytest.fixture
def make(host):
    def made(measured, theory=None, lines=(), size=(600, 260), **options) -> SignalPlot:
        plot = SignalPlot(host, **options)
        plot.resize(*size)
        plot.show()
        plot.show_signal(np.asarray(measured, dtype=float), theory, lines)
        return plot

    return made
