"""Colours between colours of the theme, for pictures of bytes."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.look.theme import theme


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`one` at share 0, `other` at 1."""
    parts = [
        (one.redF(), other.redF()),
        (one.greenF(), other.greenF()),
        (one.blueF(), other.blueF()),
    ]
    red, green, blue = (a + (b - a) * share for a, b in parts)
    return QColor.fromRgbF(red, green, blue)


def ramp(*names: str, strength: float = 1.0) -> list[int]:
    """256 colours through those of the theme; below strength 1 they stay nearer to the middle."""
    return _table(tuple(theme.colour(name).rgb() for name in names), strength)


@functools.lru_cache(maxsize=32)  # a race paints a hundred pictures at a time
def _table(ends: tuple[int, ...], strength: float) -> list[int]:
    colours = [QColor(end) for end in ends]
    if strength < 1.0:
        middle = colours[len(colours) // 2]
        colours = [mixed(middle, colour, strength) for colour in colours]
    found = []
    for at in range(256):
        place = at / 255.0 * (len(colours) - 1)
        first = min(int(place), len(colours) - 2)
        found.append(mixed(colours[first], colours[first + 1], place - first).rgb())
    return found


def picture(shares: NDArray[np.float64], colours: list[int]) -> QImage:
    """An image of values in [0, 1], (rows, columns), the first row on top."""
    places = np.ascontiguousarray(np.clip(255.0 * shares, 0.0, 255.0).round().astype(np.uint8))
    rows, columns = places.shape
    image = QImage(places.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    return image.copy()
