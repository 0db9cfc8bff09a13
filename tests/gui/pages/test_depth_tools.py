"""The Depth page: curves that stay as ghosts, and all methods in one picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.experiment import Experiment
from gui.window import MainWindow
from tests.core.depth.support import deep
from tests.gui.pages.test_depth import WAYS, assert_drawn, plot, torch_rms
from tests.gui.support import PATIENCE, find, set_control, settling

CONTROL = Qt.KeyboardModifier.ControlModifier

RANDOM = {
    *("default", "uniform", "normal", "trunc_normal", "xavier_uniform", "xavier_normal"),
    *("kaiming_uniform", "kaiming_normal", "orthogonal", "sparse", "lecun_normal"),
}
"""By hand."""


def click(qtbot: Any, window: MainWindow, name: str) -> None:
    with settling(qtbot, window):
        find(window, name).click()


def names(window: MainWindow, way: str = "forward") -> list[str]:
    """What the other curves are called."""
    return [line.name for line in plot(window, way).lines]


def assert_lines(window: MainWindow, runs: list[Experiment]) -> None:
    """The other curves are those of these experiments, by torch itself, and are seen."""
    results = [torch_rms(one) for one in runs]
    for way in WAYS:
        lines = plot(window, way).lines
        assert len(lines) == len(runs)
        for line, result in zip(lines, results, strict=True):
            np.testing.assert_allclose(line.values, result[f"{way}_rms"], rtol=1e-14)


# Pins:


def test_four_curves_stay_as_named_ghosts_and_are_cleared(window: Any, qtbot: Any) -> None:
    shown = window(deep("xavier_normal", activation="relu"), page="depth")
    clear = find(shown, "depth.unpin")
    assert not clear.isEnabled()
    pinned = []
    for gain in (0.5, 1.0, 1.5, 2.0, 2.5):
        with settling(qtbot, shown):
            set_control(find(shown, "weight_init.gain"), gain)
        QTest.keyClick(shown, Qt.Key.Key_D, CONTROL)
        pinned.append(shown.experiment())
    assert names(shown) == names(shown, "backward")
    assert [name.split(" · ")[0] for name in names(shown)] == [
        "Xavier normal",
        "Xavier normal gain=1.5",
        "Xavier normal gain=2",
        "Xavier normal gain=2.5",
    ]
    assert all(line.dashed for line in plot(shown, "forward").lines)
    assert_lines(shown, pinned[1:])
    with settling(qtbot, shown):
        set_control(find(shown, "layer.activation"), "tanh")
    assert_lines(shown, pinned[1:])
    assert_drawn(shown)
    QTest.keyClick(shown, Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert names(shown) == []
    assert not clear.isEnabled()


def test_ghosts_of_deeper_networks_do_not_stretch_the_axis(window: Any, qtbot: Any) -> None:
    shown = window(deep(layers=30), page="depth")
    find(shown, "depth.pin").click()
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 5)
    assert plot(shown, "forward").shown.count == 5
    assert_drawn(shown)
    shown.grab()


def test_ctrl_d_pins_on_the_page_that_is_shown_only(window: Any, qtbot: Any) -> None:
    shown = window(deep(), page="depth")
    depth = shown.page
    with settling(qtbot, shown):
        shown.show_page("layer")
    layer: Any = shown.page
    QTest.keyClick(shown, Qt.Key.Key_D, CONTROL)
    assert len(layer.pins) == 1
    assert len(depth.pins) == 0
    with settling(qtbot, shown):
        shown.show_page("depth")
    for _ in range(2):
        QTest.keyClick(shown, Qt.Key.Key_D, CONTROL)
    assert len(names(shown)) == 2
    assert len(layer.pins) == 1
    with settling(qtbot, shown):
        shown.show_page("dropout")
    QTest.keyClick(shown, Qt.Key.Key_D, CONTROL)
    assert (len(depth.pins), len(layer.pins)) == (2, 1)
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert len(names(shown)) == 2
    menu = [action.text() for action in shown.actions_.menu("view").actions() if action.isVisible()]
    assert sum(text.startswith("Pin ") for text in menu) == 1


# Comparison:


def test_compare_all_draws_every_method_that_draws_at_random(window: Any, qtbot: Any) -> None:
    shown = window(deep("orthogonal", gain=1.5, activation="tanh", p=0.25), page="depth")
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_M, CONTROL)
    inits = [curve.init for curve in shown.page.comparison.curves]
    assert {init.method for init in inits} == RANDOM
    assert len(inits) == len(RANDOM)
    data = shown.experiment().to_dict()
    runs = [Experiment.from_dict(data | {"weight_init": init.to_dict()}) for init in inits]
    assert runs.count(shown.experiment()) == 1, "its own method stands there as it is"
    assert_lines(shown, runs)
    assert len(set(names(shown))) == len(RANDOM)
    assert "Orthogonal gain=1.5" in names(shown)
    colours = {(line.colour, line.dashed) for line in plot(shown, "forward").lines}
    assert len(colours) == len(RANDOM)
    assert_drawn(shown)
    find(shown, "depth.unpin").click()
    assert names(shown) == []


def test_a_comparison_stays_while_only_the_method_changes(window: Any, qtbot: Any) -> None:
    shown = window(deep(activation="relu"), page="depth")
    click(qtbot, shown, "depth.compare_all")
    before = names(shown)
    assert len(before) == len(RANDOM)
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.method"), "normal")
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.std"), 0.3)
    click(qtbot, shown, "depth.show.gradient")
    assert names(shown) == before
    assert_drawn(shown)
    with settling(qtbot, shown):
        set_control(find(shown, "depth.batch"), 48)
    assert names(shown) == []
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert names(shown) == [], "what has gone does not come back by itself"


def test_pins_stand_beside_a_comparison(window: Any, qtbot: Any) -> None:
    shown = window(deep(activation="relu"), page="depth")
    find(shown, "depth.pin").click()
    click(qtbot, shown, "depth.compare_all")
    assert len(names(shown)) == len(RANDOM) + 1
    with settling(qtbot, shown):
        set_control(find(shown, "run.seed"), 3)
    assert len(names(shown)) == 1


def test_methods_that_half_precision_lacks_are_left_out(window: Any, qtbot: Any) -> None:
    shown = window(deep(dtype="bfloat16"), page="depth")
    click(qtbot, shown, "depth.compare_all")
    assert len(names(shown)) == len(RANDOM) - 1
    assert not shown.message.isVisible()


def test_escape_stops_a_comparison_and_the_page_goes_on(window: Any, qtbot: Any) -> None:
    shown = window(deep(layers=100, width=128, batch=256), page="depth")
    with qtbot.waitSignal(shown.runner.progress, timeout=PATIENCE):
        find(shown, "depth.compare_all").click()
    with qtbot.waitSignal(shown.runner.cancelled, timeout=PATIENCE):
        QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert names(shown) == []
    assert "Stopped" in find(shown, "status").text()
    assert_drawn(shown)
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 5)
    assert_drawn(shown)


def test_a_comparison_asked_for_during_a_run_is_of_what_the_controls_show(
    window: Any, qtbot: Any
) -> None:
    shown = window(deep(activation="relu"), page="depth")
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 9)
        find(shown, "depth.compare_all").click()
    assert_drawn(shown)
    assert len(names(shown)) == len(RANDOM)
    assert {len(line.values) for line in plot(shown, "forward").lines} == {9}


def test_a_change_during_a_comparison_takes_its_place(window: Any, qtbot: Any) -> None:
    shown = window(deep(layers=100, width=128, batch=256), page="depth")
    with qtbot.waitSignal(shown.runner.progress, timeout=PATIENCE):
        find(shown, "depth.compare_all").click()
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 5)
    assert names(shown) == []
    assert_drawn(shown)


def test_a_page_left_during_a_comparison_shows_nothing_of_it(window: Any, qtbot: Any) -> None:
    shown = window(deep(), page="depth")
    find(shown, "depth.compare_all").click()
    with settling(qtbot, shown):
        shown.show_page("dropout")
    assert type(shown.page.result()).__name__ == "DropoutResult"
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert names(shown) == []
    assert_drawn(shown)
