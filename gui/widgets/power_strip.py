"""One factor in large letters, and its place on a scale from 1/100 to 100."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look.following import FollowsLook
from gui.look.theme import theme

DECADES = 2
"""On either side of 1; what lies beyond stands at the end as an arrow."""

TICKS = ("1/100", "1/10", "1", "10", "100")
LETTERS, LETTERS_BESIDE = 1.6, 1.3
"""Size of the words over that of a card's title: in a row of its own, and beside tabs."""


def place(factor: float) -> float:
    """Where it is on the scale, from 0 at 1/100 to 1 at 100."""
    logarithm = -math.inf if factor <= 0.0 else math.log10(factor)
    return min(max(0.5 + logarithm / (2 * DECADES), 0.0), 1.0)


class PowerStrip(FollowsLook, QWidget):
    """`sign` and `words` on the left, then the scale: theory is a line, what was measured a dot.

    In a row of its own it is a card; with `beside` it is as low as the names of tabs.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.short_words, self._colour = "", "", "text"
        self.theory = self.measured = math.nan
        self._band = (1.0, 1.0)
        self.beside = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_factor(
        self,
        words: tuple[str, str],
        colour: str,
        marks: tuple[float, float],
        band: tuple[float, float],
    ) -> None:
        """Show it.

        words    what is written, and the same shorter where there is no room
        colour   of the words, by its name in the theme
        marks    theory and measured; NaN is not drawn
        band     the part of the scale in which a factor is called 1
        """
        (self.words, self.short_words), self._colour = words, colour
        (self.theory, self.measured), self._band = marks, band
        self.update()

    def set_beside(self, beside: bool) -> None:
        """Whether it stands beside the names of tabs."""
        self.beside = beside
        self.restyle()

    def restyle(self) -> None:
        """Its height is that of its letters."""
        self.updateGeometry()
        self.update()

    def _letters(self) -> QFont:
        larger = LETTERS_BESIDE if self.beside else LETTERS
        return theme.font(round(larger * theme.sizes.title), bold=True)

    def sizeHint(self) -> QSize:
        """A row of its letters."""
        height = QFontMetrics(self._letters()).height()
        return QSize(120, height if self.beside else height + 3 * theme.sizes.gap // 2)

    def minimumSizeHint(self) -> QSize:
        """The words may become shorter, and the scale as well."""
        return QSize(0, self.sizeHint().height())

    def shown_words(self) -> str:
        """The words that there is room for."""
        whole = QFontMetrics(self._letters()).horizontalAdvance(self.words)
        return self.words if whole + self._least_scale() <= self._room() else self.short_words

    def _room(self) -> int:
        return self.width() - (0 if self.beside else 2 * theme.sizes.padding)

    def _least_scale(self) -> float:
        """The numbers at both ends, with a space between them and before the first."""
        metrics = QFontMetrics(theme.font(theme.sizes.small))
        return metrics.horizontalAdvance(f"{TICKS[0]}  {TICKS[-1]}") + self._before_scale()

    def _before_scale(self) -> float:
        return theme.sizes.gap if self.beside else 3 * theme.sizes.gap

    def scale(self) -> QRectF:
        """Where the scale is, from 1/100 to 100; its lower edge is the axis. Empty without room."""
        metrics = QFontMetrics(theme.font(theme.sizes.small))
        first, last = (metrics.horizontalAdvance(TICKS[end]) / 2 for end in (0, -1))
        padding = 0 if self.beside else theme.sizes.padding
        words = QFontMetrics(self._letters()).horizontalAdvance(self.shown_words())
        if words + self._least_scale() > self._room():
            return QRectF()
        left = padding + words + self._before_scale() + first
        right = self.width() - padding - last
        height = min(self.sizeHint().height(), self.height())
        top = (self.height() - height) / 2 + (0 if self.beside else 0.75 * theme.sizes.gap)
        below = metrics.ascent() + metrics.descent() / 2
        bottom = (self.height() + height) / 2 - below - (0 if self.beside else theme.sizes.gap / 2)
        return QRectF(left, top, right - left, bottom - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words, scale and marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.beside:
            painter.setPen(QPen(theme.colour("border"), 1.0))
            painter.setBrush(theme.colour("card"))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, theme.sizes.radius, theme.sizes.radius)
        if self.words:
            padding = 0 if self.beside else theme.sizes.padding
            painter.setFont(self._letters())
            painter.setPen(theme.colour(self._colour))
            words = QRectF(padding, 0, self.width() - padding, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.shown_words())
            scale = self.scale()
            if not scale.isEmpty():
                self._paint_scale(painter, scale)
                self._paint_marks(painter, scale)
        painter.end()

    def _paint_scale(self, painter: QPainter, scale: QRectF) -> None:
        at = [scale.left() + place(end) * scale.width() for end in self._band]
        held = theme.colour("good")
        held.setAlphaF(0.25)
        painter.fillRect(QRectF(at[0], scale.top(), at[1] - at[0], scale.height()), held)
        painter.setFont(theme.font(theme.sizes.small))
        metrics = painter.fontMetrics()
        apart = scale.width() / (len(TICKS) - 1)
        word = metrics.horizontalAdvance(f"{TICKS[0]}  ")
        step = 1 if apart >= word else 2 if 2 * apart >= word else 4
        painter.setPen(QPen(theme.colour("muted"), theme.sizes.outline))
        painter.drawLine(scale.bottomLeft(), scale.bottomRight())
        for index, text in enumerate(TICKS):
            x = scale.left() + index * apart
            painter.drawLine(QPointF(x, scale.bottom() - 3), QPointF(x, scale.bottom()))
            if index % step == 0:
                room = QRectF(x - word, scale.bottom(), 2 * word, metrics.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, text)

    def _paint_marks(self, painter: QPainter, scale: QRectF) -> None:
        radius = min(2.5 * theme.sizes.curve, 0.4 * scale.height())
        if not math.isnan(self.measured):
            at = place(self.measured)
            middle = scale.top() + 0.5 * scale.height()
            centre = QPointF(scale.left() + at * scale.width(), middle)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sample"))
            if at in (0.0, 1.0):  # an arrow: it is at the end, or beyond
                side = math.copysign(1.4 * radius, at - 0.5)
                corners = (QPointF(side, 0), QPointF(-side, -radius), QPointF(-side, radius))
                painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
            else:
                painter.drawEllipse(centre, radius, radius)
        if not math.isnan(self.theory):  # over the dot, which would hide it where both agree
            painter.setPen(QPen(theme.colour("theory"), theme.sizes.curve))
            x = scale.left() + place(self.theory) * scale.width()
            painter.drawLine(QPointF(x, scale.top()), QPointF(x, scale.bottom()))
