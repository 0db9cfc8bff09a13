"""The line above a plot that says which colour is what."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme

Entry = tuple[str, str, str]
"""(kind, colour's name in the theme, text); kind is `area`, `solid`, `line`, `dash` or `hollow`."""

SWATCH = 12
SPACE = 5
BETWEEN = 14


class Legend(QWidget):
    """Swatches with texts, right-aligned; where the room ends, texts are elided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_entries(self, *entries: Entry) -> None:
        """Show these."""
        if entries != self._entries:
            self._entries = entries
            self.setToolTip("\n".join(text for _, _, text in entries))
            self.setAccessibleName(", ".join(text for _, _, text in entries))
            self.updateGeometry()
            self.update()

    def _widths(self) -> list[int]:
        metrics = self.fontMetrics()
        return [
            SWATCH + SPACE + metrics.horizontalAdvance(text) + 2 for _, _, text in self._entries
        ]

    def sizeHint(self) -> QSize:
        """Room for every text."""
        widths = self._widths()
        return QSize(
            sum(widths) + BETWEEN * max(0, len(widths) - 1), self.fontMetrics().height() + 2
        )

    def minimumSizeHint(self) -> QSize:
        """Room for the swatches at least."""
        return QSize(60, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw swatches and texts from the right edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        widths = self._fitted()
        x = max(0, self.width() - sum(widths) - BETWEEN * (len(widths) - 1))
        for (kind, colour, text), width in zip(self._entries, widths, strict=True):
            self._swatch(painter, kind, colour, x, self.height() / 2)
            painter.setPen(theme.colour("muted"))
            room = max(0, width - SWATCH - SPACE)
            painter.drawText(
                QRectF(x + SWATCH + SPACE, 0, room, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
            )
            x += width + BETWEEN
        painter.end()

    def _fitted(self) -> list[int]:
        """Widths that fit: the longest texts give way first."""
        widths = self._widths()
        room = self.width() - BETWEEN * (len(widths) - 1)
        while sum(widths) > room and max(widths) > 2 * SWATCH:
            longest = widths.index(max(widths))
            widths[longest] -= min(8, sum(widths) - room)
        return widths

    @staticmethod
    def _swatch(painter: QPainter, kind: str, colour: str, x: int, middle: float) -> None:
        box = QRectF(x + 1, middle - 5, SWATCH - 2, 10)
        if kind in ("area", "solid"):
            painter.setPen(QPen(theme.colour(colour), 1))
            painter.setBrush(theme.colour(colour if kind == "solid" else f"{colour}_fill"))
            painter.drawRect(box)
            return
        if kind == "hollow":
            painter.setPen(QPen(theme.colour(colour), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            return
        pen = QPen(theme.colour(colour), 2)
        if kind == "dash":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(x, round(middle), x + SWATCH, round(middle))
