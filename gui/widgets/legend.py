"""The line above a plot that says which colour is what."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look.following import FollowsLook
from gui.look.sizes import NORMAL
from gui.look.theme import theme

Entry = tuple[str, str, str] | tuple[str, str, str, str]
"""(kind, colour's name in the theme, text, shorter text where room is scarce).

kind is one of KINDS.
"""

KINDS = ("area", "solid", "line", "dash", "hollow", "hatch")

HATCHES = (0.5, 1.0, 1.5)
"""Sides of a hatched box, right and down from its corner, that its lines are away."""

SPACE, BETWEEN = 5, 12
"""Between a swatch and its text, and before the next, where a gap is 8."""


def _scaled(length: int) -> int:
    return round(length * theme.sizes.gap / NORMAL.gap)


def _start() -> int:
    """Where a text begins, after its swatch."""
    return theme.sizes.swatch + _scaled(SPACE)


class Legend(FollowsLook, QWidget):
    """Swatches with texts, right-aligned; where the room ends they are shorter, then elided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entries(self, *entries: Entry) -> None:
        """Show these; raises ValueError for a sign that is none of KINDS: it would be a line."""
        strange = {entry[0] for entry in entries} - {*KINDS}
        if strange:
            raise ValueError(f"no sign of a legend: {strange}")
        if entries != self._entries:
            self._entries = entries
            self.setToolTip("\n".join(entry[2] for entry in entries))
            self.setAccessibleName(", ".join(entry[2] for entry in entries))
            self.updateGeometry()
            self.update()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it says."""
        return self._entries

    def restyle(self) -> None:
        """Its height is that of the letters."""
        self.updateGeometry()

    def _widths(self, texts: list[str]) -> list[int]:
        metrics, start = self.fontMetrics(), _start()
        return [start + metrics.horizontalAdvance(text) + 2 for text in texts]

    def sizeHint(self) -> QSize:
        """Room for the shorter texts: it grows to whatever is left beside a title."""
        return QSize(self.short_width(), self.fontMetrics().height() + 2)

    def whole_width(self) -> int:
        """Room for every text."""
        return self._width([entry[2] for entry in self._entries])

    def short_width(self) -> int:
        """Room for the shorter texts."""
        return self._width([entry[-1] for entry in self._entries])

    def _width(self, texts: list[str]) -> int:
        return sum(self._widths(texts)) + _scaled(BETWEEN) * max(0, len(texts) - 1)

    def minimumSizeHint(self) -> QSize:
        """Room for the swatches at least."""
        return QSize(60, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw swatches and texts from the right edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        texts = [entry[2 if self.fits() else -1] for entry in self._entries]
        widths = self._fitted(texts)
        start, between = _start(), _scaled(BETWEEN)
        x = max(0, self.width() - sum(widths) - between * (len(widths) - 1))
        for entry, text, width in zip(self._entries, texts, widths, strict=True):
            paint_swatch(painter, entry[0], entry[1], x, self.height() / 2)
            painter.setPen(theme.colour("muted"))
            room = max(0, width - start)
            painter.drawText(
                QRectF(x + start, 0, room, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
            )
            x += width + between
        painter.end()

    def fits(self) -> bool:
        """Whether there is room for the whole texts."""
        return self.whole_width() <= self.width()

    def _fitted(self, texts: list[str]) -> list[int]:
        """Widths that fit: the longest texts give way first."""
        widths = self._widths(texts)
        room = self.width() - _scaled(BETWEEN) * (len(widths) - 1)
        while sum(widths) > room and max(widths) > 2 * theme.sizes.swatch:
            longest = widths.index(max(widths))
            widths[longest] -= min(8, sum(widths) - room)
        return widths


def paint_swatch(painter: QPainter, kind: str, colour: str, x: float, middle: float) -> None:
    """The sign of an entry, from x on, around the middle of its line."""
    swatch = theme.sizes.swatch
    box = QRectF(x + 1, middle - swatch / 2 + 1, swatch - 2, swatch - 2)
    if kind in ("area", "solid"):
        painter.setPen(QPen(theme.colour(colour), theme.sizes.outline))
        painter.setBrush(theme.colour(colour if kind == "solid" else f"{colour}_fill"))
        painter.drawRect(box)
        return
    if kind == "hollow":
        painter.setPen(QPen(theme.colour(colour), theme.sizes.outline, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        return
    if kind == "hatch":
        painter.setPen(QPen(theme.colour(colour), theme.sizes.outline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        side = box.width()
        for share in HATCHES:  # x + y is the same along each, from the top left corner
            near, far = max(0.0, share - 1.0) * side, min(1.0, share) * side
            painter.drawLine(box.topLeft() + QPointF(near, far), box.topLeft() + QPointF(far, near))
        return
    pen = QPen(theme.colour(colour), theme.sizes.curve)
    if kind == "dash":
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, round(middle)), QPointF(x + swatch, round(middle)))
