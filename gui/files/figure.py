"""A plot as a picture that explains itself: title, legend, the plot, and what it is of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from gui.files.drawing import draw
from gui.files.exported import Exported
from gui.files.posing import posed
from gui.look.sizes import NORMAL
from gui.look.theme import PAPER, Look, theme
from gui.widgets.legend import paint_swatch

LEAST, MOST = QSize(560, 300), QSize(1200, 700)
"""Pixels of a plot on paper: not a strip in a small window, nor lost letters in a large one."""
UNSEEN = QSize(720, 400)
"""Of one that has not been on the screen, such as in a tab that nobody has opened."""
PADDING = 14
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def size_on_paper(widget: QWidget) -> QSize:
    """As large as the plot stands in the window, within what can be read on paper."""
    size = widget.size() if widget.isVisible() else UNSEEN
    return size.expandedTo(LEAST).boundedTo(MOST)


@dataclass(frozen=True, slots=True)
class _Word:
    """A text of the heading and where it begins; a swatch of this kind and colour stands first."""

    x: float
    y: float
    text: str
    swatch: tuple[str, str] | None = None


class Heading:
    """Title and legend in lines of this width; the legend flows on where they need more than one.

    Make it while the theme of the picture is in force.
    """

    def __init__(self, exported: Exported, width: float) -> None:
        self.words: list[_Word] = []
        self._line = QFontMetrics(theme.font(theme.sizes.title, bold=True)).height() + 4
        title = QFontMetrics(theme.font(theme.sizes.title, bold=True))
        metrics, gap = QFontMetrics(theme.font()), 1.5 * theme.sizes.gap
        self.words.append(_Word(0.0, 0.0, exported.title))
        x, y = title.horizontalAdvance(exported.title) + 2 * gap, 0.0
        start = theme.sizes.swatch + 0.6 * theme.sizes.gap
        for kind, colour, text, *_ in exported.legend.entries if exported.legend else ():
            needs = start + metrics.horizontalAdvance(text)
            if x and x + needs > width:
                x, y = 0.0, y + self._line
            self.words.append(_Word(x, y, text, (kind, colour)))
            x += needs + gap
        self.height = y + self._line

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Write it, its upper left corner at `at`."""
        for word in self.words:
            font = theme.font() if word.swatch else theme.font(theme.sizes.title, bold=True)
            painter.setFont(font)
            x, middle = at.x() + word.x, at.y() + word.y + self._line / 2
            if word.swatch:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_swatch(painter, *word.swatch, x, middle)
                x += theme.sizes.swatch + 0.6 * theme.sizes.gap
            painter.setPen(theme.colour("muted" if word.swatch else "text"))
            metrics = QFontMetrics(font)
            baseline = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(x, baseline), word.text)


class Figure:
    """A drawing of one plot of a page, `caption` below it.

    Dark on white and large enough to read, or just `as_window` shows it; or in the `look` and the
    `size` of the plot that are asked for.
    """

    def __init__(
        self,
        exported: Exported,
        caption: str,
        as_window: bool = False,
        look: Look = PAPER,
        size: QSize | None = None,
    ) -> None:
        assert exported.widget is not None
        self.exported, self.widget = exported, exported.widget
        self.look = theme.own if as_window else look
        self.title, self.text = exported.title, caption
        exact = as_window and self.widget.isVisible()
        self.size = size or (self.widget.size() if exact else size_on_paper(self.widget))
        with theme.borrowed(self.look):
            self._pad = round(PADDING * theme.sizes.gap / NORMAL.gap)
            self._heading = Heading(exported, self.size.width())
            self._below = self._caption_height()
        height = self._heading.height + self.size.height() + self._below + 2 * self._pad
        self.place = QRect(0, 0, self.size.width() + 2 * self._pad, round(height))

    def _caption_height(self) -> float:
        if not self.text:
            return 0
        metrics = QFontMetrics(theme.font(theme.sizes.small))
        room = QRect(0, 0, self.size.width(), 10_000)
        return metrics.boundingRect(room, WRAPPED, self.text).height() + theme.sizes.gap

    def paint(self, painter: QPainter) -> None:
        """Paint all of it."""
        with theme.borrowed(self.look), posed(self.widget, self.size):
            painter.fillRect(self.place, theme.colour("card"))
            self._heading.paint(painter, QPointF(self._pad, self._pad))
            top = round(self._pad + self._heading.height)
            draw(painter, self.widget, QPoint(self._pad, top))
            painter.setFont(theme.font(theme.sizes.small))
            painter.setPen(theme.colour("muted"))
            top += self.size.height() + theme.sizes.gap
            place = QRectF(self._pad, top, self.size.width(), self._below)
            painter.drawText(place, WRAPPED, self.text)
