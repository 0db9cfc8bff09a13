"""A matrix on the screen, in both themes."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from gui.look.theme import theme
from gui.plots.matrix import MatrixPlot


@pytest.fixture(autouse=True, params=["light", "dark"])
def _themes(request):
    before = theme.choice, theme.projector
    theme.set(request.param, False)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.set(*before)


@pytest.fixture
def plot(qtbot):
    plot = MatrixPlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    plot.show()
    return plot
