"""A widget as it stands on the screen, as a picture of pixels."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPixmap
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
