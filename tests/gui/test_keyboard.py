"""The whole program by keyboard: shortcuts, their list, and the order of Tab."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QTableWidget,
    QToolButton,
    QWidget,
)

from core.pages import PAGES
from gui.help.about import ShortcutsDialog
from gui.look.i18n import plain
from gui.plots.matrix import MatrixPlot
from tests.gui.support import find, set_control, settling, small

WITHOUT_KEYS = ("menu.recent", "menu.export")
"""Menus whose entries change: the files of yesterday, the plots of a page."""


def menu_actions(window) -> list[QAction]:
    """Every action of the menus that is no separator or submenu."""
    menus = [m for m in window.top.findChildren(QMenu) if m.objectName().startswith("menu.")]
    # QAction.menu() would answer this too, but PySide deletes the menu with its answer.
    opening = [menu.menuAction() for menu in menus]
    assert {m.objectName() for m in menus} >= {"menu.file", "menu.edit", "menu.view", "menu.help"}
    return [
        action
        for menu in menus
        if menu.objectName() not in WITHOUT_KEYS
        for action in menu.actions()
        if not action.isSeparator() and action not in opening
    ]


def test_every_action_of_the_menus_has_a_shortcut(window):
    shown = window(small())
    assert not [a.text() for a in menu_actions(shown) if a.shortcut().isEmpty()]


@pytest.mark.parametrize("page", PAGES)
def test_no_two_actions_share_a_shortcut(window, page):
    shown = window(small(), page=page)
    actions = {id(a): a for a in shown.findChildren(QAction)}.values()
    keys = Counter(key.toString() for action in actions for key in action.shortcuts())
    assert not [key for key, count in keys.items() if count > 1]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_dialog_lists_every_shortcut_with_its_action(window, qtbot, language):
    shown = window(small(), language=language)
    dialog = ShortcutsDialog(shown.actions_.all(), shown)
    qtbot.addWidget(dialog)
    table = dialog.findChild(QTableWidget)
    listed = {
        table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())
    }
    native = QKeySequence.SequenceFormat.NativeText
    for action in menu_actions(shown):
        keys = [key.toString(native) for key in action.shortcuts()]
        assert listed[plain(action.text())] == ", ".join(keys)


def test_the_shortcut_of_a_button_stands_in_its_tooltip(window):
    shown = window(small())
    buttons = [b for b in shown.findChildren(QToolButton) if b.defaultAction() is not None]
    with_keys = [b for b in buttons if not b.defaultAction().shortcut().isEmpty()]
    assert len(with_keys) >= 8
    assert not [b for b in with_keys if b.defaultAction().shortcut().toString() not in b.toolTip()]


PLACES = (
    "layer.in_features",
    "layer.in_features.slider",
    "weight_init.method",
    "weight_init.std",
    "run.seed",
    "view.bins",
    "code",
    "plot.matrix",
    "plot.weights",
)


@pytest.mark.parametrize("place", PLACES)
def test_every_shortcut_works_wherever_the_focus_is(window, qtbot, place):
    shown = window(small(weight_init={"method": "normal"}), size=(1600, 900))
    for action in (shown.actions_["undo"], shown.actions_["redo"], shown.page.tools.unpin_all):
        action.setEnabled(True)
    heard: list[str] = []
    actions = [a for a in menu_actions(shown) if a.isEnabled()]
    assert len(actions) > 20
    focus = find(shown, place)
    focus.setFocus()
    for action in actions:
        action.triggered.disconnect()
        if action.isCheckable():
            action.toggled.disconnect()
        action.triggered.connect(lambda *_, name=action.objectName(): heard.append(name))
    for action in actions:
        for keys in action.shortcuts():
            heard.clear()
            pressed = keys[0]
            QTest.keyClick(focus, pressed.key(), pressed.keyboardModifiers())
            assert heard == [action.objectName()], keys.toString()


def test_ctrl_1_shows_the_first_page(window):
    shown = window(small())
    QTest.keyClick(shown, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert shown.page.objectName() == "page.layer"


def test_escape_stops_a_run(window, qtbot, monkeypatch):
    shown = window(small())
    stopped: list[bool] = []
    monkeypatch.setattr(shown.runner, "cancel", lambda: stopped.append(True))
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert stopped


def test_escape_first_ends_the_zoom_of_the_matrix_that_has_the_focus(window, monkeypatch):
    shown = window(small())
    stopped: list[bool] = []
    monkeypatch.setattr(shown.runner, "cancel", lambda: stopped.append(True))
    matrix = find(shown, "plot.matrix", MatrixPlot)
    matrix.setFocus()
    matrix.view.scaleBy((0.5, 0.5))
    assert matrix.zoomed()
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert not matrix.zoomed()
    assert not stopped
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert stopped


def tab_order(window, start: QWidget) -> list[QWidget]:
    """Where Tab leads from `start` until it comes round."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    order = []
    for _ in range(80):
        now = QApplication.focusWidget()
        if now in order:
            break
        order.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return order


def place_of(widget: QWidget, inside: QWidget) -> tuple[int, int]:
    at = widget.mapTo(inside, QPoint(0, widget.height() // 2))
    return at.y(), at.x()


def test_tab_goes_through_the_left_panel_from_top_to_bottom_and_left_to_right(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):  # rows that were made later stand in the middle
        set_control(find(shown, "weight_init.method"), "trunc_normal")
    with settling(qtbot, shown):
        set_control(find(shown, "bias_init.method"), "normal")
    with settling(qtbot, shown):
        set_control(find(shown, "weight_init.method"), "kaiming_uniform")
    inside = shown.panel.widget()
    order = tab_order(shown, find(shown, "layer.kind"))
    inner = [w for w in order if inside.isAncestorOf(w)]
    names = [w.objectName() for w in inner]
    for name in (
        *("layer.in_features.slider", "layer.in_features", "layer.out_features", "layer.bias"),
        *("layer.activation", "weight_init.method", "weight_init.a", "weight_init.mode"),
        *("weight_init.nonlinearity", "bias_init.method", "bias_init.mean", "bias_init.std"),
        *("dropout.p.slider", "dropout.p", "dropout.training", "run.device", "run.dtype"),
        *("run.seed", "run.reroll"),
    ):
        assert names.count(name) == 1, name
    rows = [(round(y / 12), x) for y, x in (place_of(w, inside) for w in inner)]
    assert rows == sorted(rows), names


def test_tab_reaches_every_control_of_the_window(window, qtbot):
    from tests.gui.test_window import controls

    shown = window(small(), size=(1920, 1080))
    order = tab_order(shown, find(shown, "layer.in_features.slider"))
    reached = {w.objectName() for w in order}
    wanted = {w.objectName() for w in controls(shown) if w.isVisible() and w.isEnabled()}
    # Of buttons of which one is chosen, Tab stops at the chosen one; arrows lead to the others.
    wanted -= {w.objectName() for w in shown.top.findChildren(QAbstractButton) if beside(w)}
    assert wanted - reached == set()
    assert {"plot.matrix", "code"} <= reached


def beside(button: QAbstractButton) -> bool:
    """One of a group, and not the chosen one."""
    group = button.group()
    return group is not None and group.exclusive() and not button.isChecked()


def test_arrows_lead_from_page_to_page(window, qtbot):
    shown = window(small())
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    find(shown, "show.layer").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is find(shown, "show.dropout")
    with settling(qtbot, shown):
        if shown.page.objectName() == "page.layer":
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert shown.page.objectName() == "page.dropout"


def test_the_focus_is_seen(window, qtbot):
    shown = window(small(), size=(1600, 900))
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    for name in ("layer.in_features", "run.reroll", "view.pin.button", "show.layer", "code"):
        widget = find(shown, name)
        shown.stack.setFocus()
        before = widget.grab().toImage()
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is widget
        assert widget.grab().toImage() != before, name
