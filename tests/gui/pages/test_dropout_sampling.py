"""Samples on the Dropout page: thumbnails, keys, auto-play, many draws and their mean."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from gui.window import MainWindow
from tests.gui.pages.dropout_support import described, press
from tests.gui.support import find, run_code, settling


def numbers(window: MainWindow) -> list[int]:
    return [thumbnail.number for thumbnail in window.page.vector.strip.shown()]  # type: ignore[attr-defined]


def test_each_sample_leaves_a_thumbnail_up_to_twelve(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    assert numbers(shown) == [1]
    press(qtbot, shown, "dropout.sample", 3)
    assert numbers(shown) == [1, 2, 3, 4]
    press(qtbot, shown, "dropout.sample", 10)
    assert numbers(shown) == list(range(3, 15))
    masks = {tuple(t.kept.tolist()) for t in shown.page.vector.strip.shown()}  # type: ignore[attr-defined]
    assert len(masks) > 8


def test_presses_that_come_too_fast_are_not_lost(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    button = find(shown, "dropout.sample")
    for _ in range(5):
        button.click()
    qtbot.waitUntil(lambda: numbers(shown) == [1, 2, 3, 4, 5, 6])


def test_the_space_bar_samples(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    for widget in (shown, shown.page, find(shown, "dropout.p.slider")):
        before = numbers(shown)[-1]
        with settling(qtbot, shown):
            QTest.keyClick(widget, Qt.Key.Key_Space)
        assert numbers(shown)[-1] == before + 1


def test_a_space_that_a_control_takes_does_not_sample(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        QTest.keyClick(find(shown, "layer.bias"), Qt.Key.Key_Space)
    assert shown.experiment().layer.bias is False
    assert numbers(shown) == [1]


def test_a_thumbnail_shows_its_sample_again(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    press(qtbot, shown, "dropout.sample", 4)
    first = shown.page.result().recent[1]
    thumbnail = shown.page.vector.strip.shown()[1]  # type: ignore[attr-defined]
    qtbot.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    plot = find(shown, "plot.dropout.vector")
    np.testing.assert_array_equal(plot.shown.y[:, 0], first.y)
    names = run_code(find(shown.page, "code").toPlainText())
    np.testing.assert_array_equal(names["y"].numpy(), first.y.astype(np.float32))
    assert [t.isChecked() for t in shown.page.vector.strip.shown()].index(True) == 1  # type: ignore[attr-defined]


def test_thumbnails_answer_the_keyboard(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    press(qtbot, shown, "dropout.sample", 2)
    shown.activateWindow()
    thumbnails = shown.page.vector.strip.shown()  # type: ignore[attr-defined]
    thumbnails[2].setFocus()
    qtbot.waitUntil(thumbnails[2].hasFocus)
    QTest.keyClick(thumbnails[2], Qt.Key.Key_Left)
    QTest.keyClick(thumbnails[1], Qt.Key.Key_Left)
    QTest.keyClick(thumbnails[0], Qt.Key.Key_Return)
    assert "sample 1" in shown.page.vector.title.text()  # type: ignore[attr-defined]


def test_auto_play_samples_until_the_page_is_left(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    page: Any = shown.page
    play = find(shown, "dropout.play", QAbstractButton)
    assert page.timer.interval() == 500
    page.timer.setInterval(5)
    play.click()
    qtbot.waitUntil(lambda: numbers(shown)[-1] > 4)
    with settling(qtbot, shown):
        shown.show_page("layer")
    assert not page.timer.isActive()
    assert not play.isChecked()
    drawn = page.result().samples
    with settling(qtbot, shown):
        shown.show_page("dropout")
    assert page.result().samples == drawn, "coming back keeps what was drawn"
    assert not page.timer.isActive()


def test_many_draws_bring_the_mean_to_x(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    press(qtbot, shown, "dropout.draw.1000")
    press(qtbot, shown, "dropout.draw.100000")
    result = shown.page.result()
    assert (result.samples, result.many) == (1, 101_000)
    means = find(shown, "plot.dropout.mean").means
    np.testing.assert_allclose(means.mean, means.x, rtol=0.03)
    assert numbers(shown) == [1]
    assert "101,001" in shown.page.mean.title.text()  # type: ignore[attr-defined]


def test_a_stopped_draw_is_forgotten(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    page: Any = shown.page
    page._many += 100_000
    page.stopped()
    press(qtbot, shown, "dropout.sample")
    assert page.result().many == 0


def test_a_long_draw_can_be_stopped(window: Any, qtbot: Any) -> None:
    shown = window(described(vector=" ".join(["1"] * 64)), page="dropout")
    shown.page.mean.draw.emit(100_000_000)
    with qtbot.waitSignal(shown.runner.progress, timeout=30_000):
        pass
    with qtbot.waitSignal(shown.runner.cancelled, timeout=30_000):
        shown.progress.cancel()
    press(qtbot, shown, "dropout.sample")
    result = shown.page.result()
    assert (result.samples, result.many) == (2, 0)


def test_without_the_scale_the_bars_stay_short(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    press(qtbot, shown, "dropout.draw.1000")
    find(shown, "dropout.classical").click()
    means = find(shown, "plot.dropout.mean").means
    np.testing.assert_allclose(means.mean, 0.5 * means.x, rtol=0.2)
    assert "2014" in find(shown, "dropout.words").text()
    plot = find(shown, "plot.dropout.vector")
    assert plot.shown.scale == ""
    np.testing.assert_array_equal(plot.shown.y[:, 0], plot.shown.x[:, 0] * plot.shown.mask)


def test_the_means_are_exported(window: Any) -> None:
    shown = window(described(), page="dropout")
    table = next(e for e in shown.page.exports() if e.csv is not None)
    assert table.csv is not None
    lines = table.csv().splitlines()
    assert lines[0] == "x,mean_y,expected,standard_error,samples"
    assert len(lines) == 11


def test_an_edit_of_the_layer_keeps_the_samples(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    press(qtbot, shown, "dropout.draw.1000")
    with settling(qtbot, shown):
        shown.model.edit("layer.out_features", 7)
    assert shown.page.result().count == 1001
    with settling(qtbot, shown):
        shown.model.edit("run.seed", 9)
    assert shown.page.result().count == 1


def test_results_of_another_page_are_not_drawn(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    for page in ("layer", "dropout", "layer", "dropout"):
        shown.show_page(page)
    qtbot.waitUntil(lambda: shown.is_settled)
    assert type(shown.page.result()).__name__ == "DropoutResult"


def test_what_a_hidden_page_asks_for_is_not_drawn_on_another(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    hidden = shown.page
    with settling(qtbot, shown):
        shown.show_page("layer")
    before = shown.runner.generation
    hidden.draw_sample()
    assert shown.runner.generation == before
    with settling(qtbot, shown):
        shown.run()
    assert type(shown.page.result()).__name__ == "LayerResult"
