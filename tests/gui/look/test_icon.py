"""The icon of windows, dialogs and the task bar, down to 16 pixels."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from core.application import ID
from gui.help.about import AboutDialog
from gui.look.colours import BRAND
from gui.look.icon import application_icon, pixmap
from tests.gui.support import small

SOURCE = (resources.files("resources") / "icons" / f"{ID}.svg").read_text("utf-8")
GROUND, BARS, CURVE = (QColor(found) for found in re.findall("#[0-9a-f]{6}", SOURCE))


def near(colour: QColor, other: QColor, most: int = 40) -> bool:
    pairs = zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(one - two) <= most for one, two in pairs)


@pytest.mark.parametrize("side", [16, 24, 32, 256])
def test_a_histogram_stands_under_a_curve_at_every_size(qapp: QApplication, side: int) -> None:
    image: QImage = application_icon().pixmap(QSize(side, side)).toImage()
    assert (image.width(), image.height()) == (side, side)

    def at(x: float, y: float) -> QColor:
        return image.pixelColor(int(x * side / 16), int(y * side / 16))

    middle = [at(8.0, y / 2) for y in range(32)]
    curve = [y for y, colour in enumerate(middle) if near(colour, CURVE)]
    bars = [y for y, colour in enumerate(middle) if near(colour, BARS)]
    assert curve
    assert len(bars) >= 8 * 2
    assert max(curve) < min(bars)  # the curve passes over the histogram
    assert near(at(3.0, 12.6), BARS)  # which is low at its sides
    assert near(at(3.0, 6.0), GROUND)
    assert image.pixelColor(0, 0).alpha() < 255  # and the corners are round


def test_the_splash_stands_on_the_ground_of_the_icon() -> None:
    assert QColor(BRAND) == GROUND


def test_every_window_and_dialog_has_it(window, qapp: QApplication) -> None:  # type: ignore[no-untyped-def]
    shown = window(small())
    dialog = AboutDialog(shown)
    expected = pixmap(32).toImage()
    for each in (shown, dialog):
        assert each.windowIcon().pixmap(QSize(32, 32)).toImage() == expected
