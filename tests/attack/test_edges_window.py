"""Numbers at the edge in the window: every page draws something, it is true, and nobody complains.

A warning of Python or Qt, an exception or a leak fails these tests by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
import torch
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from core.experiment import Experiment
from core.pages import PAGES
from gui.app import wait_until_settled
from gui.plots.histogram import HistogramPlot
from gui.window import MainWindow
from tests.attack.edges import EDGES
from tests.core.support import torch_linear
from tests.gui.support import PATIENCE, areas, assert_drawn, settling
from tests.scale import LONG

LARGE = ("one to the most", "the most to one", "wide", "deep, digits")
"""They take seconds each; the long run has them."""

NAMES = [name for name in EDGES if LONG or name not in LARGE]
ROUNDS = 6
"""So many windows share the experiments out."""


def _shares() -> list[tuple[str, list[str]]]:
    """Page and names. The short run leaves out what is nothing special on a page."""
    found = []
    for page in PAGES:
        names = [name for name in NAMES if LONG or _is_special(page, name)]
        rounds = ROUNDS if LONG or page == "layer" else 1
        found += [(page, names[start::rounds]) for start in range(rounds)]
    return found


def _is_special(page: str, name: str) -> bool:
    if page == "layer":
        return not any(word in name for word in ("x ", "deep", "seed", "shallow", "tiny"))
    words = {
        "dropout": ("x ", "p "),
        "depth": ("deep", "overflows", "huge", "gain", "p 1", "dead"),
        "train": ("overflows", "huge", "gain", "p 1", "p almost"),
        "inspect": ("gain", "tiny", "dead"),
        "sweep": ("deep", "overflows", "huge", "p 1", "dead"),
    }
    return any(word in name for word in words[page])


def _axes(window: MainWindow) -> list[pg.ViewBox]:
    found = []
    for view in window.page.findChildren(pg.GraphicsView):
        if view.isVisible():
            found += [item for item in view.scene().items() if isinstance(item, pg.ViewBox)]
    return found


def assert_axes_are_finite(window: MainWindow) -> None:
    """And they have a width; a plot that cannot be painted has neither."""
    boxes = _axes(window)
    for box in boxes:
        for low, high in box.viewRange():
            assert np.isfinite([low, high]).all(), (low, high)
            assert low < high, (low, high)


def _ink(image: QImage) -> int:
    """How many colours there are in a picture of a plot."""
    size = image.size()
    return len(
        {
            image.pixel(QPoint(x, y))
            for x in range(0, size.width(), 2)
            for y in range(0, size.height(), 2)
        }
    )


def assert_painted(widget: Any) -> None:
    """Not one empty area."""
    assert _ink(widget.grab().toImage()) > 3, f"{widget.objectName()} is empty"


def _finite(values: torch.Tensor) -> bool:
    return bool(torch.isfinite(values).any())


def assert_histogram_is_true(plot: HistogramPlot, values: torch.Tensor) -> None:
    """What is drawn, in what the axis says it is drawn in."""
    unit = plot.getPlotItem().getAxis("bottom").unit
    if unit == 1.0:
        assert_drawn(plot, values)
    else:
        finite = values[torch.isfinite(values)].double().numpy() / unit
        rest = finite
        for spike in plot.histograms[0].spikes:
            rest = rest[rest != spike.value / unit]
        for edges, heights in areas(plot)[:1]:
            counts = heights * len(finite) * np.diff(edges)
            np.testing.assert_array_equal(np.rint(counts), np.histogram(rest, edges)[0])
    (low, high), _ = plot.getViewBox().viewRange()
    for spike in plot.histograms[0].spikes:
        assert low <= spike.value / unit <= high, "a spike stands outside the axis"


def assert_layer_is_true(window: MainWindow, described: Experiment) -> None:
    page: Any = window.page
    weight = torch_linear(described).weight.detach()
    plot: HistogramPlot = page.weights
    assert_histogram_is_true(plot, weight)
    if not _finite(weight):
        assert "NaN" in window.panel.notes.text() or "infinite" in window.panel.notes.text()
    shown = page.matrix.matrix
    if _finite(weight):
        assert_strongest(shown, weight.double().numpy())
    for plot in (page.weights, page.matrix, page.output):
        assert_painted(plot)


def assert_strongest(shown: Any, weight: Any) -> None:
    """Each cell is the entry of its block with the largest magnitude, with its sign."""
    rows, columns = shown.row_step, shown.column_step
    whole = np.pad(weight, [(0, -weight.shape[0] % rows), (0, -weight.shape[1] % columns)], "edge")
    blocks = whole.reshape(whole.shape[0] // rows, rows, whole.shape[1] // columns, columns)
    low, high = blocks.min(axis=(1, 3)), blocks.max(axis=(1, 3))
    np.testing.assert_array_equal(np.abs(shown.values), np.maximum(np.abs(low), np.abs(high)))
    assert ((shown.values == low) | (shown.values == high)).all()


def assert_depth_is_true(window: MainWindow) -> None:
    page: Any = window.page
    result = page.result()
    assert result.complete
    for name, wanted in (("forward", result.forward), ("backward", result.backward)):
        plot = getattr(page, name).plot
        assert_painted(plot)
        points = sum(
            int(np.isfinite(item.getData()[1]).sum())
            for item in plot.getPlotItem().listDataItems()
            if item.isVisible() and item.getData()[1] is not None
        )
        known = np.isfinite(wanted) & (wanted > 0)
        assert points >= known.sum(), f"{name}: {points} points of {known.sum()}"
    assert page.verdict.verdict.text()


def assert_dropout_is_true(window: MainWindow) -> None:
    page: Any = window.page
    assert page.result().count >= 1
    for plot in (page.vector.plot, page.mean.plot, page.convergence.plot, page.variance.plot):
        if plot.isVisible():
            assert_painted(plot)


def assert_training_is_true(window: MainWindow) -> None:
    """The whole training: what is no number any more is said, and stops."""
    page: Any = window.page
    page.run_to_end()
    wait_until_settled(window)
    (lane,) = page.result().lanes
    known = np.isfinite(lane.curves.train_loss)
    assert known.all() == (lane.stopped != "diverged")
    if lane.stopped == "diverged":
        assert lane.verdict.name == "diverged"
    assert page.words.race.text()
    assert_painted(page.curves.plot)
    window.grab()


@pytest.mark.filterwarnings("ignore:mean is more than 2 std")
@pytest.mark.parametrize(("page", "names"), _shares(), ids=lambda value: str(value)[:20])
def test_every_page_draws_something_true_at_the_edge(
    window: Callable[..., MainWindow],
    qtbot: Any,
    page: str,
    names: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    shown = window(page=page)
    for name in names:
        with settling(qtbot, shown):
            shown.set_experiment(EDGES[name])
        said = shown.message.text.text()
        if said and shown.message.isVisible():
            assert page in ("depth", "train"), (name, said)
            assert said.startswith("weight_init"), (name, said)
            continue
        assert shown.page.result().experiment == EDGES[name]
        assert_axes_are_finite(shown)
        shown.grab()
        if page == "layer":
            assert_layer_is_true(shown, EDGES[name])
        elif page == "depth":
            assert_depth_is_true(shown)
        elif page == "train":
            assert_training_is_true(shown)
        elif page == "sweep":
            of = shown.page.result().plan
            assert of.experiment_at(0, 0).depth == EDGES[name].depth
            assert len(shown.page.map.plot.maps[0].mean) == of.rows
        elif page == "inspect":
            weight = shown.page.result().inspection.tensors[0]
            assert weight.summary.count == torch_linear(EDGES[name]).weight.numel()
        else:
            assert_dropout_is_true(shown)
            shown.page.mean.draw.emit(1000)
            qtbot.waitUntil(lambda: shown.is_settled, timeout=PATIENCE)
            assert_axes_are_finite(shown)
    said = capfd.readouterr().err
    assert "Traceback" not in said, said  # what a handler of Qt's raises ends there
