"""Leading through a lesson: steps, keys, buttons, and only the controls that matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.window import MainWindow
from tests.gui.lessons.support import step, text
from tests.gui.support import find, set_control, settling, small


def test_a_lesson_shows_its_text_its_page_and_its_experiment(
    teach: Callable[[], MainWindow],
) -> None:
    taught = teach()
    assert find(taught, "lesson.title").text() == "Mine"
    assert find(taught, "lesson.progress").text() == "Step 1 of 3"
    assert text(taught) == "First\nLook at the weights."
    assert taught.experiment().layer.in_features == 12
    assert taught.experiment().weight_init.method == "xavier_normal"
    assert taught.page.objectName() == "page.layer"


def test_a_step_changes_what_it_says_and_nothing_else(
    teach: Callable[[], MainWindow], qtbot: Any
) -> None:
    taught = teach()
    before = taught.experiment()
    with settling(qtbot, taught):
        taught.lessons.presenter.next()
    assert taught.experiment() == before.with_values(
        {"weight_init.gain": 3.0, "layer.in_features": 24}
    )


@pytest.mark.parametrize(
    ("forth", "back"),
    [(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp), (Qt.Key.Key_Right, Qt.Key.Key_Left)],
)
def test_a_presenter_leads_through_it_by_keys(
    teach: Callable[[], MainWindow], qtbot: Any, forth: Qt.Key, back: Qt.Key
) -> None:
    taught = teach()
    taught.activateWindow()
    QTest.keyClick(taught, forth)
    assert step(taught) == 2
    QTest.keyClick(taught, forth)
    assert step(taught) == 3
    assert taught.page.objectName() == "page.depth"
    QTest.keyClick(taught, forth)
    assert step(taught) == 3, "a lesson of one's own ends with its last step"
    QTest.keyClick(taught, back)
    assert step(taught) == 2
    assert taught.page.objectName() == "page.layer"


def test_the_buttons_do_the_same(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    find(taught, "lesson.next").click()
    assert step(taught) == 2
    find(taught, "lesson.previous").click()
    assert step(taught) == 1
    assert not find(taught, "lesson.previous").isEnabled()
    find(taught, "lesson.leave").click()
    assert not taught.lessons.presenter.active
    assert not find(taught, "lesson.text").isVisible()


def test_page_down_leads_on_even_from_a_number_field(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    field = find(taught, "weight_init.gain")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert step(taught) == 2
    assert taught.experiment().weight_init.parameters["gain"] == 3.0


def test_escape_leaves_and_brings_back_what_was_there(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.next()
    assert taught.experiment() != small()
    QTest.keyClick(taught, Qt.Key.Key_Escape)
    assert not taught.lessons.presenter.active
    assert taught.experiment() == small()


def test_b_makes_the_picture_black_and_brings_it_back(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    black = find(taught, "lesson.blackout")
    QTest.keyClick(taught, Qt.Key.Key_B)
    assert black.isVisible()
    assert black.geometry() == taught.rect()
    taught.resize(1400, 850)
    assert black.geometry() == taught.rect()
    assert taught.grab().toImage().pixelColor(700, 400).name() == "#000000"
    QTest.keyClick(taught, Qt.Key.Key_B)
    assert not black.isVisible()
    QTest.keyClick(taught, Qt.Key.Key_B)
    QTest.keyClick(taught, Qt.Key.Key_Escape)
    assert not black.isVisible()
    assert taught.lessons.presenter.active


def test_outside_a_lesson_its_keys_do_nothing(window: Any) -> None:
    shown = window(small())
    before = shown.experiment()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_B, Qt.Key.Key_Escape):
        QTest.keyClick(shown, key)
    assert shown.experiment() == before
    assert not find(shown, "lesson.blackout").isVisible()


# Only the controls that matter:


def test_only_the_controls_of_the_lesson_are_shown(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    assert find(taught, "weight_init.gain").isVisible()
    for name in ("layer.in_features", "bias_init.method", "dropout.p", "run.seed", "run.reroll"):
        assert not find(taught, name).isVisible(), name


def test_the_rest_unfolds_by_a_switch_and_comes_back_with_the_end(
    teach: Callable[[], MainWindow],
) -> None:
    taught = teach()
    find(taught, "lesson.all_controls").click()
    assert find(taught, "layer.in_features").isVisible()
    assert find(taught, "run.seed").isVisible()
    find(taught, "lesson.all_controls").click()
    assert not find(taught, "run.seed").isVisible()
    find(taught, "lesson.leave").click()
    for name in ("layer.in_features", "bias_init.method", "dropout.p", "run.seed", "run.reroll"):
        assert find(taught, name).isVisibleTo(taught), name


def test_rows_that_a_method_brings_obey_the_lesson(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    set_control(find(taught, "weight_init.method"), "normal")
    assert not find(taught, "weight_init.std").isVisible()
    set_control(find(taught, "weight_init.method"), "orthogonal")
    assert find(taught, "weight_init.gain").isVisible()


def test_a_step_without_a_list_shows_all_controls(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.next()
    taught.lessons.presenter.next()
    assert find(taught, "run.seed").isVisibleTo(taught)
    assert not find(taught, "lesson.all_controls").isVisible()
