"""What the values of each layer look like: a map of all layers, a ridgeline of a few."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTranslator
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.look.i18n import languages
from gui.look.theme import theme
from gui.plots.axes import value_ticks
from gui.plots.density import DensityMap, ramp
from gui.plots.ridgeline import Ridgeline
from tests.numerals import number

EDGES = np.linspace(-4.0, 4.0, 161)
WIDTH = 0.05
MIDDLE = (EDGES[1:] + EDGES[:-1]) / 2


def bell(std: float) -> np.ndarray:
    """A normal density in the bins."""
    values = np.exp(-0.5 * (MIDDLE / std) ** 2)
    return values / values.sum() / WIDTH


def spike(value: float) -> np.ndarray:
    """Every value in the one bin around `value`."""
    values = np.zeros(160)
    values[np.searchsorted(EDGES, value, side="right") - 1] = 1 / WIDTH
    return values


def layers(*rows, zeros=None, broken=()):
    """Arguments of `show_layers` but the unit; `broken` are indices."""
    share = np.zeros(len(rows)) if zeros is None else np.asarray(zeros, dtype=float)
    marked = np.isin(np.arange(len(rows)), broken)
    return EDGES, np.array(rows), share, marked


@pytest.fixture
def make(host):
    def made(kind, arguments, *more, size=(600, 260), unit="z"):
        plot = kind(host)
        plot.resize(*size)
        plot.show()
        plot.show_layers(*arguments, unit, *more)
        return plot

    return made


def near(a: QColor, b: QColor) -> bool:
    return max(abs(x - y) for x, y in zip(a.getRgb(), b.getRgb(), strict=True)) <= 3


def colour_at(plot, layer, value) -> QColor:
    frame = plot.shown
    return plot.grab().toImage().pixelColor(round(frame.x(layer)), round(frame.y(value)))


def inks(plot, name, x, top=0.0, bottom=math.inf):
    """Rows of pixels at x that have this colour."""
    image, wanted = plot.grab().toImage(), theme.colour(name)
    rows = range(round(top), round(min(bottom, image.height())))
    return [y for y in rows if near(image.pixelColor(round(x), y), wanted)]


# The map:


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_ramp_goes_from_card_to_sample_and_every_step_is_lighter_or_darker(choice):
    theme.set(choice, False)
    colours = ramp()
    assert QColor(*colours[0].tolist()) == theme.colour("card")
    assert QColor(*colours[-1].tolist()) == theme.colour("sample")
    light = colours @ np.array([0.2126, 0.7152, 0.0722])
    steps = np.diff(light)
    assert (np.sign(steps.sum()) * steps >= 0).all()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_full_colour_is_each_layer_s_own_maximum(make, choice):
    theme.set(choice, False)
    plot = make(DensityMap, layers(spike(2.0), 1e-9 * spike(-2.0)))
    assert near(colour_at(plot, 1, 2.025), theme.colour("sample"))
    assert near(colour_at(plot, 2, -1.975), theme.colour("sample"))
    assert near(colour_at(plot, 1, -1.975), theme.colour("card"))
    assert near(colour_at(plot, 2, 2.025), theme.colour("card"))


def test_half_the_maximum_has_half_the_colour(make):
    plot = make(DensityMap, layers(spike(1.0) + 0.5 * spike(-1.0)))
    card, sample = theme.colour("card"), theme.colour("sample")
    half = QColor(*(round((a + b) / 2) for a, b in zip(
        card.getRgb()[:3], sample.getRgb()[:3], strict=True)))  # fmt: skip
    assert near(colour_at(plot, 1, -0.975), half)


@pytest.mark.parametrize("size", [(600, 260), (380, 180), (240, 110)])
def test_a_spike_is_seen_at_any_size(make, size):
    plot = make(DensityMap, layers(*[spike(0.1)] * 100), size=size)
    for layer in (1, 50, 100):
        x = int(plot.shown.x(layer))  # a layer may be narrower than two pixels
        assert any(inks(plot, "sample", at) for at in (x, x + 1))


def test_a_density_that_is_nearly_nothing_is_not_nothing(make):
    plot = make(DensityMap, layers(spike(1.0) + 1e-9 * spike(-1.0)))
    assert np.count_nonzero(plot.levels(160)) == 2


def test_layers_have_sharp_edges(make):
    plot = make(DensityMap, layers(np.full(160, 1.0), spike(3.9)))
    image, frame = plot.grab().toImage(), plot.shown
    y, edge = round(frame.y(0.0)), (frame.x(1) + frame.x(2)) / 2
    row = [image.pixelColor(round(edge) + dx, y) for dx in range(-3, 4)]
    ends = [theme.colour("sample"), theme.colour("card")]
    assert all(near(colour, ends[0]) or near(colour, ends[1]) for colour in row)


def test_the_strip_is_as_high_as_the_share_of_zeros(make):
    plot = make(DensityMap, layers(bell(1), bell(1), 0 * bell(1), zeros=[0.0, 0.5, 1.0]))
    assert "zeros" in plot.labels
    frame = plot.shown
    top, bottom = frame.y(-4.0), frame.area.bottom()
    heights = [len(inks(plot, "dropped", frame.x(n), top, bottom)) for n in (1, 2, 3)]
    assert heights[0] == 0
    assert heights[1] == pytest.approx(heights[2] / 2, abs=1)
    assert heights[2] >= 8


def test_without_zeros_there_is_no_strip(make):
    plot = make(DensityMap, layers(bell(1), zeros=[0.004]))
    assert "zeros" not in plot.labels
    assert plot.shown.low == -4.0


def test_a_layer_of_nothing_but_zeros_is_a_line_at_zero(make):
    plot = make(DensityMap, layers(0 * bell(1), zeros=[1.0]))
    frame = plot.shown
    found = inks(plot, "dropped", frame.x(1), frame.y(1.0), frame.y(-1.0))
    assert found
    assert all(abs(y - frame.y(0.0)) <= 2 for y in found)


def test_broken_layers_are_hatched_and_said_once_for_neighbours(make):
    rows = [bell(1)] * 20
    plot = make(DensityMap, layers(*rows, broken=[2, *range(10, 20)]))
    assert plot.labels == ["∞/NaN", "∞/NaN"]
    image, frame, bad = plot.grab().toImage(), plot.shown, theme.colour("bad")

    def hatched(layer):
        xs = range(round(frame.x(layer)) - 5, round(frame.x(layer)) + 6)
        ys = range(round(frame.area.top()) + 2, round(frame.area.top()) + 40)
        return any(near(image.pixelColor(x, y), bad) for x in xs for y in ys)

    assert [n for n in range(1, 21) if hatched(n)] == [3, *range(11, 21)]


def test_broken_layers_may_hold_what_is_no_number(make):
    plot = make(DensityMap, layers(bell(1), np.full(160, math.inf), broken=[1]))
    assert plot.levels(160)[:, 1].max() == 0


def move_to(plot, layer, value):
    frame = plot.shown
    at, none = QPointF(frame.x(layer), frame.y(value)), Qt.MouseButton.NoButton
    where = QPointF(plot.viewport().mapToGlobal(at))
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, where, none, none, modifiers)
    QApplication.sendEvent(plot.viewport(), event)


def test_the_mouse_asks_for_value_and_density(make):
    plot = make(DensityMap, layers(spike(1.0), spike(1.0), bell(1), zeros=[0, 0.25, 0], broken=[2]))
    said: list[str] = []
    plot.hovered.connect(said.append)
    for layer in (1, 2, 3):
        move_to(plot, layer, 1.02)
    assert [text.partition(": ")[0] for text in said] == ["layer 1", "layer 2", "layer 3"]
    assert said[0].endswith("density 20")  # all values in a bin of width 1/20
    assert said[1].endswith("density 20, 25 % zeros")
    assert said[2] == "layer 3: ∞ or NaN"


def test_keys_go_from_layer_to_layer_and_say_where_most_values_are(make):
    plot = make(DensityMap, layers(spike(1.0), spike(-2.0)))
    QTest.keyClick(plot, Qt.Key.Key_End)
    middle = MIDDLE[np.argmax(spike(-2.0))]
    assert number(plot.accessibleDescription().split()[-1]) == pytest.approx(middle, abs=0.06)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.layer == 1


@pytest.mark.parametrize(
    ("kind", "count"), [(DensityMap, 1), (DensityMap, 100), (Ridgeline, 1), (Ridgeline, 12)]
)
def test_any_number_of_layers_can_be_drawn(make, kind, count):
    plot = make(kind, layers(*[bell(1)] * count))
    assert not plot.grab().isNull()
    assert plot.accessibleName()
    assert plot.accessibleName() in plot.whatsThis()
    assert "layer 1" in plot.accessibleDescription()


@pytest.mark.parametrize("kind", [DensityMap, Ridgeline])
def test_an_axis_without_length_is_no_error(make, kind):
    plot = make(kind, (np.zeros(2), np.zeros((3, 1)), np.ones(3), np.zeros(3, dtype=bool)))
    assert not plot.grab().isNull()


# The ridgeline:


def test_rows_stand_from_the_top_to_the_bottom_and_each_is_as_high_as_the_others(make):
    plot = make(Ridgeline, layers(bell(0.3), bell(1), 1e-6 * bell(2)))
    places = plot.places()
    tops = [path.boundingRect().top() for path in plot.paths]
    bases = [path.boundingRect().bottom() for path in plot.paths]
    assert bases == pytest.approx([places.y(row) for row in range(3)])
    assert all(a < b for a, b in pairwise(bases))
    heights = [base - top for base, top in zip(bases, tops, strict=True)]
    assert heights == pytest.approx([places.high] * 3)


def test_a_step_stands_at_its_value(make):
    plot = make(Ridgeline, layers(spike(1.0)))
    box, places = plot.paths[0].boundingRect(), plot.places()
    index = int(np.argmax(spike(1.0)))
    assert box.left() == pytest.approx(places.x(EDGES[index]))
    assert box.right() == pytest.approx(places.x(EDGES[index + 1]))


@pytest.mark.parametrize("size", [(600, 260), (240, 150)])
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_layer_narrower_than_a_bin_is_seen(make, size, choice):
    theme.set(choice, False)
    plot = make(Ridgeline, layers(spike(2.0)), size=size)
    places = plot.places()
    x = places.x(2.025)
    image = plot.grab().toImage()
    y = round(places.y(0) - places.high / 2)
    near_it = [image.pixelColor(round(x) + dx, y) for dx in range(-3, 4)]
    assert any(near(colour, theme.colour("sample")) for colour in near_it)


def test_zeros_are_a_spike_and_are_said(make):
    rows = [bell(1)] * 3
    plot = make(Ridgeline, layers(*rows, zeros=[0.0, 0.5, 1.0]))
    assert plot.notes() == ["", "50 % zeros", "100 % zeros"]
    places = plot.places()
    x = places.x(0.0)
    heights = [
        len(inks(plot, "dropped", x, places.y(row) - places.pitch, places.y(row)))
        for row in range(3)
    ]
    assert heights[0] == 0
    assert heights[1] == pytest.approx(heights[2] / 2, abs=2)
    assert heights[2] > 20


@pytest.mark.parametrize(("share", "said"), [(0.009, ""), (0.01, "1 % zeros")])
def test_zeros_are_said_from_one_per_cent(make, share, said):
    assert make(Ridgeline, layers(bell(1), zeros=[share])).notes() == [said]


def test_broken_rows_say_so_and_draw_no_curve(make):
    plot = make(Ridgeline, layers(bell(1), np.full(160, math.nan), broken=[1]), [3, 13])
    assert plot.notes() == ["", "∞/NaN"]
    assert plot.paths[1].isEmpty()
    assert plot.accessibleDescription().endswith("layer 13: ∞ or NaN")
    places = plot.places()
    line = inks(plot, "bad", places.x(-3.9), places.y(1) - 3, places.y(1) + 3)
    assert line


def test_numbers_are_those_of_the_layers(make):
    plot = make(Ridgeline, layers(bell(1), bell(2)), [5, 100])
    said = plot.accessibleDescription().split("; ")
    assert [text.partition(":")[0] for text in said] == ["layer 5", "layer 100"]


# Both:


def test_round_values_are_ticks():
    assert [value for value, _ in value_ticks(-4, 4, 1.7)] == [-4, -2, 0, 2, 4]
    assert [text for _, text in value_ticks(-0.1, 0.3, 0.1)] == ["−0.1", "0", "0.1", "0.2", "0.3"]
    assert value_ticks(1, 1, 1) == []


@pytest.mark.parametrize("kind", [DensityMap, Ridgeline])
def test_the_theme_is_followed(make, kind):
    plot = make(kind, layers(*[bell(1)] * 5))
    for choice in ("dark", "light"):
        theme.set(choice, False)
        image = plot.grab().toImage()
        assert near(image.pixelColor(2, 2), theme.colour("card"))
        colours = {
            image.pixelColor(x, y).name()
            for x in range(0, image.width(), 2)
            for y in range(image.height())
        }
        assert theme.colour("sample").name() in colours
    before = plot.sizeHint().width()
    theme.set("light", True)
    assert plot.sizeHint().width() > before


class Capitals(QTranslator):
    """A language in which every text is written in capitals, but for what is put in."""

    def translate(self, context, source, disambiguation=None, n=-1):
        text = source.upper()
        for name in ("layer", "value", "share", "zeros", "said", "name"):
            text = text.replace("{" + name.upper() + "}", "{" + name + "}")
        return text

    def isEmpty(self):
        return False


@pytest.mark.parametrize("kind", [DensityMap, Ridgeline])
def test_texts_follow_the_language(make, qapp, kind):
    plot = make(kind, layers(bell(1), bell(1), zeros=[0.5, 0.5]))
    translator = Capitals()
    qapp.installTranslator(translator)
    try:
        languages.changed.emit()
        assert plot.accessibleName().isupper()
        assert all(line.isupper() for line in plot.whatsThis().split("\n")[:2])
        assert plot.accessibleDescription().isupper()
        if kind is DensityMap:
            assert plot.labels == ["ZEROS"]
        else:
            assert plot.notes() == ["50 % ZEROS"] * 2
    finally:
        qapp.removeTranslator(translator)
