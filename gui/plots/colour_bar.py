"""The colours of a weight, negative orange and positive blue, and the bar that explains them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.format import short
from core.stats.matrix import NAN_LEVEL, ZERO_LEVEL
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.sizes import NORMAL
from gui.look.theme import theme

WIDTH, STRIP = 46, 12
"""Width of the whole and of the coloured strip, in pixels at normal scale."""
EXPONENT = 0.7


def lookup_table() -> NDArray[np.uint8]:
    """The theme's colour of every level of `core.stats.matrix.Matrix`: 256 × RGBA.

    The colour leaves zero faster than the number does: the limit is the largest of all weights,
    four σ and more away, and a linear scale would leave a normal weight pale.
    """
    negative, zero, positive = _rgba("negative"), _rgba("zero"), _rgba("positive")
    table = np.empty((NAN_LEVEL + 1, 4), dtype=np.uint8)
    signs = (np.arange(NAN_LEVEL)[:, None] - ZERO_LEVEL) / ZERO_LEVEL
    ends = np.where(signs < 0, negative, positive)
    table[:NAN_LEVEL] = np.rint(zero + np.abs(signs) ** EXPONENT * (ends - zero))
    table[NAN_LEVEL] = _rgba("undefined")
    return table


def _rgba(name: str) -> NDArray[np.float64]:
    colour = theme.colour(name)
    return np.array((colour.red(), colour.green(), colour.blue(), colour.alpha()), dtype=float)


class ColourBar(FollowsLook, QWidget):
    """A slim strip from +limit down to −limit, and a grey patch where some weights are NaN."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = 1.0
        self._undefined = False
        self._strip = QImage()

    def show_limit(self, limit: float, undefined: bool = False) -> None:
        """Write `limit` at the ends; `undefined` adds the patch of NaN."""
        if (limit, undefined) != (self._limit, self._undefined):
            self._limit, self._undefined = limit, undefined
            self.update()

    def labels(self) -> tuple[str, str, str]:
        """What stands at the top, the middle and the bottom of the strip."""
        return f"+{short(self._limit, 3)}", "0", short(-self._limit, 3)

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        tip = self.tr("Blue is positive, orange is negative, grey is NaN.")
        describe(self, self.tr("Colour scale"), tip)

    def sizeHint(self) -> QSize:
        return QSize(round(WIDTH * theme.sizes.small / NORMAL.small), 120)

    def restyle(self) -> None:
        """Draw the strip in the colours of the theme."""
        column = np.ascontiguousarray(lookup_table()[NAN_LEVEL - 1 :: -1, None, :])
        image = QImage(column.data, 1, NAN_LEVEL, 4, QImage.Format.Format_RGBA8888)
        self._strip = image.copy()  # the array goes, the image stays
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Paint it, by the painter of an exported picture too."""
        font = theme.font(theme.sizes.small)
        top, middle, bottom = self.labels()
        widest = max(QFontMetricsF(font).horizontalAdvance(text) for text in (top, bottom))
        if widest > self.width():
            font.setPixelSize(max(1, int(theme.sizes.small * self.width() / widest)))
        painter.setFont(font)
        line = QFontMetricsF(font).height()
        patch = 2 * line if self._undefined else 0.0
        width = STRIP * theme.sizes.small / NORMAL.small
        strip = QRectF(0, line + 2, width, self.height() - 2 * line - 4 - patch)
        painter.setPen(theme.colour("muted"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), line), left, top)
        painter.drawText(QRectF(0, strip.bottom() + 2, self.width(), line), left, bottom)
        beside = QRectF(width + 5, strip.center().y() - line / 2, self.width(), line)
        painter.drawText(beside, left, middle)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(strip, self._strip)
        if self._undefined:
            square = QRectF(0, self.height() - line, width, line).adjusted(0, 2, 0, -2)
            painter.fillRect(square, theme.colour("undefined"))
            painter.drawText(QRectF(width + 5, square.top() - 2, self.width(), line), left, "NaN")
            painter.drawRect(square)
        painter.setPen(theme.colour("field_border"))
        painter.drawRect(strip)
