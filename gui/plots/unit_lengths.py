"""How long the weights of each unit are: one bar a row of the weight."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize
from PySide6.QtWidgets import QWidget

from core.format import counted, short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import IndexAxis, rounded_up
from gui.plots.base import Plot
from gui.plots.frame import NONE, Array

ROOM = 1.08


class UnitLengthsPlot(Plot):
    """Bars in the order of the rows; a unit whose weights are all 0 has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._index = IndexAxis("bottom")
        super().__init__(parent, {"bottom": self._index})
        self.lengths = NONE
        self.bars = self.add(pg.PlotCurveItem(), 1)
        self.paint_when_told()
        self.setMouseTracking(True)

    def show_units(self, lengths: Array | None) -> None:
        """Draw these lengths, or nothing."""
        self.lengths = NONE if lengths is None else lengths
        count = len(self.lengths)
        self._index.count = max(1, count)
        self.setAccessibleDescription(self.tr("{count} units").format(count=counted(count)))
        if not count:
            self.bars.setData(NONE, NONE, stepMode=None)
            self.viewport().update()
            return
        drawn = np.nan_to_num(self.lengths, nan=0.0, posinf=0.0)
        edges = np.arange(count + 1) - 0.5
        self.bars.setData(edges, drawn, stepMode="center", fillLevel=0.0)
        top = rounded_up(ROOM * float(drawn.max())) or 1.0
        self.show_range((-0.5, count - 0.5), (0.0, top))
        self.viewport().update()

    def readout(self, at: QPointF) -> str:
        """The unit and its length."""
        if not len(self.lengths) or not self.box.sceneBoundingRect().contains(at):
            return ""
        index = round(float(self.box.mapSceneToView(at).x()))
        if not 0 <= index < len(self.lengths):
            return ""
        length = short(float(self.lengths[index]))
        return self.tr("unit {number}: ‖w‖ = {length}").format(number=counted(index), length=length)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 8 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return QSize(300, 14 * theme.sizes.font)

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        describe(
            self,
            self.tr("Length of the weights of each unit"),
            self.tr(
                "Across: the units, the rows of the weight. Upwards: the length of each row. A "
                "unit without a bar is dead: all of its weights are 0."
            ),
            torch="w.flatten(1).norm(dim=1)",
        )

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        super().restyle()
        self.bars.setPen(pg.mkPen(theme.colour("sample"), width=theme.sizes.outline))
        self.bars.setBrush(theme.colour("sample_fill"))
