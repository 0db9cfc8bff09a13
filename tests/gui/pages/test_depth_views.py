"""The Depth page: distributions, languages, themes, sizes, and what is saved of it."""

from __future__ import annotations

import csv
import io
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget

from core.depth import code as depth_snippet
from core.depth import mean_field
from core.experiment import Experiment
from gui.files.formats import png, svg
from gui.look.theme import theme
from gui.plots.density import DensityMap
from gui.plots.ridgeline import Ridgeline
from gui.window import MainWindow
from tests.core.depth.support import deep
from tests.gui.pages.test_depth import WAYS, assert_drawn, log10, plot, torch_rms, verdict
from tests.gui.pages.test_depth_tools import click, names
from tests.gui.pictures import figures
from tests.gui.support import find, run_code, set_control, settling
from tests.gui.test_layout import problems, settle_layout, show_all_tabs
from tests.numerals import number

CONTROL = Qt.KeyboardModifier.ControlModifier


def spread(window: MainWindow) -> Any:
    """The distributions as they are drawn: a ridgeline or a map."""
    return find(window, "plot.depth.distributions").currentWidget()


# Distributions:


def tensors(experiment: Experiment, quantity: str) -> list[torch.Tensor]:
    """One of each layer, by the shown code."""
    left = torch_rms(experiment)
    if quantity == "gradient":
        return list(left["gradients"])
    if quantity == "weight":
        return [linear.weight.detach() for linear in left["layers"]]
    zs = [z.detach() for z in left["zs"]]
    return zs if quantity == "preactivation" else [torch.relu(z) for z in zs]


def assert_spread(window: MainWindow, quantity: str) -> None:
    """Zeros and rough shape of every layer that is drawn are those of torch's tensors."""
    picture = spread(window)
    expected = tensors(window.experiment(), quantity)
    numbers = getattr(picture, "numbers", range(1, len(expected) + 1))
    widths = np.diff(picture.edges)
    for row, index in enumerate(numbers):
        values = expected[index - 1].double().flatten().numpy()
        if "rms" in picture.unit:
            values = values / np.sqrt(np.mean(values**2))
        assert picture.zeros[row] == pytest.approx(np.mean(values == 0.0))
        within = (values != 0) & (values >= picture.edges[0]) & (values < picture.edges[-1])
        share = picture.density[row] * widths
        assert share.sum() == pytest.approx(within.mean(), abs=0.01)
        counts = np.histogram(values[within], picture.edges)[0] / len(values)
        # A value may lie a fine bin beside its own.
        assert np.abs(np.cumsum(share) - np.cumsum(counts)).max() < 0.04


def test_four_quantities_can_be_seen_and_the_choice_stays(window: Any, qtbot: Any) -> None:
    shown = window(deep("kaiming_normal", activation="relu"), page="depth")
    assert find(shown, "depth.show.activation").isChecked()
    assert spread(shown).unit == "φ(z)"
    assert_spread(shown, "activation")
    for quantity, unit in (("preactivation", "z"), ("gradient", "dL/dz"), ("weight", "W")):
        click(qtbot, shown, f"depth.show.{quantity}")
        assert spread(shown).unit == unit
        assert_spread(shown, quantity)
    with settling(qtbot, shown):
        set_control(find(shown, "depth.width"), 24)
    assert find(shown, "depth.show.weight").isChecked()
    assert spread(shown).unit == "W"
    assert_spread(shown, "weight")
    with settling(qtbot, shown):
        shown.show_page("layer")
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert_spread(shown, "weight")


def test_up_to_twelve_layers_are_hills_and_more_are_a_map(window: Any, qtbot: Any) -> None:
    shown = window(deep(layers=12), page="depth")
    assert isinstance(spread(shown), Ridgeline)
    assert spread(shown).numbers == tuple(range(1, 13))
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 13)
    assert isinstance(spread(shown), DensityMap)
    assert spread(shown).count == 13
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 3)
    assert isinstance(spread(shown), Ridgeline)


def test_a_way_of_drawing_chosen_by_hand_stays(window: Any, qtbot: Any) -> None:
    shown = window(deep("kaiming_normal", activation="relu", layers=30), page="depth")
    find(shown, "depth.ridges").click()
    assert isinstance(spread(shown), Ridgeline)
    shows = spread(shown).numbers
    assert len(shows) == 12
    assert (shows[0], shows[-1]) == (1, 30)
    assert {after - before for before, after in pairwise(shows)} <= {2, 3}
    assert_spread(shown, "activation")
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 20)
    assert isinstance(spread(shown), Ridgeline)
    find(shown, "depth.map").click()
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 4)
    assert isinstance(spread(shown), DensityMap)
    assert_spread(shown, "activation")


def test_each_layer_can_be_divided_by_its_own_size(window: Any, qtbot: Any) -> None:
    shown = window(deep("normal", std=0.05, activation="relu"), page="depth")
    assert spread(shown).unit == "φ(z)"
    find(shown, "depth.own_scale").click()
    assert spread(shown).unit == "φ(z) / rms"
    assert_spread(shown, "activation")
    with settling(qtbot, shown):
        set_control(find(shown, "depth.layers"), 5)
    assert spread(shown).unit == "φ(z) / rms"
    find(shown, "depth.own_scale").click()
    assert_spread(shown, "activation")


def test_a_quantity_asked_for_while_another_run_is_on_is_that_of_the_newest(
    window: Any, qtbot: Any
) -> None:
    shown = window(deep("kaiming_normal", activation="relu"), page="depth")
    with settling(qtbot, shown):
        set_control(find(shown, "depth.width"), 40)
        find(shown, "depth.show.weight").click()
    assert_drawn(shown)
    assert_spread(shown, "weight")


# Languages, themes, sizes:


def test_the_language_is_switched_live(window: Any, qtbot: Any) -> None:
    shown = window(deep("ones", activation="relu"), page="depth", size=(1600, 900))
    find(shown, "depth.pin").click()
    english = verdict(shown), names(shown), find(shown, "status").text()
    shown.appearance.set_language("zh_CN")
    QApplication.processEvents()
    for text in (verdict(shown), names(shown)[0], find(shown, "status").text()):
        assert any("\u4e00" <= c <= "\u9fff" for c in text), text
    assert not any("\u4e00" <= c <= "\u9fff" for c in " ".join(english[1]))
    assert_drawn(shown)
    shown.appearance.set_language("en")
    QApplication.processEvents()
    assert (verdict(shown), names(shown), find(shown, "status").text()) == english


def test_a_hidden_page_says_nothing_when_the_language_is_switched(window: Any, qtbot: Any) -> None:
    shown = window(deep(), page="layer")
    for page in ("depth", "layer"):
        with settling(qtbot, shown):
            shown.show_page(page)
    before = find(shown, "status").text()
    shown.appearance.set_language("zh_CN")
    shown.appearance.set_language("en")
    QApplication.processEvents()
    assert find(shown, "status").text() == before


def test_the_theme_is_switched_live(window: Any, qtbot: Any) -> None:
    shown = window(deep(activation="relu"), page="depth", size=(1600, 900))
    click(qtbot, shown, "depth.compare_all")
    curve = plot(shown, "forward")
    light = curve.band.opts["pen"].color().name()
    shown.appearance.set_theme("dark")
    assert curve.band.opts["pen"].color().name() == theme.colours.sample.lower() != light
    assert curve.backgroundBrush().color().name() == theme.colours.card.lower()
    assert_drawn(shown)
    shown.appearance.set_projector(True)
    assert_drawn(shown)
    assert not shown.page.theory.view.isHidden()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_ghosts_comparison_and_symmetry_fit_at_every_size(
    window: Any, qtbot: Any, language: str
) -> None:
    shown = window(deep("trunc_normal", std=0.02, p=0.5), page="depth", language=language)
    for _ in range(4):
        find(shown, "depth.pin").click()
    click(qtbot, shown, "depth.compare_all")
    wrong = []
    for method in ("trunc_normal", "ones"):
        if method == "ones":
            with settling(qtbot, shown):
                set_control(find(shown, "weight_init.method"), method)
        for size in ((1024, 720), (1600, 900)):
            shown.resize(*size)
            settle_layout()
            for _ in show_all_tabs(shown):
                wrong += [f"{text} at {size}" for text in problems(shown)]
    assert not wrong, "\n".join(wrong)


def tabs(window: MainWindow) -> QTabWidget | None:
    found = [one for one in window.page.findChildren(QTabWidget) if one.isVisible()]
    assert len(found) <= 1
    return found[0] if found else None


def test_the_distributions_move_between_tabs_and_page_and_are_never_lost(
    window: Any, qtbot: Any
) -> None:
    shown = window(deep("kaiming_normal", activation="relu"), page="depth", size=(1600, 900))
    for _ in range(3):
        shown.resize(1024, 720)
        settle_layout()
        folded = tabs(shown)
        assert folded is not None
        assert folded.tabText(0) == "Distributions"
        folded.setCurrentIndex(0)  # the tab of the time before is the one that is shown
        card = find(shown, "plot.depth.distributions")
        assert folded.isAncestorOf(card)
        assert card.isVisible()
        click(qtbot, shown, "depth.show.gradient")
        assert_spread(shown, "gradient")
        folded.setCurrentIndex(2)
        shown.resize(1600, 900)
        settle_layout()
        assert tabs(shown) is None
        assert find(shown, "plot.depth.distributions").isVisible()
        assert find(shown, "plot.depth.distributions").height() > 80
        click(qtbot, shown, "depth.show.activation")
        assert_spread(shown, "activation")
    assert shown.page.spread.window() is shown


def test_a_page_first_seen_narrow_unfolds_too(window: Any, qtbot: Any) -> None:
    shown = window(deep(), page="layer", size=(1024, 720))
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert tabs(shown) is not None
    with settling(qtbot, shown):
        shown.show_page("dropout")
    shown.resize(1600, 900)
    settle_layout()
    with settling(qtbot, shown):
        shown.show_page("depth")
    settle_layout()
    assert tabs(shown) is None
    assert find(shown, "plot.depth.distributions").isVisible()
    assert not problems(shown)


# What is saved and copied:


@pytest.mark.parametrize("size", [(1024, 720), (1600, 900)])
def test_every_picture_is_exported_as_it_is_seen(
    window: Any, qtbot: Any, size: tuple[int, int]
) -> None:
    shown = window(deep("kaiming_normal", activation="relu"), page="depth", size=size)
    drawn = {exported.key: figure for exported, figure in figures(shown)}
    assert list(drawn) == ["forward", "backward", "distributions", "units"]
    for key, figure in drawn.items():
        assert figure.title
        image = QImage.fromData(png(figure))
        assert image.width() >= 400
        assert image.height() >= 150
        across, down = range(0, image.width(), 3), range(0, image.height(), 3)
        assert len({image.pixel(x, y) for x in across for y in down}) > 5, key
    hills = svg(drawn["distributions"])
    assert b"<image" not in hills
    find(shown, "depth.map").click()
    assert svg(drawn["distributions"]).count(b"<image") == 1


def test_the_table_holds_every_layer(window: Any, qtbot: Any) -> None:
    experiment = deep("constant", val=0.1, activation="relu")
    shown = window(experiment, page="depth")
    (table,) = [one for one in shown.page.exports() if one.csv is not None]
    assert table.csv is not None
    rows = list(csv.DictReader(io.StringIO(table.csv())))
    assert list(rows[0]) == [
        *("layer", "forward_rms", "theory_forward_rms", "backward_rms", "theory_backward_rms"),
        *("saturated", "dead", "rank"),
    ]
    left = torch_rms(experiment)
    assert [int(row["layer"]) for row in rows] == [1, 2, 3, 4, 5, 6]
    for way in WAYS:
        assert [float(row[f"{way}_rms"]) for row in rows] == left[f"{way}_rms"]
        assert {row[f"theory_{way}_rms"] for row in rows} == {""}
    assert {row["rank"] for row in rows} == {"1.0"}
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.method"), "kaiming_normal")
    rows = list(csv.DictReader(io.StringIO(table.csv())))
    theory = mean_field.predict(shown.experiment())
    assert theory.forward is not None
    assert [float(row["theory_forward_rms"]) for row in rows] == theory.forward.tolist()
    zs = torch_rms(shown.experiment())["zs"]
    dead = [float((z <= 0).all(dim=0).double().mean()) for z in zs]
    flat = [float((z <= 0).double().mean()) for z in zs]  # φ' = 0 there
    assert [float(row["dead"]) for row in rows] == pytest.approx(dead)
    assert [float(row["saturated"]) for row in rows] == pytest.approx(flat)
    assert {row["rank"] for row in rows} == {""}


def test_the_copied_code_gives_the_printed_numbers(window: Any, qtbot: Any) -> None:
    shown = window(deep(activation="tanh", p=0.5), page="depth")
    QGuiApplication.clipboard().clear()
    modifiers = CONTROL | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown, Qt.Key.Key_C, modifiers)
    code = QGuiApplication.clipboard().text()
    assert code == depth_snippet.code(shown.experiment())
    left = run_code(code)
    printed = find(shown.page, "printed").toPlainText().split("\n\n")
    for text, way in zip(printed, WAYS, strict=True):
        title, *lines = text.split()
        assert title == f"{way}_rms"
        assert [float(line) for line in lines] == left[f"{way}_rms"]


def test_the_status_line_says_the_parameters_and_the_layer_under_the_cursor(
    window: Any, qtbot: Any
) -> None:
    shown = window(deep(), page="depth")
    status = find(shown, "status")
    # 6 layers of 16 × 16 weights and 16 biases.
    assert status.text().startswith("1,632 parameters · 6 layers in ")
    curve = plot(shown, "forward")
    QTest.keyClick(curve, Qt.Key.Key_End)
    value = 10 ** log10(torch_rms(shown.experiment())["forward_rms"])[-1]
    said = status.text()
    assert said.startswith("layer 6: rms ")
    assert math.isclose(number(said.split()[3]), value, rel_tol=0.01)
    curve.clearFocus()
    curve.point_at(None)
    assert status.text().startswith("1,632 parameters")
