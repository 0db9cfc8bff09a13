"""Small pictures side by side: more than there is room for are gone through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from gui.plots.tiles import GAP, LEAST, TilesPlot


@pytest.fixture
def plot(qtbot: Any) -> TilesPlot:
    """Room for three rows of four, and a hundred tiles."""
    made = TilesPlot()
    qtbot.addWidget(made)
    made.resize(4 * (LEAST + GAP) + 8, 3 * (LEAST + GAP))
    made.show_tiles(np.arange(100.0)[:, None, None] * np.ones((1, 2, 2)))
    made.show()
    return made


def wheel(plot: TilesPlot, notches: int) -> bool:
    event = QWheelEvent(
        *(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120 * notches)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    plot.wheelEvent(event)
    return event.isAccepted()


def test_keys_go_through_the_rows(plot: TilesPlot) -> None:
    key = Qt.Key
    assert plot.focusPolicy() == Qt.FocusPolicy.StrongFocus
    seen = []
    for pressed in (key.Key_Down, key.Key_PageDown, key.Key_Up, key.Key_End, key.Key_Home):
        QTest.keyClick(plot, pressed)
        seen.append((plot.first, plot.shown))
    assert seen == [(4, 12), (16, 12), (12, 12), (88, 12), (0, 12)]


def test_a_wheel_goes_through_them_and_at_the_end_is_left_to_the_page(
    plot: TilesPlot, qtbot: Any
) -> None:
    assert not wheel(plot, 1)
    with qtbot.waitSignal(plot.fitted, timeout=1000):
        assert wheel(plot, -2)
    assert plot.first == 8
    assert plot.readout(QPointF(3, 3)) == "W[8, 0] = 8"
    assert wheel(plot, -99)
    assert plot.first + plot.shown == 100
    assert not wheel(plot, -1)


def test_the_colours_of_a_tile_are_those_of_all(plot: TilesPlot) -> None:
    middle = QPoint(LEAST // 2, LEAST // 2)

    def colour() -> str:
        return str(plot.grab().toImage().pixelColor(middle).name())

    tiles = np.ones((100, 2, 2))
    plot.show_tiles(tiles)
    full = colour()
    tiles[99] = 50.0  # far below what is seen
    plot.show_tiles(tiles.copy())
    assert colour() != full
    plot.scroll_to(99)
    assert colour() != full  # of the row with the largest too the first is a fiftieth
    plot.show_tiles(50.0 * np.ones((100, 2, 2)))
    assert colour() == full


def test_what_fits_is_not_scrolled(plot: TilesPlot) -> None:
    plot.scroll_to(3)
    plot.show_tiles(np.ones((5, 2, 2)))
    assert (plot.first, plot.shown) == (0, 5)
    assert plot.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not wheel(plot, -1)
