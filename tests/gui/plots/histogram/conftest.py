"""A histogram on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from gui.plots.histogram import HistogramPlot


@pytest.fixture
def plot(qtbot):
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(600, 400)
    plot = HistogramPlot(window)
    plot.set_mark_texts(("−σ", "mean", "+σ"))
    plot.resize(600, 400)
    window.show()
    plot.holder = window  # qtbot alone would let it go
    return plot
