"""Maps of a sweep: colours in order, hatching where it diverged, the cursor, what is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest

from core.messages import Message
from core.sweep.picture import DIVERGED, KNOWN, UNKNOWN, Axis, Line, Map, Region
from gui.files.svg import SvgDevice
from gui.look.theme import theme
from gui.plots.ramp import contrast, luminance
from gui.plots.sweep_axis import Places
from gui.plots.sweep_colours import STEPS, Scale, oklab
from gui.plots.sweep_map import SweepMapPlot
from gui.plots.sweep_panel import READABLE, cell_colours, hatching, words_of
from gui.plots.sweep_slice import SweepSlicePlot
from tests.gui.pictures import pixels, rendered, share_that_differs


def a_map(columns: int = 8, rows: int = 6, **changes: Any) -> Map:
    """Growing to the right from ½ to 2, with 1 in the middle; theory says the same."""
    x = np.geomspace(0.5, 2.0, columns)
    values = np.broadcast_to(x, (rows, columns)).copy()
    at = np.indices(values.shape)
    found = Map(
        title=Message("How much it grows"),
        measure=Message("factor"),
        question=Message("How much it grows"),
        own=Message("How much it grows"),
        x=Axis("train.lr", tuple(x.tolist()), "log"),
        y=Axis("sigma_b2", tuple(np.linspace(0.0, 1.0, rows).tolist())),
        mean=values,
        spread=np.full(values.shape, 0.01),
        state=np.full(values.shape, KNOWN, np.uint8),
        source=(at[0], at[1]),
        centre=1.0,
        low=0.5,
        high=2.0,
        theory=values,
    )
    return replace(found, **changes)


@pytest.fixture
def host(host):
    host.resize(600, 420)
    return host


@pytest.fixture
def shown(host):
    def shown(*maps: Map, kind: Any = SweepMapPlot) -> Any:
        plot = kind(host)
        plot.resize(host.size())
        plot.show()
        if kind is SweepMapPlot:
            plot.show_maps(maps)
        plot.grab()
        return plot

    return shown


# Colours:


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_colours_run_evenly_and_away_from_the_centre(qapp, choice: str) -> None:
    theme.set(choice)
    lab = []
    for centre in (None, 1.0):
        names = Scale(0.5, 2.0, centre).colours().tolist()
        colours = [QColor(name) for name in names]
        lab.append(oklab(np.array([(c.redF(), c.greenF(), c.blueF()) for c in colours])))
    rising = np.diff(lab[0][:, 0])
    assert (rising > -1e-3).all()
    assert lab[0][-1, 0] - lab[0][0, 0] > 0.5
    middle = (STEPS - 1) // 2
    lightness = lab[1][:, 0]
    sign = -1.0 if choice == "light" else 1.0
    assert (sign * np.diff(lightness[: middle + 1]) < 2e-2).all()
    assert (sign * np.diff(lightness[middle:]) > -2e-2).all()
    card = theme.colour("card")
    assert QColor(Scale(0.5, 2.0, 1.0).colours()[middle].item()).rgb() == card.rgb()


def test_below_the_centre_is_blue_and_above_it_orange(qapp) -> None:
    low, high = (QColor(c) for c in Scale(0.5, 2.0, 1.0).colours()[[0, -1]].tolist())
    assert low.blue() > low.red()
    assert high.red() > high.blue()


def test_factors_have_their_place_by_logarithm(qapp) -> None:
    scale = Scale(0.25, 2.0, 1.0)
    values = np.array([0.0, 0.25, 0.5, 1.0, 2**0.5, 2.0, np.inf, np.nan])
    found = scale.shares(values)
    np.testing.assert_allclose(found[:-1], [0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0])
    assert np.isnan(found[-1])
    np.testing.assert_allclose(Scale(1.0, 3.0).shares(np.array([0.0, 1.5, 3.0])), [0, 0.25, 1])


def test_each_cell_has_the_colour_of_its_value_or_of_the_cell_that_lends_it(shown) -> None:
    plain = a_map()
    state = plain.state.copy()
    state[3, 5] = state[0, 7] = UNKNOWN
    rows, columns = (part.copy() for part in plain.source)
    rows[3, 5], columns[3, 5] = 0, 4
    one = replace(plain, state=state, source=(rows, columns))
    colours = cell_colours(one)
    assert colours[3, 5] == colours[0, 4]
    assert colours[0, 7] == np.uint32(theme.colour("card").rgb())
    plot = shown(one)
    image, panel = plot.grab().toImage(), plot.panels[0]
    for row, column in ((1, 1), (2, 6), (3, 5), (4, 7)):
        at = panel.spot(column, row) + QPointF(3, -9)
        assert image.pixel(at.toPoint()) == colours[row, column].item()


# Axes:


def test_edges_lie_halfway_between_values_on_the_axis() -> None:
    places = Places.of(Axis("depth.layers", (2, 4, 10)))
    span = 13.0 - 1.0
    np.testing.assert_allclose(places.edges, (np.array([1.0, 3.0, 7.0, 13.0]) - 1.0) / span)
    log = Places.of(Axis("train.lr", (0.01, 0.1, 1.0), "log"))
    np.testing.assert_allclose(log.edges, [0, 1 / 3, 2 / 3, 1], atol=1e-12)
    np.testing.assert_allclose(log.shares(np.array([0.1])), [0.5])
    assert not places.even
    assert log.even


def test_falling_and_unordered_values_keep_their_order() -> None:
    falling = Places.of(Axis("x", (3.0, 2.0, 1.0)))
    np.testing.assert_allclose(falling.shares(np.array([1.0, 3.0])), [5 / 6, 1 / 6])
    mixed = Places.of(Axis("x", (3.0, 1.0, 2.0)))
    np.testing.assert_allclose(mixed.middles, [1 / 6, 1 / 2, 5 / 6])
    assert np.isnan(mixed.shares(np.array([2.0]))).all()
    alone = Places.of(Axis("x", (3.0,)))
    np.testing.assert_allclose(alone.middles, [0.5])


@pytest.mark.parametrize(
    "axis",
    [
        Axis("x", tuple(np.linspace(0.5, 4.0, 36).tolist())),
        Axis("x", tuple(np.linspace(4.0, 0.5, 36).tolist())),
        Axis("x", tuple(np.geomspace(1e-4, 0.1, 16).tolist()), "log"),
        Axis("x", tuple(np.geomspace(1.0, 1.5, 16).tolist()), "log"),
        Axis("x", (2.0, 7.0)),
    ],
)
def test_ticks_stand_apart_at_their_values(axis: Axis) -> None:
    places = Places.of(axis)
    ticks = places.ticks(lambda _: 0.08)
    assert len(ticks) > 1
    at = np.sort([share for share, _ in ticks])
    assert (np.diff(at) >= 0.079).all()
    assert at[0] >= 0.0
    assert at[-1] <= 1.0


# Diverged:


def test_what_diverged_is_hatched_and_nothing_else_is(shown) -> None:
    plain = a_map(columns=6)
    state = plain.state.copy()
    state[1:3, 2:4] = DIVERGED
    mean = np.where(state == DIVERGED, np.nan, plain.mean)
    plot = shown(replace(plain, state=state, mean=mean))
    panel = plot.panels[0]
    lines = hatching(panel)
    area, width, height = panel.area, panel.area.width() / 6, panel.area.height() / 6
    lost = QRectF(area.left() + 2 * width, area.bottom() - 3 * height, 2 * width, 2 * height)
    room = lost.adjusted(-1e-6, -1e-6, 1e-6, 1e-6)
    assert len(lines) > 8
    assert all(room.contains(line.p1()) and room.contains(line.p2()) for line in lines)
    # Anywhere in the cells there is a line within its distance.
    middles = np.array([(line.center().x() + line.center().y()) for line in lines])
    wanted = np.linspace(lost.left() + lost.top(), lost.right() + lost.bottom(), 50)
    assert np.abs(middles[:, None] - wanted).min(axis=0).max() <= 6.5
    assert not hatching(shown(plain).panels[0])


# Two maps, a curve:


def test_two_maps_stand_beside_one_another_and_share_the_cursor(shown, qtbot) -> None:
    plot = shown(a_map(), a_map(title=Message("another")))
    left, right = plot.panels
    assert left.area.right() < right.area.left()
    assert (left.bar, right.bar) == (False, True)
    with qtbot.waitSignal(plot.cell_chosen) as told:
        QTest.mouseClick(
            plot, Qt.MouseButton.LeftButton, pos=right.spot(3, 2).toPoint() + QPoint(1, 1)
        )
    assert told.args == [3, 2]
    assert plot.cell_at(left.spot(3, 2)) == (3, 2)


def test_two_maps_stand_upon_one_another_where_it_is_narrow(host, shown) -> None:
    host.resize(320, 700)
    upper, lower = shown(a_map(), a_map()).panels
    assert upper.area.bottom() < lower.area.top()
    assert (upper.below, lower.below) == (False, True)


def test_without_a_second_axis_it_is_a_curve(shown) -> None:
    plot = shown(a_map(rows=1, y=None))
    assert not plot.panels
    assert plot.curves is not None
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert plot.cursor_at == (1, 0)


# The cursor:


def test_arrow_keys_go_from_cell_to_cell_and_stay_on_the_map(shown, qtbot) -> None:
    plot = shown(a_map(columns=8, rows=6))
    told: list[tuple[int, int]] = []
    plot.cell_chosen.connect(lambda *cell: told.append(cell))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(plot, key)
    assert told == [(0, 0), (0, 1), (1, 1), (2, 1)]
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert plot.cursor_at == (6, 1)
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert plot.cursor_at == (7, 5)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert plot.cursor_at == (7, 4)
    with qtbot.waitSignal(plot.applied):
        QTest.keyClick(plot, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(plot.cell_chosen):
        QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)


def test_arrow_keys_take_away_what_the_mouse_points_at(shown, qtbot) -> None:
    """Its box lay over the cursor and told of another cell."""
    plot = shown(a_map(columns=9, rows=5))
    plot.point_to(plot.panels[0].spot(2, 1))
    with qtbot.waitSignal(plot.cell_hovered) as told:
        QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.pointer is None
    assert told.args == [""]


def test_a_double_click_opens_the_cell(shown, qtbot) -> None:
    plot = shown(a_map())
    at = plot.panels[0].spot(5, 4).toPoint()
    with qtbot.waitSignal(plot.opened):
        QTest.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=at)
    assert plot.cursor_at == (5, 4)


def test_the_cursor_stays_where_a_smaller_map_still_has_it(shown) -> None:
    plot = shown(a_map())
    plot.set_cursor(7, 5)
    plot.show_maps((a_map(columns=4, rows=6),))
    assert plot.cursor_at == (3, 5)


# What is read:


def test_pointing_reads_place_value_spread_and_theory(shown) -> None:
    plot = shown(a_map(columns=3, rows=3))
    text = plot.readout(plot.panels[0].spot(1, 2))
    assert text == "learning rate = 1, σ_b² = 1\nfactor 1 ± 0.01, theory 1"
    assert plot.readout(QPointF(1.0, 1.0)) == ""


def test_a_screen_reader_hears_size_and_cell(shown) -> None:
    plain = a_map(columns=3, rows=3, theory=None)
    state = plain.state.copy()
    state[0, 0], state[0, 1] = DIVERGED, UNKNOWN
    plot = shown(replace(plain, state=state, approximate=True))
    assert "3 × 3 cells, learning rate across, σ_b² upward" in plot.accessibleDescription()
    assert plot.accessibleDescription().endswith("factor no finite number")
    plot.set_cursor(1, 0)
    assert plot.accessibleDescription().endswith("factor not computed yet")
    plot.set_cursor(2, 0)
    assert plot.accessibleDescription().endswith("factor ≈ 2 ± 0.01")


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_words_on_the_map_can_be_read_on_the_colours_below_them(shown, choice: str) -> None:
    theme.set(choice)
    words = tuple(Region(Message("vanish"), share, 0.5) for share in (0.02, 0.42, 0.8))
    plot = shown(a_map(columns=40, rows=20, regions=words))
    panel = plot.panels[0]
    colours, metrics = cell_colours(panel.shown), QFontMetricsF(theme.font(theme.sizes.small, True))
    for region in words:
        place = panel._place(region, ["vanish"], metrics)
        ink, on_cloth = panel._ink(place, colours)
        paper = QColor(colours[10, panel.x.index(region.x + 0.01)].item())
        assert contrast(ink, theme.colour("card") if on_cloth else paper) >= READABLE


def test_the_line_of_theory_passes_its_points(shown) -> None:
    line = Line(Message("χ = 1"), np.array([1.0, 1.0]), np.array([0.0, 1.0]))
    plot = shown(a_map(columns=9, rows=7, lines=(line,)))
    image, panel = pixels(plot.grab().toImage()), plot.panels[0]
    at = panel.point(0.5, 0.4)
    patch = image[round(at.y()), round(at.x()) - 1 : round(at.x()) + 2]
    assert patch.min() < 80.0  # dark on the white of the centre


# Saving:


@pytest.mark.parametrize("uneven", [False, True])
def test_svg_and_pixels_are_one_picture(shown, uneven: bool) -> None:
    plain = a_map(columns=7, rows=5)
    if uneven:
        plain = replace(plain, y=Axis("depth.layers", (2, 3, 5, 9, 20)))
    state = plain.state.copy()
    state[:, 6] = DIVERGED
    plot = shown(replace(plain, state=state))
    size = QSize(plot.width(), plot.height())

    def paint(device: Any) -> None:
        painter = QPainter(device)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.colour("card"))
        painter.setFont(theme.font(theme.sizes.small))
        plot.paint(painter)
        painter.end()

    image = QImage(size, QImage.Format.Format_RGB32)
    paint(image)
    device = SvgDevice(size, image.logicalDpiX())
    paint(device)
    assert share_that_differs(image, rendered(device.content, size)) <= 0.004


# The slice:


def test_the_slice_is_the_row_of_the_cursor(shown, qtbot) -> None:
    plain = a_map(columns=5, rows=4)
    mean = plain.mean * np.arange(1.0, 5.0)[:, None]
    plot = shown(kind=SweepSlicePlot)
    plot.show_slice((replace(plain, mean=mean, theory=None),), 2, 3)
    plot.grab()
    assert "learning rate = 1, σ_b² = 1" in plot.accessibleDescription()
    assert "factor 4" in plot.accessibleDescription()
    assert plot.across_name() == "learning rate at σ_b² = 1"
    curves = plot._drawn
    assert curves.range.low <= 2.0 - 0.01
    assert curves.range.high >= 8.0 + 0.01
    with qtbot.waitSignal(plot.column_chosen) as told:
        QTest.keyClick(plot, Qt.Key.Key_Right)
    assert told.args == [3]
    at = QPointF(curves.area.left() + curves.x.middles[4] * curves.area.width(), 100.0)
    with qtbot.waitSignal(plot.column_chosen) as told:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert told.args == [4]


def test_heights_over_many_decades_are_logarithmic(shown) -> None:
    plain = a_map(columns=5, rows=1, theory=None, y=None)
    plot = shown(replace(plain, mean=np.geomspace(1e-6, 10.0, 5)[None], spread=plain.spread * 0))
    curves = plot.curves
    assert curves.range.log
    np.testing.assert_allclose(np.diff(curves.range.shares(plot.maps[0].mean[0]), 2), 0, atol=1e-9)


def test_luminance_is_that_of_wcag(qapp) -> None:
    assert luminance(QColor("white")) == pytest.approx(1.0)
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21.0)


@pytest.mark.parametrize("text", ["ordered: gradients vanish", "有序：梯度消失"])
def test_words_take_half_of_the_map_at_most_or_are_its_name_alone(qapp, text: str) -> None:
    metrics = QFontMetricsF(theme.font(theme.sizes.small, True))
    region, whole = Region(Message(text), 0.0, 0.0), metrics.horizontalAdvance(text)
    name = text.replace("：", ": ").partition(": ")[0]
    assert words_of(region, metrics, 2.01 * whole) == [text]
    first, second = words_of(region, metrics, 1.9 * whole)
    assert first[:-1] == name
    assert text.endswith(second)
    width = metrics.horizontalAdvance(name)
    assert words_of(region, metrics, 1.2 * width) == [name]
    assert words_of(region, metrics, width) == []
