"""One card fills the page: by a double click, a key or the menu, and back again."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget, QWidget

from core.pages import PAGES
from gui.widgets.card import Card
from gui.window import MainWindow
from tests.gui.support import find, settling, small
from tests.gui.test_layout import problems
from tests.gui.test_projector import DEEP, settle_layout

SIZES = pytest.mark.parametrize("size", [(1024, 768), (1600, 900)])


def double_click(card: Card) -> None:
    """On the left of the title, inside the card's frame."""
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    settle_layout()


def layout_of(shown: MainWindow) -> list[tuple[str, Any, bool]]:
    """Where everything of the page is that can be seen."""
    settle_layout()
    widgets = [w for w in shown.page.findChildren(QWidget) if w.isVisible()]
    return [(w.objectName(), w.geometry(), w.isVisible()) for w in widgets]


@SIZES
@pytest.mark.parametrize("page", list(PAGES))
def test_every_card_can_fill_the_page_and_all_come_back(window, page, size):
    shown = window(DEEP, page=page, size=size)
    assert tuple(shown.page.cards()) == PAGES[page].cards
    before = layout_of(shown)
    for key, card in shown.page.cards().items():
        if card.isVisible():  # the others are tabs behind the first
            double_click(card)
            assert shown.page.filled is card, key
            assert card.size() == shown.page.size(), key
            assert not problems(shown), key
            double_click(card)
            assert shown.page.filled is None
            assert layout_of(shown) == before, key


def test_a_tab_fills_the_page_by_a_double_click_on_its_name(window):
    shown = window(DEEP, size=(1024, 768))
    settle_layout()
    [tabs] = [tabs for tabs in shown.page.findChildren(QTabWidget) if tabs.isVisible()]
    bar = tabs.tabBar()
    QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(3).center())
    settle_layout()
    card = shown.page.code
    assert card.size() == shown.page.size()
    QTest.keyClick(shown, Qt.Key.Key_F8)
    settle_layout()
    assert tabs.isVisible()
    assert tabs.currentIndex() == 3  # where it was left


def test_the_key_takes_the_card_under_the_mouse_or_with_the_focus(window, monkeypatch):
    shown = window(small(), size=(1600, 900))
    shown.activateWindow()
    settle_layout()
    far = shown.mapToGlobal(QPoint(-500, -500))
    monkeypatch.setattr(QCursor, "pos", staticmethod(lambda: far))
    QTest.keyClick(shown, Qt.Key.Key_F8)
    assert shown.page.filled is shown.page.weights_card  # the first, where there is neither
    QTest.keyClick(shown, Qt.Key.Key_F8)
    find(shown, "plot.matrix").setFocus()
    QTest.keyClick(shown, Qt.Key.Key_F8)
    assert shown.page.filled is shown.page.matrix_card
    QTest.keyClick(shown, Qt.Key.Key_F8)
    settle_layout()
    output = find(shown, "plot.output")
    at = output.mapToGlobal(output.rect().center())
    monkeypatch.setattr(QCursor, "pos", staticmethod(lambda: at))
    QTest.keyClick(shown, Qt.Key.Key_F8)
    assert shown.page.filled is shown.page.output_card


def test_escape_goes_back_and_then_leaves_the_lesson(window):
    shown = window(small(), size=(1600, 900))
    shown.lessons.presenter.glide.duration = 0
    shown.lessons.presenter.start("01-linear")
    shown.page.fill(shown.page.matrix_card)
    QTest.keyClick(shown, Qt.Key.Key_B)
    QTest.keyClick(shown, Qt.Key.Key_Escape)  # the black sheet lies over all
    assert shown.page.filled is shown.page.matrix_card
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.page.filled is None
    assert shown.lessons.presenter.active
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.lessons.presenter.active


def test_nothing_is_remembered_where_one_goes_elsewhere(window, qtbot):
    shown = window(small(), size=(1600, 900))
    layer = shown.page
    layer.fill(layer.output_card)
    with settling(qtbot, shown):
        shown.show_page("depth")
    shown.show_page("layer")
    assert layer.filled is None
    assert layer.weights_card.isVisible()
    layer.fill(layer.output_card)
    shown.actions_["view.focus"].trigger()
    assert layer.filled is None


def test_it_goes_on_while_the_window_is_resized_and_the_experiment_changes(window, qtbot):
    shown = window(small(), size=(1600, 900))
    card = shown.page.statistics
    shown.page.fill(card)
    for size in ((1024, 768), (1900, 1000), (1100, 700), (1600, 900)):
        shown.resize(*size)
        settle_layout()
        assert card.size() == shown.page.size(), size
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"out_features": 9}))
    assert card.size() == shown.page.size()
    shown.page.fill(None)
    settle_layout()
    assert shown.page.weights_card.isVisible()
    assert shown.page.column.width() < shown.page.width() / 2


def test_it_is_an_entry_of_the_view_menu_with_its_key(window):
    shown = window(small())
    action = shown.actions_["view.fill"]
    assert action in shown.actions_.menu("view").actions()
    assert action.shortcut().toString() == "F8"
    action.trigger()
    assert shown.page.filled is not None
    action.trigger()
    assert shown.page.filled is None
