"""The strip of the last masks: small pictures to click, each another thinned network."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme

Mask = NDArray[np.bool_]
MAX_MASKS = 12


class Thumbnail(FollowsLook, QAbstractButton):
    """One mask: filled squares are kept, hollow ones dropped; its number stands below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = 0
        self.kept: Mask = np.zeros(0, dtype=bool)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the space bar to `sample`
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(96)

    def show_mask(self, number: int, mask: Mask, chosen: bool) -> None:
        """Draw the mask of this sample."""
        self.number, self.kept = number, mask
        self.setChecked(chosen)
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        text = self.tr("Sample {number}: {kept} of {count} kept").format(
            number=self.number, kept=int(self.kept.sum()), count=len(self.kept)
        )
        describe(self, text)

    def restyle(self) -> None:
        """Take sizes and colours from the theme."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(4.2 * theme.sizes.font), round(3.2 * theme.sizes.font))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(1.6 * theme.sizes.font), round(3.2 * theme.sizes.font))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setBrush(theme.colour("accent_soft"))
            width = 2 if self.isChecked() or self.hasFocus() else 1
            painter.setPen(QPen(theme.colour("accent"), width))
            painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(theme.font(theme.sizes.small))
        line = painter.fontMetrics().height()
        self._squares(painter, frame.adjusted(4, 4, -4, -line))
        painter.setPen(theme.colour("accent" if self.isChecked() else "muted"))
        below = QRectF(frame.left() - 4, frame.bottom() - line, frame.width() + 8, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(self.number))
        painter.end()

    def _squares(self, painter: QPainter, place: QRectF) -> None:
        count = len(self.kept)
        if not count or place.width() <= 0 or place.height() <= 0:
            return
        columns = min(count, math.ceil(math.sqrt(count * place.width() / place.height())))
        rows = math.ceil(count / columns)
        side = min(place.width() / columns, place.height() / rows)
        left = place.center().x() - columns * side / 2
        top = place.center().y() - rows * side / 2
        for index, kept in enumerate(self.kept.tolist()):
            row, column = divmod(index, columns)
            square = QRectF(left + column * side, top + row * side, side, side)
            square.adjust(0.8, 0.8, -0.8, -0.8)
            painter.setPen(QPen(theme.colour("accent" if kept else "muted"), 0.8))
            painter.setBrush(theme.colour("accent") if kept else Qt.BrushStyle.NoBrush)
            painter.drawRect(square)


class MaskStrip(QWidget):
    """The newest masks in a row, oldest first. chosen(number): show that sample again."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.thumbnails = [Thumbnail() for _ in range(MAX_MASKS)]
        for thumbnail in self.thumbnails:
            thumbnail.hide()
            thumbnail.clicked.connect(self._clicked)
            layout.addWidget(thumbnail)
        layout.addStretch(1)

    def shown(self) -> list[Thumbnail]:
        """The thumbnails that stand for a sample."""
        return [thumbnail for thumbnail in self.thumbnails if not thumbnail.isHidden()]

    def show_masks(self, masks: list[tuple[int, Mask]], chosen: int) -> None:
        """Draw these (number, mask), the last twelve at most."""
        masks = masks[-MAX_MASKS:]
        for index, thumbnail in enumerate(self.thumbnails):
            if index < len(masks):
                number, mask = masks[index]
                thumbnail.show_mask(number, mask, number == chosen)
            thumbnail.setVisible(index < len(masks))

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Thumbnail):
            self.chosen.emit(sender.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from one to the next, Return shows it."""
        shown = self.shown()
        here = next((i for i, thumbnail in enumerate(shown) if thumbnail.hasFocus()), None)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if here is None:
            event.ignore()
        elif key in steps:
            to = shown[min(max(here + steps[key], 0), len(shown) - 1)]
            to.setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shown[here].click()
        else:
            event.ignore()
