"""What the races found, each by itself: work that another change overtakes, and drags cut short."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSlider

from core import depth, dropout
from core.context import last
from core.experiment import Experiment
from core.machine import devices
from gui.lessons.glide import Glide
from gui.lessons.highlight import Ring
from gui.model import Model
from gui.window import MainWindow
from tests.attack.mirrors import difference, texts
from tests.gui.support import PATIENCE, choose, find, mouse, set_control, settling, small

Make = Callable[..., MainWindow]
SLOW = {"layer": {"in_features": 300_000, "out_features": 4}, "weight_init": {"method": "sparse"}}
DEEP = {"depth": {"layers": 40, "width": 256, "batch": 256}}


# Dropout:


def test_a_mask_asked_for_before_the_new_p_is_drawn_is_a_mask_of_the_new_p(
    window: Make, qtbot: Any
) -> None:
    shown = window(small(dropout={"p": 0.5}), page="dropout")
    with settling(qtbot, shown):
        set_control(find(shown, "dropout.p"), 0.25)
        find(shown, "dropout.sample").click()
    result: Any = shown.page.result()
    assert result.experiment == shown.experiment()
    assert result.samples == 2
    expected = last(dropout.run(shown.experiment(), samples=2, typeset=True))
    assert difference(result, expected) == ""


def test_draws_asked_for_come_although_something_else_changes(window: Make, qtbot: Any) -> None:
    shown = window(small(dropout={"p": 0.5}), page="dropout")
    with settling(qtbot, shown):
        find(shown, "dropout.draw.1000").click()
        find(shown, "dropout.sample").click()
        set_control(find(shown, "layer.in_features"), 33)  # does not matter to this page
    result: Any = shown.page.result()
    assert (result.samples, result.many) == (2, 1000)
    assert result.experiment == shown.experiment()  # its weights are what an export writes


class Waiting:
    """Whoever has asked for background work that only takes time."""

    def on_background(self, asked: str, value: Any) -> None:
        assert (asked, value) == ("x", None)


def test_auto_play_goes_on_after_a_change_that_overtook_its_mask(window: Make, qtbot: Any) -> None:
    shown = window(small(dropout={"p": 0.5}), page="dropout")
    page: Any = shown.page
    go_on = threading.Event()

    def keep_the_worker() -> None:
        go_on.wait(PATIENCE / 1000)

    shown.runs.submit_background(keep_the_worker, (Waiting(), "x"))
    find(shown, "dropout.play").click()
    choose(find(shown, "layer.activation"), "relu")
    go_on.set()
    qtbot.waitUntil(lambda: page.result().samples >= 4, timeout=PATIENCE)
    page.vector.play.setChecked(False)


def test_the_vector_is_shown_by_its_name_however_it_was_typed(window: Make) -> None:
    box = find(window(small(), page="dropout"), "dropout.vector")
    box.lineEdit().setText("course")
    box.lineEdit().editingFinished.emit()
    assert box.currentText() == "course: 10 whole numbers"


# Depth:


def test_comparing_all_before_the_gradient_has_come_leaves_the_gradient(
    window: Make, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.depth.task.SOON_SECONDS", 0.0)
    monkeypatch.setattr("core.depth.comparison.compared", lambda e: depth.compared(e)[:3])
    shown = window(small(), page="depth")
    page: Any = shown.page
    with qtbot.waitSignal(shown.runner.picture, timeout=PATIENCE):
        shown.set_experiment(small(**DEEP))
    with settling(qtbot, shown):
        find(shown, "depth.compare_all").click()
    assert len(page.forward.plot.lines) == 3
    expected = last(depth.run(shown.experiment(), typeset=True))
    np.testing.assert_array_equal(page.backward.plot.measured, expected.backward)
    assert difference(page.result(), expected) == ""


def test_comparing_all_does_not_lose_the_quantity_that_was_just_chosen(
    window: Make, qtbot: Any
) -> None:
    shown = window(small(), page="depth")
    page: Any = shown.page
    with settling(qtbot, shown):
        find(shown, "depth.show.gradient").click()
        find(shown, "depth.compare_all").click()
    assert page.result().spread.quantity == "gradient"


def test_ranks_asked_for_while_another_network_is_on_its_way_are_those_of_that_network(
    window: Make, qtbot: Any
) -> None:
    shown = window(small(), page="depth")
    page: Any = shown.page
    with settling(qtbot, shown):
        find(shown, "depth.rank").click()
    with settling(qtbot, shown):
        find(shown, "depth.shares").click()
        set_control(find(shown, "depth.layers"), 7)
        find(shown, "depth.rank").click()
    expected = last(depth.run(shown.experiment(), ranks=True))
    np.testing.assert_array_equal(page.units.plot.ranks, expected.ranks)


# Stopping:


@pytest.mark.parametrize("page", ["layer", "depth"])
def test_a_run_stopped_half_way_leaves_the_whole_picture_before_it(
    window: Make, qtbot: Any, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr("core.depth.task.SOON_SECONDS", 0.0)
    shown = window(small(), page=page)
    before = shown.page.result()
    wide = {"in_features": 4096, "out_features": 4096}
    slow = small(layer=wide, weight_init={"method": "uniform"}, **DEEP)

    def stop(*_: object) -> None:
        assert shown.page.result() is not before
        shown.progress.cancel()

    shown.runner.picture.connect(stop)
    with qtbot.waitSignal(shown.runner.cancelled, timeout=PATIENCE):
        shown.set_experiment(slow)
    shown.runner.picture.disconnect(stop)
    assert shown.page.result() is before


def test_stopping_what_waits_behind_something_else_is_said(window: Make, qtbot: Any) -> None:
    shown = window(small())
    shown.set_experiment(small(**SLOW))
    qtbot.waitUntil(find(shown, "cancel").isVisible, timeout=PATIENCE)
    choose(find(shown, "layer.activation"), "relu")
    with qtbot.waitSignal(shown.runner.cancelled, timeout=PATIENCE):
        shown.progress.cancel()
    assert "Stopped" in find(shown, "status").text()


def test_after_stopping_the_notes_are_those_of_the_picture_that_stays(
    window: Make, qtbot: Any
) -> None:
    shown = window(small())
    wide = {"in_features": 4096, "out_features": 4096}
    noted = {"method": "kaiming_uniform", "a": 1.0, "nonlinearity": "relu"}
    shown.runner.picture.connect(lambda *_: shown.progress.cancel())
    with qtbot.waitSignal(shown.runner.cancelled, timeout=PATIENCE):
        shown.set_experiment(small(layer=wide, weight_init=noted))
    assert "ignored" not in "".join(texts(shown.panel))


def test_why_a_run_was_refused_is_no_longer_said_when_the_page_s_next_one_succeeds(
    window: Make, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = window(small(dropout={"p": 0.5}), page="dropout")
    with monkeypatch.context() as patch:
        patch.setattr(devices, "free_memory", lambda _: 0)
        with settling(qtbot, shown):
            find(shown, "dropout.draw.1000").click()
    assert "memory" in shown.message.text.text()
    with settling(qtbot, shown):
        find(shown, "dropout.sample").click()
    assert not shown.message.isVisible()
    assert shown.runs.error is None


def test_what_one_page_refuses_is_not_said_on_a_page_that_draws_it(
    window: Make, qtbot: Any
) -> None:
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(weight_init={"method": "orthogonal"}, run={"dtype": "float16"}))
    assert shown.message.isVisible()
    with settling(qtbot, shown):
        shown.show_page("dropout")
    assert not shown.message.isVisible()
    with settling(qtbot, shown):
        shown.show_page("layer")
    assert shown.message.isVisible()


# Drags:


def press(slider: QSlider) -> None:
    mouse(slider, QEvent.Type.MouseButtonPress, slider.value() / slider.maximum())


def test_a_slider_that_is_let_go_stands_where_undo_has_put_the_number(window: Make) -> None:
    shown = window(small(dropout={"p": 0.5}))
    slider = find(shown, "dropout.p.slider")
    press(slider)
    mouse(slider, QEvent.Type.MouseMove, 0.9)
    shown.actions_["undo"].trigger()
    mouse(slider, QEvent.Type.MouseButtonRelease, 0.9)
    assert find(shown, "dropout.p").value() == shown.experiment().dropout.p
    assert slider.value() == round(1000 * shown.experiment().dropout.p)


def test_a_drag_ends_where_its_page_is_left(window: Make) -> None:
    shown = window(small(), page="depth")
    slider = find(shown, "depth.layers.slider")
    press(slider)
    mouse(slider, QEvent.Type.MouseMove, 0.9)
    shown.show_page("layer")
    assert not slider.isSliderDown()
    steps = shown.model.history.count()
    set_control(find(shown, "layer.in_features"), 7)
    set_control(find(shown, "layer.out_features"), 9)
    assert shown.model.history.count() == steps + 2


def test_a_drag_ends_where_undo_takes_its_method_away(window: Make) -> None:
    shown = window(small())
    choose(find(shown, "weight_init.method"), "normal")
    press(find(shown, "weight_init.std.slider"))
    shown.actions_["undo"].trigger()
    set_control(find(shown, "layer.in_features"), 7)
    set_control(find(shown, "layer.out_features"), 9)
    assert shown.model.history.count() == 2


def test_a_person_s_drag_while_a_lesson_moves_is_one_step_and_the_lesson_s_is_another(
    qapp: QApplication, qtbot: Any
) -> None:
    start, end = small(layer={"in_features": 2}), small(layer={"in_features": 2000})
    model = Model(start)
    glide = Glide(model)
    with qtbot.waitSignal(glide.finished, timeout=PATIENCE):
        with qtbot.waitSignal(model.changed, timeout=PATIENCE):
            glide.go(end, "step")
        model.begin_gesture()
        model.edit("dropout.p", 0.3)
    model.edit("dropout.p", 0.4)
    model.edit("dropout.p", 0.5)
    model.end_gesture()
    assert model.experiment.dropout.p == 0.5
    assert model.history.count() == 2
    model.history.undo()
    model.history.undo()
    assert model.experiment == start


def test_leaving_a_lesson_keeps_what_a_person_has_just_changed(
    qapp: QApplication, qtbot: Any
) -> None:
    model = Model(small(layer={"in_features": 2}))
    glide = Glide(model)
    with qtbot.waitSignal(model.changed, timeout=PATIENCE):
        glide.go(small(layer={"in_features": 2000}), "step")
    model.edit("layer.activation", "relu")
    mine = model.experiment
    glide.stop()
    assert model.experiment == mine


def test_a_glide_on_whose_way_one_bound_overtakes_the_other_arrives(
    qapp: QApplication, qtbot: Any
) -> None:
    def uniform(a: float, b: float) -> Experiment:
        return small(weight_init={"method": "uniform", "a": a, "b": b})

    model = Model(uniform(-1.0, 0.01))
    glide = Glide(model)
    glide.duration = 100
    with qtbot.waitSignal(glide.finished, timeout=PATIENCE):
        glide.go(uniform(0.9, 1.0), "step")
    assert model.experiment == uniform(0.9, 1.0)
    assert model.history.count() == 1


def test_a_ring_around_a_control_goes_with_the_control(window: Make) -> None:
    shown = window(small(weight_init={"method": "kaiming_normal"}))
    control = find(shown, "weight_init.mode")
    ring, form = Ring(control), control.parentWidget()
    choose(find(shown, "weight_init.method"), "zeros")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    size = QSize(form.width(), form.height())
    QApplication.sendEvent(form, QResizeEvent(size, size))
    QApplication.sendPostedEvents(ring, QEvent.Type.DeferredDelete)
    assert not shown.findChildren(Ring)
