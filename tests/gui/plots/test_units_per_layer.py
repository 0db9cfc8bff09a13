"""The units of each layer that still work: shares of saturated and dead ones, or ranks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.look.i18n import languages
from gui.look.theme import theme
from gui.plots.units_per_layer import BELOW, UnitsPlot

NAN = math.nan


@pytest.fixture
def plot(qtbot):
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(600, 260)
    plot = UnitsPlot(window)
    plot.resize(600, 260)
    window.show()
    plot.holder = window  # qtbot alone would let it go
    return plot


def ticks(plot, name="left"):
    level = plot.ticks[name]
    return [text for _, text in level]


def test_shares_are_drawn_in_per_cent(plot):
    plot.show_shares(np.array([0.0, 0.25, 1.0]), np.array([0.5, NAN, 0.125]))
    (x, saturated), (_, dead) = plot.shares_data()
    assert x.tolist() == [1, 2, 3]
    assert saturated.tolist() == [0, 25, 100]
    np.testing.assert_array_equal(dead, [50, NAN, 12.5])


def test_the_whole_range_of_shares_is_always_seen(plot):
    plot.show_shares(np.full(5, 0.5), np.full(5, 0.5))
    low, high = plot.getViewBox().viewRange()[1]
    assert low < 0
    assert high > 100
    assert ticks(plot)[0] == "0 %"
    assert ticks(plot)[-1] == "100 %"


def test_saturated_and_dead_differ_in_more_than_colour(plot):
    plot.show_shares(np.zeros(5), np.zeros(5))
    (solid, dashed), (round_, square) = plot.lines, plot.points
    assert solid.opts["pen"].style() == Qt.PenStyle.SolidLine
    assert dashed.opts["pen"].style() == Qt.PenStyle.DashLine
    assert round_.opts["symbol"] != square.opts["symbol"]
    assert solid.opts["pen"].color() != dashed.opts["pen"].color()


def test_both_lines_are_named_and_names_of_equal_ends_keep_apart(plot):
    plot.show_shares(np.zeros(5), np.zeros(5))
    assert plot.labels == ["saturated", "dead"]
    first, second = (text.place for text in plot.texts)
    assert first.bottom() <= second.top() + 1e-6
    assert second.bottom() <= plot.height()
    assert second.right() <= plot.width()


def test_a_share_that_no_layer_has_is_neither_drawn_nor_named(plot):
    plot.show_shares(np.full(3, NAN), np.zeros(3))
    assert plot.labels == ["dead"]
    assert len(plot.shares_data()[0][0]) == 0
    plot.show_shares(np.full(3, NAN), np.full(3, NAN))
    assert plot.labels == []
    assert plot.text_at(1) == "layer 1: no finite values"


def test_layers_are_points_up_to_forty_and_lines_beyond(plot):
    plot.show_shares(np.zeros(40), np.zeros(40))
    assert [len(points.getData()[0]) for points in plot.points] == [40, 40]
    share = np.full(41, NAN)
    share[3] = 0.5
    plot.show_shares(np.zeros(41), share)
    assert [points.getData()[0].tolist() for points in plot.points] == [[], [4]]


def test_ranks_are_bars_on_a_logarithmic_axis_up_to_the_full_one(plot):
    plot.show_rank(np.array([256.0, 16.0, 1.0, 0.0, NAN]), 256)
    edges, heights = plot.rank_data()
    assert edges.tolist() == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    np.testing.assert_allclose(heights, [math.log10(256), math.log10(16), 0, BELOW, BELOW])
    low, high = plot.getViewBox().viewRange()[1]
    assert low == pytest.approx(BELOW)
    assert high > math.log10(256)
    assert ticks(plot)[0] == "1"
    assert "256" in ticks(plot)


def test_rank_one_is_a_bar_that_can_be_seen_and_rank_zero_is_none(plot):
    plot.show_rank(np.array([1.0, 0.0]), 64)
    image, frame = plot.grab().toImage(), plot.shown
    fill = theme.colour("sample_fill").name()
    y = round((frame.y(0.0) + frame.area.bottom()) / 2)
    assert image.pixelColor(round(frame.x(1)), y).name() == fill
    assert image.pixelColor(round(frame.x(2)), y).name() != fill


@pytest.mark.parametrize("full", [1, 2, 256, 4096])
def test_any_full_rank_can_be_drawn(plot, full):
    plot.show_rank(np.array([float(full)]), full)
    assert ticks(plot).count(str(full)) == 1
    assert not plot.grab().isNull()


def test_a_change_of_mode_leaves_nothing_of_the_other(plot):
    plot.show_rank(np.array([3.0, 2.0]), 4)
    assert plot.shares_data()[0][0].size == 0
    assert plot.labels == []
    names = {plot.accessibleName()}
    plot.show_shares(np.zeros(2), np.ones(2))
    assert plot.rank_data()[0].size == 0
    names.add(plot.accessibleName())
    assert len(names) == 2


def test_keys_say_what_a_layer_has(plot):
    said: list[str] = []
    plot.hovered.connect(said.append)
    plot.show_shares(np.array([0.5, 0.025]), np.array([0.0, NAN]))
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    plot.show_rank(np.array([4.0, 3.0]), 4)
    assert said == [
        "layer 1: 50 % of the values saturated, 0 % of the units dead",
        "layer 2: 2.5 % of the values saturated",
        "layer 2: rank 3 of 4",
    ]


def test_colours_and_sizes_follow_the_theme(plot):
    plot.show_shares(np.zeros(3), np.ones(3))
    width = plot.lines[0].opts["pen"].widthF()
    theme.set("dark", True)
    assert plot.lines[0].opts["pen"].color() == theme.colour("theory")
    assert plot.lines[0].opts["pen"].widthF() > width
    assert plot.grab().toImage().pixelColor(2, 2) == theme.colour("card")


class Capitals(QTranslator):
    """A language in which every text is written in capitals, but for what is put in."""

    def translate(self, context, source, disambiguation=None, n=-1):
        text = source.upper()
        for name in ("layer", "share", "said", "rank", "full"):
            text = text.replace("{" + name.upper() + "}", "{" + name + "}")
        return text

    def isEmpty(self):
        return False


def test_texts_follow_the_language(plot, qapp):
    plot.show_shares(np.zeros(3), np.ones(3))
    translator = Capitals()
    qapp.installTranslator(translator)
    try:
        languages.changed.emit()
        assert sorted(plot.labels) == ["DEAD", "SATURATED"]
        assert plot.whatsThis().isupper()
        assert plot.accessibleDescription().isupper()
    finally:
        qapp.removeTranslator(translator)


def test_the_upright_axis_says_what_its_numbers_are(plot):
    plot.show_shares(np.array([0.5, 0.5]), np.array([0.0, 0.1]))
    assert "share" in plot.axis_names()
    plot.show_rank(np.array([2.0, 1.0]), 4)
    assert "rank" in plot.axis_names()
