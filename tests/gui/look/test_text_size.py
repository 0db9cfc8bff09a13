"""The size of text that the person has asked their system for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFont

from gui.look import text_size

ROOT = Path(__file__).resolve().parents[3]

LETTERS = """
import main
main.import_program()
from gui import app
from gui.files.settings import Settings
app.make_application()
size = tuple(map(int, {size!r}.split("x")))
window = app.create_window(options=app.Options(size=size), settings=Settings(keep=False))
window.show()
print(window.page.weights_card.title.fontInfo().pixelSize(), window.devicePixelRatio())
app.wait_until_settled(window)
window.runner.close()
"""


def letters(dpi: int | None, size: str) -> tuple[int, float]:
    """A title's letters in pixels, in a window of this size, and the pixels of one pixel."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    if dpi is not None:
        environment["QT_FONT_DPI"] = str(dpi)
    command = [sys.executable, "-c", LETTERS.format(size=size)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=100, check=True
    )
    pixels, ratio = done.stdout.split()
    return int(pixels), float(ratio)


@pytest.mark.slow
def test_letters_follow_the_font_dpi_as_far_as_the_window_has_room():
    usual, _ = letters(None, "1600x900")
    large, ratio = letters(144, "1600x900")
    assert ratio == 1.0  # it is the text that is larger, not every pixel
    assert abs(large / usual - 144 / 96) < 0.08  # whole pixels
    small, _ = letters(192, "1024x640")
    assert usual < small < large


class Screen:
    """A screen that scales nothing."""

    def __init__(self, dots: float) -> None:
        self.dots = dots

    def logicalDotsPerInch(self) -> float:
        return self.dots


@pytest.mark.parametrize(
    ("platform", "points", "dots", "scale"),
    [
        ("linux", 9.0, 96.0, 1.0),
        ("linux", 11.0, 96.0, 1.0),  # the font of many desktops, which nobody has chosen
        ("linux", 16.5, 96.0, 1.5),
        ("linux", 10.0, 120.0, 1.25),
        ("win32", 9.0, 96.0, 1.0),
        ("win32", 13.5, 96.0, 1.5),
        ("linux", 99.0, 96.0, 3.0),  # there is an end to it
    ],
)
def test_the_scale_is_that_of_the_system_s_font(monkeypatch, platform, points, dots, scale):
    font = QFont()
    font.setPointSizeF(points)
    monkeypatch.setattr(text_size.sys, "platform", platform)
    monkeypatch.setattr(text_size, "DPI", 96.0)
    monkeypatch.setattr(text_size.QFontDatabase, "systemFont", lambda _: font)
    monkeypatch.setattr(text_size.QGuiApplication, "primaryScreen", lambda: Screen(dots))
    assert text_size.text_scale() == pytest.approx(scale)
