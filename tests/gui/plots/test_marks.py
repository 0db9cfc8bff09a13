"""Labels over a plot: each stands beside its point, none on another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui.look.theme import theme
from gui.plots import marks
from gui.plots.labels import MAX_LINES
from gui.plots.marks import Label, Moments


class Recorder(QPainter):
    """Paints, and remembers which text stands where."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.texts: dict[str, QRectF] = {}

    def drawText(self, point: QPointF, text: str) -> None:
        """Remember its rectangle, and draw it."""
        metrics = QFontMetricsF(self.font())
        corner = point - QPointF(0.0, metrics.ascent())
        self.texts[text] = QRectF(
            corner.x(), corner.y(), metrics.horizontalAdvance(text), metrics.height()
        )
        super().drawText(point, text)


@dataclass(frozen=True, slots=True)
class Written:
    """Which text stands where, in which plot, and the picture."""

    texts: dict[str, QRectF]
    box: pg.ViewBox
    image: QImage

    def x(self, value: float) -> float:
        """Where this value lies."""
        return self.box.mapViewToScene(QPointF(value, 0.0)).x()


@pytest.fixture
def write(qtbot):
    """What `draw` writes into a plot of a hundred pixels for one unit of x."""
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(800, 300)
    view = pg.GraphicsView(window)
    view.resize(800, 300)
    box = pg.ViewBox(enableMenu=False)
    view.setCentralItem(box)
    window.show()
    box.setRange(xRange=(0.0, 8.0), yRange=(0.0, 1.0), padding=0)

    def write(*labels: Label, moments: Moments | None = None, ground: str = "card") -> Written:
        image = QImage(800, 300, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(theme.colour(ground))
        painter = Recorder(image)
        marks.draw(painter, box, moments, [], labels)
        painter.end()
        assert view.parent() is window  # qtbot alone would let both go
        return Written(painter.texts, box, image)

    return write


def named(x: float, text: str, across: float) -> Label:
    return Label(x, 1.0, text, "muted", across, below=True)


# The names of mean and σ:

NAMES = ("−σ", "mean", "+σ")


def moments(low: float, mean: float, high: float) -> Moments:
    return Moments((low, mean, high), NAMES)


@pytest.mark.parametrize("std", [0.05, 0.1, 0.2, 0.4, 0.8, 1.6])
@pytest.mark.parametrize("mean", [0.01, 1.0, 4.0, 7.0, 7.99])
def test_the_names_of_sigma_never_swap_sides_nor_leave_their_line(write, mean, std):
    written = write(moments=moments(mean - std, mean, mean + std))
    area, texts = written.box.sceneBoundingRect(), written.texts
    for place in texts.values():
        assert place.top() == pytest.approx(area.top(), abs=1)
        assert area.left() <= place.left()
        assert place.right() <= area.right()
    low, middle, high = (written.x(mean + at * std) for at in (-1, 0, 1))
    if "−σ" in texts:
        assert 0 < low - texts["−σ"].right() < 8
    if "+σ" in texts:
        assert 0 < texts["+σ"].left() - high < 8
    if "mean" in texts:
        assert middle < texts["mean"].left()
        assert texts["mean"].right() < high
    for one, other in combinations(texts.values(), 2):
        assert not one.intersects(other)


def test_where_there_is_room_all_three_are_named(write):
    assert set(write(moments=moments(2.0, 4.0, 6.0)).texts) == set(NAMES)


def test_between_two_lines_that_are_close_the_mean_has_no_name(write):
    assert set(write(moments=moments(3.8, 4.0, 4.2)).texts) == {"−σ", "+σ"}


def test_a_line_out_of_sight_has_no_name(write):
    assert set(write(moments=moments(-1.0, 4.0, 9.0)).texts) == {"mean"}


def test_the_label_of_a_spike_comes_first(write):
    spike = Label(4.0, 1.0, "0: 20 %", "sample")
    written = write(spike, moments=moments(3.7, 4.0, 4.3))
    assert "0: 20 %" in written.texts
    label = written.texts["0: 20 %"]
    assert set(written.texts) == {"−σ", "+σ", "0: 20 %"}
    for text in ("−σ", "+σ"):
        assert not written.texts[text].intersects(label)
    assert written.x(3.7) - 60 < written.texts["−σ"].right() < label.left()
    assert label.right() < written.texts["+σ"].left() < written.x(4.3) + 60


# The labels of spikes:


def test_where_there_is_room_each_label_is_on_the_side_that_was_asked_for(write):
    written = write(named(2.0, "−σ", 0.0), named(4.0, "mean", 0.0), named(6.0, "+σ", 1.0))
    assert written.texts["−σ"].left() > written.x(2.0)
    assert written.texts["mean"].left() > written.x(4.0)
    assert written.texts["+σ"].right() < written.x(6.0)
    assert len({place.top() for place in written.texts.values()}) == 1


def test_a_label_in_the_way_of_another_sends_it_to_the_other_side_not_into_the_curve(write):
    written = write(named(3.5, "−σ", 0.0), named(4.0, "mean", 0.0), named(4.5, "+σ", 1.0))
    assert written.texts["+σ"].left() > written.x(4.5)
    assert len({place.top() for place in written.texts.values()}) == 1


def test_a_label_that_is_free_on_neither_side_goes_a_line_lower(write):
    written = write(*(named(4.0, text, 0.0) for text in ("one", "two", "three")))
    assert written.texts["two"].top() == written.texts["one"].top()
    assert written.texts["three"].top() == written.texts["one"].bottom()
    for one, other in combinations(written.texts.values(), 2):
        assert not one.intersects(other)


def test_no_label_is_sent_out_of_the_plot(write):
    written = write(named(0.01, "at the edge", 0.0), named(0.01, "beneath", 0.0))
    assert written.texts["beneath"].left() >= written.box.sceneBoundingRect().left()
    assert written.texts["beneath"].top() == written.texts["at the edge"].bottom()


def test_the_fifth_line_is_left_away(write):
    written = write(*(named(0.01, f"label {i}", 0.0) for i in range(6)))
    assert list(written.texts) == [f"label {i}" for i in range(MAX_LINES)]


def test_what_a_label_lies_on_fades_behind_it(write):
    """Over an area in the very colour of its letters it can still be read."""
    written = write(named(4.0, "read me", 0.0), ground="muted")
    corner = written.texts["read me"].topLeft() + QPointF(2.0, 2.0)
    found = written.image.pixelColor(corner.toPoint()).getRgbF()[:3]
    card, muted = theme.colour("card").getRgbF()[:3], theme.colour("muted").getRgbF()[:3]
    mixed = [0.85 * over + 0.15 * under for over, under in zip(card, muted, strict=True)]
    assert found == pytest.approx(mixed, abs=0.01)
