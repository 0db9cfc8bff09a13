"""What stands in a column of a printed page: each block knows its height in a given width.

Make and paint them while the theme of the paper is borrowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPen

from gui.files.drawing import draw
from gui.files.posing import posed
from gui.look.theme import theme
from gui.widgets.formula_view import FormulaView
from gui.widgets.numbers_table import Readable, Row

WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SIZE = 11
"""Pixels of the letters, at 96 to an inch: 8 points on paper."""
CODE_SIZES = (11, 10, 9, 8, 7)
SMALL = 8
COLUMN_GAP = 8
CONTINUED = "    ↪ "
"""Before the rest of a line of code that was too long."""


class Block(Protocol):
    """A part of a column."""

    def height(self, width: float) -> float:
        """What it needs where the column is so wide."""

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint it into the upper part of this place."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or with `bold` the title of what follows."""

    text: str
    bold: bool = False
    colour: str = "text"
    size: int = SIZE

    @property
    def _font(self) -> QFont:
        return theme.font(self.size, self.bold)

    def height(self, width: float) -> float:
        """That of its lines, and some air."""
        room = QRectF(0.0, 0.0, width, 100_000.0)
        return QFontMetricsF(self._font).boundingRect(room, WRAPPED, self.text).height() + 4

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Write it."""
        painter.setFont(self._font)
        painter.setPen(theme.colour(self.colour))
        painter.drawText(place, WRAPPED, self.text)


@dataclass(frozen=True, slots=True)
class Space:
    """Air between two sections."""

    def height(self, width: float) -> float:
        """Half a line."""
        return SIZE / 2

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Formula:
    """The lines of a formula with its number."""

    view: FormulaView

    def height(self, width: float) -> float:
        """That of its lines."""
        return self.view.sizeHint().height() + 6

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Draw it, smaller where it would be too wide."""
        size = QSize(int(place.width()), self.view.sizeHint().height())
        with posed(self.view, size):
            draw(painter, self.view, place.topLeft().toPoint())


@dataclass(frozen=True, slots=True)
class Table:
    """Names at the left, numbers in columns at the right."""

    shown: Readable

    @property
    def _line(self) -> float:
        return QFontMetricsF(theme.font(SIZE)).height() + 1

    def height(self, width: float) -> float:
        """A line for the head and one for each row."""
        return (self.shown.rowCount() + 1) * self._line + 6

    @staticmethod
    def _widths(
        metrics: QFontMetrics, whole: float, names: list[str], rows: list[Row]
    ) -> list[float]:
        """The same for each column, or where its texts want it, more for those that are long."""
        columns = [[name for name, _ in rows]]
        columns += [[n, *(texts[i] for _, texts in rows)] for i, n in enumerate(names)]
        wanted = [
            max((metrics.horizontalAdvance(text) for text in column), default=0) + COLUMN_GAP
            for column in columns
        ]
        even = whole / len(wanted)
        if max(wanted) <= even:
            return [even] * len(wanted)
        return [width * whole / sum(wanted) for width in wanted]

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Write it."""
        names, rows = self.shown.texts()
        painter.setFont(theme.font(SIZE))
        widths = self._widths(painter.fontMetrics(), place.width(), names, rows)
        for index, (name, texts) in enumerate([("", names), *rows]):
            line = QRectF(place.left(), place.top() + index * self._line, widths[0], self._line)
            painter.setPen(theme.colour("muted"))
            painter.drawText(line, LEFT, name)
            painter.setPen(theme.colour("text" if index else "muted"))
            for text, width in zip(texts, widths[1:], strict=True):
                line = QRectF(line.right(), line.top(), width, self._line)
                painter.drawText(line, RIGHT, text)
        painter.setPen(QPen(theme.colour("border"), 1.0))
        below = place.top() + self._line
        painter.drawLine(QPointF(place.left(), below), QPointF(place.right(), below))


def _font(pixels: int) -> QFont:
    font = theme.monospace()
    font.setPixelSize(pixels)
    return font


def _line(pixels: int) -> int:
    return round(1.25 * pixels)


def _wrapped(code: str, width: float, font: QFont) -> list[str]:
    """Lines that are too long go on below, behind a sign that no Python has."""
    room = max(20, int(width / QFontMetricsF(font).horizontalAdvance("0")))
    found = []
    for line in code.rstrip().split("\n"):
        found.append(line[:room])
        rest, part = line[room:], room - len(CONTINUED)
        found += [CONTINUED + rest[at : at + part] for at in range(0, len(rest), part)]
    return found


def _breaks(code: str, width: float, pixels: int) -> bool:
    """Whether a line of it is too long in letters of this size."""
    return len(_wrapped(code, width, _font(pixels))) > code.rstrip().count("\n") + 1


def height_of_code(code: str, width: float, pixels: int) -> float:
    """What all of it needs in letters of this size."""
    return len(_wrapped(code, width, _font(pixels))) * _line(pixels)


class Code:
    """A script in the largest letters in which all of it fits; what does not fit is counted."""

    def __init__(self, code: str, room: QSize) -> None:
        width, height = room.width(), room.height()
        fitting = [size for size in CODE_SIZES if height_of_code(code, width, size) <= height]
        # Rather smaller letters than a line in two pieces, down to where reading becomes hard.
        whole = [size for size in fitting if size >= SMALL and not _breaks(code, width, size)]
        self.size = (*whole, *fitting, CODE_SIZES[-1])[0]
        lines = _wrapped(code, width, _font(self.size))
        fit = height // _line(self.size)
        self.cut = 0 if len(lines) <= fit else len(lines) - max(0, fit - 1)
        self.lines = lines[: len(lines) - self.cut]

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Write it, comments in grey."""
        font, line = _font(self.size), _line(self.size)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        at = QPointF(place.left(), place.top() + metrics.ascent())
        for text in self.lines:
            code, sign, comment = text.partition("#")
            painter.setPen(theme.colour("text"))
            painter.drawText(at, code)
            painter.setPen(theme.colour("muted"))
            beside = QPointF(metrics.horizontalAdvance(code), 0.0)
            painter.drawText(at + beside, sign + comment)
            at += QPointF(0.0, line)
        if self.cut:
            said = QCoreApplication.translate(
                "Handout", "… and {count} more lines: File > Export > Code has all of them"
            )
            painter.setFont(theme.font(SIZE))
            painter.setPen(theme.colour("bad"))
            painter.drawText(at, said.format(count=self.cut))
