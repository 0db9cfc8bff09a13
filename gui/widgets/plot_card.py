"""A card with one plot and, beside its title, the legend that says which colour is what."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.widgets.card import Card
from gui.widgets.legend import Legend


class PlotCard(Card):
    """`plot` fills the card, below `tools` if there are any; `legend` takes the remark's place."""

    def __init__(self, plot: QWidget, tools: QWidget | None = None) -> None:
        super().__init__()
        self.legend = Legend()
        self.remark.hide()
        self.header.addWidget(self.legend, 1000)
        if tools is not None:
            self.body.addWidget(tools)
        self.body.addWidget(plot, 1)
