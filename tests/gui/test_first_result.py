"""What a page shows before its first result, and what is its own: nothing that has no meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QPushButton, QWidget

from core.pages import PAGES
from gui.look.theme import theme
from gui.pages.page import Page
from gui.pages.table import make_page
from gui.plots.base import Plot
from gui.plots.sweep_map import SweepMapPlot
from tests.gui.support import find, settling, small
from tests.gui.test_projector import settle_layout


@pytest.fixture(params=list(PAGES))
def unanswered(request: pytest.FixtureRequest, qtbot: Any) -> Iterator[Page]:
    """A page that has been shown and has no result yet."""
    page = make_page(PAGES[request.param])
    qtbot.addWidget(page)
    above, below = page.cards_of_panel()  # no window has a panel that takes them
    for card in (*above, *below):
        qtbot.addWidget(card)
    page.resize(1300, 800)
    page.sync(small())
    page.show()
    yield page
    page.close()


def colours(widget: QWidget) -> set[str]:
    widget.resize(300, 200)
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }


def test_a_plot_without_a_result_has_no_axes(unanswered):
    plots = [*unanswered.findChildren(Plot), *unanswered.findChildren(SweepMapPlot)]
    assert plots
    for plot in plots:
        assert colours(plot) == {theme.colours.card}, plot.objectName()


def test_nothing_can_be_used_before_there_is_something_to_use(unanswered):
    names = ("advice.apply", "depth.apply_advice")
    for name in names:
        for button in unanswered.findChildren(QPushButton, name):
            assert button.isHidden()


def test_afterwards_every_plot_has_its_axes(window):
    for page in PAGES:
        shown = window(small(), page=page)
        for button in shown.page.findChildren(QAbstractButton):
            if button.objectName().startswith("inspect.matrix."):
                button.click()  # one lies behind the other, and is drawn when it is turned to
        for plot in shown.page.findChildren(Plot):
            assert plot.has_range, plot.objectName()


def test_the_status_line_is_the_page_s_own(window, qtbot):
    shown = window(small(), page="layer")
    status = find(shown, "status")
    of_layer = status.text()
    assert of_layer
    shown.show_page("depth")
    assert status.text() == ""  # not what the page before has said
    qtbot.waitUntil(lambda: shown.is_settled, timeout=30_000)
    of_depth = status.text()
    assert of_depth not in ("", of_layer)
    shown.show_page("layer")
    assert status.text() == of_layer
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"out_features": 7}))
    shown.show_page("depth")
    assert status.text() == of_depth


def test_without_dropout_no_legend_says_before(window, qtbot):
    shown = window(small(), size=(1600, 900))
    legend = shown.page.output_card.legend
    assert legend.accessibleName() == ""
    with settling(qtbot, shown):
        shown.set_experiment(small(dropout={"p": 0.5}))
    assert legend.accessibleName() == "before, after dropout"
    with settling(qtbot, shown):
        shown.set_experiment(small(dropout={"p": 0.5, "training": False}))
    assert legend.accessibleName() == ""


def test_every_field_shows_its_text_from_the_first_letter_in_every_language(window):
    shown = window(small(), size=(1366, 768), language="zh_CN")
    for _ in range(3):
        shown.appearance.next_language()
        settle_layout()
        shown.grab()  # a line edit scrolls when it is painted
        for box in shown.findChildren(QAbstractSpinBox):
            edit = box.lineEdit()
            if box.isVisible():
                first = edit.cursorPositionAt(QPoint(4, edit.height() // 2))
                assert first == 0, f"{box.objectName()} {edit.text()!r}"
                assert not edit.selectedText(), box.objectName()
                needed = edit.fontMetrics().horizontalAdvance(edit.text())
                assert needed <= edit.width(), box.objectName()
