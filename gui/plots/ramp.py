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


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    return _luminance(colour.rgb())


@functools.lru_cache(maxsize=4096)  # words on a map are held against each colour below them
def _luminance(rgb: int) -> float:
    colour = QColor(rgb)
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours as WCAG defines it, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(paper: QColor) -> QColor:
    """The ink that is read best on this colour."""
    inks = [theme.colour(name) for name in ("text", "card", "accent_text", "window")]
    return max(inks, key=lambda ink: contrast(ink, paper))


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
