"""Cards as tabs: low and wide, and yet what counts is seen without scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QScrollArea, QTabWidget

from gui.look.theme import theme
from gui.window import MainWindow
from tests.gui.support import find, settling, small
from tests.gui.test_projector import DEEP, seen, settle_layout

LOOKS = pytest.mark.parametrize(
    ("language", "projector"), [("en", False), ("en", True), ("zh_CN", False), ("zh_CN", True)]
)


def tabs(shown: MainWindow) -> QTabWidget:
    settle_layout()
    [found] = [tabs for tabs in shown.page.findChildren(QTabWidget) if tabs.isVisible()]
    return found


def turn_to(shown: MainWindow, card: Any) -> QTabWidget:
    """Bring the card's tab to the front."""
    found = tabs(shown)
    [index] = [i for i in range(found.count()) if found.widget(i).isAncestorOf(card)]
    found.setCurrentIndex(index)
    settle_layout()
    return found


def scrolls(shown: MainWindow) -> bool:
    area: Any = tabs(shown).currentWidget()
    assert isinstance(area, QScrollArea)
    return area.verticalScrollBar().maximum() > 0


@LOOKS
def test_code_and_what_it_prints_stand_side_by_side(window, language, projector):
    shown = window(DEEP, size=(1024, 768), language=language, projector=projector)
    turn_to(shown, shown.page.code)
    code, printed = find(shown, "code"), find(shown, "printed")
    assert seen(code)
    assert seen(printed)
    assert code.geometry().right() < printed.geometry().left()
    assert abs(code.width() - printed.width()) <= 1
    assert code.geometry().top() == printed.geometry().top()
    assert not scrolls(shown)
    lines = code.viewport().height() / code.fontMetrics().lineSpacing()
    assert lines >= (5 if projector else 7)


@LOOKS
def test_the_statistics_are_seen_with_their_verdict(window, language, projector):
    shown = window(DEEP, size=(1024, 768), language=language, projector=projector)
    turn_to(shown, shown.page.statistics)
    table, verdict = find(shown, "statistics.across"), shown.page.statistics.verdict
    assert seen(table)
    assert seen(verdict)
    assert verdict.text()
    standing = find(shown, "statistics")
    numbers = [[table.item(i, j).text() for j in range(table.columnCount())] for i in (0, 1)]
    rows = range(standing.rowCount())
    assert numbers == [[standing.item(j, i).text() for j in rows] for i in (0, 1)]
    assert [table.horizontalHeaderItem(j).text() for j in rows] == [
        standing.verticalHeaderItem(j).text() for j in rows
    ]
    assert all(table.item(0, j).toolTip() == standing.item(j, 0).toolTip() != "" for j in rows)
    assert not scrolls(shown)


def test_the_sign_of_the_verdict_stands_in_the_tab_s_name(window, qtbot, monkeypatch):
    shown = window(small(weight_init={"method": "zeros"}), size=(1024, 768))
    found = turn_to(shown, shown.page.statistics)
    index = found.currentIndex()
    assert found.tabText(index) == "Statistics ✓"
    assert found.tabBar().tabTextColor(index) == theme.colour("good")
    shown.appearance.next_theme()
    assert found.tabBar().tabTextColor(index) == theme.colour("good")
    shown.appearance.next_language()
    assert found.tabText(index).endswith(" ✓")
    assert "Statistics" not in found.tabText(index)
    with settling(qtbot, shown):  # what is not judged has no sign
        shown.set_experiment(small(weight_init={"method": "normal"}, run={"dtype": "bfloat16"}))
    judged = shown.page.result().weight.verdict.matches
    sign = {True: "✓", False: "✗", None: ""}[judged]
    assert found.tabText(index).removeprefix(shown.page.statistics.tab_title()).strip() == sign


@LOOKS
def test_the_variance_is_seen_with_its_axis(window, language, projector):
    shown = window(DEEP, page="dropout", size=(1024, 768), language=language, projector=projector)
    turn_to(shown, shown.page.variance)
    plot = find(shown, "plot.dropout.variance")
    assert seen(plot)
    axis = plot.getPlotItem().getAxis("bottom")
    bottom = plot.mapFromScene(axis.mapToScene(axis.boundingRect().bottomLeft())).y()
    assert bottom <= plot.height() + 1
    assert not scrolls(shown)


@LOOKS
@pytest.mark.parametrize("name", ["spread", "units", "theory", "code"])
def test_no_tab_of_the_depth_page_scrolls(window, language, projector, name):
    shown = window(DEEP, page="depth", size=(1024, 768), language=language, projector=projector)
    turn_to(shown, getattr(shown.page, name))
    large_sentences = projector and name == "theory"
    assert not scrolls(shown) or large_sentences


def test_a_card_that_leaves_the_tabs_is_as_it_was(window):
    shown = window(DEEP, size=(1600, 900))
    settle_layout()
    cards = (shown.page.formula, shown.page.statistics, shown.page.signal, shown.page.code)
    before = [card.sizeHint() for card in cards]
    texts = [card.title.text() for card in cards]
    shown.resize(1024, 768)
    settle_layout()
    assert shown.page.column.folded
    shown.resize(1600, 900)
    settle_layout()
    assert [card.sizeHint() for card in cards] == before
    assert [card.title.text() for card in cards] == texts
    assert not find(shown, "statistics.across").isVisible()
    assert not find(shown, "printed").isVisible()


def test_each_view_of_the_code_has_a_button_that_copies_it(window, qapp):
    for size in ((1600, 900), (1024, 768)):
        shown = window(DEEP, size=size)
        card = shown.page.code
        for button, view in ((card.copy, card.code), (card.copy_printed, card.printed)):
            qapp.clipboard().clear()
            button.click()
            assert qapp.clipboard().text() == view.toPlainText()
            assert view.toPlainText()


def test_the_copy_button_of_a_tab_comes_with_the_keyboard_s_focus(window, qtbot):
    shown = window(DEEP, size=(1024, 768))
    turn_to(shown, shown.page.code)
    card = shown.page.code
    assert not card.copy.isVisible()
    shown.activateWindow()
    card.code.setFocus()
    qtbot.waitUntil(card.copy.isVisible)
    card.copy.setFocus()
    qtbot.wait(0)
    assert card.copy.isVisible()
    card.printed.setFocus()
    qtbot.waitUntil(lambda: not card.copy.isVisible())
