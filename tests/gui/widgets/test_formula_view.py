"""The formula on the screen: the theme's colour, a live number, never wider than its place."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtGui import QColor, QImage

from core.init.formula import typeset_lines
from gui.look.theme import theme
from gui.widgets.formula_view import FormulaView

LINES = typeset_lines(
    r"W\sim\mathcal{N}(0,\sigma^2),\quad \sigma=g\,\sqrt{\frac{2}{n}}", r"\sigma", 17
)


@pytest.fixture(autouse=True)
def _light():
    before = theme.choice, theme.projector
    theme.set("light", False)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.set(*before)


@pytest.fixture
def view(qtbot):
    view = FormulaView()
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    return view


def picture(view) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(theme.colour("card"))
    view.render(image)
    return image


def ink(image: QImage) -> QRect:
    """The bounds of everything that is not the card's colour."""
    card = theme.colour("card").rgb()
    found = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) != card
    ]
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


@pytest.fixture(autouse=True)
def _transparent(view):
    view.setPalette(theme.palette())
    palette = view.palette()
    palette.setColor(palette.ColorRole.Window, theme.colour("card"))
    view.setPalette(palette)


def test_the_height_is_that_of_its_lines(view):
    view.show_formula(LINES, "")
    assert view.height() >= sum(line.height for line in LINES)
    assert view.height() <= 1.2 * sum(line.height for line in LINES)


def test_a_number_stands_to_the_right_of_the_last_line(view):
    view.show_formula(LINES, "")
    without = ink(picture(view))
    view.show_number("= 0.0510")
    with_number = ink(picture(view))
    assert with_number.right() > without.right() + 30
    assert with_number.bottom() == without.bottom()


def test_the_number_stands_on_the_baseline_of_the_last_line(view):
    view.show_formula(LINES[:1], "")
    before = picture(view)
    view.show_number("1")
    after = picture(view)
    rows = [
        y
        for y in range(view.height())
        if any(before.pixel(x, y) != after.pixel(x, y) for x in range(view.width()))
    ]
    assert max(rows) + 1 == pytest.approx(LINES[0].baseline, abs=1)


def test_another_number_does_not_parse_the_formula_again(view, monkeypatch):
    view.show_formula(LINES, "= 1")
    monkeypatch.setattr("gui.widgets.formula_view.QSvgRenderer", None)
    view.show_number("= 2")
    view.show_formula(LINES, "= 3")


def test_a_narrow_place_makes_it_smaller_instead_of_cutting_it(view):
    view.show_formula(LINES, "= 0.0510")
    full = ink(picture(view))
    assert view.scale() == 1
    view.resize(80, view.height())
    assert view.scale() < 1
    small = ink(picture(view))
    assert small.right() < 80
    assert small.width() / small.height() == pytest.approx(full.width() / full.height(), rel=0.1)


def test_a_formula_follows_the_theme(view):
    view.show_formula(LINES, "")
    theme.set("dark")
    image = picture(view)
    wanted = theme.colour("text")
    lightest = max(
        (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())),
        key=QColor.lightness,
    )
    assert abs(lightest.lightness() - wanted.lightness()) <= 2


def test_a_screen_reader_gets_the_formula_with_its_number(view):
    view.show_formula(LINES, "= -0.5", text="σ = g √(2/n)")
    assert view.accessibleName()
    assert view.accessibleDescription() == "σ = g √(2/n) = −0.5"
    view.show_number("= 0.25")
    assert view.accessibleDescription() == "σ = g √(2/n) = 0.25"


def test_nothing_is_drawn_before_the_first_formula(view):
    view.show_number("= 1")
    card = theme.colour("card").rgb()
    image = picture(view)
    assert {image.pixel(x, y) for x in range(50) for y in range(image.height())} == {card}
