"""Plots only: one key folds all else away, and the same key brings it back as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from core.pages import PAGES
from tests.gui.support import find, has, settling, small
from tests.gui.test_projector import DEEP, PLOTS, seen, settle_layout

KEYS = list(PAGES)


def focus_key(window, key=Qt.Key.Key_F9, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window, key, modifiers)
    settle_layout()


def plots(window) -> list[QWidget]:
    return [find(window, name) for name in PLOTS[window.page.objectName().removeprefix("page.")]]


@pytest.mark.parametrize("page", KEYS)
@pytest.mark.parametrize("projector", [False, True], ids=["normal", "projector"])
@pytest.mark.parametrize("size", [(1024, 768), (1600, 900)])
def test_one_key_leaves_only_plots_and_brings_all_back(window, page, projector, size):
    shown = window(DEEP, page=page, projector=projector, size=size)
    settle_layout()
    before = [plot.size() for plot in plots(shown)]
    focus_key(shown)
    assert not shown.panel.isVisible()
    assert not shown.page.column.isVisible()
    assert (shown.width(), shown.height()) == size
    for plot, was in zip(plots(shown), before, strict=True):
        assert seen(plot), plot.objectName()
        assert plot.width() > was.width()
    focus_key(
        shown, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert shown.panel.isVisible()
    assert shown.page.column.isVisible()
    assert [plot.size() for plot in plots(shown)] == before


@pytest.mark.parametrize("page", KEYS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_on_a_small_projector_nothing_scrolls_and_plots_are_large(window, page, language):
    shown = window(DEEP, page=page, language=language, projector=True, size=(1024, 768))
    focus_key(shown)
    areas = [area for area in shown.page.findChildren(QScrollArea) if area.isVisible()]
    assert all(area.verticalScrollBar().maximum() == 0 for area in areas)
    assert all(seen(plot) for plot in plots(shown))
    covered = sum(plot.width() * plot.height() for plot in plots(shown))
    assert covered >= 0.4 * 1024 * 768
    if page == "depth":
        assert seen(find(shown, "depth.layers"))
        assert seen(find(shown, "depth.verdict"))


def test_it_holds_on_every_page_until_it_is_switched_off(window, qtbot):
    shown = window(small(), size=(1366, 768))
    focus_key(shown)
    for key in (*KEYS[1:], KEYS[0]):
        with settling(qtbot, shown):
            shown.show_page(key)
        settle_layout()
        assert shown.actions_["view.focus"].isChecked()
        assert not shown.panel.isVisible()
        assert not shown.page.column.isVisible()
    focus_key(shown)
    for key in (*KEYS[1:], KEYS[0]):
        with settling(qtbot, shown):
            shown.show_page(key)
        settle_layout()
        assert shown.panel.isVisible()
        assert shown.page.column.isVisible()


def test_the_tab_stays_and_work_goes_on(window, qtbot):
    shown = window(small(), size=(1366, 768))
    settle_layout()
    [tabs] = [tabs for tabs in shown.page.findChildren(QTabWidget) if tabs.isVisible()]
    tabs.setCurrentIndex(2)
    name = tabs.tabText(2)
    focus_key(shown)
    with settling(qtbot, shown):
        find(shown, "layer.out_features").setValue(40)
    assert shown.page.result().experiment.layer.out_features == 40
    focus_key(shown)
    assert [t for t in shown.page.findChildren(QTabWidget) if t.isVisible()] == [tabs]
    assert tabs.tabText(tabs.currentIndex()) == name
    assert find(shown, "layer.out_features").value() == 40


def test_scale_language_and_size_may_change_meanwhile(window, qtbot):
    shown = window(DEEP, page="depth", size=(1600, 900))
    settle_layout()
    before = [plot.size() for plot in plots(shown)]
    focus_key(shown)
    shown.actions_["projector"].trigger()
    shown.appearance.next_language()
    shown.resize(1024, 768)
    settle_layout()
    assert all(seen(plot) for plot in plots(shown))
    assert not shown.page.column.isVisible()
    focus_key(shown)
    assert all(seen(plot) for plot in plots(shown))
    shown.resize(1600, 900)
    shown.actions_["projector"].trigger()
    shown.appearance.next_language()
    settle_layout()
    assert [plot.size() for plot in plots(shown)] == before
    assert seen(shown.page.spread)


def test_the_key_works_from_a_field_and_keeps_what_was_typed(window, qtbot):
    shown = window(small(), size=(1366, 768))
    field = find(shown, "layer.in_features")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "33")
    with settling(qtbot, shown):
        QTest.keyClick(field, Qt.Key.Key_F9)
    assert shown.experiment().layer.in_features == 33
    assert not shown.panel.isVisible()
    assert shown.focusWidget() in (None, shown)  # not on whatever button comes next


def test_it_is_an_entry_of_the_view_menu_in_both_languages(window):
    shown = window(small())
    action = shown.actions_["view.focus"]
    assert action.isCheckable()
    assert action in shown.actions_.menu("view").actions()
    assert action.toolTip() == "Plots only (F9)"


def test_the_space_bar_still_draws_a_mask(window, qtbot):
    shown = window(small(dropout={"p": 0.5}), page="dropout", size=(1024, 768), projector=True)
    focus_key(shown)
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_Space)
    assert shown.page.result().samples == 2
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert has(shown, "dropout.sample")
