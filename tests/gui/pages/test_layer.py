"""The Layer page: what it says of the weights beside their pictures, and its tools."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QTabWidget

from core import layer
from core.pages import PAGES
from gui.app import wait_until_settled
from tests.core.support import torch_linear
from tests.gui.support import (
    areas,
    assert_drawn,
    assert_weights_drawn,
    choose,
    find,
    run_code,
    set_control,
    settling,
    small,
)
from tests.gui.test_projector import settle_layout
from tests.numerals import number

TORCH = ("PyTorch: ", "PyTorch 写法：")
NORMAL = {"method": "normal", "mean": 0.5, "std": 2.0}


def statistics(shown) -> dict[str, tuple[str, str]]:
    """Row name → (sampled, theory), as the table shows them."""
    table = find(shown, "statistics", QTableWidget)
    return {
        table.verticalHeaderItem(row).text(): (
            table.item(row, 0).text(),
            table.item(row, 1).text(),
        )
        for row in range(table.rowCount())
    }


def power(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().double().square().mean()


# Statistics:


def test_the_statistics_are_those_that_torch_computes(window):
    experiment = small(layer={"in_features": 100}, weight_init=NORMAL)
    shown = window(experiment)
    weight = torch_linear(experiment).weight.detach().double()
    rows = statistics(shown)
    for name, value in (
        ("mean", weight.mean()),
        ("std", weight.std(correction=0)),
        ("min", weight.min()),
        ("max", weight.max()),
        ("‖W‖_F", torch.linalg.matrix_norm(weight)),
        ("‖W‖₂", torch.linalg.matrix_norm(weight, 2)),
    ):
        assert number(rows[name][0]) == pytest.approx(float(value), rel=1e-3), name
    expected = [number(rows[name][1]) for name in ("mean", "std", "min", "max")]
    assert expected == [0.5, 2.0, -math.inf, math.inf]
    # E‖W‖² = n (σ² + μ²)
    assert number(rows["‖W‖_F"][1]) == pytest.approx(math.sqrt(3000 * 4.25), rel=1e-3)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_every_row_says_in_its_tooltip_the_expression_that_gives_it(window, language, dtype):
    experiment = small(layer={"in_features": 100}, weight_init=NORMAL, run={"dtype": dtype})
    shown = window(experiment, language=language)
    names = {"torch": torch, "linear": torch_linear(experiment)}
    card, table = shown.page.statistics, find(shown, "statistics", QTableWidget)
    for button in card.buttons:
        button.click()
        for row in range(table.rowCount()):
            items = [table.verticalHeaderItem(row), *(table.item(row, at) for at in (0, 1))]
            (tip,) = {item.toolTip() for item in items}
            told = [line for line in tip.split("\n") if line.startswith(TORCH)]
            expression = told[0].split(": " if language == "en" else "：", 1)[1]
            with torch.no_grad():
                value = float(eval(expression, names))
            assert number(items[1].text()) == pytest.approx(value, rel=1e-3), tip


def test_after_a_stop_nothing_is_waited_for(window, qtbot):
    shown = window(small(weight_init=NORMAL))
    card = shown.page.statistics
    *_, before, _ = layer.run(shown.experiment())
    shown.page.show_result(before)
    assert statistics(shown)["‖W‖₂"][0] == "…"
    shown.page.stopped()
    assert statistics(shown)["‖W‖₂"][0] == "–"
    assert not card.is_waiting


def test_what_is_drawn_is_not_dimmed_while_its_spectral_norm_is_looked_for(window):
    shown = window(small(weight_init=NORMAL))
    page = shown.page
    first, second, _ = layer.run(shown.experiment())
    page.set_pending(True)  # the run before has taken long
    assert page.output_card.pending
    page.show_result(first)
    assert page.output_card.pending
    page.show_result(second)
    assert not page.output_card.pending
    page.set_pending(True)
    assert not page.matrix_card.pending


def test_the_theory_of_a_uniform_weight_is_its_bounds(window):
    rows = statistics(window(small(weight_init={"method": "uniform", "a": -1.0, "b": 3.0})))
    assert number(rows["mean"][1]) == 1.0
    assert number(rows["std"][1]) == pytest.approx(4 / math.sqrt(12), rel=1e-3)
    assert (number(rows["min"][1]), number(rows["max"][1])) == (-1.0, 3.0)


def test_the_bias_has_statistics_of_its_own(window, qtbot):
    experiment = small(
        layer={"out_features": 300}, bias_init={"method": "normal", "mean": 5.0, "std": 0.1}
    )
    shown = window(experiment)
    card = shown.page.statistics
    card.buttons[1].click()
    bias = torch_linear(experiment).bias.detach().double()
    rows = statistics(shown)
    assert number(rows["mean"][0]) == pytest.approx(float(bias.mean()), rel=1e-3)
    assert number(rows["mean"][1]) == 5.0
    with settling(qtbot, shown):
        find(shown, "layer.bias").click()
    assert not card.buttons[1].isEnabled()
    assert number(statistics(shown)["mean"][1]) == 0.0  # the weight's again


def test_a_sample_that_follows_its_theory_is_said_to(window):
    shown = window(small(layer={"in_features": 200, "out_features": 200}, weight_init=NORMAL))
    verdict = shown.page.statistics.verdict
    assert verdict.text().startswith("✓")
    assert "p = " in verdict.text()
    p = number(verdict.text().split("p = ")[1])
    assert 0.001 < p <= 1.0


def test_a_constant_matches_its_theory_exactly(window):
    verdict = window(small(weight_init={"method": "ones"})).page.statistics.verdict
    assert verdict.text().startswith("✓")
    assert "p = " not in verdict.text()


@pytest.mark.parametrize(
    ("language", "value"), [("en", "largest value, 9."), ("zh_CN", "最大值 9.")]
)
def test_what_does_not_match_says_which_test_found_it_and_what_torch_does(window, language, value):
    """In bfloat16 trunc_normal's rejection keeps values up to 10 of N(0, 1) on [1, 10]."""
    init = {"method": "trunc_normal", "mean": 0.0, "std": 1.0, "a": 1.0, "b": 10.0}
    layer = {"in_features": 100, "out_features": 100}
    experiment = small(layer=layer, weight_init=init, run={"dtype": "bfloat16"})
    card = window(experiment, language=language).page.statistics
    assert card.verdict.text().startswith("✗")
    assert value in card.verdict.text()
    assert "trunc_normal_" in card.cause.text()
    assert card.cause.isVisibleTo(card)
    assert len(card.verdict.toolTip().split("\n")) == 6  # the reason, two extremes, moments, bins
    card.buttons[1].click()
    assert card.verdict.text().startswith("✓")
    assert not card.cause.isVisibleTo(card)


def test_too_few_weights_are_no_verdict(window):
    layer = {"in_features": 3, "out_features": 2}
    verdict = window(small(layer=layer, weight_init=NORMAL)).page.statistics.verdict
    assert verdict.text()
    assert not verdict.text().startswith(("✓", "✗"))


def test_infinite_weights_are_counted_and_said(window):
    experiment = small(weight_init=NORMAL | {"std": 40_000.0}, run={"dtype": "float16"})
    shown = window(experiment)
    infinite = int(torch.isinf(torch_linear(experiment).weight).sum())
    assert infinite > 0
    assert statistics(shown)["infinite"][0] == f"{infinite:,}"


def test_nan_outputs_do_not_keep_the_page_from_its_pictures(window):
    # inf − inf in the product
    experiment = small(weight_init=NORMAL | {"std": 60_000.0}, run={"dtype": "float16"})
    shown = window(experiment)
    output = shown.page.result().output.before
    assert output.nan + output.inf > 0
    assert_weights_drawn(shown)
    assert find(shown, "advice").text()


# Formula, advice, signal:


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


# The tools above the histogram:


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
