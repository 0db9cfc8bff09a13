"""One map of a sweep as it is painted: cells, hatching, theory, words, ring and colour bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from core.format import short
from core.sweep.picture import DIVERGED, UNKNOWN, Line, Map, Region
from gui.look.i18n import translated
from gui.look.sizes import NORMAL
from gui.look.theme import theme
from gui.plots.axes import SPACE
from gui.plots.labels import Text, best_place, spots, write
from gui.plots.ramp import contrast, ink_on
from gui.plots.sweep_axis import Places
from gui.plots.sweep_colours import STEPS, Scale

Array = NDArray[np.float64]
STRIP, GAP = 12.0, 12.0
"""Width of the colour bar and how far it is from the map, in pixels at normal scale."""
HATCH = 6.0
"""Pixels from one line of the hatching to the next, across and down."""
READABLE = 4.5
"""Contrast of a text with what it stands on, by WCAG."""
MOST_WORDS, MOST_NAME = 0.5, 0.9
"""Shares of the map's width that words on it may take, and what is before their colon alone."""
DENSE = 3.0
"""Pixels from one point of a line to the next, so that no text slips between them."""


def scaled(length: float) -> float:
    """Pixels in the window's scale."""
    return length * theme.sizes.small / NORMAL.small


def bar_texts(shown: Map) -> list[tuple[float, str]]:
    """Shares of the bar and the numbers beside them; ≤ and ≥ at ends that go on."""
    digits = 3 if shown.centre is None else 2
    below, above = shown.open_ends
    signs = {0.0: "≤ " if below else "", 1.0: "≥ " if above else ""}
    return [
        (share, signs.get(share, "") + short(value, digits))
        for value, share in scale_of(shown).marks()
    ]


def scale_of(shown: Map) -> Scale:
    """The colours of a map."""
    return Scale(shown.low, shown.high, shown.centre)


def bar_width(shown: Map, metrics: QFontMetricsF) -> float:
    """What a colour bar with its numbers takes at the right of a map."""
    widest = max(metrics.horizontalAdvance(text) for _, text in bar_texts(shown))
    return scaled(GAP + STRIP) + 5.0 + widest


def drawn_state(shown: Map) -> NDArray[np.uint8]:
    """What is drawn in each cell: its own state, or that of the cell that lends it its colour."""
    return shown.state[shown.source]


def cell_colours(shown: Map) -> NDArray[np.uint32]:
    """The colour of each cell in the theme in force, (rows, columns); the card's where none is."""
    state = drawn_state(shown)
    colours = scale_of(shown).colours()[scale_of(shown).places(shown.mean[shown.source])]
    paper = np.uint32(theme.colour("card").rgb())
    found: NDArray[np.uint32] = np.where(
        (state == UNKNOWN) | (state == DIVERGED), paper, colours
    ).astype(np.uint32)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A map and where it stands, in pixels of the plot; `y` is None for a curve.

    beside, below   whether the numbers of its axes stand there
    bar             whether its colour bar does
    """

    shown: Map
    area: QRectF
    x: Places
    y: Places
    beside: bool = True
    below: bool = True
    bar: bool = True
    heading: bool = False

    def spot(self, column: int, row: int) -> QPointF:
        """The middle of a cell."""
        return self.point(float(self.x.middles[column]), float(self.y.middles[row]))

    def point(self, across: float, up: float) -> QPointF:
        """Shares of the map in pixels."""
        area = self.area
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Column and row under a place, None beside the map."""
        area = self.area
        if not area.contains(at):
            return None
        across = (at.x() - area.left()) / area.width()
        return self.x.index(across), self.y.index((area.bottom() - at.y()) / area.height())

    # Painting:

    def paint(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        """All but the ring."""
        painter.drawImage(self.area, self._image())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("muted"), theme.sizes.outline))
        painter.drawLines(hatching(self))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme.colour("field_border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.area)
        taken = self._regions(painter, metrics)
        curves = [self._curve(line) for line in self.shown.lines]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lines(painter, curves)
        for line, curve in zip(self.shown.lines, curves, strict=True):
            self._name(painter, metrics, line, curve, curves, taken)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.bar:
            self._bar(painter, metrics)

    def _image(self) -> QImage:
        """A pixel a cell; where cells differ in size, as many as are seen of each."""
        cells = cell_colours(self.shown)
        if not (self.x.even and self.y.even):
            sizes = 2 * math.ceil(self.area.width()), 2 * math.ceil(self.area.height())
            columns, rows = (
                np.searchsorted(places.edges[1:-1], (np.arange(size) + 0.5) / size)
                for places, size in zip((self.x, self.y), sizes, strict=True)
            )
            cells = cells[np.ix_(rows, columns)]
        cells = np.ascontiguousarray(cells[::-1])
        rows_, columns_ = cells.shape
        kind = QImage.Format.Format_RGB32
        return QImage(cells.tobytes(), columns_, rows_, 4 * columns_, kind).copy()

    def _curve(self, line: Line) -> tuple[Array, Array]:
        """Points along a line of theory in pixels, NaN where they are far from this map."""
        area = self.area
        x = area.left() + self.x.shares(line.x) * area.width()
        y = area.bottom() - self.y.shares(line.y) * area.height()
        near = (np.abs(x - area.center().x()) < area.width()) & (
            np.abs(y - area.center().y()) < area.height()
        )
        return np.where(near, x, math.nan), np.where(near, y, math.nan)

    def _lines(self, painter: QPainter, curves: list[tuple[Array, Array]]) -> None:
        """Every line twice: light below, so that it is seen on every colour."""
        painter.save()
        painter.setClipRect(self.area)
        halo = theme.colour("card")
        halo.setAlphaF(0.7)
        width = 1.2 * theme.sizes.curve
        pens = [QPen(halo, width + 3.0), QPen(theme.colour("text"), width)]
        for pen in pens:
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for x, y in curves:
                for piece in _pieces(x, y):
                    painter.drawPolyline(QPolygonF(piece))
        painter.restore()

    def _name(
        self,
        painter: QPainter,
        metrics: QFontMetricsF,
        line: Line,
        curve: tuple[Array, Array],
        curves: list[tuple[Array, Array]],
        taken: list[QRectF],
    ) -> None:
        """The line's name close to its upper end, on no other text."""
        x, y = curve
        seen = np.isfinite(x) & np.isfinite(y)
        seen &= (x >= self.area.left()) & (x <= self.area.right())
        seen &= (y >= self.area.top()) & (y <= self.area.bottom())
        if not seen.any():
            return
        at = int(np.flatnonzero(seen)[np.argmin(y[seen])])
        text = translated(line.label)
        size = metrics.horizontalAdvance(text) + 4.0, metrics.height()
        inside = self.area.adjusted(SPACE, SPACE, -SPACE, -SPACE)
        places = spots(inside, float(x[at]), float(y[at]) + size[1], size, left_first=True)
        place = best_place(places, taken, [_dense(*one) for one in curves])
        if place is not None:
            taken.append(place)
            write(painter, metrics, Text(place.adjusted(2, 0, -2, 0), text, "text", cloth=True))

    def _regions(self, painter: QPainter, metrics: QFontMetricsF) -> list[QRectF]:
        """Words in the ink that is read best on the colours below them; what places they take."""
        painter.save()
        font = theme.font(theme.sizes.small, bold=True)
        painter.setFont(font)
        bold = QFontMetricsF(font)
        taken = []
        colours = cell_colours(self.shown)
        for region in self.shown.regions:
            lines = words_of(region, bold, self.area.width())
            if not lines:
                continue
            place = self._place(region, lines, bold)
            ink, on_cloth = self._ink(place, colours)
            if on_cloth:
                cloth = theme.colour("card")
                cloth.setAlphaF(0.85)
                painter.fillRect(place.adjusted(-3.0, 0.0, 3.0, 0.0), cloth)
            painter.setPen(ink)
            for index, line in enumerate(lines):
                base = place.top() + index * bold.height() + bold.ascent()
                painter.drawText(QPointF(place.left(), base), line)
            taken.append(place)
        painter.restore()
        return taken

    def _place(self, region: Region, lines: list[str], metrics: QFontMetricsF) -> QRectF:
        width = max(metrics.horizontalAdvance(line) for line in lines)
        height = len(lines) * metrics.height()
        at, area = self.point(region.x, region.y), self.area
        left = max(area.left() + SPACE, min(at.x(), area.right() - SPACE - width))
        top = max(area.top() + SPACE, min(at.y() - height / 2, area.bottom() - SPACE - height))
        return QRectF(left, top, width, height)

    def _ink(self, place: QRectF, colours: NDArray[np.uint32]) -> tuple[QColor, bool]:
        """The ink for words there, and whether they need a cloth below them."""
        low, high = self.cell_at(place.bottomLeft()), self.cell_at(place.topRight())
        if low is None or high is None:
            return theme.colour("text"), True
        part = colours[low[1] : high[1] + 1, low[0] : high[0] + 1]
        papers = [QColor(colour) for colour in np.unique(part).tolist()]
        inks = {ink_on(paper).rgb(): ink_on(paper) for paper in papers}
        ink = max(inks.values(), key=lambda one: min(contrast(one, paper) for paper in papers))
        readable = min(contrast(ink, paper) for paper in papers) >= READABLE
        return (ink, False) if readable else (theme.colour("text"), True)

    def _bar(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        """The colours from low to high, with numbers at their ends and in the middle."""
        area = self.area
        left = area.right() + scaled(GAP)
        strip = QRectF(left, area.top(), scaled(STRIP), area.height())
        colours = np.ascontiguousarray(scale_of(self.shown).colours()[::-1])
        image = QImage(colours.tobytes(), 1, STEPS, 4, QImage.Format.Format_RGB32).copy()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(strip, image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setPen(theme.colour("field_border"))
        painter.drawRect(strip)
        painter.setPen(theme.colour("muted"))
        for share, text in bar_texts(self.shown):
            y = strip.bottom() - share * strip.height()
            base = y + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(strip.right() + 5.0, base), text)


def words_of(region: Region, metrics: QFontMetricsF, width: float) -> list[str]:
    """The words in one line, in two behind their colon, those before it alone, or none.

    They would hide a map that is not wide, and its line.
    """
    text = translated(region.text)
    first, _, second = text.replace("：", ": ").partition(": ")
    colon = "：" if "：" in text else ":"
    ways = (
        ([text], MOST_WORDS),
        ([first + colon, second] if second else [], MOST_WORDS),
        ([first], MOST_NAME),
    )
    for lines, share in ways:
        if lines and max(map(metrics.horizontalAdvance, lines)) <= share * width:
            return lines
    return []


def hatching(panel: Panel) -> list[QLineF]:
    """Slanted lines over the diverged cells of a map, which meet from cell to cell."""
    found = []
    lost = drawn_state(panel.shown) == DIVERGED
    across = panel.area.left() + panel.x.edges * panel.area.width()
    down = panel.area.bottom() - panel.y.edges * panel.area.height()
    apart = scaled(HATCH)
    for row in np.flatnonzero(lost.any(axis=1)).tolist():
        top, bottom = float(down[row + 1]), float(down[row])
        for is_lost, run in groupby(range(lost.shape[1]), key=lambda at, row=row: lost[row, at]):  # type: ignore[misc]
            if not is_lost:
                continue
            columns = list(run)
            left, right = float(across[columns[0]]), float(across[columns[-1] + 1])
            first = math.ceil((left + top) / apart)
            for number in range(first, math.floor((right + bottom) / apart) + 1):
                total = number * apart  # x + y along this line
                begin, end = max(left, total - bottom), min(right, total - top)
                found.append(QLineF(begin, total - begin, end, total - end))
    return found


def _pieces(x: Array, y: Array) -> list[list[QPointF]]:
    """The line without its gaps."""
    known = np.isfinite(x) & np.isfinite(y)
    found = []
    for is_known, run in groupby(range(len(x)), key=lambda at: bool(known[at])):
        if is_known:
            found.append([QPointF(float(x[at]), float(y[at])) for at in run])
    return found


def _dense(x: Array, y: Array) -> tuple[Array, Array]:
    """Points along the line, DENSE pixels apart."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) < 2:
        return x, y
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.arange(0.0, along[-1], DENSE)
    return np.interp(at, along, x), np.interp(at, along, y)
