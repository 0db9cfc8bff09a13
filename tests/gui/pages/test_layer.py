"""The Layer page beside its pictures: formula, advice, factor, code, titles, right column."""

from __future__ import annotations

import math

import pytest
import torch
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTabWidget

from core.pages import PAGES
from gui.app import wait_until_settled
from tests.gui.support import assert_weights_drawn, find, run_code, settling, small
from tests.gui.test_projector import settle_layout
from tests.numerals import number

# Formula, advice, signal:


def power(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().double().square().mean()


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ({"method": "xavier_normal", "gain": 2.0}, 2.0 * math.sqrt(2 / 50)),
        ({"method": "xavier_uniform"}, math.sqrt(6 / 50)),
        ({"method": "kaiming_normal", "nonlinearity": "relu"}, math.sqrt(2 / 20)),
        ({"method": "kaiming_uniform", "mode": "fan_out", "a": 1.0}, math.sqrt(3 / 30)),
        ({"method": "default"}, 1 / math.sqrt(20)),
        ({"method": "orthogonal"}, 1 / math.sqrt(30)),
    ],
)
def test_the_formula_carries_its_present_number(window, method, value):
    shown = window(small(weight_init=method))
    said = find(shown, "formula").accessibleDescription()
    assert number(said.split("=")[-1].strip()) == pytest.approx(value, rel=1e-3)


def test_the_formula_follows_a_slider(window, qtbot):
    shown = window(small(weight_init={"method": "xavier_normal"}))
    before = find(shown, "formula").accessibleDescription()
    with settling(qtbot, shown):
        find(shown, "weight_init.gain.slider").setValue(900)
    assert find(shown, "formula").accessibleDescription() != before


def test_xavier_with_relu_is_said_to_halve_the_power_and_he_to_keep_it(window, qtbot):
    square = {"in_features": 400, "out_features": 400, "activation": "relu"}
    zero = {"method": "zeros"}
    shown = window(small(layer=square, weight_init={"method": "xavier_normal"}, bias_init=zero))
    assert "halves" in find(shown, "advice").text()
    assert shown.page.result().output.factor == pytest.approx(0.5, rel=0.05)
    he = {"method": "kaiming_normal", "nonlinearity": "relu"}
    with settling(qtbot, shown):
        shown.set_experiment(small(layer=square, weight_init=he, bias_init=zero))
    assert "keeps" in find(shown, "advice").text()


WIDE = {"in_features": 400, "out_features": 400, "activation": "relu"}
ZEROS = {"method": "zeros"}


@pytest.mark.parametrize(
    ("weight", "words", "colour"),
    [
        ({"method": "xavier_normal"}, "↘ × 0.50 per layer", "bad"),
        ({"method": "kaiming_normal", "nonlinearity": "relu"}, "✓ × 1.00 per layer", "good"),
        (
            {"method": "kaiming_normal", "nonlinearity": "linear", "a": 0.0, "mode": "fan_in"},
            "↘ × 0.50 per layer",
            "bad",
        ),
        ({"method": "normal", "std": 1.0}, "↗ × 200 per layer", "bad"),
        ({"method": "zeros"}, "↘ × 0 in this layer", "bad"),
    ],
)
def test_the_power_factor_stands_in_large_letters(window, weight, words, colour):
    """n·Var[w]/2: 1/2 of Xavier, 1 of He, 400/2 of N(0, 1)."""
    shown = window(small(layer=WIDE, weight_init=weight, bias_init=ZEROS))
    strip = find(shown, "factor")
    assert strip.words == words
    assert strip._colour == colour
    assert words[2:] in strip.accessibleName()
    factor = shown.page.result().power_factor
    assert (strip.theory, strip.measured) == (factor.theory, factor.measured)


def test_where_the_factor_differs_from_layer_to_layer_it_is_that_of_this_one(window, qtbot):
    layer = WIDE | {"activation": "tanh"}
    shown = window(small(layer=layer, weight_init={"method": "xavier_normal"}, bias_init=ZEROS))
    strip = find(shown, "factor")
    assert strip.words == "↘ × 0.39 in this layer"
    shown.appearance.next_language()
    assert strip.words == "↘ 本层 × 0.39"
    assert "0.39" in strip.accessibleName()


@pytest.mark.parametrize("projector", [False, True], ids=["normal", "projector"])
@pytest.mark.parametrize("size", [(1024, 640), (1024, 768), (1600, 900)])
def test_the_power_factor_is_seen_at_every_size_and_costs_at_most_a_row(window, size, projector):
    experiment = small(layer=WIDE, weight_init={"method": "xavier_normal"}, bias_init=ZEROS)
    shown = window(experiment, size=size, projector=projector)
    strip, page = find(shown, "factor"), shown.page
    assert strip.isVisible()
    assert strip.visibleRegion().boundingRect() == strip.rect()
    assert strip.beside is page.column.folded
    assert "0.50" in strip.shown_words()
    letters = strip.fontMetrics().height()
    assert strip.height() <= 2.5 * letters
    assert not strip.scale().isEmpty()
    for beside in (False, page.column.folded):
        shown.actions_["view.focus"].trigger()
        settle_layout()
        assert strip.beside is beside
        assert strip.visibleRegion().boundingRect() == strip.rect()


@pytest.mark.parametrize(("inputs", "said"), [(5, True), (50, False)])
def test_of_few_inputs_theory_is_called_an_estimate(window, inputs, said):
    layer = {"in_features": inputs, "activation": "tanh"}
    shown = window(small(layer=layer, weight_init={"method": "xavier_normal"}))
    for text in (shown.page.signal.factors.text(), find(shown, "factor").toolTip()):
        assert ("estimate" in text) is said


def test_the_measured_factor_is_that_of_the_shown_code(window):
    shown = window(small(layer={"activation": "tanh"}, dropout={"p": 0.5}))
    names = run_code(find(shown, "code").toPlainText())
    measured = float(power(names["y"]) / power(names["x"]))
    said = shown.page.signal.factors.text()
    assert number(said.split("=")[1].split("measured")[0]) == pytest.approx(measured, rel=1e-3)


# Code and print:


def test_shape_and_weight_are_what_print_prints(window, capsys):
    shown = window(small(layer={"in_features": 5, "out_features": 2}))
    names = run_code(find(shown, "code").toPlainText())
    print(names["linear"].weight.shape)
    print(names["linear"].weight)
    assert find(shown, "printed").toPlainText() + "\n" == capsys.readouterr().out


def test_code_and_print_share_a_place(window):
    shown = window(small(), size=(1600, 900))
    code, printed = find(shown, "code"), find(shown, "printed")
    assert code.isVisible()
    assert not printed.isVisible()
    shown.page.code.buttons[1].click()
    assert printed.isVisible()
    assert not code.isVisible()


@pytest.mark.parametrize("page", [key for key, page in PAGES.items() if "code" in page.cards])
def test_copy_copies_the_text_that_is_shown(window, page):
    shown = window(small(sweep={"x_count": 2, "y_count": 2}), page=page, size=(1600, 900))
    shown.page.run_to_end()
    wait_until_settled(shown)
    card = shown.page.code
    code, printed = card.code.toPlainText(), card.printed.toPlainText()
    assert "import torch" in code
    assert printed not in ("", code)
    for button, text in ((1, printed), (0, code), (1, printed)):
        card.buttons[button].click()
        assert card.copy.text() == "Copy"
        card.copy.click()
        assert QGuiApplication.clipboard().text() == text
        assert card.copy.text() == "Copied"


# Titles and the status line:


def test_the_title_says_the_shape_as_out_by_in_and_the_tooltip_why(window):
    shown = window(small(layer={"in_features": 512, "out_features": 256}))
    title = shown.page.weights_card.title
    assert "256 × 512" in title.text()
    assert "out × in" in title.text()
    assert "xWᵀ" in title.toolTip()


def test_the_status_line_says_parameters_memory_time_and_device(window):
    shown = window(small(layer={"in_features": 512, "out_features": 256}))
    said = find(shown, "status").text()
    assert "131,328" in said  # 256 · 512 + 256
    assert "513.0 KiB" in said  # 4 bytes each
    assert "ms" in said
    assert "cpu" in said


# Large layers:


def test_a_large_matrix_is_reduced_and_says_so(window):
    shown = window(small(layer={"in_features": 2048, "out_features": 600}))
    assert_weights_drawn(shown)
    remark = shown.page.matrix_card.remark
    assert remark.isVisible()
    assert "2" in remark.text()
    assert "4" in remark.text()
    assert shown.page.matrix.matrix.values.shape == (300, 512)


# The right column:


def test_the_right_column_folds_into_tabs_where_the_window_is_narrow(window, qtbot):
    shown = window(small(), size=(1920, 1080))
    page = shown.page
    assert not page.column.folded
    assert find(shown, "code").isVisible()
    shown.resize(1024, 768)
    qtbot.waitUntil(lambda: page.column.folded and find(shown, "formula").isVisible())
    tabs = page.column.findChild(QTabWidget)
    assert tabs.count() == 4
    for index, name in enumerate(("formula", "statistics.across", "advice", "code")):
        tabs.setCurrentIndex(index)
        assert find(shown, name).isVisible(), name
        assert tabs.tabText(index)
    shown.resize(1920, 1080)
    qtbot.waitUntil(lambda: not page.column.folded and find(shown, "code").isVisible())
    assert all(find(shown, n).isVisible() for n in ("formula", "statistics", "advice", "code"))


def test_the_tabs_speak_the_present_language(window):
    shown = window(small(), size=(1024, 768))
    tabs = shown.page.column.findChild(QTabWidget)
    english = [tabs.tabText(i) for i in range(tabs.count())]
    shown.appearance.set_language("zh_CN")
    tabs = shown.page.column.findChild(QTabWidget)
    chinese = [tabs.tabText(i) for i in range(tabs.count())]
    assert sum(a != b for a, b in zip(english, chinese, strict=True)) >= 3
