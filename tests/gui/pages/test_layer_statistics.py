"""The table of statistics on the Layer page: torch's numbers, the theory's, and the verdict."""

from __future__ import annotations

import math

import pytest
import torch
from PySide6.QtWidgets import QTableWidget

from core import layer
from tests.core.support import torch_linear
from tests.gui.pages.layer_support import NORMAL
from tests.gui.support import assert_weights_drawn, find, settling, small
from tests.numerals import number

TORCH = ("PyTorch: ", "PyTorch 写法：")


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
