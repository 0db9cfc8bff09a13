"""One vector through a mask: x, mask and y over one another, one column a unit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from core.format import short
from gui.look.describe import explain
from gui.look.theme import theme
from gui.plots.base import PaintedPlot
from gui.plots.columns import columns
from gui.plots.vector_painting import Shown, VectorPainting


class VectorPlot(PaintedPlot):
    """Bars for single units, columns of cells where whole channels are dropped.

    A dropped unit is hollow with a dashed outline. The dark part of a survivor's bar is what the
    scale added to x.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None

    def show_vector(self, shown: Shown) -> None:
        """Draw this."""
        self.shown = shown
        self.setAccessibleDescription(self._spoken(shown))
        self.update()

    @staticmethod
    def _spoken(shown: Shown) -> str:
        parts = []
        for name, values in (("x", shown.x[:, 0]), ("y", shown.y[:, 0])):
            parts.append(f"{name} = {', '.join(short(v) for v in values.tolist())}")
        parts.insert(1, f"mask = {', '.join('1' if kept else '0' for kept in shown.mask)}")
        return "; ".join(parts)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 12 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()  # it takes what is left, and asks for no more

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        self.setAccessibleName(self.tr("The vector x, the mask and y = dropout(x)"))
        sentence = self.tr(
            "A hollow unit is dropped; a kept one leaves as it came, or scaled by 1/(1−p): the "
            "dark part of its bar is what the scale added."
        )
        explain(self, "nn.Dropout(p)", sentence)
        self.update()

    def readout(self, at: QPointF) -> str:
        """The unit at this place, kept or dropped, and what comes of it."""
        shown = self.shown
        index = None if shown is None else columns(self.width(), len(shown.mask)).at(at.x())
        if shown is None or index is None:
            return ""
        kept = self.tr("kept") if shown.mask[index] else self.tr("dropped")
        before, after = (", ".join(short(v) for v in a[index].tolist()) for a in (shown.x, shown.y))
        return f"x[{index}] = {before}\n{kept}\ny[{index}] = {after}"

    def paint(self, painter: QPainter) -> None:
        if self.shown is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            VectorPainting(
                painter, self.shown, self.width(), self.height(), self.tr("mask")
            ).paint()
