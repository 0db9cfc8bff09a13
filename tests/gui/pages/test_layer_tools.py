"""The tools above the Layer page's histogram: bins, counts, log y, lock x and pins."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.core.support import torch_linear
from tests.gui.pages.layer_support import NORMAL
from tests.gui.support import areas, assert_drawn, choose, find, set_control, settling, small


@pytest.mark.parametrize("bins", [10, 64, 500])
def test_the_number_of_bins_can_be_chosen_without_a_new_run(window, bins):
    experiment = small(layer={"in_features": 300}, weight_init=NORMAL)
    shown = window(experiment)
    generation = shown.runner.generation
    find(shown, "view.bins").setValue(bins)
    ((edges, _),) = areas(shown.page.weights)
    assert 0.5 * bins <= len(edges) - 1 <= bins
    assert_drawn(shown.page.weights, torch_linear(experiment).weight)
    assert shown.runner.generation == generation


def test_bins_stay_chosen_while_weights_change_and_can_be_automatic_again(window, qtbot):
    shown = window(small(layer={"in_features": 300}, weight_init=NORMAL))
    automatic = len(shown.page.weights.histograms[0].counts)
    box = find(shown, "view.bins")
    box.setValue(200)
    with settling(qtbot, shown):
        set_control(find(shown, "run.seed"), 5)
    assert 100 <= len(shown.page.weights.histograms[0].counts) <= 200
    box.setValue(box.minimum())
    assert box.text() == "automatic"
    assert len(shown.page.weights.histograms[0].counts) == pytest.approx(automatic, rel=0.3)


def test_arrows_of_the_bins_field_leave_and_reach_automatic(window):
    box = find(window(small()), "view.bins")
    box.setFocus()
    seen = [box.bins()]
    for key in [Qt.Key.Key_Up] * 2 + [Qt.Key.Key_Down] * 6:
        QTest.keyClick(box, key)
        seen.append(box.bins())
    assert seen == [None, 50, 60, 50, 40, 30, 20, 10, None]


def test_counts_log_y_and_lock_x_are_buttons(window, qtbot):
    shown = window(small(layer={"in_features": 300}, weight_init=NORMAL))
    plot = shown.page.weights
    ((edges, density),) = areas(plot)
    find(shown, "view.counts.button").click()
    ((_, counts),) = areas(plot)
    np.testing.assert_allclose(counts, density * 9000 * np.diff(edges), rtol=1e-9)
    find(shown, "view.log_y.button").click()
    assert plot.view.log_y
    find(shown, "view.lock_x.button").click()
    low, high = plot.getViewBox().viewRange()[0]
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.std"), 9.0)
    assert plot.getViewBox().viewRange()[0] == [low, high]
    assert_drawn_logarithmically(plot, torch_linear(shown.experiment()).weight)


def assert_drawn_logarithmically(plot, weight) -> None:
    ((edges, heights),) = areas(plot)
    counts = np.histogram(weight.detach().double().numpy().ravel(), edges)[0]
    np.testing.assert_allclose(heights[counts > 0], np.log10(counts[counts > 0]))


def test_pins_keep_up_to_four_named_curves(window, qtbot):
    shown = window(small(weight_init={"method": "xavier_normal"}))
    pin, clear = find(shown, "view.pin.button"), find(shown, "view.unpin.button")
    assert not clear.isEnabled()
    for gain in (1.0, 2.0, 3.0, 4.0, 5.0):
        with settling(qtbot, shown):
            if shown.experiment().weight_init.parameters["gain"] == gain:
                shown.run()
            else:
                set_control(find(shown, "weight_init.gain"), gain)
        pin.click()
    pins = shown.page.weights.pins
    assert len(pins) == 4
    names = shown.page.weights_card.legend.accessibleName()
    for gain in ("gain=2.0", "gain=3.0", "gain=4.0", "gain=5.0"):
        assert gain in names
    assert "gain=1.0" not in names  # the oldest went
    assert "Xavier normal" in names
    clear.click()
    assert shown.page.weights.pins == ()
    assert not clear.isEnabled()
    assert "gain" not in shown.page.weights_card.legend.accessibleName()


def test_a_pin_does_not_change_with_the_weights(window, qtbot):
    shown = window(small(weight_init=NORMAL))
    find(shown, "view.pin.button").click()
    pinned = shown.page.weights.pins[0]
    with settling(qtbot, shown):
        choose(find(shown, "weight_init.method"), "uniform")
    assert shown.page.weights.pins[0] is pinned
