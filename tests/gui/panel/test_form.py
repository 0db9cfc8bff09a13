"""The form made from the registry: round trips, what is disabled and why, what is remembered."""

from __future__ import annotations

import math

import pytest
import torch
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from core.experiment import PARAMETERS, Experiment
from core.experiment.schedule import Schedule
from core.init.methods import REGISTRY, bias_methods, weight_methods
from core.pages import PAGES
from core.parameters import Choice
from gui.look import i18n
from gui.panel.form import Form
from tests.core.support import variants
from tests.gui.support import choose, find, mouse, set_control, settling, small, type_into


def shown_by(window) -> Experiment:
    """The experiment as the controls say it, read widget by widget."""
    data: dict = {"initlab": 1}
    for section in window.panel.sections:
        for key, field in section.fields().items():
            part, _, name = key.partition(".")
            data.setdefault(part, {})[name] = field.value()
    return Experiment.from_dict(data)


def test_every_plain_key_has_its_control_on_the_panel_or_on_its_page(window, qtbot):
    shown = window(small())
    plain = {
        f"{section}.{parameter.name}"
        for section, parameters in PARAMETERS.items()
        for parameter in parameters
        if not isinstance(parameter, Schedule)
    } - {"dropout.vector"}  # stands in its card
    found = set()
    for page in PAGES:
        with settling(qtbot, shown):
            shown.show_page(page)
        fields = [form.fields for form in shown.findChildren(Form) if form.isVisibleTo(shown)]
        found |= {key for form in fields for key in form}
    presets = {"sweep.preset"}  # sets many keys at once, and is none
    assert {key for key in found if "_init." not in key} == plain | presets


def test_every_value_of_every_method_survives_the_form(window, qtbot):
    shown = window(small())
    for entry in weight_methods(2):
        for values in variants(entry):
            wanted = small(weight_init={"method": entry.method, **values})
            shown.set_experiment(wanted)
            assert shown_by(shown) == wanted


def test_a_number_of_a_file_is_shown_without_losing_a_digit(window):
    shown = window(small())
    for value in (1e-320, 1e-300, 1 / 3, 0.1 + 0.2, 1e300, -1.7976931348623157e308):
        wanted = small(weight_init={"method": "constant", "val": value})
        shown.set_experiment(wanted)
        control = find(shown, "weight_init.val")
        assert control.value() == value
        control.setFocus()
        control.interpretText()  # leaving a field that was not touched
        find(shown, "layer.bias").setFocus()
        assert shown.experiment() == wanted


def test_the_menus_offer_all_sixteen_methods_and_disable_what_cannot_be(window):
    shown = window(small())
    allowed = {entry.method for entry in bias_methods()}
    of_matrices = {entry.method for entry in weight_methods(2)}
    for section in ("weight_init", "bias_init"):
        menu = find(shown, f"{section}.method")
        assert [menu.itemData(i) for i in range(menu.count())] == list(REGISTRY)
        for index in range(menu.count()):
            item = menu.model().item(index)
            possible = menu.itemData(index) in (
                of_matrices if section == "weight_init" else allowed
            )
            assert item.isEnabled() == possible
            assert bool(item.toolTip()) == (not possible)


def test_what_is_disabled_for_a_bias_is_what_torch_refuses(window):
    menu = find(window(small()), "bias_init.method")
    for index, method in enumerate(list(REGISTRY)[1:], 1):
        arguments = REGISTRY[method].defaults()
        if method == "lecun_normal":  # which is not torch's: it needs a fan
            assert not menu.model().item(index).isEnabled()
            continue
        try:
            getattr(torch.nn.init, f"{method}_")(torch.empty(4), **arguments)
            possible = True
        except ValueError:
            possible = False
        assert menu.model().item(index).isEnabled() == possible, method


def test_a_dtype_without_orthogonal_is_disabled_both_ways_with_the_reason(window, qtbot):
    shown = window(small(weight_init={"method": "orthogonal"}))
    dtypes, methods = find(shown, "run.dtype"), find(shown, "weight_init.method")
    for index in range(dtypes.count()):
        item, name = dtypes.model().item(index), dtypes.itemData(index)
        assert item.isEnabled() == (name in ("float32", "float64"))
        assert ("orthogonal" in item.toolTip() and name in item.toolTip()) != item.isEnabled()
    for method, dtype in (("normal", "float16"), ("default", "bfloat16")):
        with settling(qtbot, shown):
            shown.set_experiment(small(weight_init={"method": method}, run={"dtype": dtype}))
        assert all(dtypes.model().item(i).isEnabled() for i in range(dtypes.count()))
        item = methods.model().item(methods.findData("orthogonal"))
        assert not item.isEnabled()
        assert dtype in item.toolTip()
    with settling(qtbot, shown):
        shown.set_experiment(small())
    assert methods.model().item(methods.findData("orthogonal")).isEnabled()


def test_reasons_speak_the_present_language(window):
    shown = window(small(run={"dtype": "float16"}))
    places = (("bias_init.method", "eye"), ("weight_init.method", "orthogonal"))

    def reasons():
        menus = [(find(shown, name), value) for name, value in places]
        return [menu.model().item(menu.findData(value)).toolTip() for menu, value in menus]

    english = reasons()
    shown.appearance.set_language("zh_CN")
    assert all(a and a != b for a, b in zip(reasons(), english, strict=True))


def test_the_labels_of_the_methods_follow_the_language(window):
    shown = window(small())
    menu = find(shown, "weight_init.method")
    english = [menu.itemText(i) for i in range(menu.count())]
    assert english == [str(entry.label) for entry in REGISTRY.values()]
    shown.appearance.set_language("zh_CN")
    chinese = [menu.itemText(i) for i in range(menu.count())]
    assert chinese == [i18n.translated(entry.label) for entry in REGISTRY.values()]
    assert sum(a != b for a, b in zip(english, chinese, strict=True)) >= 10
    assert len(set(chinese)) == len(chinese)


def test_a_bias_that_is_not_there_cannot_be_initialized(window, qtbot):
    shown = window(small())
    assert find(shown, "bias_init.method").isEnabled()
    with settling(qtbot, shown):
        find(shown, "layer.bias").click()
    assert not find(shown, "bias_init.method").isEnabled()
    assert shown.page.result().bias is None


@pytest.mark.parametrize("section", ["weight_init", "bias_init"])
def test_a_method_comes_back_with_the_values_it_last_had(window, qtbot, section):
    shown = window(small())
    method = find(shown, f"{section}.method")
    choose(method, "normal")
    set_control(find(shown, f"{section}.std"), 0.125)
    set_control(find(shown, f"{section}.mean"), -1.5)
    choose(method, "uniform")
    set_control(find(shown, f"{section}.b"), 0.5)
    choose(method, "trunc_normal")
    assert shown.experiment().value(f"{section}.std") == 1.0  # each method has its own
    choose(method, "normal")
    assert shown.experiment().value(f"{section}.std") == 0.125
    assert shown.experiment().value(f"{section}.mean") == -1.5
    assert find(shown, f"{section}.std").value() == 0.125
    choose(method, "uniform")
    assert find(shown, f"{section}.b").value() == 0.5


def test_weight_and_bias_remember_apart(window):
    shown = window(small(weight_init={"method": "normal", "std": 0.25}))
    choose(find(shown, "weight_init.method"), "zeros")
    choose(find(shown, "bias_init.method"), "normal")
    assert shown.experiment().value("bias_init.std") == 1.0


# a ≤ b:


@pytest.mark.parametrize(("method", "strict"), [("uniform", False), ("trunc_normal", True)])
def test_the_form_never_lets_a_exceed_b(window, qtbot, method, strict):
    shown = window(small(weight_init={"method": method, "a": -0.25, "b": 0.25}))
    for name, push in (("a", 4.0), ("a", 1e9), ("b", -4.0), ("b", -1e300)):
        for part in (".slider", ""):
            control = find(shown, f"weight_init.{name}{part}")
            before = shown.experiment()
            control.setValue(push if not part else (1000 if push > 0 else 0))
            values = shown.experiment().weight_init.parameters
            assert values["a"] < values["b"] or (values["a"] == values["b"] and not strict)
            assert find(shown, "weight_init.a").value() == values["a"]
            assert find(shown, "weight_init.b").value() == values["b"]
            if part:  # a slider stops where the rule stands, and the arrow keys of the field too
                assert shown.runs.error is None
                find(shown, f"weight_init.{name}").stepBy(1 if push > 0 else -1)
                assert shown.runs.error is None
            else:  # a number that is too far is refused with the reason
                assert shown.experiment() == before
                assert "a = " in str(shown.runs.error)
                assert "b = " in str(shown.runs.error)
                assert shown.message.isVisible()
                shown.runs.set_error(None)


def test_bounds_that_have_met_can_part_again(window, qtbot):
    shown = window(small(weight_init={"method": "uniform", "a": 0.5, "b": 0.5}))
    set_control(find(shown, "weight_init.b"), 1.5)
    set_control(find(shown, "weight_init.a"), 1.25)
    assert shown.experiment().weight_init.parameters == {"a": 1.25, "b": 1.5}


@pytest.mark.parametrize("method", ["uniform", "trunc_normal"])
def test_bounds_that_both_move_past_the_old_ones_are_shown(window, method):
    shown = window(small(weight_init={"method": method, "a": 0.0, "b": 1.0}))
    for a, b in ((5.0, 9.0), (-9.0, -5.0), (100.0, 101.0)):
        wanted = small(weight_init={"method": method, "a": a, "b": b})
        shown.set_experiment(wanted)
        assert shown_by(shown) == wanted
    for _ in range(3):
        shown.actions_["undo"].trigger()
    assert shown_by(shown).weight_init.parameters["b"] == 1.0


# Sliders:


def test_a_slider_spans_the_usual_range_and_its_field_the_legal_one(window):
    shown = window(small())
    cases = [(entry.method, p) for entry in weight_methods(2) for p in entry.parameters]
    for method, parameter in cases:
        if isinstance(parameter, Choice) or parameter.name in ("a", "b"):
            continue
        choose(find(shown, "weight_init.method"), method)
        key = f"weight_init.{parameter.name}"
        slider, field = find(shown, f"{key}.slider"), find(shown, key)
        for position, expected in (
            (slider.minimum(), parameter.usual[0]),
            (slider.maximum(), parameter.usual[1]),
        ):
            slider.setValue(position)
            assert shown.experiment().value(key) == pytest.approx(expected)
        assert field.maximum() == min(parameter.high, 1.7976931348623157e308)
        least = 0.0 if parameter.low == 0 else -1.7976931348623157e308
        assert field.minimum() == pytest.approx(least, abs=1e-299)


def test_a_slider_for_features_is_logarithmic_from_1_to_16384(window):
    shown = window(small())
    slider = find(shown, "layer.in_features.slider")
    seen = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        slider.setValue(round(slider.maximum() * share))
        seen.append(shown.experiment().layer.in_features)
    assert seen == [1, round(16384**0.25), 128, round(16384**0.75), 16384]


def test_a_value_beyond_the_usual_range_leaves_the_slider_at_its_end(window):
    shown = window(small(weight_init={"method": "normal", "std": 500.0, "mean": -40.0}))
    std, mean = find(shown, "weight_init.std.slider"), find(shown, "weight_init.mean.slider")
    assert std.value() == std.maximum()
    assert mean.value() == mean.minimum()
    assert shown.experiment().weight_init.parameters == {"mean": -40.0, "std": 500.0}


def test_slider_and_field_always_show_the_same_number(window):
    shown = window(small(weight_init={"method": "normal"}))
    slider, field = find(shown, "weight_init.std.slider"), find(shown, "weight_init.std")
    for position in range(0, slider.maximum() + 1, 111):
        slider.setValue(position)
        assert field.value() == shown.experiment().value("weight_init.std")
        low, high = 0.001, 10.0
        expected = low * (high / low) ** (position / slider.maximum())
        assert math.isclose(field.value(), expected, rel_tol=0.01)


def test_a_drag_is_followed_while_the_mouse_is_still_down(window, qtbot):
    shown = window(small())
    slider = find(shown, "dropout.p.slider")

    with settling(qtbot, shown):
        mouse(slider, QEvent.Type.MouseButtonPress, 0.0)
        mouse(slider, QEvent.Type.MouseMove, 0.5)
    assert slider.isSliderDown()
    assert 0.2 < shown.experiment().dropout.p < 0.8
    assert len(shown.page.output.histograms) == 2
    mouse(slider, QEvent.Type.MouseButtonRelease, 0.5)


def test_a_slider_that_is_held_does_not_jump_to_the_rounded_number(window):
    shown = window(small())
    slider = find(shown, "dropout.p.slider")
    slider.setSliderDown(True)
    slider.setSliderPosition(337)
    assert shown.experiment().dropout.p == 0.34
    assert slider.value() == 337
    slider.setSliderDown(False)


# What is said beside a control:

REFUSED = [
    ("layer.in_features", "1,024", ["1,024", "1.024 or 1024"]),
    ("layer.in_features", "2000000", ["2000000", "1 to 1,048,576"]),
    ("weight_init.mean", "1,000", ["1,000", "1 or 1000"]),
    ("weight_init.a", "3", ["a = 3", "b = 2"]),
    ("weight_init.std", "0", ["above 0"]),
    ("dropout.p", "1.5", ["1.5", "0 to 1"]),
    ("dropout.p", "half", ["half", "not a number"]),
    ("run.seed", "1.000", ["1 or 1000"]),
    ("run.seed", "-1", ["-1", "outside"]),
]


@pytest.mark.parametrize(("key", "text", "words"), REFUSED)
def test_a_refused_number_is_said_beside_its_control_and_changes_nothing(window, key, text, words):
    start = small(weight_init={"method": "trunc_normal"}, dropout={"p": 0.25})
    shown = window(start)
    control = find(shown, key)
    type_into(control, text)
    assert shown.experiment() == start
    assert control.value() == start.value(key)
    assert float(control.text()) == start.value(key)
    said = shown.panel.section_of(key).message
    assert shown.message.isVisible()
    assert key in shown.message.text.text()
    for word in words:
        assert word in shown.message.text.text()
        assert word in said.text()
    type_into(control, "1/2" if key.startswith(("weight", "dropout")) else "7")
    assert not shown.message.isVisible()


@pytest.mark.parametrize(
    ("page", "key", "text", "words"),
    [
        ("layer", "view.bins", "many", ["many", "not a number"]),
        ("layer", "view.bins", "5", ["5", "10 to 500"]),
        ("depth", "depth.layers", "1,5", ["1,5", "whole"]),
        ("depth", "depth.width", "1.024", ["1.024 or 1024"]),
    ],
)
def test_a_control_of_a_page_says_it_too(window, page, key, text, words):
    shown = window(small(), page=page)
    control = find(shown, key)
    before = control.value()
    type_into(control, text)
    assert control.value() == before
    assert shown.message.isVisible()
    for word in (key, *words):
        assert word in shown.message.text.text()


def test_bins_can_be_typed_and_given_back_to_the_program(window, qtbot):
    shown = window(small())
    bins = find(shown, "view.bins")
    assert (bins.bins(), bins.text()) == (None, "automatic")
    for text, number in (("1e2", 100), ("", None), ("20", 20), ("automatic", None)):
        bins.setFocus()
        bins.selectAll()
        QTest.keyClick(bins, Qt.Key.Key_Delete)
        type_into(bins, text)
        assert bins.bins() == number
    assert shown.runs.error is None


def test_dropout_says_what_is_dropped_and_what_is_kept(window, qtbot):
    shown = window(small(dropout={"p": 0.2}))
    said = shown.panel.section_of("dropout").message
    assert said.isVisible()
    for part in ("0.2", "0.8", "1.25"):
        assert part in said.text()
    with settling(qtbot, shown):
        choose(find(shown, "dropout.training"), False)
    assert "1.25" not in said.text()


def test_kaiming_says_when_a_is_ignored(window, qtbot):
    shown = window(small(weight_init={"method": "kaiming_normal", "a": 0.5}))
    said = shown.panel.section_of("weight_init").message
    assert not said.isVisible()
    with settling(qtbot, shown):
        choose(find(shown, "weight_init.nonlinearity"), "relu")
    assert said.isVisible()
    assert "ignored" in said.text()


def test_trunc_normal_says_that_its_bounds_are_absolute(window):
    values = {"method": "trunc_normal", "std": 0.02, "a": -2.0, "b": 2.0}
    said = window(small(weight_init=values)).panel.section_of("weight_init").message
    assert "100" in said.text()  # 2 / 0.02 σ away: it cuts off nothing
