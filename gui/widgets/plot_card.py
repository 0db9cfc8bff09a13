"""A card with one plot and, beside its title, its tools and the legend of its colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui.look.theme import theme
from gui.widgets.card import Card
from gui.widgets.legend import Legend
from gui.widgets.tool_row import ToolRow

LEGEND = 0.5
"""Share of the line that a legend of long words may keep from the tools."""


class PlotCard(Card):
    """`plot` fills the card below one line: title, `tools` if there are any, legend.

    Where that line is short the legend takes its shorter words first, then the title does, and
    tools go into a menu.

    repeats_legend   whether the card beside it has the same legend: it does without where even the
                     shortest title would be cut
    """

    repeats_legend = False

    def __init__(self, plot: QWidget, tools: ToolRow | None = None) -> None:
        super().__init__()
        self.legend = Legend()
        self.remark.hide()
        self.tools = tools
        if tools is not None:
            self.header.insertWidget(1, tools)
        self.header.addWidget(self.legend, 1000)
        self.body.addWidget(plot, 1)

    def _fit_line(self) -> None:
        gap = self.header.spacing()
        room = self.width() - 2 * theme.sizes.padding - 3 * gap - self._segments(gap)
        legend = self.legend.short_width()
        tools = self.tools
        if tools is None or tools.isHidden():
            if self.repeats_legend:
                self.legend.setVisible(self.title.minimumSizeHint().width() + legend <= room)
            self.title.set_limit(room if self.legend.isHidden() else room - legend)
            return
        room -= self.title.sizeHint().width()
        legend = min(legend, round(LEGEND * (room + gap)))
        tools.setFixedWidth(tools.width_within(room - legend))

    def _segments(self, gap: int) -> int:
        # Not by `itemAt`: an item has no signal that it is gone, and Python would keep a dead one.
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        taken = 0
        for button in self.findChildren(QToolButton, options=direct):
            if not button.isHidden() and self.header.indexOf(button) >= 0:
                taken += button.sizeHint().width() + gap
        return taken

    def event(self, event: QEvent) -> bool:
        """Share the line anew when a text in it has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_line()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the line anew."""
        super().resizeEvent(event)
        self._fit_line()
