"""What the plots over a stack of layers share: axes, a cursor, texts that keep apart."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.look.theme import theme
from gui.plots.axes import SPACE, layer_ticks
from gui.plots.base import Plot
from gui.plots.frame import LEADER, Frame
from gui.plots.labels import Text, fitting, write
from gui.plots.readout import box_size, paint_box, wrapped

MIN_LINES = 5
"""Lines of text that a plot is high where its upright axis is named."""
MAX_BESIDE = 0.26
"""Share of the width that names beside the plot may take."""


class LayerPlot(Plot):
    """Layers 1 to `count` from left to right; the mouse or the arrow keys ask for one of them.

    A subclass makes its items, and says its range, its ticks, its texts and what there is to say
    of a layer. It sets `count` and calls `show_all` for a new result.

    Numbers stand at the left and names of curves at the right, or `mirrored` the other way round.

    hovered    what there is to say of the layer under the cursor, or ""
    """

    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, mirrored: bool = False) -> None:
        super().__init__(parent)
        self.mirrored = mirrored
        if mirrored:
            self.getPlotItem().hideAxis("left")
            self.getPlotItem().showAxis("right")
        self.count = 0
        self.layer: int | None = None
        self.value: float | None = None
        self.texts: list[Text] = []
        self.shown: Frame | None = None
        self._hover_text = ""
        self._range: tuple[int, float, float] | None = None
        self.ticks: dict[str, list[tuple[float, str]]] = {}
        self._margins = (0.0, 0.0)
        self.painted = 0.0
        self.paint_when_told()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # What a subclass says:

    def y_range(self, height: float) -> tuple[float, float]:
        """The range to be shown in so many pixels."""
        raise NotImplementedError

    def y_ticks(self, frame: Frame, line: float) -> list[tuple[float, str]]:
        """Heights and texts of the ticks; `line` is the height of a text."""
        raise NotImplementedError

    def across_name(self) -> str:
        """What is counted from left to right."""
        return self.tr("layer")

    def axis_names(self) -> tuple[str, str]:
        """What the numbers of the upright axis are, and the same in few letters; "" for neither."""
        return "", ""

    def beside(self, low: float, high: float) -> Sequence[str]:
        """Names that need room beside this range."""
        return ()

    def placed(self, frame: Frame, metrics: QFontMetricsF) -> list[Text]:
        """Every text on the plot."""
        raise NotImplementedError

    def text_at(self, layer: int, value: float | None = None) -> str:
        """What there is to say of a layer, or of this value in it."""
        raise NotImplementedError

    def summary(self) -> str:
        """What the picture says, in words."""
        raise NotImplementedError

    def describe_plot(self) -> None:
        """Say what kind of picture this is: name and What's This."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter, frame: Frame) -> None:
        """Draw what lies over the curves and under the texts."""

    # What is drawn:

    @property
    def labels(self) -> list[str]:
        """The texts on the plot."""
        return [text.text for text in self.texts]

    def show_all(self) -> None:
        """Lay out a new result, and say it where the cursor stands."""
        self.draw()
        stays = self.layer is not None and self.layer <= self.count
        self.point_at(self.layer if stays else None, self.value)

    def draw(self) -> None:
        """Set ranges, ticks and texts for the present size."""
        if not self.count:
            return
        metrics = QFontMetricsF(theme.font(theme.sizes.small))
        above = metrics.height() * (1.0 if self._axis_is_named(metrics) else 0.5) + 2
        last = 1 if self.mirrored else self.count
        beside = metrics.horizontalAdvance(str(last)) / 2 + 4
        self._set_margins(above, self._margins[1] if self._margins[0] == above else beside)
        low, high = self.y_range(max(1.0, self.box.sceneBoundingRect().height()))
        names = [metrics.horizontalAdvance(name) for name in self.beside(low, high)]
        if names:
            beside = LEADER + 2 * SPACE + min(max(names), MAX_BESIDE * self.width()) + 2
        self._set_margins(above, beside)
        area = self.box.sceneBoundingRect()
        self._set_range(low, high)
        frame = self.shown = Frame(area, self.count, low, high)
        numbers = layer_ticks(self.count, frame.pitch, metrics)
        self._set_ticks("bottom", [(n, str(n)) for n in numbers])
        side = "right" if self.mirrored else "left"
        self._set_ticks(side, self._free(self.y_ticks(frame, metrics.height()), frame, metrics))
        self.texts = self.placed(frame, metrics)
        self.viewport().update()

    @staticmethod
    def _free(
        ticks: list[tuple[float, str]], frame: Frame, metrics: QFontMetricsF
    ) -> list[tuple[float, str]]:
        """The ticks without one that would lie on the word `layer` below, where others are left."""
        lowest = frame.area.bottom() + SPACE - metrics.height() / 2
        free = [tick for tick in ticks if frame.y(tick[0]) <= lowest]
        return free if len(free) > 1 else ticks

    def _axis_is_named(self, metrics: QFontMetricsF) -> bool:
        return bool(self.axis_names()[0]) and self.height() >= MIN_LINES * metrics.height()

    def _set_margins(self, above: float, beside: float) -> None:
        layout = self.getPlotItem().layout
        if self._margins != (above, beside):
            self._margins = (above, beside)
            left, right = (beside, 1.0) if self.mirrored else (1.0, beside)
            layout.setContentsMargins(left, above, right, 1)
        layout.activate()

    def _set_range(self, low: float, high: float) -> None:
        """An axis whose range stays is not drawn anew, which is half of a repaint's cost."""
        if self._range != (self.count, low, high):
            self._range = (self.count, low, high)
            self.box.setRange(xRange=(0.5, self.count + 0.5), yRange=(low, high), padding=0)

    def _set_ticks(self, side: str, ticks: list[tuple[float, str]]) -> None:
        if self.ticks.get(side) != ticks:
            self.ticks[side] = ticks
            self.getPlotItem().getAxis(side).setTicks([ticks])

    def paint_foreground(self, painter: QPainter) -> None:
        """Marks, texts and the cursor stand over everything."""
        frame = self.shown
        if frame is None:
            return
        painter.save()
        painter.setFont(theme.font(theme.sizes.small))
        self.paint_over(painter, frame)
        metrics = QFontMetricsF(painter.font())
        for text in self.texts:
            write(painter, metrics, text)
        painter.setPen(theme.colour("muted"))
        self._paint_axis_names(painter, metrics, frame)
        if self.layer is not None:
            self._paint_cursor(painter, metrics, frame, self.layer)
        painter.restore()
        self.painted = time.perf_counter()  # for the benchmark

    def _paint_axis_names(self, painter: QPainter, metrics: QFontMetricsF, frame: Frame) -> None:
        """Beside the numbers of the layers, and over the upright axis."""
        area, line = frame.area, metrics.height()
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        over = QRectF(area.left(), 0.0, area.width(), line)
        if self.mirrored:
            half = metrics.horizontalAdvance(str(self.count)) / 2
            start = max(area.right(), frame.x(self.count) + half) + 6.0
            caption = QRectF(start, area.bottom() + 2.0, self.width() - start, line)
        else:
            caption = QRectF(0.0, area.bottom() + 2.0, area.left() - 8.0, line)
        painter.drawText(caption, left if self.mirrored else right, self.across_name())
        if self._axis_is_named(metrics):
            name = fitting(metrics, over.width(), *self.axis_names())
            painter.drawText(over, right if self.mirrored else left, name)

    def _paint_cursor(
        self, painter: QPainter, metrics: QFontMetricsF, frame: Frame, layer: int
    ) -> None:
        x = frame.x(layer)
        painter.setPen(QPen(theme.colour("text"), theme.sizes.outline))
        painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))
        text = wrapped(metrics, self._hover_text, self.width() - 2.0)
        width, height = box_size(metrics, text)
        left = x + SPACE if x + SPACE + width <= self.width() - 1.0 else x - SPACE - width
        left = max(1.0, min(left, self.width() - width - 1.0))
        place = QRectF(left, frame.area.top() + 1.0, width, height)
        if any(place.intersects(other.place) for other in self.texts):
            place.moveBottom(frame.area.bottom() - 1.0)
        paint_box(painter, place, text)

    # The cursor:

    def point_at(self, layer: int | None, value: float | None = None) -> None:
        """Put the cursor on a layer, or take it away."""
        self.layer, self.value = layer, value
        said = "" if layer is None else self.text_at(layer, value)
        self.setAccessibleDescription(said or self.summary())
        if said != self._hover_text:
            self._hover_text = said
            self.hovered.emit(said)
        self.viewport().update()

    def point_to(self, at: QPointF | None) -> None:
        """Say the layer under the mouse; the cursor of the keyboard goes there too."""
        frame = self.shown
        if frame is None or at is None or not frame.area.contains(at):
            self.point_at(None)
            return
        layer = min(math.floor((at.x() - frame.area.left()) / frame.pitch) + 1, self.count)
        share = (frame.area.bottom() - at.y()) / frame.area.height()
        self.point_at(layer, frame.low + share * (frame.high - frame.low))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from layer to layer, Home and End to the first and the last."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        at, count = self.layer, self.count
        targets = {
            Qt.Key.Key_Left: count if at is None else max(1, at - 1),
            Qt.Key.Key_Right: 1 if at is None else min(count, at + 1),
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: count,
        }
        target = targets.get(Qt.Key(event.key())) if plain and count else None
        if target is None:
            event.ignore()
            return
        self.point_at(target)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by the keyboard sees where they are."""
        super().focusInEvent(event)
        tabbed = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in tabbed and self.count and self.layer is None:
            self.point_at(1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(None)

    # How it looks:

    def minimumSizeHint(self) -> QSize:
        return QSize(round(15 * theme.sizes.font), round(6 * theme.sizes.font))

    def sizeHint(self) -> QSize:
        return QSize(round(28 * theme.sizes.font), round(14 * theme.sizes.font))

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        self.describe_plot()
        if self.count:
            self.show_all()

    def restyle(self) -> None:
        """Take over colours and sizes of the theme."""
        super().restyle()
        for name in ("left", "right", "bottom"):
            # Half of a number at the end of an axis stands beyond it.
            self.getPlotItem().getAxis(name).setStyle(hideOverlappingLabels=False)
        self.draw()
