"""`make screenshots`: which pictures it draws, and that it draws them."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from core.lessons.lesson import built_in
from core.pages import PAGES
from gui.look.colours import DARK, LIGHT

SCRIPT = Path(__file__).parents[2] / "tools" / "screenshots.py"


@pytest.fixture
def tool(monkeypatch):
    spec = importlib.util.spec_from_file_location("screenshots", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "screenshots", module)
    spec.loader.exec_module(module)
    return module


def test_every_page_and_lesson_is_drawn_in_every_look(tool, tmp_path):
    pictures = list(tool.all_pictures(tmp_path, []))
    paths = [picture.path for picture in pictures]
    assert len(set(paths)) == len(paths)
    looks = 2 * 2 * 2  # themes, languages, scales
    for page in PAGES.values():
        drawn = [p for p in pictures if p.page == page.key]
        assert len(drawn) == 2 * looks  # whole, and with its plots only
    for language in ("en", "zh_CN"):
        for lesson in built_in(language):
            drawn = [p for p in pictures if (p.lesson, p.language) == (lesson.key, language)]
            assert len(drawn) == looks / 2
            assert {p.step for p in drawn} == {len(lesson.steps)}
    assert {p.size for p in pictures if p.projector} == {(1024, 768)}


def test_the_readme_s_pictures_are_those_that_it_shows(tool):
    folder = SCRIPT.parents[1] / "docs" / "screenshots"
    pictures = list(tool.readme_pictures(folder))
    assert {p.path for p in pictures} == set(folder.glob("*.png"))
    assert all(p.path.stat().st_size < tool.LARGEST for p in pictures)


@pytest.mark.parametrize("focus", [False, True])
def test_a_picture_is_the_window_that_was_asked_for(tool, tmp_path, qapp, focus):
    path = tmp_path / "layer.png"
    tool.draw(
        tool.Picture(path, "layer", "five-to-two", theme="dark", focus=focus, size=(1100, 720))
    )
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1100, 720)
    assert image.pixelColor(3, 3).name() == DARK.window
    # Just below the top bar on the left: a card of the panel, or of the page.
    lesson = replace(tool.Picture(path), lesson="01-linear", size=(1100, 720), projector=True)
    tool.draw(lesson)
    assert QImage(str(path)).pixelColor(3, 3).name() == LIGHT.window


def test_few_colours_are_the_frequent_ones_each_near_the_true_one(tool):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    for x in range(64):
        for y in range(32):
            image.setPixelColor(x, y, QColor(4 * x, 8 * y, 0))
    few = tool.with_few_colours(image)
    assert few.colorCount() <= 256
    assert few.pixelColor(5, 50).name() == "#ffffff"
    again = few.convertToFormat(QImage.Format.Format_RGB32)
    before = np.frombuffer(image.constBits(), np.uint8).astype(int)
    after = np.frombuffer(again.constBits(), np.uint8).astype(int)
    # 2,048 colours in a square of 255 × 255, 256 of them kept: a mesh of 16.
    assert np.abs(before - after).mean() < 16
