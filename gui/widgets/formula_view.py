"""A typeset formula with its present number, which follows a slider without typesetting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.format import with_minus
from core.init.formula import COLOUR, Typeset, font_file
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme

GAP, WORD_GAP = 0.33, 0.08
"""Space before the number and more space within it, in sizes of the font, as around a relation."""

LEADING = 0.35
"""Space between two lines, in sizes of the font."""

USUAL_NUMBER = "= 0.0000"
"""Room that a number always has, so that the scale does not change with every digit."""


@dataclass(slots=True)
class _State:
    family: str | None = None


_state = _State()


def number_font(size: float) -> QFont:
    """The face of the formulas, loaded at the first call; the interface's font if it is missing."""
    if _state.family is None:
        families = QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(font_file()))
        )
        _state.family = families[0] if families else theme.font().family()
    font = QFont(_state.family)
    font.setPixelSize(max(1, round(size)))
    font.setWordSpacing(WORD_GAP * size)
    return font


class FormulaView(FollowsLook, QWidget):
    """Draws lines of mathematics, and a number after the last one, on its baseline.

    Its height is that of the lines at full size; where it is too narrow for them it draws
    everything smaller.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Typeset, ...] = ()
        self._number = ""
        self._text = ""
        self._renderers: list[QSvgRenderer] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_formula(self, lines: tuple[Typeset, ...], number: str, text: str = "") -> None:
        """Draw these lines and the number; `text` says the lines to a screen reader."""
        if lines != self.lines:
            self.lines = lines
            self.restyle()
        self._text = text
        self.show_number(number)

    def set_text(self, text: str) -> None:
        """Say the same lines in another language."""
        self._text = text
        self.show_number(self._number)

    def show_number(self, number: str) -> None:
        """Draw another number after the same lines: `= 0.0510`, or "" for none."""
        self._number = with_minus(number)
        self.setAccessibleDescription(f"{self._text} {self._number}".strip())
        self.update()

    @property
    def number(self) -> str:
        """What follows the last line."""
        return self._number

    @property
    def text(self) -> str:
        """The lines for a screen reader, without the number."""
        return self._text

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        tip = self.tr("The formula of the method, with the present numbers put in.")
        describe(self, self.tr("Formula"), tip)

    def restyle(self) -> None:
        """Colour the pictures anew: QSvgRenderer has no pen to set."""
        colour = theme.colours.text
        self._renderers = [
            QSvgRenderer(QByteArray(line.svg.replace(COLOUR, colour).encode()))
            for line in self.lines
        ]
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _leading(self) -> float:
        return LEADING * self.lines[-1].size

    def sizeHint(self) -> QSize:
        if not self.lines:
            return QSize(200, 3 * theme.sizes.formula)
        height = sum(line.height for line in self.lines)
        height += (len(self.lines) - 1) * self._leading()
        zoom = self._zoom()
        return QSize(int(zoom * self._full_width()) + 1, int(zoom * height) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _zoom(self) -> float:
        """From the size in which the lines were typeset to the theme's."""
        return theme.sizes.formula / self.lines[-1].size

    def _full_width(self) -> float:
        """The width of the widest line as typeset, the last one with its number."""
        last = self.lines[-1]
        metrics = QFontMetricsF(number_font(last.size))
        width = last.width
        if self._number:
            room = max(metrics.horizontalAdvance(text) for text in (self._number, USUAL_NUMBER))
            width += GAP * last.size + room
        return max(width, *(line.width for line in self.lines))

    def scale(self) -> float:
        """1, or less where the widget is too narrow."""
        if not self.lines:
            return 1.0
        return min(1.0, self.width() / (self._zoom() * self._full_width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw what is shown, by the painter of a printed page too."""
        if not self.lines:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.scale() * self._zoom()
        painter.scale(scale, scale)
        y = 0.0
        for line, renderer in zip(self.lines, self._renderers, strict=True):
            renderer.render(painter, QRectF(0, y, line.width, line.height))
            y += line.height + self._leading()
        last = self.lines[-1]
        painter.setFont(number_font(last.size))
        painter.setPen(theme.colour("text"))
        baseline = y - self._leading() - last.height + last.baseline
        painter.drawText(QPointF(last.width + GAP * last.size, baseline), self._number)
