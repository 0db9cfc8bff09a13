"""A drawing as a file: PNG, or SVG and PDF, whose lines and letters stay sharp at any size."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)

from core.disk.endings import PDF, PNG, SVG, Format
from gui.files.picture import encoded
from gui.files.svg import SvgDevice

SCALE = 2.0
"""Pixels of a PNG to one of the screen."""
PAGE_SCALE = 2.5
"""The same of a whole page: 240 dots to an inch on paper."""
POINTS_PER_INCH = 72.0


class Drawing(Protocol):
    """Something that paints itself into a rectangle at the painter's origin.

    `text` says in words what it is, for those who search or cannot see it.
    """

    @property
    def title(self) -> str:
        """Its heading."""

    @property
    def text(self) -> str:
        """What it shows."""

    @property
    def place(self) -> QRect:
        """The rectangle, in pixels of the screen."""

    def paint(self, painter: QPainter) -> None:
        """Paint all of it, the background too."""


def png(drawing: Drawing, scale: float = SCALE) -> bytes:
    """`scale` times as large as on the screen; raises Refused where memory gives out."""
    image = QImage(drawing.place.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.setText("Title", drawing.title)
    image.setText("Description", drawing.text)
    if not image.isNull():
        image.fill(0)
        _paint(drawing, image)
    return encoded(image)


def svg(drawing: Drawing) -> bytes:
    """As large as on the screen."""
    # Axes are recorded for the screen: played at another resolution they change their size.
    dpi = round(_resolution())
    device = SvgDevice(drawing.place.size(), dpi, drawing.title, drawing.text)
    _paint(drawing, device)
    return device.content


def pdf(drawing: Drawing, page: QPageSize | None = None) -> bytes:
    """One page, as large as the drawing, or as the paper."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(drawing.title)
    writer.setCreator("InitLab")
    size = QSizeF(drawing.place.size()) * (POINTS_PER_INCH / _resolution())
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    page = page or QPageSize(size, QPageSize.Unit.Point, "", exact)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(round(_resolution()))
    _paint(drawing, writer)
    return bytes(data.data())


def _paint(drawing: Drawing, device: QPaintDevice) -> None:
    """Paint it, and let go of the device whatever happens: Qt ends the process otherwise."""
    painter = QPainter(device)
    try:
        drawing.paint(painter)
    finally:
        painter.end()


def _resolution() -> float:
    """Pixels of the screen to an inch, as fonts and recorded axes count them."""
    return QGuiApplication.primaryScreen().logicalDotsPerInch()


Draw = Callable[[Drawing], bytes]

PICTURES: dict[Format, Draw] = {PNG: png, SVG: svg, PDF: pdf}
"""What a plot can be saved as, the usual one first, and who draws it."""

SHEETS: dict[Format, Draw] = {
    PDF: partial(pdf, page=QPageSize(QPageSize.PageSizeId.A4)),
    PNG: partial(png, scale=PAGE_SCALE),
}
"""What a printed page can be saved as."""
