"""What the values of every layer look like: a column a layer, dark where the values are."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import percent, short
from gui.look.describe import describe
from gui.look.theme import theme
from gui.plots.axes import SPACE, value_ticks
from gui.plots.frame import NONE, Array, Frame
from gui.plots.labels import Text, fitting
from gui.plots.layers import LayerPlot

MIN_SHARE = 0.01
"""Zeros are shown from this share on."""


class DensityMap(LayerPlot):
    """Layers across, values upwards, colour the density of each layer over its own maximum.

    The strip below shows the share of exact zeros; a broken layer is hatched.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edges, self.zeros = NONE, NONE
        self.density = np.zeros((0, 0))
        self.broken = np.zeros(0, dtype=bool)
        self.unit = ""
        self.image = self.add(pg.ImageItem(axisOrder="row-major"))

    def show_layers(
        self, edges: Array, density: Array, zeros: Array, broken: NDArray[np.bool_], unit: str
    ) -> None:
        """Draw a row of `density` a layer on the common axis `edges`, named `unit`.

        zeros     share of exact zeros in each layer, which `density` leaves out
        broken    whether a layer has no finite value
        """
        self.edges, self.unit = edges, unit
        self.zeros, self.broken = zeros, broken
        self.density = np.where(broken[:, None], 0.0, density)
        self.count = len(density)
        self.getPlotItem().getAxis("left").setLabel(unit)
        self.show_all()

    def levels(self, rows: int) -> NDArray[np.uint8]:
        """Densities over the maximum of their layer as 0 to 255, at most `rows` a layer.

        Where bins share a row it shows the highest of them: a spike stays one.
        """
        most = self.density.max(axis=1, keepdims=True, initial=0.0)
        share = np.divide(self.density, most, out=np.zeros_like(self.density), where=most > 0)
        together = -(-share.shape[1] // max(1, rows))
        starts = np.arange(0, share.shape[1], together)
        # A density that is there at all is never the colour of none.
        return np.ceil(255 * np.maximum.reduceat(share, starts, axis=1)).astype(np.uint8).T

    # Range and ticks:

    def _strip(self) -> float:
        """Height of the strip of zeros in pixels."""
        shown = bool((self.zeros >= MIN_SHARE).any())
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        return round(0.9 * metrics.height()) if shown else 0.0

    def y_range(self, height: float) -> tuple[float, float]:
        low, high = float(self.edges[0]), float(self.edges[-1])
        if not high > low:
            low, high = low - 1.0, low + 1.0
        strip = min(self._strip(), 0.4 * height)
        return low - (high - low) * strip / (height - strip), high

    def y_ticks(self, frame: Frame, line: float) -> list[tuple[float, str]]:
        low, high = float(self.edges[0]), float(self.edges[-1])
        per_pixel = (frame.high - frame.low) / max(1.0, frame.area.height())
        ticks = value_ticks(low, high, 1.3 * line * per_pixel, (1, 2, 4, 5))
        if low == frame.low:
            return ticks
        free = low + 0.6 * line * per_pixel  # above the name of the strip
        return [tick for tick in ticks if tick[0] >= free]

    def draw(self) -> None:
        super().draw()
        frame = self.shown
        if frame is None:
            return
        top, bottom = frame.y(float(self.edges[-1])), frame.y(float(self.edges[0]))
        levels = self.levels(max(1, int(bottom - top)))
        bins = self.density.shape[1]
        together = -(-bins // len(levels))
        low = float(self.edges[0])
        width = (float(self.edges[-1]) - low) / bins
        self.image.setImage(levels, autoLevels=False, levels=(0, 255))
        self.image.setRect(QRectF(0.5, low, self.count, width * together * len(levels)))
        self.viewport().update()

    # Texts and what lies over the picture:

    def placed(self, frame: Frame, metrics: QFontMetricsF) -> list[Text]:
        texts: list[Text] = []
        line = metrics.height()
        for first, last in _runs(self.broken):
            width = metrics.horizontalAdvance("∞/NaN")
            middle = (frame.x(first) + frame.x(last)) / 2
            left = middle - width / 2
            left = min(max(left, frame.area.left() + SPACE), frame.area.right() - width - SPACE)
            place = QRectF(left, frame.area.center().y() - line / 2, width, line)
            if not any(place.intersects(text.place) for text in texts):
                texts.append(Text(place, "∞/NaN", "bad", cloth=True))
        if self._strip():
            bottom = frame.y(float(self.edges[0]))
            room = frame.area.left() - 8.0
            text = fitting(metrics, room, self.tr("zeros"))
            width = metrics.horizontalAdvance(text)
            middle = (bottom + frame.area.bottom()) / 2
            place = QRectF(room - width, middle - line / 2, width, line)
            texts.append(Text(place, text, "muted"))
        return texts

    def paint_over(self, painter: QPainter, frame: Frame) -> None:
        """Zeros below the picture, hatches over it."""
        bottom = frame.y(float(self.edges[0]))
        hatch = QBrush(theme.colour("bad"), Qt.BrushStyle.BDiagPattern)
        for first, last in _runs(self.broken):
            left, right = frame.x(first - 0.5), frame.x(last + 0.5)
            area = QRectF(left, frame.area.top(), right - left, bottom - frame.area.top())
            painter.fillRect(area, hatch)
        for layer in range(1, self.count + 1):
            left, right = round(frame.x(layer - 0.5)), round(frame.x(layer + 0.5))
            share = float(self.zeros[layer - 1])
            if share >= MIN_SHARE:
                height = share * (frame.area.bottom() - bottom - 2.0)
                top = frame.area.bottom() - height
                bar = QRectF(left, top, right - left, height)
                painter.fillRect(bar, theme.colour("dropped"))
                if not self.density[layer - 1].any():
                    # All there is lies in one point: no bin holds it, but it is not nothing.
                    y, width = frame.y(0.0), 2.0 * theme.sizes.outline
                    point = QRectF(left, y - width / 2, right - left, width)
                    painter.fillRect(point, theme.colour("dropped"))
        if self._strip():
            painter.setPen(QPen(theme.colour("border"), 1.0))
            painter.drawLine(
                QPointF(frame.area.left(), bottom), QPointF(frame.area.right(), bottom)
            )

    def text_at(self, layer: int, value: float | None = None) -> str:
        row = self.density[layer - 1]
        if self.broken[layer - 1]:
            return self.tr("layer {layer}: ∞ or NaN").format(layer=layer)
        zeros = self.tr("{share} % zeros").format(share=percent(float(self.zeros[layer - 1])))
        if value is None or not self.edges[0] <= value < self.edges[-1]:
            at = int(row.argmax())
            if not row.any():
                return self.tr("layer {layer}: {zeros}").format(layer=layer, zeros=zeros)
            middle = float(self.edges[at] + self.edges[at + 1]) / 2
            said = self.tr("layer {layer}: most values near {value}")
            said = said.format(layer=layer, value=short(middle, 2))
        else:
            at = int(np.searchsorted(self.edges, value, side="right")) - 1
            said = self.tr("layer {layer}: value {value}, density {density}")
            said = said.format(layer=layer, value=short(value, 2), density=short(row[at], 3))
        return f"{said}, {zeros}" if self.zeros[layer - 1] >= MIN_SHARE else said

    def summary(self) -> str:
        if not self.count:
            return ""
        ends = [self.text_at(1)] + ([self.text_at(self.count)] if self.count > 1 else [])
        runs = [self.text_at(first) for first, _ in _runs(self.broken) if first > 1]
        return "; ".join(dict.fromkeys([*ends, *runs]))

    # How it looks:

    def describe_plot(self) -> None:
        describe(
            self,
            self.tr("Values in each layer"),
            self.tr(
                "Across: layers. Upwards: values. The stronger the colour, the more values of "
                "this layer are there; full colour is each layer's own maximum. The strip below "
                "is the share of exact zeros. The arrow keys go from layer to layer."
            ),
            torch="torch.histogram",
        )

    def restyle(self) -> None:
        self.image.setLookupTable(ramp())
        super().restyle()
        self.getPlotItem().getAxis("left").setLabel(self.unit)


def ramp() -> NDArray[np.uint8]:
    """256 colours from the card to the sample: every step is darker, or lighter, than the last."""
    low, high = (
        np.array([colour.red(), colour.green(), colour.blue()], dtype=np.float64)
        for colour in (theme.colour("card"), theme.colour("sample"))
    )
    share = np.linspace(0.0, 1.0, 256)[:, None]
    return np.rint(low + share * (high - low)).astype(np.uint8)


def _runs(broken: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last layer of each row of neighbours that are broken."""
    runs = [list(run) for one, run in groupby(range(len(broken)), key=lambda i: broken[i]) if one]
    return [(run[0] + 1, run[-1] + 1) for run in runs]
