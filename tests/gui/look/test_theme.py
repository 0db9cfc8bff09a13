"""Colours that can be read, in both themes; plots that follow a switch; one home for colours."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from pygments.styles import get_style_by_name
from pygments.token import Error, Whitespace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolButton
from shiboken6 import getCppPointer

import gui
from gui.look.colours import DARK, LIGHT, Colours
from gui.look.sizes import NORMAL, PROJECTOR, Sizes
from gui.look.theme import theme
from tests.gui.pictures import contrast
from tests.gui.support import curves, find, small

GUI = Path(gui.__file__).parent
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


GROUNDS = ("window", "card", "field", "accent_soft")
"""Behind text; a button that the mouse is on is accent_soft."""

TEXTS = {
    "text": (*GROUNDS, "bad_soft"),
    "muted": GROUNDS,
    "accent": GROUNDS,
    "accent_text": ("accent",),
    "good": ("card", "bad_soft", "window"),
    "fair": ("card",),
    "bad": ("card", "bad_soft", "window"),
    "sample": ("card",),
    "theory": ("card",),
    "dropped": ("card",),
}
"""What letters are written in, and on what; code is looked at by itself."""

CURVES = ("sample", "theory", "dropped", "positive", "negative", "undefined", "bad", "muted")
"""What curves, bars and marks are drawn in on a card, beside the ghosts and the series."""

NO_MEANING = {
    "border", "field_border", "grid",
    "sample_fill", "dropped_fill", "zero",
}  # fmt: skip
"""Frames and lines that only guide the eye, and areas that have an outline."""


def test_every_colour_of_the_theme_is_looked_at():
    looked_at = {*TEXTS, *CURVES, *NO_MEANING, *(on for ons in TEXTS.values() for on in ons)}
    elsewhere = {"ghosts", "series", "sequence", "code_style"}
    assert looked_at | elsewhere == {f.name for f in fields(Colours)}


@BOTH
@pytest.mark.parametrize(("text", "on"), [(t, on) for t, ons in TEXTS.items() for on in ons])
def test_text_has_a_contrast_of_at_least_4_5(colours, text, on):
    assert contrast(getattr(colours, text), getattr(colours, on)) >= 4.5


@BOTH
def test_curves_have_a_contrast_of_at_least_3(colours):
    for name in CURVES:
        assert contrast(getattr(colours, name), colours.card) >= 3.0, name
    for curve in (*colours.ghosts, *colours.series):
        assert contrast(curve, colours.card) >= 3.0, curve


@BOTH
def test_code_has_a_contrast_of_at_least_4_5(colours):
    style = get_style_by_name(colours.code_style)
    for token, drawn in style:
        if token not in (Whitespace, Error):  # not seen; does not happen
            colour = f"#{drawn['color']}" if drawn["color"] else colours.text
            assert contrast(colour, colours.field) >= 4.5, token


def test_a_projector_and_a_normal_window_have_the_same_colours(window):
    shown = window(small())
    before = theme.colours
    shown.actions_["projector"].trigger()
    assert theme.colours is before


SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB as an eye sees it: Machado et al. 2009, table 1, severity 1."""

LMS = np.array(
    [
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    ]
)
LAB = np.array(
    [
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    ]
)


def oklab(name: str, eye: str):
    """Lightness and two axes of colour in which distances are those seen (Ottosson 2020)."""
    colour = QColor(name)
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SEEN[eye]) @ linear, 0.0, 1.0)
    return LAB @ np.cbrt(LMS @ seen)


def apart(one: str, other: str, eye: str) -> float:
    return float(np.linalg.norm(oklab(one, eye) - oklab(other, eye)))


TOGETHER = [
    ("sample", "theory"),
    ("sample", "dropped"),
    ("positive", "negative"),
    ("positive", "zero"),
    ("negative", "zero"),
    ("undefined", "positive"),
    ("undefined", "negative"),
    ("undefined", "zero"),
    ("good", "bad"),
]
"""Pairs that mean something together."""


@BOTH
@pytest.mark.parametrize("eye", list(SEEN))
@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_colours_that_mean_something_together_differ_for_every_eye(colours, eye, one, other):
    """A difference of 0.02 can just be seen side by side; ours are five times that."""
    assert apart(getattr(colours, one), getattr(colours, other), eye) >= 0.1


@BOTH
@pytest.mark.parametrize("eye", list(SEEN))
def test_fills_before_and_after_dropout_differ_for_every_eye(colours, eye):
    """Large areas, with outlines that differ more: four times what can just be seen."""
    assert apart(colours.sample_fill, colours.dropped_fill, eye) >= 0.08


@BOTH
@pytest.mark.parametrize("eye", list(SEEN))
def test_ghosts_differ_from_one_another_and_from_what_they_are_compared_with(colours, eye):
    for one, other in combinations((*colours.ghosts, colours.sample, colours.theory), 2):
        assert apart(one, other, eye) >= 0.1, (one, other)


def test_the_simulation_is_that_of_the_paper():
    """A grey stays the grey it is; who lacks red or green confuses them, who lacks blue does not.

    Each row of the matrices adds up to 1.
    """
    for eye, matrix in SEEN.items():
        np.testing.assert_allclose(np.sum(matrix, axis=1), 1.0, atol=1e-5, err_msg=eye)
        assert apart("#808080", "#808080", eye) == 0.0
    red, green = "#d02020", "#6b7a20"
    assert apart(red, green, "deuteranopia") < 0.5 * apart(red, green, "all")
    assert apart(red, green, "tritanopia") > 0.8 * apart(red, green, "all")
    np.testing.assert_allclose(oklab("#ffffff", "all"), (1.0, 0.0, 0.0), atol=1e-3)


@BOTH
@pytest.mark.parametrize("eye", list(SEEN))
def test_any_two_compared_curves_can_be_told_apart_by_every_eye(colours, eye):
    """A difference of 0.02 can just be seen side by side; ours are five times that."""
    assert len(set(colours.series)) == 8
    for one, other in combinations(colours.series, 2):
        assert apart(one, other, eye) >= 0.1, (one, other)


@BOTH
def test_ghosts_and_series_are_reached_by_name(colours):
    theme.set("dark" if colours is DARK else "light")
    assert [theme.colour(f"ghost{i}").name() for i in range(4)] == list(colours.ghosts)
    assert [theme.colour(f"series{i}").name() for i in range(8)] == list(colours.series)


@BOTH
def test_positive_is_blue_and_negative_is_orange(colours):
    positive, negative = QColor(colours.positive), QColor(colours.negative)
    assert positive.blue() > positive.red()
    assert negative.red() > negative.green() > negative.blue()
    for name in ("positive", "negative"):
        assert contrast(getattr(colours, name), colours.zero) >= 3.0


def test_the_two_themes_differ_in_every_colour_that_is_seen():
    same = [f.name for f in fields(Colours) if getattr(LIGHT, f.name) == getattr(DARK, f.name)]
    assert same == ["sequence"]  # the same picture, whatever is around it


def test_a_projector_shows_everything_larger():
    spaces = {"gap", "padding", "radius"}
    for field in fields(Sizes):
        if field.name not in spaces:
            assert getattr(PROJECTOR, field.name) > getattr(NORMAL, field.name), field.name


# Switching:


def background(window, name: str) -> str:
    image = find(window, name).grab().toImage()
    return image.pixelColor(2, 2).name()


def test_window_plots_and_code_follow_a_live_switch(window, qtbot):
    shown = window(small(weight_init={"method": "normal"}), size=(1600, 900))
    for choice, colours in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        shown.appearance.set_theme(choice)
        assert QApplication.palette().color(QPalette.ColorRole.WindowText).name() == colours.text
        assert shown.grab().toImage().pixelColor(3, 3).name() == colours.window
        assert background(shown, "plot.weights") == colours.card
        assert background(shown, "plot.output") == colours.card
        pens = {curve.opts["pen"].color().name() for curve in curves(shown.page.weights)}
        assert {colours.sample, colours.theory} <= pens
        assert not pens & ({LIGHT.sample, DARK.sample} - {colours.sample})
        code = find(shown, "code").grab().toImage()
        assert code.pixelColor(code.width() // 2, code.height() - 20).name() == colours.field


def test_the_switch_is_one_action_there_and_back(window):
    shown = window(small())
    shown.actions_["theme"].trigger()
    assert theme.dark
    shown.actions_["theme"].trigger()
    assert not theme.dark


def test_the_system_s_theme_is_followed_until_one_is_chosen(window, monkeypatch):
    shown = window(small(), theme="system")
    scheme = [Qt.ColorScheme.Dark]
    monkeypatch.setattr("gui.look.theme.QGuiApplication.styleHints", lambda: Hints(scheme[0]))
    theme._system_changed(scheme[0])
    assert theme.dark
    scheme[0] = Qt.ColorScheme.Light
    theme._system_changed(scheme[0])
    assert not theme.dark
    shown.appearance.set_theme("light")
    scheme[0] = Qt.ColorScheme.Dark
    theme._system_changed(scheme[0])
    assert not theme.dark


class Hints:
    def __init__(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:
        return self._scheme


def test_the_projector_makes_letters_and_curves_larger_at_once(window):
    shown = window(small(weight_init={"method": "normal"}))
    title, plot = shown.page.weights_card.title, shown.page.weights

    def sizes():
        widest = max(curve.opts["pen"].widthF() for curve in curves(plot))
        return title.fontInfo().pixelSize(), widest, shown.panel.width()

    before = sizes()
    shown.actions_["projector"].trigger()
    assert all(now > then for now, then in zip(sizes(), before, strict=True))
    shown.actions_["projector"].trigger()
    assert sizes() == before


# One home for colours:

HEX = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3,5})?\b")
FUNCTIONAL = re.compile(r"\b(?:rgba?|hsla?|hsva?)\s*\(")
TAKES_COLOUR = {"QColor", "QPen", "QBrush", "mkPen", "mkBrush", "mkColor", "setPen", "setBrush"}


def literals(tree: ast.AST):
    """Each colour that is written out, with its line."""
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node not in docstrings and (HEX.search(node.value) or FUNCTIONAL.search(node.value)):
                yield node.lineno, node.value
        elif isinstance(node, ast.Attribute) and node.attr == "GlobalColor":
            yield node.lineno, "Qt.GlobalColor"
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[:1]
            if called in TAKES_COLOUR and first and isinstance(first[0], ast.Constant):
                if first[0].value is not None:
                    yield node.lineno, f"{called}({first[0].value!r})"


def test_no_colour_is_written_anywhere_but_in_the_theme():
    found = [
        f"{path.relative_to(GUI)}:{line}: {text}"
        for path in sorted(GUI.rglob("*.py"))
        if path.name != "colours.py"
        for line, text in literals(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'x = "#ff0000"',
        'w.setStyleSheet("color: #abc;")',
        'f"border: 1px solid rgba(1, 2, 3, 4)"',
        "QColor(1, 2, 3)",
        'pg.mkPen("w")',
        "painter.setPen(Qt.GlobalColor.red)",
    ],
)
def test_a_colour_that_is_written_out_is_found(source):
    assert list(literals(ast.parse(source)))


@pytest.mark.parametrize("role", ["primary", "flat"])
def test_a_button_that_does_nothing_now_looks_like_it(qapp: QApplication, role: str) -> None:
    theme.apply()
    button = QToolButton()
    button.setProperty("role", role)
    button.setText("▶ Start")
    button.show()
    able = button.grab().toImage()
    button.setEnabled(False)
    unable = button.grab().toImage()
    assert able != unable
    inside = unable.pixelColor(unable.width() // 2, 4)
    assert inside.name() != QColor(theme.colours.accent).name()


def test_qt_keeps_its_style_while_a_window_is_made(qapp):
    """Deleted and made anew, it may stand where an item of a layout was, which Python remembers."""
    theme.set("light")
    before = getCppPointer(qapp.style())
    with theme.put_on_at_the_end():
        assert getCppPointer(qapp.style()) == before
    assert getCppPointer(qapp.style()) == before
