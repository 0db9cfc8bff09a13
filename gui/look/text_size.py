"""How large the person wants text in every program, as the system says it."""

from __future__ import annotations

import os
import sys

from PySide6.QtGui import QFontDatabase, QGuiApplication

USUAL_POINTS = {"win32": 9.0, "darwin": 13.0}
"""Of the system's own font; desktops on Linux have 9 to 11."""

DPI = 72.0 if sys.platform == "darwin" else 96.0
"""Dots per inch of a screen that scales nothing."""

LEAST, MOST = 0.75, 3.0


def separate_from_pixels() -> None:
    """Before there is a QApplication: QT_FONT_DPI makes letters larger, not every pixel.

    Qt 6 takes it for a screen of smaller pixels. 144 on a screen of 1366 x 768 would leave the
    window 911 x 512, and a picture without a display would not follow it at all.
    """
    if "QT_FONT_DPI" in os.environ:
        os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "0")


def text_scale() -> float:
    """How many times larger than usual: 1.5 for 144 dots per inch, or for a font of 1.5 times.

    Where Qt scales every pixel, as on a screen of high density, that is not counted again. Windows
    makes its own font larger for "Text size"; elsewhere one may choose a larger font.
    """
    dots = QGuiApplication.primaryScreen().logicalDotsPerInch()
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    larger = max(1.0, points / USUAL_POINTS.get(sys.platform, 11.0))
    return min(max(dots / DPI * larger, LEAST), MOST)
