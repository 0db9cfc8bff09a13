"""What the plot of a signal says of a layer, and how it follows theme and language."""

from __future__ import annotations

import re

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTranslator
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.look.colours import DARK, LIGHT
from gui.look.i18n import languages
from gui.look.theme import theme
from gui.plots.curves import Line
from tests.gui.plots.signal.support import INF, NAN
from tests.gui.plots.support import heard

# What it says:


def move_to(plot, layer, y):
    at = QPointF(plot.shown.x(layer), y)
    none = Qt.MouseButton.NoButton
    where = QPointF(plot.viewport().mapToGlobal(at))
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, where, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(plot.viewport(), event)


def test_the_mouse_asks_for_a_layer(make):
    plot = make([1.0, 0.123, INF], np.array([1.0, 0.125, NAN]))
    said = heard(plot)
    middle = plot.shown.area.center().y()
    move_to(plot, 2, middle)
    move_to(plot, 2, middle + 5)
    move_to(plot, 3, middle)
    move_to(plot, 3, plot.shown.area.bottom() + 5)
    assert said == ["layer 2: rms 0.123 (theory 0.125)", "layer 3: rms ∞", ""]


def test_leaving_takes_the_cursor_away(make):
    plot = make([1.0, 2.0])
    move_to(plot, 1, plot.shown.area.center().y())
    said = heard(plot)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert said == [""]
    assert plot.layer is None


def test_arrow_keys_home_and_end_go_from_layer_to_layer(make):
    plot = make([1.0, 2.0, 3.0])
    seen = []
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
    ):
        QTest.keyClick(plot, key)
        seen.append(plot.layer)
    assert seen == [1, 1, 2, 3, 3, 1]
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert plot.layer == 1
    assert plot.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_a_new_result_is_said_where_the_cursor_stands(make):
    plot = make([1.0, 2.0, 3.0])
    plot.point_at(3)
    said = heard(plot)
    plot.show_signal(np.array([1.0, 2.0, 4.0]), None)
    plot.show_signal(np.array([1.0, 2.0]), None)
    assert said == ["layer 3: rms 4", ""]


def test_the_cursor_is_a_line_through_its_layer(make):
    plot = make([1.0, 2.0, 3.0])
    x, y = round(plot.shown.x(2)), round(plot.shown.area.bottom()) - 4
    near = range(x - 1, x + 2)
    ink = theme.colour("text").name()
    before = {plot.grab().toImage().pixelColor(at, y).name() for at in near}
    plot.point_at(2)
    after = {plot.grab().toImage().pixelColor(at, y).name() for at in near}
    assert ink in after - before


def test_the_description_has_the_first_and_the_last_value_and_where_it_breaks(make):
    plot = make([0.5, 2.0, INF])
    said = plot.accessibleDescription()
    assert "layer 1: rms 0.5" in said
    assert "layer 3: rms ∞" in said
    assert "∞ from layer 3" in said
    assert plot.accessibleName() in plot.whatsThis()


def test_forward_and_backward_have_names_of_their_own(make):
    assert make([1.0]).accessibleName() != make([1.0], backward=True).accessibleName()


# Theme and language:


def test_colours_follow_a_switch(make):
    plot = make([1.0, 2.0], np.ones(2), [Line("a", np.ones(2), "series1")])
    for choice, colours in (("dark", DARK), ("light", LIGHT)):
        theme.set(choice, False)
        pens = [item.opts["pen"].color().name() for item in (plot.band, plot.theory_line)]
        assert pens == [colours.sample, colours.theory]
        assert plot.other_lines[0].opts["pen"].color().name() == colours.series[1]
        assert plot.grab().toImage().pixelColor(2, 2).name() == colours.card


class Capitals(QTranslator):
    """A language in which every text is written in capitals, but for what is put in."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return re.sub(r"\{\w+\}", lambda place: place[0].lower(), source.upper())

    def isEmpty(self):
        return False


def test_texts_follow_the_language(make, qapp):
    plot = make([1.0, INF])
    plot.point_at(1)
    said = heard(plot)
    translator = Capitals()
    qapp.installTranslator(translator)
    try:
        languages.changed.emit()
        assert plot.labels == ["∞ FROM LAYER 2"]
        assert said == ["LAYER 1: RMS 1"]
        assert all(line.isupper() for line in plot.whatsThis().split("\n")[:2])
    finally:
        qapp.removeTranslator(translator)


def test_the_wheel_is_left_to_the_page(make):
    plot = make([1.0, 2.0])
    before = plot.getViewBox().viewRange()
    at, none = QPointF(300, 100), Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, at, QPointF(0, 0).toPoint(), QPointF(0, 120).toPoint(), none,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    plot.wheelEvent(event)
    assert not event.isAccepted()
    assert plot.getViewBox().viewRange() == before


def test_hints_grow_with_the_letters(make):
    plot = make([1.0])
    before = plot.minimumSizeHint(), plot.sizeHint()
    theme.set("light", True)
    assert plot.minimumSizeHint().width() > before[0].width()
    assert plot.sizeHint().height() > before[1].height()
