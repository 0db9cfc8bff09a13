"""The signs of a legend are what they stand for."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.look.theme import theme
from gui.widgets.legend import KINDS, Legend, paint_swatch


def sign(kind: str) -> QImage:
    size = 3 * theme.sizes.swatch
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(QPointF(theme.sizes.swatch, theme.sizes.swatch))
    paint_swatch(painter, kind, "sample", 0.0, theme.sizes.swatch / 2)
    painter.end()
    return image


def test_no_sign_looks_like_another(qapp: Any) -> None:
    """What was hatched on the map was a line in the legend."""
    signs = [sign(kind) for kind in KINDS]
    for index, one in enumerate(signs):
        assert not any(one == other for other in signs[:index])


def test_a_hatched_box_has_slanted_lines_in_a_frame(qapp: Any) -> None:
    image, white = sign("hatch"), QColor("white").rgb()
    side = theme.sizes.swatch
    dark = [(x, y) for x in range(3 * side) for y in range(3 * side) if image.pixel(x, y) != white]
    assert {x for x, _ in dark} == set(range(side + 1, 2 * side)) == {y for _, y in dark}
    inside = [
        (x, y) for x, y in dark if side + 1 < x < 2 * side - 1 and side + 1 < y < 2 * side - 1
    ]
    middle = 3 * side - (3 * side) % 2
    assert any(abs(x + y - middle) <= 1 for x, y in inside)  # from corner to corner
    assert len(inside) < (side - 3) ** 2  # and paper between them


def test_a_sign_that_there_is_not_is_refused(qtbot: Any) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    with pytest.raises(ValueError, match="wavy"):
        legend.set_entries(("wavy", "text", "theory"))
