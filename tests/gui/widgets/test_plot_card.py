"""A card with one plot: its legend stands beside the title."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from gui.widgets.plot_card import PlotCard


def shown(qtbot: Any, card: PlotCard) -> None:
    qtbot.addWidget(card)
    card.resize(400, 300)
    with qtbot.waitExposed(card):
        card.show()


def test_the_legend_stands_beside_the_title_and_the_plot_fills_the_rest(qtbot: Any) -> None:
    plot = QWidget()
    card = PlotCard(plot)
    card.title.setText("Weights")
    card.legend.set_entries(("line", "theory", "theory"))
    shown(qtbot, card)
    assert not card.remark.isVisible()
    assert card.legend.geometry().left() >= card.title.geometry().right()
    assert plot.geometry().top() >= card.title.geometry().bottom()
    assert plot.height() > card.height() / 2


def test_tools_stand_between_title_and_plot(qtbot: Any) -> None:
    plot, tools = QWidget(), QLabel("tools")
    card = PlotCard(plot, tools)
    card.title.setText("Weights")
    shown(qtbot, card)
    assert card.title.geometry().bottom() <= tools.geometry().top()
    assert tools.geometry().bottom() <= plot.geometry().top()
