"""Projector mode: letters that grow with the window, and a page that is seen without scrolling."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtWidgets import QLabel, QScrollArea, QSlider, QTabWidget, QWidget

from core.pages import PAGES
from gui.look.sizes import (
    NORMAL,
    PROJECTOR,
    SMALLEST,
    STEPS,
    Sizes,
    projector_sizes,
    sizes_for,
)
from gui.look.theme import theme
from tests.gui.support import find, small

SIZES = ((1024, 720), (1024, 768), (1366, 768), (1600, 900), (1920, 1080), (3840, 2160))

DEEP = small(
    layer={"in_features": 512, "out_features": 256, "activation": "relu"},
    weight_init={"method": "xavier_normal"},
    dropout={"p": 0.5},
)


def settle_layout() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()


def lettered(window: QWidget) -> list[QLabel]:
    return [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]


def seen(widget: QWidget) -> bool:
    """Whether all of it is on the screen, with no need to scroll."""
    above = widget.parentWidget()
    while above is not None:
        if not above.rect().contains(QRect(widget.mapTo(above, QPoint()), widget.size())):
            return False
        above = above.parentWidget()
    return widget.isVisible()


# The scale:


@pytest.mark.parametrize("size", SIZES)
def test_letters_have_18_pixels_and_grow_with_the_window(size):
    sizes = projector_sizes(*size)
    assert min(sizes.font, sizes.small) >= 18
    # At 1024 x 720 a line holds 1024 / 18 letters and a page 720 / 18 lines: never fewer.
    assert size[0] / sizes.font >= 1024 / 18
    assert size[1] / sizes.font >= 720 / 18


def test_a_larger_window_never_has_smaller_letters():
    fonts = [projector_sizes(*size).font for size in SIZES]
    assert fonts == sorted(fonts)
    assert fonts[0] == fonts[1] == 18
    assert fonts[3] > 20
    assert fonts[4] >= 24
    assert fonts[5] >= 2 * fonts[4]


def test_beside_the_panel_letters_leave_what_is_gained_to_the_plots():
    fonts = [projector_sizes(*size, beside_panel=True).font for size in SIZES]
    assert fonts == sorted(fonts)
    assert min(fonts) == 18
    for (width, height), font in zip(SIZES, fonts, strict=True):
        assert font == 18 or (width / font >= 80 and height / font >= 48), (width, height)


def test_the_weights_take_a_quarter_of_the_screen_of_a_projector(window):
    shown = window(DEEP, projector=True, size=(1920, 1080))
    settle_layout()
    assert find(shown, "plot.weights").height() >= 1080 / 4
    assert 18 < theme.sizes.font < 27


def test_letters_grow_when_the_panel_goes_and_shrink_when_it_comes_back(window):
    shown = window(DEEP, projector=True, size=(1920, 1080))
    for _ in range(2):
        assert theme.sizes == projector_sizes(1920, 1080, beside_panel=True)
        shown.actions_["view.focus"].trigger()
        assert theme.sizes == projector_sizes(1920, 1080)
        shown.actions_["view.focus"].trigger()


def test_a_window_smaller_than_the_smallest_has_smaller_letters_as_nothing_else_fits_it():
    for share in (0.5, 0.8):
        width, height = (round(share * side) for side in SMALLEST)
        font = sizes_for(width, height, projector=True, beside_panel=True).font
        assert font == int(share * 18)


def test_every_length_keeps_its_proportion_to_the_letters():
    double = PROJECTOR.scaled(2.0)
    for field in fields(Sizes):
        assert getattr(double, field.name) == 2 * getattr(PROJECTOR, field.name), field.name


def test_a_resize_lays_the_window_out_anew_only_from_step_to_step(window, qtbot):
    shown = window(DEEP, projector=True, size=(1024, 768))
    told: list[int] = []

    def heard() -> None:
        told.append(theme.sizes.font)

    theme.changed.connect(heard)
    for width in range(1024, 2424, 20):
        shown.resize(width, round(width * 9 / 16))
    theme.changed.disconnect(heard)
    assert told == [step for step in STEPS if 18 < step <= 2404 * 9 / 16 / 48]
    assert len(told) >= 3


def test_a_normal_window_does_not_hear_of_its_size(window):
    shown = window(DEEP, size=(1024, 768))
    shown.resize(1920, 1080)
    settle_layout()
    assert theme.sizes == NORMAL


def test_a_projector_that_is_switched_on_fits_the_window_of_now(window):
    shown = window(DEEP, size=(1024, 768))
    shown.resize(1920, 1080)
    shown.actions_["projector"].trigger()
    assert theme.sizes == projector_sizes(1920, 1080, beside_panel=True)
    shown.resize(1024, 768)
    settle_layout()
    assert theme.sizes == PROJECTOR
    assert (shown.width(), shown.height()) == (1024, 768)


def test_a_small_window_after_a_large_one_is_small(window):
    window(DEEP, projector=True, size=(1920, 1080))
    second = window(DEEP, projector=True, size=SMALLEST)
    assert theme.sizes == PROJECTOR
    assert (second.width(), second.height()) == SMALLEST


# What is on the screen:


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_no_label_has_smaller_letters(window, page, size):
    shown = window(DEEP, page=page, projector=True, size=size)
    least = projector_sizes(*size, beside_panel=True).small
    assert lettered(shown)
    found = {label.text(): label.fontInfo().pixelSize() for label in lettered(shown)}
    assert {text: pixels for text, pixels in found.items() if pixels < least} == {}
    for font in (theme.font(), theme.font(theme.sizes.small), theme.monospace()):
        assert font.pixelSize() >= 18


@pytest.mark.parametrize("projector", [False, True])
def test_a_slider_has_a_handle_of_the_theme_s_size(window, projector):
    shown = window(DEEP, projector=projector)
    slider = find(shown, "dropout.p.slider", QSlider)
    slider.setValue(slider.minimum())
    image = slider.grab().toImage()
    middle = image.width() // 2
    handle = [
        y
        for y in range(image.height())
        if image.pixelColor(theme.sizes.handle // 2, y) != image.pixelColor(middle, 0)
    ]
    assert abs(len(handle) - theme.sizes.handle) <= 2
    assert slider.height() >= theme.sizes.handle


PLOTS = {
    "layer": ("plot.weights", "plot.matrix", "plot.output"),
    "dropout": ("plot.dropout.vector", "plot.dropout.mean"),
    "depth": ("plot.depth.forward", "plot.depth.backward"),
    "train": ("plot.train.curves",),
    "sweep": ("plot.sweep.map",),
    "inspect": ("plot.inspect.histogram",),
}


@pytest.mark.parametrize("page", list(PLOTS))
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES[1:])
def test_the_plots_are_seen_without_scrolling(window, page, language, size):
    shown = window(DEEP, page=page, language=language, projector=True, size=size)
    settle_layout()
    for name in PLOTS[page]:
        assert seen(find(shown, name)), name


def test_the_depth_page_s_curves_are_higher_than_six_lines(window):
    shown = window(DEEP, page="depth", projector=True, size=(1024, 768))
    settle_layout()
    for name in PLOTS["depth"]:
        assert find(shown, name).height() >= 6 * 1.5 * theme.sizes.font
    areas = [area for area in shown.page.findChildren(QScrollArea) if area.isVisible()]
    assert all(area.verticalScrollBar().maximum() == 0 for area in areas)


def test_the_network_s_controls_are_the_first_tab_and_come_back(window):
    shown = window(DEEP, page="depth", projector=True, size=(1024, 768))
    settle_layout()
    layers = find(shown, "depth.layers")
    assert seen(layers)
    [tabs] = [tabs for tabs in shown.page.findChildren(QTabWidget) if tabs.isVisible()]
    assert tabs.isAncestorOf(layers)
    assert tabs.tabText(0) == "Network"
    shown.actions_["projector"].trigger()
    settle_layout()
    assert seen(layers)
    plots = shown.page._plots
    assert plots.indexOf(shown.page.network) == 0
    shown.actions_["projector"].trigger()
    settle_layout()
    assert plots.indexOf(shown.page.network) < 0
    assert seen(layers)


def test_the_tab_that_is_looked_at_stays_when_the_scale_changes(window):
    shown = window(DEEP, page="depth", size=(1024, 768))

    def tabs() -> QTabWidget:
        settle_layout()
        [found] = [tabs for tabs in shown.page.findChildren(QTabWidget) if tabs.isVisible()]
        return found

    names = [tabs().tabText(index) for index in range(tabs().count())]
    tabs().setCurrentIndex(names.index("Units"))
    for _ in range(2):
        shown.actions_["projector"].trigger()
        assert tabs().tabText(tabs().currentIndex()) == "Units"


def test_a_brief_verdict_keeps_its_reason_its_advice_and_its_button(window):
    xavier = DEEP.with_value("dropout.p", 0.0)  # halves a relu's power: He would hold it
    shown = window(xavier, page="depth", size=(1600, 900))
    card = shown.page.verdict
    advice, said = card.advice.text(), card.verdict.text()
    assert advice
    assert seen(card.apply)
    shown.actions_["projector"].trigger()
    settle_layout()
    assert not card.advice.isVisible()
    assert card.verdict.text() == said
    assert seen(card.verdict)
    assert seen(card.apply)
    assert advice in card.verdict.toolTip().replace("\n", " ")
    assert advice in card.apply.toolTip().replace("\n", " ")
    assert abs(card.apply.mapTo(card, QPoint()).y() - card.verdict.y()) < card.height() / 2


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_legend_loses_letters(window, language):
    shown = window(DEEP, projector=True, language=language, size=(1024, 768))
    for page in PAGES.values():
        shown.show_page(page.key)
        settle_layout()
        legends = [w for w in shown.page.findChildren(QWidget) if type(w).__name__ == "Legend"]
        for legend in (w for w in legends if w.isVisible()):
            shortest = legend._widths([entry[-1] for entry in legend._entries])
            assert legend._fitted([entry[-1] for entry in legend._entries]) == shortest
