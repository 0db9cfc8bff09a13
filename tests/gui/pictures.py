"""Colours and pictures compared as an eye does, and what there is to read in a vector graphic."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from gui.files.caption import caption
from gui.files.exported import Exported
from gui.files.figure import Figure
from gui.window import MainWindow

BLOCK = 8
"""Pixels of a side within which letters and edges may lie a little otherwise."""
SEEN = 30.0
"""Of 255: what an eye takes for another colour."""


def figures(shown: MainWindow, as_window: bool = False) -> list[tuple[Exported, Figure]]:
    """Every plot of the page that is shown, as the menu would save it."""
    page = shown.page
    return [
        (one, Figure(one, caption(page, one.note()), as_window))
        for one in page.exports()
        if one.widget is not None
    ]


def luminance(colour: QColor | str) -> float:
    """WCAG 2.2, relative luminance."""
    colour = QColor(colour)
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor | str, other: QColor | str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pixels(image: QImage) -> NDArray[np.float64]:
    """Red, green and blue from 0 to 255, of shape (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    blue_first = flat.reshape(image.height(), image.width(), 4)
    return blue_first[..., 2::-1].astype(np.float64)


def blocks(image: QImage) -> NDArray[np.float64]:
    """Mean colours of squares of BLOCK pixels."""
    found = pixels(image)
    rows, columns = found.shape[0] // BLOCK, found.shape[1] // BLOCK
    cut = found[: rows * BLOCK, : columns * BLOCK]
    return cut.reshape(rows, BLOCK, columns, BLOCK, 3).mean((1, 3))


def share_that_differs(one: QImage, other: QImage) -> float:
    """How much of the two pictures an eye sees as different, from 0 to 1."""
    assert one.size() == other.size()
    return float((np.abs(blocks(one) - blocks(other)).max(-1) > SEEN).mean())


def rendered(svg: bytes, size: QSize) -> QImage:
    """As a viewer draws it that smooths every image."""
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0xFFFF00FF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    renderer.render(painter)
    painter.end()
    return image


def tags(svg: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Name and attributes of every element."""
    return [(e.tag.rpartition("}")[2], e.attrib) for e in ElementTree.fromstring(svg).iter()]


def words(svg: bytes) -> list[str]:
    """Every text of the graphic, whose letters are outlines."""
    return [found["aria-label"] for _, found in tags(svg) if "aria-label" in found]
