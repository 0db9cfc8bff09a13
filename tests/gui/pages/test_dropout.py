"""The Dropout page as a person uses it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from core.experiment import Experiment
from gui.files.formats import png, svg
from gui.plots.columns import columns
from gui.window import MainWindow
from tests.gui.pictures import figures
from tests.gui.support import find, run_code, settling


def described(**values: Any) -> Experiment:
    return Experiment.from_dict({"initlab": 1, "dropout": {"p": 0.5} | values})


def press(qtbot: Any, window: MainWindow, name: str, times: int = 1) -> None:
    for _ in range(times):
        with settling(qtbot, window):
            qtbot.mouseClick(find(window, name), Qt.MouseButton.LeftButton)


def numbers(window: MainWindow) -> list[int]:
    return [thumbnail.number for thumbnail in window.page.vector.strip.shown()]  # type: ignore[attr-defined]


def type_vector(window: MainWindow, text: str) -> None:
    box = find(window, "dropout.vector", QComboBox)
    box.lineEdit().selectAll()
    QTest.keyClicks(box.lineEdit(), text)
    QTest.keyClick(box.lineEdit(), Qt.Key.Key_Return)


def test_the_page_draws_what_torch_gives(window: Any) -> None:
    shown = window(described(), page="dropout")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        x = torch.randint(1, 10, (10,), dtype=torch.float32)
        y = torch.nn.Dropout(p=0.5)(x)
    plot = find(shown, "plot.dropout.vector")
    np.testing.assert_array_equal(plot.shown.x[:, 0], x.numpy())
    np.testing.assert_array_equal(plot.shown.y[:, 0], y.numpy())
    np.testing.assert_array_equal(plot.shown.mask, y.numpy() != 0)
    assert find(shown, "dropout.both").text() == "drop 0.5 = keep 0.5, survivors × 2"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"p": 0.2}, "drop 0.2 = keep 0.8, survivors × 1.25"),
        ({"p": 0.2, "training": False}, "drop 0.2 = keep 0.8, survivors × 1.25 (only in train())"),
        ({"p": 1.0}, "drop 1 = keep 0: no unit survives, 1/(1−p) is undefined"),
    ],
)
def test_both_ways_of_saying_p_are_always_there(window: Any, values: Any, said: str) -> None:
    assert find(window(described(**values), page="dropout"), "dropout.both").text() == said


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


def test_one_drag_of_the_point_is_one_step_back(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    plot = find(shown, "plot.dropout.variance")
    steps = shown.model.history.count()
    start = plot.point()
    with settling(qtbot, shown):
        QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for offset in (20, 45, 70):
            QTest.mouseMove(plot.viewport(), start + QPoint(offset, 0))
        QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(70, 0))
    p = shown.experiment().dropout.p
    assert 0.5 < p <= 0.95
    assert plot.point().x() == pytest.approx(start.x() + 70, abs=3)
    assert shown.model.history.count() == steps + 1
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert shown.experiment().dropout.p == 0.5


def test_the_point_answers_the_arrow_keys(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        QTest.keyClick(find(shown, "plot.dropout.variance"), Qt.Key.Key_Right)
    assert shown.experiment().dropout.p == 0.51


def test_a_typed_vector_is_drawn(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        type_vector(shown, "3, 1, 4, 1, 5")
    assert shown.experiment().dropout.vector == "3, 1, 4, 1, 5"
    assert find(shown, "plot.dropout.vector").shown.x[:, 0].tolist() == [3, 1, 4, 1, 5]
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert find(shown, "dropout.vector").currentText().startswith("course")


def test_a_mistyped_vector_is_said_and_nothing_changes(window: Any) -> None:
    shown = window(described(), page="dropout")
    type_vector(shown, "3, one")
    assert shown.experiment().dropout.vector == "course"
    assert shown.message.isVisible()
    assert "dropout.vector" in shown.message.text.text()
    assert "3, one" in shown.message.text.text()


@pytest.mark.parametrize("text", ["1,5", "0,5, 1,5", "1 024", "1,024"])
def test_a_vector_that_can_mean_two_things_is_refused(window: Any, text: str) -> None:
    shown = window(described(), page="dropout")
    type_vector(shown, text)
    assert shown.experiment().dropout.vector == "course"
    assert text in shown.message.text.text()
    assert "semicolons" in shown.message.text.text()
    assert find(shown, "dropout.vector").currentText().startswith("course")


def test_a_vector_with_decimal_commas_is_shown_as_it_was_understood(
    window: Any, qtbot: Any
) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        type_vector(shown, "0,5; 1,5")
    assert shown.experiment().dropout.vector == "0.5, 1.5"
    assert find(shown, "dropout.vector").currentText() == "0.5, 1.5"
    assert find(shown, "plot.dropout.vector").shown.x[:, 0].tolist() == [0.5, 1.5]


def test_a_named_vector_is_chosen_from_the_menu(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    box = find(shown, "dropout.vector", QComboBox)
    with settling(qtbot, shown):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert shown.experiment().dropout.vector == "ones"


@pytest.mark.parametrize("kind", ["alpha", "dropout1d", "dropout2d"])
def test_the_kind_is_chosen_in_the_left_panel(window: Any, qtbot: Any, kind: str) -> None:
    shown = window(described(), page="dropout")
    box = find(shown, "dropout.kind", QComboBox)
    with settling(qtbot, shown):
        box.setCurrentIndex(box.findData(kind))
    result = shown.page.result()
    assert result.kind.key == kind
    assert find(shown, "plot.dropout.vector").shown.x.shape == (10, result.positions)
    assert find(shown, "dropout.classical").isEnabled() == (kind != "alpha")


def test_eval_says_why_there_is_no_mask(window: Any) -> None:
    shown = window(described(training=False), page="dropout")
    plot = find(shown, "plot.dropout.vector")
    assert "eval()" in plot.shown.note
    np.testing.assert_array_equal(plot.shown.x, plot.shown.y)
    assert "dropout.eval()" in find(shown.page, "code").toPlainText()


@pytest.mark.parametrize(
    "values",
    [
        {"p": 0.0},
        {"p": 1.0},
        {"vector": "inf, nan, -inf, 1e38"},
        {"vector": "0"},
        {"vector": "nan"},
    ],
)
@pytest.mark.parametrize("kind", ["dropout", "alpha", "dropout1d", "dropout2d"])
def test_odd_values_are_drawn(window: Any, qtbot: Any, kind: str, values: Any) -> None:
    shown = window(described(kind=kind, **values), page="dropout")
    press(qtbot, shown, "dropout.sample")
    press(qtbot, shown, "dropout.draw.1000")
    found = figures(shown)
    assert len(found) == 4
    for _, figure in found:
        assert png(figure)[:4] == b"\x89PNG"
        assert b"<path" in svg(figure)


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


def visible(page: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QLabel)
    return [w for w in page.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1024, 720), (1366, 768), (1920, 1080)])
def test_nothing_is_cut_or_overlaps(
    window: Any, qtbot: Any, size: tuple[int, int], language: str, projector: bool
) -> None:
    shown = window(described(), page="dropout", size=size, language=language, projector=projector)
    press(qtbot, shown, "dropout.sample", 12)
    page: Any = shown.page
    for card in (page.vector, page.mean):
        places = []
        for widget in visible(card):
            if widget.parentWidget() not in (card, page.vector.strip):
                continue
            place = widget.rect().translated(widget.mapTo(card, QPoint(0, 0)))
            assert card.rect().contains(place), widget.objectName() or widget
            assert not any(place.intersects(other) for other in places), widget
            places.append(place)
            if isinstance(widget, QAbstractButton) and widget.text():
                assert widget.width() >= widget.minimumSizeHint().width()
    for plot in (page.vector.plot, page.mean.plot):
        assert plot.height() >= plot.minimumSizeHint().height()
    assert page.vector.width() <= page.width()
    if not projector:
        assert page.mean.mapTo(page, QPoint(0, page.mean.height())).y() <= page.height()


def test_every_control_has_a_name_and_a_tooltip(window: Any) -> None:
    for language in ("en", "zh_CN"):
        shown = window(described(), page="dropout", language=language)
        for name in (
            "dropout.kind",
            "dropout.vector",
            "dropout.sample",
            "dropout.play",
            "dropout.draw.1000",
            "dropout.draw.100000",
            "dropout.classical",
            "plot.dropout.variance",
            "plot.dropout.convergence",
        ):
            widget = find(shown, name)
            assert widget.accessibleName(), name
            assert widget.whatsThis() if name.startswith("plot.") else widget.toolTip(), name


def test_a_unit_under_the_pointer_is_read_out(window: Any) -> None:
    shown = window(described(), page="dropout")
    page: Any = shown.page
    sample = page.result().recent[-1]
    for plot in (page.vector.plot, page.mean.plot):
        assert plot.accessibleName()
        place = columns(plot.width(), len(sample.mask)).bar(3, 0.0, 1.0)
        said = plot.readout(QPointF(place.center().x(), plot.height() / 2))
        assert said.startswith("x[3] = ")
        assert plot.readout(QPointF(1.0, 1.0)) == ""
    said = page.vector.plot.readout(QPointF(place.center().x(), 20.0))
    assert ("dropped" in said) == (not sample.mask[3])


def test_the_variance_under_the_pointer_is_that_of_p(window: Any) -> None:
    shown = window(described(), page="dropout")
    plot = shown.page.variance.plot
    plot.resize(400, 250)
    plot.show_variance(np.array([0.0, 0.5, 0.9]), np.array([1.0, 2.0, 10.0]), 0.5, 2.25)
    scene = plot.box.mapViewToScene(QPointF(0.5, 0.1))
    assert plot.readout(scene) == "p = 0.5\ntheory: Var[y] = 2\nmeasured: Var[y] = 2.25"
    scene = plot.box.mapViewToScene(QPointF(0.9, 0.1))
    assert plot.readout(scene) == "p = 0.9\ntheory: Var[y] = 10"
    assert plot.readout(QPointF(0.0, 0.0)) == ""


def test_the_distance_under_the_pointer_is_that_of_the_nearest_number_of_samples(
    window: Any,
) -> None:
    shown = window(described(), page="dropout")
    plot = shown.page.convergence.plot
    plot.resize(400, 250)
    plot.show_distances(np.array([1.0, 10.0, 100.0]), np.array([0.5, 0.25, 0.125]), 2.0)
    scene = plot.box.mapViewToScene(QPointF(2.2, -0.5))
    assert plot.readout(scene) == "n = 100\ndistance 0.125\ntheory 0.2"  # 2 / √100
    scene = plot.box.mapViewToScene(QPointF(0.1, -0.5))
    assert plot.readout(scene) == "n = 1\ndistance 0.5\ntheory 2"
