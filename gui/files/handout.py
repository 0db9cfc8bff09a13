"""A page of the program on one sheet of A4: plots, formula, statistics, code, and its QR code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from core.experiment import share
from core.machine.versions import version
from core.messages import InitLabError
from core.pages import PAGES
from gui.files.blocks import Block, Code, Formula, Space, Table, Words, height_of_code
from gui.files.caption import experiment_in_words
from gui.files.drawing import draw
from gui.files.exported import Exported, Source, rows
from gui.files.figure import Heading
from gui.files.posing import posed
from gui.look.i18n import translated, translated_code
from gui.look.theme import PAPER, theme

A4 = QRect(0, 0, 794, 1123)
"""210 × 297 mm in pixels, 96 to an inch."""
MARGIN, GAP, BETWEEN = 45, 10, 20
QR_SIDE = 96
FOOT = 50
MAX_LINK = 420
"""Letters of a link that are printed at the foot; a longer one is in the code alone."""
ROW_LEAST, ROW_MOST = 110.0, 235.0
"""Pixels of a row of plots of height 1, without its headings."""
CODE_SIZE = 10
"""Pixels of the code's letters, for which plots give way."""


_TITLE = Words("PyTorch", bold=True)


@dataclass(slots=True)
class _Row:
    """Plots side by side: how high they are, and where each has its heading and its area."""

    plots: list[Exported]
    width: float
    headings: list[Heading] = field(init=False)

    def __post_init__(self) -> None:
        self.headings = [Heading(plot, self.width) for plot in self.plots]

    @property
    def share(self) -> float:
        """Its height beside the other rows."""
        return max(plot.height for plot in self.plots)

    @property
    def heading(self) -> float:
        """What the highest heading needs."""
        return max(heading.height for heading in self.headings)


class Handout:
    """A drawing of all that a page shows, light on white whatever the window looks like."""

    def __init__(self, page: Source) -> None:
        self._page = page
        info = PAGES.get(page.key)
        self.title = translated(info.title) if info is not None else page.key
        self.text = experiment_in_words(page)
        self.place = A4
        self._link = _link(page)
        self._inside = QRectF(A4.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))

    def paint(self, painter: QPainter) -> None:
        """Paint all of it."""
        with theme.borrowed(PAPER):
            painter.fillRect(self.place, theme.colour("card"))
            top = self._paint_head(painter) + GAP
            bottom = self._inside.bottom() - FOOT
            self._paint_foot(painter)
            sections, code = list(self._sections()), translated_code(self._page.result().code)
            width = (self._inside.width() - BETWEEN) / 2
            needed = sum(block.height(width) for block in sections)
            needed = max(needed, _TITLE.height(width) + height_of_code(code, width, CODE_SIZE))
            top = self._paint_plots(painter, top, bottom - needed - GAP) + GAP
            place = QRectF(self._inside.left(), top, width, bottom - top)
            _paint_column(painter, sections, place)
            place.translate(width + BETWEEN, 0.0)
            _TITLE.paint(painter, place)
            place.setTop(place.top() + _TITLE.height(width))
            Code(code, place.size().toSize()).paint(painter, place)

    def _paint_head(self, painter: QPainter) -> float:
        """Title and experiment, and at the right the QR code; returns where it ends."""
        inside = self._inside
        place = QRectF(inside)
        place.setWidth(inside.width() - QR_SIDE - BETWEEN)
        notes = getattr(self._page.result(), "notes", ())
        blocks = [
            Words("InitLab", colour="muted"),
            Words(self.title, bold=True, size=24),
            Words(self.text, size=12),
            *(Words(translated(note), colour="muted") for note in notes),
        ]
        _paint_column(painter, blocks, place)
        self._paint_qr_code(painter, QPointF(inside.right() - QR_SIDE, inside.top()))
        height = sum(block.height(place.width()) for block in blocks)
        return inside.top() + max(height, QR_SIDE)

    def _paint_foot(self, painter: QPainter) -> None:
        """Who made it, and the link."""
        place = QRectF(self._inside)
        place.setTop(place.bottom() - FOOT + GAP)
        painter.setPen(QPen(theme.colour("border"), 1.0))
        painter.drawLine(place.topLeft(), place.topRight())
        place.translate(0.0, 4.0)
        link = self._link if len(self._link) <= MAX_LINK else ""
        painter.setFont(theme.font(8))
        painter.setPen(theme.colour("muted"))
        text = f"InitLab {version('initlab')}   {link}"
        painter.drawText(place, Qt.TextFlag.TextWrapAnywhere, text)

    def _paint_plots(self, painter: QPainter, top: float, bottom: float) -> float:
        """Rows that share the height; returns where they end."""
        all_rows = list(self._rows())
        room = bottom - top - sum(row.heading + GAP for row in all_rows)
        shares = sum(row.share for row in all_rows)
        each = min(max(room / shares, ROW_LEAST), ROW_MOST) if all_rows else 0.0
        for row in all_rows:
            height = each * row.share
            for column, (plot, heading) in enumerate(zip(row.plots, row.headings, strict=True)):
                left = self._inside.left() + column * (row.width + BETWEEN)
                heading.paint(painter, QPointF(left, top))
                assert plot.widget is not None
                with posed(plot.widget, QSize(round(row.width), round(height))):
                    draw(painter, plot.widget, QPoint(round(left), round(top + row.heading)))
            top += row.heading + height + GAP
        return top

    def _rows(self) -> Iterator[_Row]:
        """The plots in their order."""
        whole = self._inside.width()
        for row in rows(plot for plot in self._page.exports() if plot.widget is not None):
            yield _Row(row, whole if row[0].wide else (whole - BETWEEN) / 2)

    def _sections(self) -> Iterator[Block]:
        """What stands beside the code."""
        for section in self._page.sections():
            yield Words(section.title, bold=True)
            if section.formula is not None and section.formula.lines:
                yield Formula(section.formula)
            if section.table is not None:
                yield Table(section.table)
            yield from (Words(sentence) for sentence in section.sentences if sentence)
            yield Space()

    def _paint_qr_code(self, painter: QPainter, at: QPointF) -> None:
        """As squares, which a printer keeps sharp."""
        if not self._link:
            return
        try:
            image = QImage.fromData(share.qr_code(self._link))
        except InitLabError:  # too long for one: the link below holds it
            return
        side, path = QR_SIDE / image.width(), QPainterPath()
        for y in range(image.height()):
            for x in range(image.width()):
                if image.pixelColor(x, y).lightness() < 128:
                    path.addRect(at.x() + x * side, at.y() + y * side, side, side)
        painter.fillPath(path, theme.colour("text"))


def _paint_column(painter: QPainter, blocks: Iterable[Block], place: QRectF) -> None:
    """One below the other, as long as there is room; three dots stand for what has none."""
    rest = QRectF(place)
    for block in blocks:
        height = block.height(rest.width())
        if height > rest.height() + 4:
            Words("…", bold=True).paint(painter, rest)
            return
        block.paint(painter, rest)
        rest.setTop(rest.top() + height)


def _link(page: Source) -> str:
    """The experiment as a line of text; empty where it is too long for one."""
    try:
        return share.link(page.result().experiment)
    except InitLabError:
        return ""
