"""A widget as a picture: PNG at twice its size, or vector graphics."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core.messages import QT_TRANSLATE_NOOP, Refused

SCALE = 2.0
"""Pictures are saved at twice the size on the screen."""


def png(widget: QWidget, scale: float = SCALE) -> bytes:
    """The widget as it stands, `scale` times as large, as PNG."""
    return encoded(picture_of(widget, scale))


def picture_of(widget: QWidget, scale: float = SCALE) -> QImage:
    """The widget as it stands, `scale` times as large."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    QWidget.render(widget, image)  # a graphics view has another render, of its scene
    return image


def encoded(image: QImage | QPixmap) -> bytes:
    """An image as PNG; raises Refused where there was no memory for it."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        text = QT_TRANSLATE_NOOP(
            "core", "the picture needs more memory than there is; make the window smaller"
        )
        raise Refused("picture", text)
    return bytes(data.data())


def svg(widget: QWidget) -> bytes:
    """The widget as vector graphics; pyqtgraph's own SVG export fails on later Qt versions."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    painter = QPainter(generator)
    views = [view for view in widget.findChildren(pg.GraphicsView) if view.isVisibleTo(widget)]
    for view in [widget] if isinstance(widget, pg.GraphicsView) else views:
        origin = (
            view.mapTo(widget, view.rect().topLeft()) if view is not widget else QRect().topLeft()
        )
        target = QRect(origin, view.size())
        painter.fillRect(target, view.backgroundBrush())
        view.render(painter, target.toRectF(), view.rect())
    if not views and not isinstance(widget, pg.GraphicsView):
        widget.render(painter, QPoint())
    painter.end()
    return bytes(data.data())
