"""What the histogram says of the bin or spike under the pointer or the arrow keys."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPointF, Qt

from core import layer
from core.context import last
from gui.plots import histogram_readout
from gui.plots.histogram import HistogramPlot
from gui.plots.histogram_scale import View
from tests.core.support import torch_linear
from tests.gui.plots.histogram.support import draw
from tests.gui.support import small
from tests.numerals import number


def over(plot: HistogramPlot, x: float) -> QPointF:
    """The place of a value, in the middle of the plot's height."""
    at = plot.box.mapViewToScene(QPointF(x, 0.0))
    return QPointF(at.x(), plot.box.sceneBoundingRect().center().y())


def read(said: str) -> dict[str, float]:
    """`density 0.39, theory 0.4` and so on, by their names; the range as low and high."""
    first, *rest = said.split("\n")
    low, high = first.split(" … ")
    values = {name: number(value) for name, value in (line.split(" ") for line in rest)}
    return {"low": number(low), "high": number(high), **values}


@pytest.mark.parametrize("counts", [False, True])
@pytest.mark.parametrize("std", [1e-300, 1.0, 1e300])
def test_the_bin_under_the_pointer_is_read_out(plot, counts, std):
    experiment = small(
        layer={"in_features": 100, "out_features": 100},
        weight_init={"method": "normal", "std": std},
        run={"dtype": "float64"},
    )
    draw(plot, experiment)
    plot.set_view(View(counts=counts))
    weight = torch_linear(experiment).weight.detach().numpy() / std
    for x in (-1.5, 0.0, 0.7):
        shown = x * std / plot.scale.unit
        said = read(plot.readout(over(plot, shown)))
        low, high = said["low"] / std, said["high"] / std
        assert low <= x <= high
        # The ends are said with four digits: a few weights lie between them and the true ones.
        count = int(((weight >= low) & (weight < high)).sum())
        if counts:
            assert said["count"] == pytest.approx(count, abs=10)
        else:
            density = count / weight.size / (high - low)
            assert said["density"] * std == pytest.approx(density, rel=0.03)
        pdf = math.exp(-((low + high) ** 2) / 8) / math.sqrt(2 * math.pi)
        theory = pdf * weight.size * (high - low) if counts else pdf / std
        assert said["theory"] == pytest.approx(theory, rel=0.02)


def test_a_spike_under_the_pointer_is_read_out_with_its_share(plot):
    result = draw(plot, small(weight_init={"method": "sparse", "sparsity": 0.2}))
    zeros = dict(result.weight.summary.atoms)[0.0]
    assert zeros == 120  # a fifth of 30 rows in each of 20 columns
    assert plot.readout(over(plot, 0.0)) == "0: 20 %, count 120\ntheory 20 %"


def test_two_samples_are_read_out_by_their_names(plot):
    result = last(layer.run(small(dropout={"p": 0.5})))
    plot.show_histograms([result.output.before_histogram, result.output.after_histogram])
    plot.set_names("before", "after")
    before, after = plot.readout(over(plot, 0.3)).split("\n")
    for line, name in ((before, "before"), (after, "after")):
        assert line.startswith(f"{name}: ")
        assert ", density " in line


def test_where_letters_are_large_only_the_heights_are_read_out(plot):
    result = last(layer.run(small(dropout={"p": 0.5})))
    plot.show_histograms([result.output.before_histogram, result.output.after_histogram])
    plot.set_names("before", "after")
    full, brief = plot.readout(over(plot, 0.3)), plot.brief_readout(over(plot, 0.3))
    assert brief.split("\n") == [
        f"{line.split(':')[0]}: {line.split(', ')[1]}" for line in full.split("\n")
    ]
    plot.show_histograms([result.weight.histogram])
    assert plot.readout(over(plot, 0.0)).endswith("\n" + plot.brief_readout(over(plot, 0.0)))
    assert "theory" in plot.brief_readout(over(plot, 0.0))


def test_beside_the_plot_and_before_anything_is_drawn_nothing_is_said(plot):
    assert plot.readout(QPointF(300, 200)) == ""
    draw(plot, small())
    assert plot.readout(QPointF(2, 2)) == ""


def test_arrow_keys_go_from_bin_to_bin_and_home_and_end_to_the_ends(plot, qtbot):
    result = draw(plot, small(weight_init={"method": "normal"}))
    edges = result.weight.histogram.edges
    for key, index in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, len(edges) - 2),
        (Qt.Key.Key_Right, len(edges) - 2),
        (Qt.Key.Key_Left, len(edges) - 3),
    ):
        qtbot.keyClick(plot, key)
        said = read(plot.accessibleDescription())
        assert said["low"] == pytest.approx(edges[index], rel=1e-3, abs=1e-3)
        assert said["high"] == pytest.approx(edges[index + 1], rel=1e-3, abs=1e-3)


def test_arrow_keys_lead_to_the_point_masses(plot, qtbot):
    draw(plot, small(weight_init={"method": "eye"}))
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.accessibleDescription().startswith("1: ")
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.accessibleDescription().startswith("0: ")


def test_the_bin_that_is_meant_is_marked(plot):
    draw(plot, small(weight_init={"method": "normal"}))
    before = plot.viewport().grab().toImage()
    at = over(plot, 0.0)
    plot.point_to(at)
    after = plot.viewport().grab().toImage()
    assert before.pixel(at.toPoint()) != after.pixel(at.toPoint())


def test_a_new_histogram_under_a_resting_mouse_is_read_at_once(plot):
    draw(plot, small(weight_init={"method": "normal"}))
    at = over(plot, 0.0)
    before = plot.readout(at)
    draw(plot, small(weight_init={"method": "normal", "std": 3.0}))
    assert plot.readout(at) != before


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.30000001), (-2.0, 3.0), (1e-9, 1.1e-9)])
def test_both_ends_of_a_bin_can_be_told_apart(low, high):
    texts = histogram_readout.ends(low, high)
    assert texts[0] != texts[1]
    assert number(texts[0]) == pytest.approx(low, rel=1e-3)
