"""The weight as a picture: where each entry is, which colour it has, what it says."""

import math
from itertools import groupby, pairwise, takewhile

import numpy as np
import pytest
import torch
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.stats.matrix import reduce
from gui.look.theme import theme
from gui.plots.axes import IndexAxis
from gui.plots.cells import printed
from gui.plots.colour_bar import lookup_table
from gui.plots.matrix import MatrixPlot
from tests.gui.pictures import pixels
from tests.numerals import number

NAN = math.nan


@pytest.fixture(autouse=True, params=["light", "dark"])
def _themes(request):
    before = theme.choice, theme.projector
    theme.set(request.param, False)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.set(*before)


@pytest.fixture
def plot(qtbot):
    plot = MatrixPlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    plot.show()
    return plot


def matrix(rows, limit=1.0):
    return reduce(torch.tensor(rows), limit)


def place(plot, i: float, j: float) -> QPoint:
    """Where on the plot's viewport the point (row i, column j) is."""
    return plot.plot.mapFromScene(plot.view.mapViewToScene(QPointF(j, i)))


def colour_at(plot, i: float, j: float) -> QColor:
    return plot.plot.viewport().grab().toImage().pixelColor(place(plot, i, j))


def near(a: QColor, b: QColor) -> bool:
    return max(abs(x - y) for x, y in zip(a.getRgb(), b.getRgb(), strict=True)) <= 3


def move_to(plot, i: int, j: int) -> None:
    """The mouse goes to row i, column j."""
    viewport, at = plot.plot.viewport(), QPointF(place(plot, i, j))
    none = Qt.MouseButton.NoButton
    where = QPointF(viewport.mapToGlobal(at))
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, where, none, none, modifiers)
    QApplication.sendEvent(viewport, event)


def heard(plot) -> list[str]:
    """Everything that the plot says from now on."""
    said: list[str] = []
    plot.hovered.connect(said.append)
    return said


# Place and colour:


def test_an_entry_stands_in_its_row_and_column_with_row_0_at_the_top(plot):
    plot.show_matrix(matrix([[1.0, 0.0, -1.0], [NAN, 1.0, 0.0]]))
    # Beside the number in the middle of the cell.
    assert near(colour_at(plot, -0.4, -0.4), theme.colour("positive"))
    assert near(colour_at(plot, -0.4, 0.6), theme.colour("zero"))
    assert near(colour_at(plot, -0.4, 1.6), theme.colour("negative"))
    assert near(colour_at(plot, 0.6, -0.4), theme.colour("undefined"))
    assert near(colour_at(plot, 0.6, 0.6), theme.colour("positive"))
    assert place(plot, 0, 0).y() < place(plot, 1, 0).y()
    assert place(plot, 0, 0).x() < place(plot, 0, 1).x()


def test_the_sign_of_a_weight_can_be_seen_in_blue_and_orange():
    table = lookup_table().astype(int)
    for level in (0, 60, 100):
        assert table[level][0] > table[level][2]  # more red than blue
    for level in (154, 200, 254):
        assert table[level][2] > table[level][0]


def test_a_new_theme_changes_the_colours(plot):
    plot.show_matrix(matrix([[1.0, -1.0]]))
    theme.set("light" if theme.dark else "dark")
    assert near(colour_at(plot, -0.4, -0.4), theme.colour("positive"))


def test_small_matrices_have_square_cells(plot):
    plot.show_matrix(matrix(torch.randn(2, 5).tolist(), 4.0))
    origin, down, right = place(plot, 0, 0), place(plot, 1, 0), place(plot, 0, 1)
    assert down.y() - origin.y() == pytest.approx(right.x() - origin.x(), abs=2)


@pytest.mark.parametrize("size", [(500, 400), (330, 160), (900, 220), (250, 800)])
@pytest.mark.parametrize("shape", [(512, 512), (5100, 5600), (300, 300)])
def test_the_identity_is_painted_as_a_line(plot, shape, size):
    """Every pixel row between the frame's edges has blue pixels that touch those above."""
    plot.resize(*size)
    QApplication.processEvents()
    plot.show_matrix(reduce(torch.eye(*shape), 1.0))
    picture = pixels(plot.plot.viewport().grab().toImage())
    blue = np.abs(picture - theme.colour("positive").getRgb()[:3]).max(-1) <= 3
    ones = min(shape)
    first, last = place(plot, 0.05 * ones, 0.05 * ones), place(plot, 0.95 * ones, 0.95 * ones)
    marked = [np.flatnonzero(row).tolist() for row in blue[first.y() : last.y()]]
    assert len(marked) > 50
    assert all(marked)
    for row, below in pairwise(marked):
        assert min(row) <= min(below) <= max(row) + 1
        assert max(row) <= max(below)
    assert first.x() in range(min(marked[0]) - 3, max(marked[0]) + 4)
    assert last.x() in range(min(marked[-1]) - 3, max(marked[-1]) + 4)


def test_zooming_in_shows_single_cells_again(plot):
    weight = torch.eye(512)
    plot.show_matrix(reduce(weight, 1.0))
    blocks = plot.image.image.shape
    assert blocks[0] < 512
    wheel(plot, 12)
    assert plot.image.image.shape == (512, 512)
    plot.reset_zoom()
    assert plot.image.image.shape == blocks


def test_all_of_a_large_matrix_is_shown_in_units_of_its_own_rows(plot):
    plot.show_matrix(reduce(torch.zeros(4096, 600), 1.0))
    seen = plot.view.viewRect()
    assert (seen.top(), seen.left()) == (-0.5, -0.5)
    assert seen.bottom() == pytest.approx(4095.5)
    assert seen.right() == pytest.approx(599.5)


@pytest.mark.parametrize(
    ("shape", "says"),
    [((512, 512), ()), ((2048, 2048), ("4",)), ((2048, 10), ("4",)), ((600, 2048), ("2", "4"))],
)
def test_the_note_says_how_much_is_left_out(plot, shape, says):
    plot.show_matrix(reduce(torch.zeros(shape), 1.0))
    assert bool(plot.note()) == bool(says)
    assert all(number in plot.note() for number in says)


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shape", [(2, 5), (100, 300)])
def test_a_zero_matrix_has_a_frame_on_every_side(plot, shape):
    plot.show_matrix(reduce(torch.zeros(shape), 0.0))
    picture = plot.plot.viewport().grab().toImage()
    box, paper = plot.view.sceneBoundingRect().toRect(), theme.colour("card")

    def seen(x: int, y: int) -> bool:
        # Between two ticks, whose marks stand on the edge.
        near = [(x + i, y + j) for i in range(-2, 3) for j in range(-2, 3)]
        inside = [at for at in near if picture.rect().contains(QPoint(*at))]
        return max(contrast(picture.pixelColor(*at), paper) for at in inside) >= 3.0

    x, y = box.center().x() + 9, box.center().y() + 9
    assert not seen(x, y)
    for edge in ((box.left(), y), (box.right(), y), (x, box.top()), (x, box.bottom())):
        assert seen(*edge), edge


# Numbers in the cells:


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([[0.5, -1.25]], [["0.5000", "-1.2500"]]),
        ([[1.0, 0.0, -3.0]], [["1.", "0.", "-3."]]),
        ([[1e-6, -1.0]], [["1e-06", "-1"]]),
        ([[123456.789, 1.0]], [["1.235e+05", "1"]]),
        ([[NAN, math.inf, 0.5]], [["nan", "inf", "0.5000"]]),
        ([[NAN]], [["nan"]]),
    ],
)
def test_numbers_are_written_as_torch_prints_them(values, texts):
    assert printed(np.array(values)) == texts


@pytest.mark.parametrize("values", [[[0.25, -0.125], [1.5, 3.0]], [[1.0, 0.0], [0.0, 1.0]]])
def test_torch_writes_the_same_digits(values):
    shown = [text for row in printed(np.array(values)) for text in row]
    said = str(torch.tensor(values)).removeprefix("tensor(").removesuffix(")")
    assert shown == said.translate(str.maketrans("[],", "   ")).split()


def test_numbers_are_left_out_where_a_cell_cannot_hold_them(plot):
    plot.show_matrix(matrix(torch.randn(16, 16).tolist(), 4.0))
    assert plot.numbers.font_size(100, 100) == theme.sizes.font
    assert plot.numbers.font_size(20, 20) == 0
    assert plot.numbers.font_size(100, 6) == 0


def readable(plot) -> int:
    """The size of the numbers as they are painted, 0 where there are none."""
    box = plot.view.sceneBoundingRect()
    rows, columns = plot.matrix.levels.shape
    return plot.numbers.font_size(box.width() / columns, box.height() / rows)


@pytest.mark.parametrize(
    ("shape", "size"),
    [((2, 5), (280, 160)), ((8, 8), (560, 190)), ((16, 16), (900, 330)), ((12, 3), (230, 260))],
)
def test_where_room_is_scarce_numbers_come_before_square_cells_and_the_bar(plot, shape, size):
    theme.set(theme.choice, True)
    plot.resize(*size)
    plot.show_matrix(matrix((torch.rand(shape) - 0.5).tolist(), 0.5))
    QApplication.processEvents()
    assert readable(plot) >= 8


def test_the_bar_goes_only_where_numbers_are_larger_without_it(plot):
    values = [[-0.5, 0.25, 0.125, -0.3, 0.2], [0.5, 0.25, 0.125, -0.3, 0.2]]
    seen = []
    for width in range(150, 700, 10):
        plot.resize(width, 200)
        plot.show_matrix(matrix(values, 0.5))
        QApplication.processEvents()
        size = readable(plot)
        seen.append((plot.bar.isHidden(), size))
    # Too narrow for any number, then for the bar beside them, then wide enough for both.
    assert [key for key, _ in groupby(hidden for hidden, _ in seen)] == [False, True, False]
    assert all(size == 0 for _, size in takewhile(lambda each: not each[0], seen))
    assert seen[-1] == (False, theme.sizes.font)
    assert min(size for hidden, size in seen if hidden) >= 8


def test_longer_numbers_of_the_same_shape_get_their_room(plot):
    plot.resize(330, 200)
    plot.show_matrix(matrix(torch.zeros(2, 5).tolist()))
    assert readable(plot) == theme.sizes.font
    assert not plot.bar.isHidden()
    plot.show_matrix(matrix([[-0.1234] * 5] * 2, 0.5))
    QApplication.processEvents()
    assert readable(plot) >= 8
    assert plot.bar.isHidden()


def test_a_number_is_readable_on_every_colour(plot):
    for ink, rgba in zip(plot.numbers.inks, lookup_table(), strict=True):
        assert contrast(ink, QColor(*map(int, rgba))) > 3.9


# Axes:


@pytest.mark.parametrize("count", [1, 2, 5, 16, 512, 1_048_576])
def test_ticks_are_whole_numbers_of_existing_rows(qapp, count):
    axis = IndexAxis("left")
    axis.count = count
    ((spacing, ticks),) = axis.tickValues(-0.5, count - 0.5, 200)
    assert ticks[0] == 0
    assert ticks[-1] < count
    assert {b - a for a, b in pairwise(ticks)} <= {spacing}
    assert str(spacing).rstrip("0") in ("1", "2", "5")
    assert len(ticks) <= 200 / 14


# Saying which entry it is:


def test_hovering_says_the_entry_and_leaving_takes_it_back(plot, qtbot):
    plot.show_matrix(matrix([[0.5, -0.25, 0.0], [1.0, 0.125, -1.0]]))
    said = heard(plot)
    move_to(plot, 1, 1)
    assert said[-1] == "W[1, 1] = 0.125"
    move_to(plot, 0, 1)
    assert said[-1] == "W[0, 1] = −0.25"
    QApplication.sendEvent(plot.plot, QEvent(QEvent.Type.Leave))
    assert said[-1] == ""


def test_a_new_weight_under_a_resting_mouse_is_said_at_once(plot, qtbot):
    plot.show_matrix(matrix([[0.5]]))
    move_to(plot, 0, 0)
    said = heard(plot)
    plot.show_matrix(matrix([[0.75]]))
    assert said[-1] == "W[0, 0] = 0.75"


@pytest.mark.parametrize(("shape", "at"), [((2048, 1024), (1000, 500)), ((600, 300), (599, 20))])
def test_hovering_a_reduced_matrix_names_the_block_and_its_strongest(plot, shape, at):
    weight = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    plot.show_matrix(reduce(weight, 4.0))
    said = heard(plot)
    move_to(plot, *at)
    place, value = said[-1].split(": largest ")
    block = eval(place, {"W": weight})  # the very expression gives these weights
    assert number(value) == pytest.approx(float(max(block.flatten(), key=abs)), rel=1e-5)
    rows = place.removeprefix("W[").split(",")[0].split(":")
    assert abs(int(rows[0]) - at[0]) < 20
    assert int(rows[1]) <= shape[0]


def test_arrow_keys_walk_over_the_cells_and_stop_at_the_edge(plot, qtbot):
    plot.show_matrix(matrix([[0.0, 1.0], [2.0, 3.0]]))
    said = heard(plot)
    for key, text in (
        (Qt.Key.Key_Right, "W[0, 1] = 1"),
        (Qt.Key.Key_Right, "W[0, 1] = 1"),
        (Qt.Key.Key_Down, "W[1, 1] = 3"),
        (Qt.Key.Key_Left, "W[1, 0] = 2"),
        (Qt.Key.Key_Home, "W[0, 0] = 0"),
        (Qt.Key.Key_End, "W[1, 1] = 3"),
    ):
        qtbot.keyClick(plot, key)
        assert said[-1] == text
        assert plot.accessibleDescription() == text


def test_the_cursor_of_the_keyboard_can_be_seen(plot, qtbot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    before = plot.plot.viewport().grab().toImage()
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.plot.viewport().grab().toImage() != before


# Zooming:


def wheel(plot, steps: int) -> None:
    viewport = plot.plot.viewport()
    at = QPointF(place(plot, 50, 50))
    event = QWheelEvent(
        at,
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_zoom_stays_inside_the_matrix_and_survives_new_weights_of_the_same_shape(plot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    wheel(plot, -5)
    seen = plot.view.viewRect()
    assert (seen.left(), seen.top()) == pytest.approx((-0.5, -0.5))
    assert (seen.right(), seen.bottom()) == pytest.approx((99.5, 99.5))
    wheel(plot, 5)
    assert plot.zoomed()
    plot.show_matrix(reduce(torch.ones(100, 100), 1.0))
    assert plot.zoomed()
    plot.show_matrix(reduce(torch.ones(100, 90), 1.0))
    assert not plot.zoomed()


def test_a_double_click_and_escape_show_all_again(plot, qtbot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    wheel(plot, 5)
    centre = plot.plot.viewport().rect().center()
    qtbot.mouseDClick(plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert not plot.zoomed()
    wheel(plot, 5)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not plot.zoomed()


def test_the_cursor_is_followed_out_of_a_zoomed_view(plot, qtbot):
    plot.show_matrix(reduce(torch.zeros(100, 100), 1.0))
    wheel(plot, 10)
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.view.viewRect().contains(QPointF(99, 99))


def test_a_right_click_opens_no_menu_in_another_language(plot, qtbot):
    plot.show_matrix(matrix([[1.0]]))
    qtbot.mouseClick(plot.plot.viewport(), Qt.MouseButton.RightButton, pos=place(plot, 0, 0))
    assert QApplication.activePopupWidget() is None


# The colour bar:


def test_the_bar_is_labelled_with_the_largest_weight(plot):
    plot.show_matrix(matrix([[0.25, -0.051234]], 0.051234))
    assert plot.bar.labels() == ("+0.0512", "0", "−0.0512")


def test_the_bar_says_nan_only_when_there_is_one(plot):
    plot.show_matrix(matrix([[1.0]]))
    without = plot.bar.grab().toImage()
    plot.show_matrix(matrix([[NAN]]))
    assert plot.bar.grab().toImage() != without


# Words:


def test_everything_has_a_name_and_is_explained(plot):
    for widget in (plot, plot.bar):
        assert widget.accessibleName()
        assert widget.whatsThis()
    assert plot.bar.toolTip()
    assert not plot.toolTip()  # it would cover the cell that one points at


@pytest.mark.parametrize("size", [(200, 140), (250, 400), (500, 150), (1200, 900)])
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (16, 16), (1, 300), (300, 1), (1_000_000, 2)])
def test_picture_and_bar_stay_inside_the_widget_at_any_size(plot, shape, size):
    plot.show_matrix(reduce(torch.zeros(shape), 1.0))
    plot.resize(*size)
    QApplication.processEvents()
    for part in (plot.plot, plot.bar):
        assert plot.rect().contains(part.geometry())
    assert not plot.plot.geometry().intersects(plot.bar.geometry())
    box = plot.view.sceneBoundingRect()
    assert box.width() > 20
    assert box.height() > 20


def test_the_first_matrix_is_painted_where_an_empty_plot_was(qtbot):
    """A view whose painting was left out takes its next update for one that is pending."""
    plot = MatrixPlot()
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    plot.show()
    qtbot.waitExposed(plot)
    plot.view.scene().update()  # all of it, as a change of size or theme asks for
    QTest.qWait(20)
    painted = []

    class Listener(QObject):
        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(plot.plot.has_range)
            return False

    listener = Listener()
    plot.plot.viewport().installEventFilter(listener)
    plot.show_matrix(reduce(torch.eye(300, 200), 1.0))
    QTest.qWait(50)
    assert True in painted


def test_its_summary_reads_out_a_small_weight_and_measures_a_large_one(plot):
    assert plot.summary() == ""
    plot.show_matrix(matrix([[1.0, -2.0, 0.5], [0.0, 3.0, 4.0]], limit=4.0))
    assert plot.summary() == "1, −2, 0.5; 0, 3, 4"
    plot.show_matrix(matrix(np.full((40, 30), 0.25), limit=0.25))
    assert plot.summary() == "40 × 30 values, colours from −0.25 to 0.25"
