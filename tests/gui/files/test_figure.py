"""Exported pictures of every plot: what they show, in what look, and that nobody notices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from core.disk.endings import PDF, PNG, SVG
from core.experiment import Experiment, files
from core.pages import PAGES
from gui.files.figure import LEAST, MOST, Figure
from gui.files.formats import PICTURES, SCALE, png, svg
from gui.look.colours import DARK, LIGHT
from gui.look.theme import theme
from gui.window import MainWindow
from tests.gui.pictures import figures, pixels, rendered, share_that_differs, tags, words
from tests.gui.support import find, small

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
Window = Callable[..., MainWindow]

MOST_DIFFERENT = 0.002
"""Letters are hinted in one picture and not in the other; an axis at 0.75 of its size is 0.01."""


def example(key: str) -> Experiment:
    return files.load(EXAMPLES / f"{PAGES[key].example}.initlab.json")


def image_of(figure: Figure) -> QImage:
    image = QImage.fromData(png(figure))
    image.setDevicePixelRatio(1.0)
    return image


def assert_alike(shown: MainWindow) -> None:
    found = figures(shown)
    assert found
    for exported, figure in found:
        seen = image_of(figure)
        assert seen.size() == figure.place.size() * SCALE
        drawn = rendered(svg(figure), seen.size())
        assert share_that_differs(seen, drawn) <= MOST_DIFFERENT, exported.key


@pytest.mark.parametrize("key", tuple(PAGES))
def test_vector_graphics_of_every_plot_are_what_its_png_is(window: Window, key: str) -> None:
    assert_alike(window(example(key), page=key, size=(1366, 768)))


ODD = {
    "five to two": ("layer", {}),
    "a constant": ("layer", {"weight_init": {"method": "constant", "val": 0.3}}),
    "far from zero": (
        "layer",
        {
            "layer": {"in_features": 200, "out_features": 100},
            "weight_init": {"method": "normal", "mean": 1e6, "std": 0.1},
            "run": {"dtype": "float64"},
        },
    ),
    "an identity": (
        "layer",
        {"layer": {"in_features": 90, "out_features": 60}, "weight_init": {"method": "eye"}},
    ),
    "infinite and NaN": ("dropout", {"dropout": {"p": 0.5, "vector": "inf, 3, nan, -2, 0"}}),
    "channels": ("dropout", {"dropout": {"p": 0.5, "kind": "dropout1d"}}),
    "broken layers": (
        "depth",
        {
            "weight_init": {"method": "normal", "std": 30.0},
            "layer": {"activation": "relu"},
            "run": {"dtype": "float16"},
            "depth": {"layers": 12, "width": 64, "batch": 64},
        },
    ),
    "ridges and ranks": (
        "depth",
        {
            "weight_init": {"method": "constant", "val": 0.1},
            "depth": {"layers": 6, "width": 32, "batch": 32},
        },
    ),
}


@pytest.mark.parametrize("name", tuple(ODD))
def test_so_are_those_of_odd_experiments(window: Window, name: str) -> None:
    key, sections = ODD[name]
    assert_alike(window(Experiment.from_dict({"initlab": 1} | sections), page=key))


def test_a_zoom_is_in_the_picture_and_curves_end_at_the_axes(window: Window) -> None:
    shown = window(small(weight_init={"method": "normal"}), size=(1366, 768))
    boxes = [shown.page.weights.box, shown.page.matrix.view]
    boxes[0].setRange(xRange=(-0.3, 0.4), padding=0)
    boxes[1].setRange(xRange=(3.2, 9.6), yRange=(5.5, 11.9), padding=0)
    before = [box.viewRange() for box in boxes]
    assert_alike(shown)
    np.testing.assert_allclose([box.viewRange() for box in boxes], before)
    weights, matrix = (words(svg(figure)) for _, figure in figures(shown)[:2])
    assert "0.2" in weights
    assert "2" not in weights  # which the whole axis has
    assert {"4", "9"} < set(matrix)
    assert "12" not in matrix


def test_cells_of_a_small_matrix_are_sharp_and_its_colour_bar_is_there(window: Window) -> None:
    shown = window(Experiment.from_dict({"initlab": 1}), size=(1366, 768))
    (figure,) = (figure for one, figure in figures(shown) if one.widget is shown.page.matrix)
    graphic = svg(figure)
    images = [found for tag, found in tags(graphic) if tag == "image"]
    (cells,) = [one for one in images if one["image-rendering"] == "optimizeSpeed"]
    (bar,) = [one for one in images if one["image-rendering"] == "optimizeQuality"]
    link = next(value for name, value in cells.items() if name.endswith("href"))
    assert len(link) < 20_000
    assert bar is not cells
    limit = shown.page.matrix.bar.labels()[0]
    assert limit in words(graphic)


@pytest.mark.parametrize("key", tuple(PAGES))
def test_a_picture_says_what_it_is_of(window: Window, key: str) -> None:
    shown = window(example(key), page=key)
    init = shown.experiment().weight_init
    for exported, figure in figures(shown):
        said = " ".join(words(svg(figure)))
        assert exported.title in said
        for kind, _, text, *_ in exported.legend.entries if exported.legend else ():
            assert kind
            assert text in said
        assert f"seed {shown.experiment().run.seed}" in said
        if "weight_init" in shown.page.restart:
            assert str(init.entry.label) in said
            values = [(n, v if isinstance(v, str) else f"{v:g}") for n, v in init.values]
            assert all(f"{name} = {value}" in said for name, value in values)


def test_it_speaks_the_language_of_the_window(window: Window) -> None:
    shown = window(small(weight_init={"method": "normal"}), language="zh_CN")
    said = " ".join(words(svg(figures(shown)[0][1])))
    assert "权重直方图" in said
    assert "正态分布" in said
    assert "随机种子 0" in said


def test_pictures_are_dark_on_white_and_the_window_stays_as_it_is(window: Window) -> None:
    shown = window(small(weight_init={"method": "normal"}), theme="dark")
    plots = [one.widget for one, _ in figures(shown)]
    before = [(plot.size(), plot.grab().toImage()) for plot in plots]
    for _, figure in figures(shown):
        seen = pixels(image_of(figure))
        assert QColor(*seen[3, 3].astype(int).tolist()).name() == LIGHT.card
        assert seen.mean() > 150
    assert (theme.dark, theme.colours) == (True, DARK)
    assert [(plot.size(), plot.grab().toImage()) for plot in plots] == before


def test_they_can_have_the_look_of_the_window_instead(window: Window) -> None:
    shown = window(small(weight_init={"method": "normal"}), theme="dark", size=(1600, 900))
    for exported, figure in figures(shown, as_window=True):
        seen = pixels(image_of(figure))
        assert QColor(*seen[3, 3].astype(int).tolist()).name() == DARK.card
        assert figure.size == exported.widget.size()


def test_a_plot_is_large_enough_to_read_in_a_small_window_and_behind_a_tab(
    window: Window,
) -> None:
    shown = window(example("depth"), page="depth", size=(1024, 720))
    hidden = [one for one, _ in figures(shown) if not one.widget.isVisible()]
    assert hidden
    for _, figure in figures(shown):
        size = figure.size
        assert (size.width() >= LEAST.width(), size.height() >= LEAST.height()) == (True, True)
        assert (size.width() <= MOST.width(), size.height() <= MOST.height()) == (True, True)


def test_lines_are_as_wide_as_on_the_screen(window: Window) -> None:
    """Twice as many pixels in a picture of twice the size; a pen that ignores that stays thin."""
    shown = window(small(weight_init={"method": "uniform", "a": -1.0, "b": 1.0}), size=(1600, 900))
    figure = figures(shown)[0][1]
    seen = pixels(image_of(figure))
    colour = np.array(QColor(LIGHT.theory).getRgb()[:3])
    near = np.abs(seen - colour).max(-1) < 60
    across = near.sum(1)
    plateau = across > 0.3 * seen.shape[1]
    width = theme.sizes.curve * SCALE
    assert plateau.sum() == pytest.approx(width, abs=1)


# The menu:


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the save dialogs propose, and the kinds they offer; nobody answers."""
    seen: list[tuple[str, str]] = []

    def ask(_parent: Any, _title: str, suggestion: str, patterns: str) -> tuple[str, str]:
        seen.append((suggestion, patterns))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    return seen


@pytest.mark.parametrize("key", tuple(PAGES))
def test_names_are_proposed_from_page_and_plot(
    window: Window, asked: list[tuple[str, str]], key: str
) -> None:
    shown = window(example(key), page=key)
    plots = [one for one in shown.page.exports() if one.widget is not None]
    for one in plots:
        shown.exporter.picture(one)
    assert [name for name, _ in asked] == [f"{key}-{one.key}" for one in plots]
    assert len({name for name, _ in asked}) == len(plots)
    assert asked[0][1] == "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"


def test_the_look_is_chosen_in_the_menu_and_kept(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(tmp_path / "plot.png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (name, "")))

    def corner(shown: MainWindow) -> str:
        shown.actions_["export.picture"].trigger()
        return QImage(name).pixelColor(3, 3).name()

    shown = window(small(), theme="dark")
    assert corner(shown) == LIGHT.card
    shown.actions_["export.as_window"].trigger()
    assert corner(shown) == DARK.card
    other = window(small(), theme="dark")
    assert other.actions_["export.as_window"].isChecked()
    assert corner(other) == DARK.card


@pytest.mark.parametrize(("kind", "start"), [(PNG, b"\x89PNG"), (SVG, b"<?xml"), (PDF, b"%PDF-1")])
def test_every_kind_is_what_its_ending_says(window: Window, kind: Any, start: bytes) -> None:
    shown = window(small())
    assert PICTURES[kind](figures(shown)[0][1]).startswith(start)


def test_a_plot_that_fails_to_paint_ends_no_process(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt aborts where a device goes that is still being painted on."""
    shown = window(small())
    figure = figures(shown)[0][1]

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("gui.files.figure.draw", fail)
    for make in PICTURES.values():
        with pytest.raises(ZeroDivisionError):
            make(figure)
    assert find(shown, "plot.weights").updatesEnabled()
    assert find(shown, "plot.weights").size() != QSize()
