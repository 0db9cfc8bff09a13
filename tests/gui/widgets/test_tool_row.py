"""Tools beside a title: what has no room stands in a menu, and works there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QSpinBox, QToolButton, QWidget

from gui.pages.layer.tools import HistogramTools
from tests.gui.support import find


def settle() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()


@pytest.fixture
def tools(qtbot: Any) -> Iterator[HistogramTools]:
    """The tools of the weights, in a window that lets them have any width."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 100)
    made = HistogramTools()
    made.setParent(host)
    with qtbot.waitExposed(host):
        host.show()
    made.show()
    yield made
    host.close()


def shown(tools: HistogramTools) -> list[str]:
    buttons = tools.findChildren(QToolButton)
    return [button.objectName() for button in buttons if button.isVisible()]


def test_the_number_of_bins_is_automatic_until_somebody_says_one(tools):
    assert tools.bins.bins() is None
    assert tools.bins.text() == "automatic"


def test_every_tool_is_either_in_the_row_or_in_the_menu(tools):
    everything = {action.objectName() for action in tools.tools()}
    for width in range(60, 700, 40):
        tools.resize(width, tools.height())
        settle()
        row = {name.removesuffix(".button") for name in shown(tools)} - {"tools.more"}
        menu = {action.objectName() for action in tools.menu.actions()} - {""}
        assert row | menu == everything
        assert not row & menu
        assert tools.more.isVisible() == bool(tools.menu.actions())
        for button in tools.findChildren(QToolButton):
            assert not button.isVisible() or button.geometry().right() <= tools.width()


def test_a_tool_of_the_menu_does_what_its_button_does(tools, qtbot):
    tools.resize(60, tools.height())
    settle()
    [log] = [action for action in tools.menu.actions() if action.objectName() == "view.log_y"]
    with qtbot.waitSignal(tools.viewed, timeout=1000):
        log.trigger()
    assert tools.view().log_y
    tools.resize(700, tools.height())
    settle()
    button = find(tools, "view.log_y.button")
    assert button.isVisible()
    assert button.isChecked()


def test_the_number_of_bins_is_one_number_in_the_row_and_in_the_menu(tools, qtbot):
    tools.resize(60, tools.height())
    settle()
    box = tools.menu.findChild(QSpinBox)
    assert box.text() == tools.bins.text() == "automatic"
    with qtbot.waitSignal(tools.binned, timeout=1000):
        box.setValue(120)
    assert tools.bins.bins() == 120
    tools.bins.setValue(30)
    assert box.value() == 30
