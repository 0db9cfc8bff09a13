"""The colours of a map: from low to high, or away from a centre to both sides, in even steps."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gui.look.theme import theme

Array = NDArray[np.float64]
STEPS = 255
"""Colours of a scale; the middle one is that of the centre."""

BELOW_AND_ABOVE = ("positive", "zero", "negative")
"""Below the centre is cold and above it is warm, as what dies and what burns."""

SEQUENCE = tuple(f"sequence{index}" for index in range(9))

# Björn Ottosson, "A perceptual color space for image processing", 2020.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(colours: Array) -> Array:
    """Lightness and two hues of colours in sRGB from 0 to 1, both (n, 3)."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T


def _srgb(lab: Array) -> Array:
    cones = (lab @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(_TO_CONES).T, 0.0, 1.0)
    found: Array = np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055
    )
    return found


@functools.lru_cache(maxsize=16)
def _between(ends: tuple[int, ...]) -> NDArray[np.uint32]:
    """STEPS colours through these, straight in OKLab, where equal steps look equal."""
    colours = [QColor(end) for end in ends]
    lab = oklab(np.array([(c.redF(), c.greenF(), c.blueF()) for c in colours]))
    at = np.linspace(0.0, len(ends) - 1.0, STEPS)
    mixed = np.stack([np.interp(at, np.arange(len(ends)), part) for part in lab.T], axis=1)
    red, green, blue = np.rint(255.0 * _srgb(mixed)).astype(np.uint32).T
    return np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue


@dataclass(frozen=True, slots=True)
class Scale:
    """Which colour a value has.

    centre      colours run away from it by factors; None: evenly from `low` to `high`
    low, high   the ends; what is beyond has the colour of the end
    """

    low: float
    high: float
    centre: float | None = None

    def colours(self) -> NDArray[np.uint32]:
        """The colours from low to high in the theme in force, as 0xffrrggbb, (STEPS,)."""
        names = SEQUENCE if self.centre is None else BELOW_AND_ABOVE
        return _between(tuple(theme.colour(name).rgb() for name in names))

    def shares(self, values: Array) -> Array:
        """Where values lie among the colours, from 0 to 1; NaN for NaN."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if self.centre is None:
                found = (values - self.low) / ((self.high - self.low) or 1.0)
            else:
                away = np.log(np.maximum(values, 0.0) / self.centre)
                below, above = np.log(self.centre / self.low), np.log(self.high / self.centre)
                found = 0.5 + 0.5 * np.where(away < 0.0, away / below, away / above)
        clipped: Array = np.clip(found, 0.0, 1.0)
        return clipped

    def places(self, values: Array) -> NDArray[np.intp]:
        """The index of each value's colour; 0 for NaN."""
        shares = np.nan_to_num(self.shares(values), nan=0.0)
        return np.rint((STEPS - 1) * shares).astype(np.intp)

    def marks(self) -> list[tuple[float, float]]:
        """Values that stand beside the bar, each with its share from 0 to 1."""
        if self.centre is None:
            return [(self.low, 0.0), ((self.low + self.high) / 2, 0.5), (self.high, 1.0)]
        return [(self.low, 0.0), (self.centre, 0.5), (self.high, 1.0)]
