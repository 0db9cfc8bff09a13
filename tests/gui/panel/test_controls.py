"""Every control moves the experiment, the pictures and the code: compared with torch itself."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.init.methods import REGISTRY, bias_methods, weight_methods
from gui.plots.matrix import MatrixPlot
from tests.gui.support import (
    assert_outputs_drawn,
    assert_weights_drawn,
    choose,
    find,
    set_control,
    settling,
    small,
    type_into,
)
from tests.numerals import number

VALUES: dict[str, tuple[Any, ...]] = {
    "gain": (0.5, 2.25, 12.0),
    "val": (-0.75, 3.0, 0.125),
    "mean": (-0.5, 1.5, 100.0),
    "std": (0.25, 2.0, 0.001),
    "a": (-0.5, -4.0, 0.25),
    "b": (0.75, 3.0, 1.5),
    "mode": ("fan_out", "fan_in"),
    "nonlinearity": ("relu", "tanh", "selu", "sigmoid", "linear", "leaky_relu"),
    "sparsity": (0.5, 0.9, 1.0),
}
"""Several legal values of every parameter of every method, outside the slider's range too."""

PLAIN: dict[str, tuple[Any, ...]] = {
    "layer.in_features": (1, 33, 700),
    "layer.out_features": (1, 17, 600),
    "layer.bias": (False, True),
    "layer.activation": (
        *("relu", "leaky_relu", "tanh", "sigmoid", "gelu", "silu", "elu", "selu", "identity"),
    ),
    "dropout.p": (0.25, 0.9, 1.0, 0.5),
    "dropout.training": (False, True),
    "run.dtype": ("float64", "float16", "bfloat16", "float32"),
    "run.seed": (1, 123456789, 2**63 - 1),
}

IN_CODE = {
    "layer.in_features": "nn.Linear({}, ",
    "layer.out_features": ", {})",
    "run.seed": "torch.manual_seed({})",
    "run.dtype": "dtype=torch.{}",
    "dropout.p": "nn.Dropout(p={!r})",
}
"""Where a plain value stands in the code."""


def checked(window, key: str, value: Any) -> None:
    """Experiment, pictures and code all have the value."""
    assert window.experiment().value(key) == value
    assert_weights_drawn(window)
    assert_outputs_drawn(window)
    code = find(window, "code").toPlainText()
    section, _, name = key.partition(".")
    if section.endswith("_init"):
        text = f'{name}="{value}"' if isinstance(value, str) else f"{name}={value!r}"
        target = "linear.weight" if section == "weight_init" else "linear.bias"
        call = next(part for part in code.split("nn.init.") if f"_({target}" in flat(part))
        assert text in flat(call)
    elif key in IN_CODE and (key, value) != ("run.dtype", "float32"):
        assert IN_CODE[key].format(value) in code


def fingerprint(window) -> list[Any]:
    """Every number of the two histograms."""
    pictures = (*window.page.weights.histograms, *window.page.output.histograms)
    return [(p.edges.tolist(), p.counts.tolist(), p.spikes, p.mean, p.std) for p in pictures]


def flat(code: str) -> str:
    """A call that is spread over lines, on one line."""
    return code.replace("(\n    ", "(").replace(",\n    ", ", ")


OF_KINDS = {"layer.kind", "layer.kernel", "layer.groups"}
"""Moved in test_kinds."""


def test_the_values_above_cover_every_control(window, qtbot):
    shown = window(small())
    form = {key for section in shown.panel.sections for key in section.fields()}
    assert form - {
        "run.device",
        "weight_init.method",
        "bias_init.method",
        "dropout.kind",
        *OF_KINDS,
    } == set(PLAIN)
    names = {p.name for entry in weight_methods(2) for p in entry.parameters}
    assert names == set(VALUES)


@pytest.mark.parametrize("key", PLAIN)
def test_a_plain_control_moves_experiment_pictures_and_code(window, qtbot, key):
    start = small(layer={"activation": "tanh"}, dropout={"p": 0.125})
    shown = window(start)
    control = find(shown, key)
    pictures = fingerprint(shown)
    for value in PLAIN[key]:
        if shown.experiment().value(key) == value:
            continue
        with settling(qtbot, shown):
            set_control(control, value)
        checked(shown, key, value)
        before, pictures = pictures, fingerprint(shown)
        assert pictures != before


def test_alpha_dropout_changes_the_output_and_the_code(window, qtbot):
    shown = window(small(layer={"activation": "selu"}, dropout={"p": 0.25}))
    pictures = fingerprint(shown)
    with settling(qtbot, shown):
        choose(find(shown, "dropout.kind"), "alpha")
    torch.manual_seed(shown.experiment().run.seed)
    layer = shown.experiment().layer
    linear = torch.nn.Linear(layer.in_features, layer.out_features)
    x = torch.randn(shown.page.result().output.before.shape[0], layer.in_features)
    expected = torch.nn.AlphaDropout(p=0.25)(torch.selu(linear(x)))
    drawn = shown.page.output.histograms[-1]
    assert drawn.mean == pytest.approx(float(expected.detach().double().mean()), abs=1e-6)
    assert fingerprint(shown) != pictures
    assert "nn.AlphaDropout(p=0.25)" in find(shown, "code").toPlainText()
    alpha = torch.nn.functional.alpha_dropout(torch.zeros(1000), 0.25, training=True)
    dropped = float(alpha.min())  # b − aα, below the b of those that stay
    texts = [label.text() for label in shown.panel.findChildren(QLabel)]
    [said] = [text for text in texts if "dropped become" in text]
    assert number(said.rpartition(" ")[2]) == pytest.approx(dropped, rel=1e-3)


@pytest.mark.parametrize("method", [entry.method for entry in weight_methods(2)])
def test_each_parameter_of_a_weight_method_does_too(window, qtbot, method):
    shown = window(small(layer={"bias": False}))
    if method != "default":
        with settling(qtbot, shown):
            choose(find(shown, "weight_init.method"), method)
    assert shown.experiment().weight_init.method == method
    assert_weights_drawn(shown)
    assert_outputs_drawn(shown)
    code = find(shown, "code").toPlainText()
    call = "nn.init." if method == "default" else f"{REGISTRY[method].call}("
    assert (call in code) == (method != "default")
    for parameter in REGISTRY[method].parameters:
        key = f"weight_init.{parameter.name}"
        for value in VALUES[parameter.name]:
            if shown.experiment().value(key) == value or (method, parameter.name, value) in SLOW:
                continue
            with settling(qtbot, shown):
                set_control(find(shown, key), value)
            checked(shown, key, value)


SLOW = {("trunc_normal", "mean", 100.0), ("trunc_normal", "std", 0.001)}
"""Where torch would redraw almost without end."""


@pytest.mark.parametrize("method", [entry.method for entry in bias_methods()])
def test_each_parameter_of_a_bias_method_does_too(window, qtbot, method):
    shown = window(small())
    if method != "default":
        with settling(qtbot, shown):
            choose(find(shown, "bias_init.method"), method)
    for parameter in REGISTRY[method].parameters:
        key = f"bias_init.{parameter.name}"
        for value in VALUES[parameter.name]:
            if shown.experiment().value(key) == value or (method, parameter.name, value) in SLOW:
                continue
            with settling(qtbot, shown):
                set_control(find(shown, key), value)
            checked(shown, key, value)


def test_devices_that_exist_can_be_chosen(window):
    device = find(window(small()), "run.device")
    offered = [device.itemData(i) for i in range(device.count())]
    assert offered[0] == "cpu"
    assert len(offered) == 1 + sum(
        getattr(torch, kind).device_count()
        for kind in ("cuda", "xpu")
        if getattr(torch, kind).is_available()
    ) + int(torch.backends.mps.is_available())


# The same by keyboard:


def test_numbers_can_be_typed(window, qtbot):
    shown = window(small(weight_init={"method": "normal"}))
    for key, text, value in (
        ("layer.in_features", "48", 48),
        ("layer.out_features", "7", 7),
        ("dropout.p", "0.75", 0.75),
        ("dropout.p", "2.5e-1", 0.25),
        ("dropout.p", "0,3", 0.3),
        ("run.seed", "9223372036854775807", 2**63 - 1),
        ("weight_init.std", "1e-3", 0.001),
        ("weight_init.std", "123456.789", 123456.789),
        ("weight_init.mean", "-0.1", -0.1),
    ):
        with settling(qtbot, shown):
            type_into(find(shown, key), text)
        checked(shown, key, value)


def test_a_number_can_be_pasted_with_a_true_minus_sign(window, qtbot):
    shown = window(small(weight_init={"method": "normal"}))
    control = find(shown, "weight_init.mean")
    control.setFocus()
    control.selectAll()
    QGuiApplication.clipboard().setText("−1.5")
    control.lineEdit().paste()
    with settling(qtbot, shown):
        QTest.keyClick(control, Qt.Key.Key_Return)
    checked(shown, "weight_init.mean", -1.5)


def test_what_is_no_number_changes_nothing(window, qtbot):
    shown = window(small(weight_init={"method": "normal", "mean": 0.5}))
    control = find(shown, "weight_init.mean")
    for text in ("", "-", "abc", "1e999", "nan", "inf", "--5", "1e"):
        type_into(control, text)
        find(shown, "layer.activation").setFocus()
        assert shown.experiment().value("weight_init.mean") == 0.5, text
        assert control.value() == 0.5, text
        assert float(control.text()) == 0.5, text
        assert not shown.model.history.canUndo(), text


def test_a_number_out_of_range_cannot_be_entered(window, qtbot):
    start = small(weight_init={"method": "normal"}, dropout={"p": 0.25})
    shown = window(start)
    for key, text, least, most in (
        ("dropout.p", "1.5", 0.0, 1.0),
        ("dropout.p", "-0.5", 0.0, 1.0),
        ("weight_init.std", "-1", 0.0, 2.0),
        ("layer.in_features", "0", 1, 1_048_576),
        ("run.seed", "-3", 0, 2**63 - 1),
    ):
        type_into(find(shown, key), text)
        value = shown.experiment().value(key)
        assert value == find(shown, key).value()
        assert least <= value <= most


def test_arrow_keys_move_fields_sliders_and_menus(window, qtbot):
    shown = window(small(layer={"activation": "relu"}, dropout={"p": 0.5}))
    for key, press, times in (
        ("layer.in_features", Qt.Key.Key_Up, 1),
        ("layer.in_features.slider", Qt.Key.Key_Right, 5),
        ("layer.out_features.slider", Qt.Key.Key_PageUp, 1),
        ("layer.activation", Qt.Key.Key_Down, 1),
        ("weight_init.method", Qt.Key.Key_Down, 1),
        ("dropout.p", Qt.Key.Key_Down, 1),
        ("dropout.p.slider", Qt.Key.Key_Right, 10),
        ("dropout.training", Qt.Key.Key_Down, 1),
        ("layer.bias", Qt.Key.Key_Space, 1),
        ("run.dtype", Qt.Key.Key_Down, 1),
        ("run.seed", Qt.Key.Key_Up, 1),
        ("run.reroll", Qt.Key.Key_Space, 1),
    ):
        before = shown.experiment()
        control = find(shown, key)
        control.setFocus()
        with settling(qtbot, shown):
            for _ in range(times):
                QTest.keyClick(control, press)
        plain = key.removesuffix(".slider").replace("run.reroll", "run.seed")
        assert shown.experiment().value(plain) != before.value(plain), key
        assert_weights_drawn(shown)
        assert_outputs_drawn(shown)


def test_the_wheel_scrolls_the_panel_and_leaves_controls_without_focus_alone(window, qtbot):
    shown = window(small())
    shown.stack.setFocus()
    for key in ("layer.in_features", "layer.in_features.slider", "layer.activation", "run.seed"):
        control = find(shown, key)
        at = QPointF(control.rect().center())
        none = Qt.MouseButton.NoButton
        event = QWheelEvent(
            *(at, QPointF(control.mapToGlobal(at)), QPoint(), QPoint(0, 120)),
            *(none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(control, event)
    assert shown.experiment() == small()


def test_the_suggestion_can_be_used(window, qtbot):
    # Xavier halves the power of a ReLU layer; He keeps it.
    square = {"in_features": 256, "out_features": 256, "activation": "relu"}
    experiment = small(layer=square, weight_init={"method": "xavier_normal"})
    shown = window(experiment, size=(1600, 900))
    button = find(shown, "advice.apply")
    assert button.isVisible()
    assert "kaiming_normal" in find(shown, "advice").text()
    with settling(qtbot, shown):
        button.click()
    init = shown.experiment().weight_init
    assert (init.method, init.parameters["nonlinearity"]) == ("kaiming_normal", "relu")
    assert shown.page.result().output.factor == pytest.approx(1.0, rel=0.2)
    assert not button.isVisible()
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert shown.experiment().weight_init.method == "xavier_normal"


def test_a_matrix_of_the_course_s_size_shows_its_ten_numbers(window):
    shown = window(small(layer={"in_features": 5, "out_features": 2}))
    plot = find(shown, "plot.matrix", MatrixPlot)
    assert plot.matrix.numbered
    assert plot.matrix.values.shape == (2, 5)
    assert len(shown.page.weights.histograms[0].ticks) == 10
