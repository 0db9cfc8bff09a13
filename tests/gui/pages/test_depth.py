"""The Depth page as a person uses it: the network, its curves, the verdict, the units."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from core.depth import code as depth_snippet
from core.depth import mean_field
from core.experiment import Experiment
from core.machine import devices
from gui.look.i18n import translated_code
from gui.pages.depth.cards import VerdictCard
from gui.pages.layer.cards import SignalCard
from gui.window import MainWindow
from tests.core.depth.support import deep
from tests.gui.support import find, mouse, run_code, set_control, settling
from tests.gui.test_keyboard import tab_order

CONTROLS = ("depth.layers", "depth.width", "depth.batch", "depth.input")
PLOTS = ("plot.depth.forward", "plot.depth.backward", "plot.depth.distributions")
NAMES = (*CONTROLS, *PLOTS, "depth.verdict", "depth.apply_advice", "depth.compare_all")
WAYS = ("forward", "backward")


def log10(values: Any) -> NDArray[np.float64]:
    """The decades of what has any: 0, infinite and NaN are gaps, and gaps alone are nothing."""
    found = np.array([math.log10(v) if 0.0 < v < math.inf else math.nan for v in values])
    return found if np.isfinite(found).any() else np.zeros(0)


def plot(window: MainWindow, way: str) -> Any:
    return find(window, f"plot.depth.{way}")


def shown_code(window: MainWindow) -> str:
    return find(window.page, "code").toPlainText()


def torch_rms(experiment: Experiment) -> dict[str, Any]:
    """What the code of this experiment leaves."""
    return run_code(depth_snippet.code(experiment))


def assert_drawn(window: MainWindow) -> None:
    """Controls, code and both curves are those of the window's experiment, by torch itself."""
    experiment = window.experiment()
    for key in CONTROLS:
        control = find(window, key)
        value = control.currentData() if key == "depth.input" else control.value()
        assert value == experiment.value(key)
    assert shown_code(window) == translated_code(depth_snippet.code(experiment))
    names = run_code(shown_code(window))
    theory = mean_field.predict(experiment)
    for way, expected in zip(WAYS, (theory.forward, theory.backward), strict=True):
        measured = log10(names[f"{way}_rms"])
        layers, drawn = plot(window, way).measured_data()
        np.testing.assert_array_equal(layers, np.arange(1, len(measured) + 1))
        np.testing.assert_allclose(drawn, measured, rtol=1e-14, atol=1e-14)
        line = plot(window, way).theory_data()[1]
        expected = () if expected is None else expected
        np.testing.assert_allclose(line, log10(expected), rtol=1e-14, atol=1e-14)


def verdict(window: MainWindow) -> str:
    return find(window, "depth.verdict").text()


def advice(window: MainWindow) -> str:
    page: Any = window.page
    return page.verdict.advice.text()


# Names and keys:


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_contract_s_names_exist_once_and_say_what_they_are(window: Any, language: str) -> None:
    shown = window(deep("ones"), page="depth", language=language)
    for name in (*NAMES, "depth.pin", "depth.unpin", "depth.rank", "depth.own_scale"):
        widget = find(shown, name)
        assert widget.accessibleName(), name
        seen = widget.currentWidget() if name == "plot.depth.distributions" else widget
        assert seen.whatsThis() if name.startswith("plot.") else seen.toolTip(), name
    chinese = any("\u4e00" <= c <= "\u9fff" for c in find(shown, "depth.layers").toolTip())
    assert chinese == (language == "zh_CN")


@pytest.mark.parametrize("size", [(1024, 720), (1600, 900)])
def test_tab_goes_from_the_controls_to_the_curves_and_past_everything(
    window: Any, size: tuple[int, int]
) -> None:
    shown = window(deep("xavier_normal", gain=2.0), page="depth", size=size)
    names = [w.objectName() for w in tab_order(shown, find(shown, "depth.layers.slider"))]
    network = [f"{key}{part}" for key in CONTROLS[:3] for part in (".slider", "")]
    tools = ["depth.input", "depth.compare_all", "depth.pin"]
    curves = ["depth.apply_advice", *PLOTS[:2]]
    expected = [*network, *tools, *curves]
    assert [name for name in names if name in expected] == expected
    assert {"depth.own_scale", "depth.ridges", "layer.in_features", "run.seed"} <= set(names)


# The network's controls:


def test_each_control_changes_experiment_and_picture_and_can_be_undone(
    window: Any, qtbot: Any
) -> None:
    shown = window(deep(), page="depth")
    assert_drawn(shown)
    steps: tuple[tuple[str, Any], ...] = (
        *(("depth.layers", 9), ("depth.width", 24), ("depth.batch", 32)),
        *(("depth.input", "uniform"), ("depth.input", "digits")),
        *(("layer.activation", "relu"), ("dropout.p", 0.25), ("weight_init.gain", 2.0)),
    )
    states = [shown.experiment()]
    for key, value in steps:
        with settling(qtbot, shown):
            set_control(find(shown, key), value)
        states.append(shown.experiment())
        assert shown.experiment().value(key) == value
        assert_drawn(shown)
    for before in reversed(states[:-1]):
        with settling(qtbot, shown):
            shown.actions_["undo"].trigger()
        assert shown.experiment() == before
        assert_drawn(shown)
    for after in states[1:3]:
        with settling(qtbot, shown):
            shown.actions_["redo"].trigger()
        assert shown.experiment() == after
    assert_drawn(shown)


@pytest.mark.parametrize("key", ["depth.layers", "depth.width", "depth.batch"])
def test_one_drag_is_one_step_back(window: Any, qtbot: Any, key: str) -> None:
    shown = window(deep(), page="depth")
    start, steps = shown.experiment(), shown.model.history.count()
    slider = find(shown, f"{key}.slider", QSlider)
    seen = set()
    with settling(qtbot, shown):
        mouse(slider, QEvent.Type.MouseButtonPress, slider.value() / slider.maximum())
        for share in (0.05, 0.1, 0.2):
            mouse(slider, QEvent.Type.MouseMove, share)
            QApplication.processEvents()
            seen.add(shown.experiment().value(key))
        mouse(slider, QEvent.Type.MouseButtonRelease, 0.2)
    assert len(seen) == 3
    assert shown.model.history.count() == steps + 1
    assert_drawn(shown)
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert shown.experiment() == start
    assert_drawn(shown)


def test_another_experiment_is_shown_in_the_controls(window: Any, qtbot: Any) -> None:
    shown = window(deep(), page="depth")
    with settling(qtbot, shown):
        shown.set_experiment(deep("orthogonal", layers=3, width=8, batch=17, input="digits"))
    assert_drawn(shown)
    with settling(qtbot, shown):
        shown.show_page("layer")
    with settling(qtbot, shown):
        shown.set_experiment(deep("uniform", layers=4, width=12))
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert_drawn(shown)


def test_what_does_not_fit_is_said_and_the_last_picture_stays(
    window: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = window(deep(), page="depth")
    before = [plot(shown, way).measured_data()[1] for way in WAYS]
    with monkeypatch.context() as patched:
        patched.setattr(devices, "free_memory", lambda _: 1000)
        with settling(qtbot, shown):
            set_control(find(shown, "depth.width"), 64)
        said = find(shown, "message.text").text()
        assert said.startswith("depth.batch: not enough memory: 6 layers of 64 units")
        assert shown.message.isVisible()
        assert find(shown, "depth.width").value() == shown.experiment().depth.width == 64
        for way, old in zip(WAYS, before, strict=True):
            np.testing.assert_array_equal(plot(shown, way).measured_data()[1], old)
    with settling(qtbot, shown):
        set_control(find(shown, "depth.width"), 32)
    assert not shown.message.isVisible()
    assert_drawn(shown)


# Forward, backward and their theory:


def test_relu_with_he_stays_level_and_with_xavier_halves(window: Any, qtbot: Any) -> None:
    he = deep("kaiming_normal", activation="relu", layers=8)
    shown = window(he, page="depth")
    assert_drawn(shown)
    # He: q = 2 in every layer, χ = 1. Xavier on a square: q = 2^(1 − l), χ = 1/2.
    np.testing.assert_allclose(plot(shown, "forward").theory_data()[1], [math.log10(2) / 2] * 8)
    np.testing.assert_allclose(plot(shown, "backward").theory_data()[1], [0.0] * 8, atol=1e-12)
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.method"), "xavier_normal")
    half = -math.log10(2) / 2
    layers = np.arange(8)
    np.testing.assert_allclose(plot(shown, "forward").theory_data()[1], half * layers, atol=1e-12)
    np.testing.assert_allclose(
        plot(shown, "backward").theory_data()[1], half * layers[::-1], atol=1e-12
    )
    assert_drawn(shown)


@pytest.mark.parametrize("method", ["zeros", "ones", "constant", "eye"])
def test_without_random_weights_there_is_a_reason_instead_of_a_theory(
    window: Any, method: str
) -> None:
    shown = window(deep(method), page="depth")
    for way in WAYS:
        assert not len(plot(shown, way).theory_data()[1])
    card = shown.page.theory
    assert "No theory is drawn" in card.purpose.text()
    assert not card.view.isVisible()
    assert not card.terms.isVisible()
    assert_drawn(shown)


def test_the_formula_and_its_numbers_are_shown(window: Any) -> None:
    card = window(deep(width=32, p=0.5), page="depth", size=(1600, 900)).page.theory
    assert card.view.isVisible()
    # Xavier on a square: fan_in·Var[w] = 1.
    assert card.terms.text() == "σ_w² = fan_in·Var[w] = 1,  E[b²] = 0,  p = 0.5"


# Verdict and advice:

CLASSIC = {
    "He and ReLU": (
        deep("kaiming_normal", activation="relu", width=64, layers=12),
        "✓ Stable: over 12 layers the signal's power changes",
        "",
    ),
    "Xavier and ReLU": (
        deep(activation="relu", width=256, layers=20),
        "✗ Vanishing: the signal's power halves per layer; after 20 layers",
        "kaiming_normal(a=0, mode=fan_in, nonlinearity=relu) would keep both steady.",
    ),
    "small normal and tanh": (
        deep("normal", std=0.01, activation="tanh", width=64, layers=12),
        "✗ Vanishing: the signal's power",
        "xavier_normal(gain=1.667) would keep both steady.",
    ),
    "large normal and tanh": (
        deep("normal", std=1.0, activation="tanh", width=64, layers=12),
        "✗ Exploding: the gradient's power grows",
        "xavier_normal(gain=1.667) would keep both steady.",
    ),
}


@pytest.mark.parametrize("name", CLASSIC)
def test_the_classic_cases_are_judged_and_the_advice_cures_them(
    window: Any, qtbot: Any, name: str
) -> None:
    experiment, judged, advised = CLASSIC[name]
    shown = window(experiment, page="depth")
    assert verdict(shown).startswith(judged)
    button = find(shown, "depth.apply_advice")
    if judged.startswith("✓"):
        assert button.isHidden()
        return
    assert button.isVisible()
    assert advice(shown) == advised
    steps = shown.model.history.count()
    with settling(qtbot, shown):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert verdict(shown).startswith("✓ Stable: ")
    assert button.isHidden()
    method = advised.partition("(")[0]
    assert shown.experiment().weight_init.method == method
    assert find(shown, "weight_init.method").currentData() == method
    assert_drawn(shown)
    assert shown.model.history.count() == steps + 1
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown.experiment() == experiment
    assert verdict(shown).startswith(judged)


def test_relu_with_dropout_is_advised_as_pretorius_2018_has_it(window: Any, qtbot: Any) -> None:
    experiment = deep("kaiming_normal", activation="relu", p=0.5, width=128, layers=12, batch=64)
    shown = window(experiment, page="depth")
    assert verdict(shown).startswith("✗ Exploding: the signal's power doubles per layer")
    assert "Pretorius et al. 2018" in advice(shown)
    with settling(qtbot, shown):
        find(shown, "depth.apply_advice").click()
    # Var[w] = g²/width with g² = 2(1 − p) = 1.
    assert shown.experiment().weight_init.parameters["gain"] == 1.0
    assert verdict(shown).startswith("✓ Stable: ")


@pytest.mark.parametrize(
    ("experiment", "sign", "role"),
    [
        (deep("kaiming_normal", activation="relu", width=64), "✓ Stable: ", "verdict good"),
        (deep(activation="tanh", width=64, layers=12), "~ Drifts: ", "verdict fair"),
        (deep("constant", val=1 / 16), "✗ Alike: ", "verdict bad"),
        (deep("ones"), "✗ Exploding: ", "verdict bad"),
    ],
)
def test_each_verdict_has_a_sign_a_word_and_a_colour(
    window: Any, experiment: Experiment, sign: str, role: str
) -> None:
    shown = window(experiment, page="depth")
    assert verdict(shown).startswith(sign)
    assert find(shown, "depth.verdict").property("role") == role


def test_before_the_first_result_there_is_nothing_to_use(qapp: Any) -> None:
    """Nor on any other card with an advice."""
    for card in (VerdictCard(), SignalCard()):
        card.show()
        assert card.apply.isHidden()
        card.deleteLater()


# Symmetry and ranks:


def ranks(experiment: Experiment, activation: Any) -> list[int]:
    """torch's rank of the activations of each layer."""
    zs = torch_rms(experiment)["zs"]
    return [int(torch.linalg.matrix_rank(activation(z.detach()))) for z in zs]


def test_a_constant_shows_its_rank_by_itself_and_says_that_units_stay_alike(
    window: Any, qtbot: Any
) -> None:
    experiment = deep("constant", val=0.1, activation="tanh")
    shown = window(experiment, page="depth", size=(1600, 900))
    units = find(shown, "plot.depth.units")
    assert find(shown, "depth.rank").isChecked()
    assert units.ranks.tolist() == ranks(experiment, torch.tanh) == [1] * 6
    assert "1 → 1" in shown.page.units.note.text()
    assert "All units of a layer stay alike" in advice(shown)
    find(shown, "depth.shares").click()
    assert not units.ranked
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.method"), "xavier_normal")
    assert "stay alike" not in advice(shown)
    assert find(shown, "depth.shares").isChecked()


def test_the_rank_of_random_weights_is_computed_when_it_is_asked_for(
    window: Any, qtbot: Any
) -> None:
    experiment = deep("kaiming_normal", activation="relu")
    shown = window(experiment, page="depth", size=(1600, 900))
    units = find(shown, "plot.depth.units")
    assert shown.page.result().ranks is None
    assert not units.ranked
    with settling(qtbot, shown):
        find(shown, "depth.rank").click()
    assert units.ranks.tolist() == ranks(experiment, torch.relu)
    assert len(set(units.ranks.tolist())) > 1
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 8)
    assert units.ranks.tolist() == ranks(shown.experiment(), torch.relu)
    find(shown, "depth.shares").click()
    dead = [float((z <= 0).all(dim=0).double().mean()) for z in torch_rms(shown.experiment())["zs"]]
    np.testing.assert_allclose(units.shares_data()[1][1], 100 * np.array(dead), atol=1e-9)
