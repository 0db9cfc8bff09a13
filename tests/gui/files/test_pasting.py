"""Ctrl+V: a link opens wherever the focus is, and a text field keeps what is none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.files.support import LINK, OTHER, link_to
from tests.gui.support import find, settling, small

BESIDE_TEXT = ("layer.in_features.slider", "weight_init.method", "run.reroll", "plot.weights",
               "plot.matrix", "code", "layer.bias")  # fmt: skip


def paste_into(widget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("place", BESIDE_TEXT)
def test_ctrl_v_beside_a_text_field_opens_the_link(window, qtbot, clipboard, place):
    shown = window(small(), size=(1600, 900))
    clipboard.setText(LINK)
    with settling(qtbot, shown):
        paste_into(find(shown, place))
    assert shown.experiment() == OTHER


def test_ctrl_v_in_a_window_just_opened_opens_the_link(window, qtbot, clipboard):
    shown = window(small())
    clipboard.setText(LINK)
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown.experiment() == OTHER


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", '"hello" is no link'),
        ("two\nlines", '"two\\nlines" is no link'),
        ("", "there is no text"),
        (LINK[:-3], "the link is damaged"),
        (f"{LINK[:-3]} have fun", "the link is damaged"),
        (link_to({"run": {"seed": -1}}), "run.seed: "),
    ],
)
@pytest.mark.parametrize("place", ["", "layer.in_features.slider", "code", "plot.weights"])
def test_ctrl_v_says_what_it_could_not_read(window, clipboard, text, said, place):
    shown = window(small(), size=(1600, 900))
    clipboard.setText(text)
    paste_into(find(shown, place) if place else shown)
    assert shown.message.isVisible()
    assert said in shown.message.text.text()
    assert shown.experiment() == small()


@pytest.mark.parametrize("place", ["layer.in_features", "run.seed"])
@pytest.mark.parametrize("around", ["{}", "看看这个：{}。", "<{}>"])
def test_ctrl_v_of_a_link_opens_it_in_a_text_field_too(window, qtbot, clipboard, place, around):
    shown = window(small())
    clipboard.setText(around.format(LINK))
    with settling(qtbot, shown):
        paste_into(find(shown, place))
    assert shown.experiment() == OTHER


def test_ctrl_v_in_a_text_field_pastes_what_is_no_link(window, clipboard):
    shown = window(small())
    field = find(shown, "layer.in_features")
    field.setFocus()
    field.selectAll()
    clipboard.setText("77")
    paste_into(field)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown.experiment().layer.in_features == 77
    assert not shown.message.isVisible()


def test_ctrl_v_follows_the_focus_in_a_lesson(window, qtbot, clipboard):
    shown = window(small())
    shown.lessons.presenter.glide.duration = 0
    shown.lessons.presenter.start("04-normal")
    clipboard.setText(LINK)
    with settling(qtbot, shown):
        paste_into(find(shown, "lesson.text"))
    assert shown.experiment() == OTHER
