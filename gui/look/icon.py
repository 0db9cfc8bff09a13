"""The program's icon: a histogram under its density, drawn for 16 pixels and up."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.application import ID

SIDES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of the sides that desktops ask for, at one to two pixels to a point."""


def pixmap(side: int) -> QPixmap:
    """The icon, `side` pixels wide and high."""
    return QPixmap.fromImage(image(side))


def image(side: int) -> QImage:
    """The same, also where there is no QGuiApplication."""
    return _drawn(_renderer(), side)


def application_icon() -> QIcon:
    """The icon in every size: made of pictures, since a system may lack Qt's plugin for SVG."""
    icon, renderer = QIcon(), _renderer()
    for side in SIDES:
        icon.addPixmap(QPixmap.fromImage(_drawn(renderer, side)))
    return icon


def _renderer() -> QSvgRenderer:
    source = resources.files("resources") / "icons" / f"{ID}.svg"
    return QSvgRenderer(QByteArray(source.read_bytes()))


def _drawn(renderer: QSvgRenderer, side: int) -> QImage:
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made
