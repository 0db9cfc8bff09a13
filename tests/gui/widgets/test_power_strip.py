"""One factor in large letters, and its place on a scale from 1/100 to 100."""

from __future__ import annotations

import math
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from gui.look.theme import theme
from gui.widgets.power_strip import PowerStrip, place

NAN = math.nan


@pytest.mark.parametrize(
    ("factor", "share"),
    [(0.01, 0.0), (0.1, 0.25), (1.0, 0.5), (10.0, 0.75), (100.0, 1.0), (math.sqrt(10), 0.625)],
)
def test_equal_factors_are_equal_lengths(factor: float, share: float) -> None:
    assert place(factor) == pytest.approx(share)


@pytest.mark.parametrize(("factor", "end"), [(0.0, 0.0), (1e-30, 0.0), (1e30, 1.0), (math.inf, 1)])
def test_what_lies_beyond_stands_at_the_end(factor: float, end: float) -> None:
    assert place(factor) == end


def drawn(qtbot: Any, marks: tuple[float, float], width: int = 600) -> tuple[PowerStrip, QImage]:
    strip = PowerStrip()
    qtbot.addWidget(strip)
    strip.resize(width, strip.sizeHint().height())
    strip.show_factor(("↘ × 0.50 per layer", "↘ × 0.50"), "bad", marks, (0.8, 1.25))
    return strip, strip.grab().toImage()


def columns(image: QImage, colour: QColor) -> list[int]:
    """Where a colour is seen, from left to right."""
    seen = (
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) == colour
    )
    return sorted(set(seen))


@pytest.mark.parametrize(("theory", "measured"), [(0.5, 20.0), (0.05, 0.5), (1.0, 0.02)])
def test_theory_is_a_line_and_what_was_measured_a_dot(
    qtbot: Any, theory: float, measured: float
) -> None:
    strip, image = drawn(qtbot, (theory, measured))
    scale = strip.scale()
    line, dot = columns(image, theme.colour("theory")), columns(image, theme.colour("sample"))
    for found, factor in ((line, theory), (dot, measured)):
        middle = 0.5 * (found[0] + found[-1]) + 0.5
        expected = scale.left() + (0.5 + math.log10(factor) / 4) * scale.width()
        assert middle == pytest.approx(expected, abs=1.0)
    assert len(line) < len(dot)


def test_the_line_is_seen_where_both_agree(qtbot: Any) -> None:
    _, image = drawn(qtbot, (1.0, 1.0))
    assert columns(image, theme.colour("theory"))
    assert columns(image, theme.colour("sample"))


def test_without_a_number_nothing_is_marked(qtbot: Any) -> None:
    _, image = drawn(qtbot, (NAN, NAN))
    assert not columns(image, theme.colour("theory"))
    assert not columns(image, theme.colour("sample"))


def test_where_there_is_no_room_the_words_are_shorter(qtbot: Any) -> None:
    strip, _ = drawn(qtbot, (0.5, 0.5))
    assert strip.shown_words() == strip.words
    assert not strip.scale().isEmpty()
    strip.resize(250, strip.height())
    assert strip.shown_words() == strip.short_words
    strip.resize(100, strip.height())
    assert strip.scale().isEmpty()
    strip.grab()
