"""What several GUI tests need: finding controls, waiting for pictures, and torch's own answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyqtgraph as pg
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QSlider,
    QWidget,
)

from core.experiment import Experiment
from gui.plots.histogram import HistogramPlot
from gui.window import MainWindow
from tests.core.support import torch_linear

PATIENCE = 30_000

Array = NDArray[Any]


def find(window: QWidget, name: str, kind: type = QWidget) -> Any:
    """The one widget of this object name."""
    found = window.findChildren(kind, name)
    assert len(found) == 1, f"{len(found)} widgets are called {name}"
    return found[0]


def has(window: QWidget, name: str) -> bool:
    """Whether there is a widget of this object name."""
    return bool(window.findChildren(QObject, name))


@contextmanager
def settling(qtbot: Any, window: MainWindow) -> Iterator[None]:
    """Afterwards everything of the newest experiment has been drawn."""
    with qtbot.waitSignal(window.settled, timeout=PATIENCE):
        yield


def choose(combo: QComboBox, value: Any) -> None:
    """Choose the item whose data is `value`, as a click on it would."""
    index = combo.findData(value)
    assert index >= 0, f"{combo.objectName()} does not offer {value}"
    assert combo.model().item(index).isEnabled(), f"{combo.objectName()}: {value} is disabled"
    combo.setCurrentIndex(index)


def set_control(control: QWidget, value: Any) -> None:
    """Give a control a value through its widget's own interface."""
    if isinstance(control, QComboBox):
        choose(control, value)
    elif isinstance(control, QCheckBox):
        if control.isChecked() != value:
            control.click()
    else:
        assert isinstance(control, QAbstractSpinBox | QSlider)
        control.setValue(value)


def type_into(control: QAbstractSpinBox, text: str) -> None:
    """Replace the number by the keyboard and press Enter."""
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)
    QTest.keyClick(control, Qt.Key.Key_Return)


def mouse(slider: QSlider, kind: QEvent.Type, share: float) -> None:
    """Press, move or release the left button at this share of the slider's width."""
    at = QPointF(share * slider.width(), slider.height() / 2)
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    where = QPointF(slider.mapToGlobal(at))
    QApplication.sendEvent(slider, QMouseEvent(kind, at, where, button, held, none))


def curves(plot: HistogramPlot) -> list[pg.PlotCurveItem]:
    """Every curve that is drawn and not empty."""
    items = [item for item in plot.getPlotItem().items if isinstance(item, pg.PlotCurveItem)]
    return [
        item
        for item in items
        if item.isVisible() and item.getData()[0] is not None and len(item.getData()[0])
    ]


def areas(plot: HistogramPlot) -> list[tuple[Array, Array]]:
    """Edges and heights of each filled histogram that is drawn."""
    return [
        item.getData()
        for item in curves(plot)
        if item.opts["stepMode"] == "center" and item.opts["fillLevel"] is not None
    ]


def assert_drawn(plot: HistogramPlot, values: torch.Tensor, index: int = 0) -> None:
    """The histogram on the screen is that of these values, count by count."""
    sample = values.detach().double().flatten().numpy()
    sample = sample[np.isfinite(sample)]
    picture = plot.histograms[index]
    rest = sample
    for spike in picture.spikes:
        assert spike.count == np.count_nonzero(sample == spike.value)
        rest = rest[rest != spike.value]
    if not len(rest):
        assert len(picture.edges) == 0
        return
    edges, heights = areas(plot)[index]
    counts = heights if plot.view.counts else heights * len(sample) * np.diff(edges)
    np.testing.assert_array_equal(np.rint(counts), np.histogram(rest, edges)[0])
    assert np.rint(counts).sum() == len(rest)
    np.testing.assert_allclose(counts, np.rint(counts), atol=1e-6)


def assert_weights_drawn(window: MainWindow) -> None:
    """The weight histogram and the matrix are those of torch's own weights."""
    page: Any = window.page
    weight = torch_linear(window.experiment()).weight.detach()
    assert_drawn(page.weights, weight)
    shown, whole = page.matrix.matrix, weight.double().numpy()
    starts = [
        np.arange(0, side, step)
        for side, step in zip(whole.shape, (shown.row_step, shown.column_step), strict=True)
    ]
    low, high = (
        extreme.reduceat(extreme.reduceat(whole, starts[0], 0), starts[1], 1)
        for extreme in (np.minimum, np.maximum)
    )
    np.testing.assert_array_equal(shown.values, np.where(high >= -low, high, low))


def run_code(code: str) -> dict[str, Any]:
    """Run the shown code here, on one thread as beside the window; torch's state stays."""
    names: dict[str, Any] = {}
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            exec(code, names)
    finally:
        torch.set_num_threads(threads)
    return names


def assert_outputs_drawn(window: MainWindow) -> None:
    """The output's histograms are those of what the shown code computes."""
    page: Any = window.page
    names = run_code(find(window, "code").toPlainText())
    assert_drawn(page.output, names["y"], len(page.output.histograms) - 1)


def small(**sections: Any) -> Experiment:
    """An experiment of 20 inputs and 30 outputs; keywords are whole sections of the file."""
    layer = {"in_features": 20, "out_features": 30} | sections.pop("layer", {})
    return Experiment.from_dict({"initlab": 1, "layer": layer, **sections})
