"""A card with one plot: its tools and its legend stand beside the title."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from gui.pages.layer.tools import HistogramTools
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


def settle() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()


def test_title_tools_and_legend_share_one_line_and_the_title_stays_whole(qtbot: Any) -> None:
    plot, tools = QWidget(), HistogramTools()
    card = PlotCard(plot, tools)
    card.title.setText("Weights · 256 × 512")
    card.legend.set_entries(("area", "sample", "sampled"), ("line", "theory", "N(0, 1)", "theory"))
    shown(qtbot, card)
    for width in (1200, 700, 500, 400, 900):
        card.resize(width, 300)
        settle()
        title, row, legend = (part.geometry() for part in (card.title, tools, card.legend))
        assert title.width() >= card.title.sizeHint().width(), width
        assert title.right() < row.left(), width
        assert row.right() < legend.left(), width
        assert abs(title.center().y() - row.center().y()) <= 1, width
        assert legend.width() >= card.legend.short_width(), width
        assert plot.geometry().top() > row.bottom(), width
        if tools.folded():  # there was no room for one more
            assert legend.width() - card.legend.short_width() < 120, width
