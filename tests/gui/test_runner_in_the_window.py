"""Long, overtaken and refused runs in the window: what does not count never reaches the eye."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from core import layer
from core.context import last
from tests.gui.support import (
    PATIENCE,
    assert_outputs_drawn,
    assert_weights_drawn,
    choose,
    find,
    set_control,
    settling,
    small,
)


def test_after_two_hundred_rapid_changes_the_last_one_is_drawn_bit_for_bit(window, qtbot):
    shown = window(small(layer={"in_features": 300, "out_features": 200}))
    chance = random.Random(0)
    with qtbot.waitSignal(shown.settled, timeout=PATIENCE):
        for step in range(200):
            key = chance.choice(["layer.in_features.slider", "dropout.p.slider", "run.seed"])
            control = find(shown, key)
            control.setValue(chance.randrange(0, 700))
            if step % 7 == 0:
                QCoreApplication.processEvents()
        set_control(find(shown, "layer.activation"), "tanh")
        set_control(find(shown, "run.seed"), 20_000)
    expected = last(layer.run(shown.experiment()))
    page = shown.page
    assert page.result().experiment == shown.experiment()
    for drawn, wanted in (
        (page.weights.histograms[0], expected.weight.histogram),
        (page.output.histograms[0], expected.output.before_histogram),
        (page.output.histograms[-1], expected.output.after_histogram),
    ):
        np.testing.assert_array_equal(drawn.edges, wanted.edges)
        np.testing.assert_array_equal(drawn.counts, wanted.counts)
        assert drawn.spikes == wanted.spikes
    np.testing.assert_array_equal(page.matrix.matrix.values, expected.matrix.values)
    assert find(shown, "code").toPlainText() == expected.code
    assert find(shown, "printed").toPlainText() == expected.printed
    assert_weights_drawn(shown)
    assert_outputs_drawn(shown)


def test_pictures_follow_while_a_slider_moves_and_never_go_back(window, qtbot):
    shown = window(small(layer={"in_features": 64, "out_features": 64}))
    seen: list[int] = []
    draw = shown.page.weights.show_histograms

    def watch(pictures, *args, **kwargs):
        seen.append(shown.page.result().experiment.run.seed)
        draw(pictures, *args, **kwargs)

    shown.page.weights.show_histograms = watch
    seed = find(shown, "run.seed")
    for number in range(1, 30):
        with qtbot.waitSignal(
            shown.runner.picture,
            timeout=PATIENCE,
            check_params_cb=lambda _, result, seed=number: result.experiment.run.seed == seed,
        ):
            seed.setValue(number)
    with settling(qtbot, shown):
        seed.setValue(100)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 29
    assert seen[-1] == 100


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (
            {"weight_init": {"method": "orthogonal"}, "run": {"dtype": "float16"}},
            "weight_init",
            ("orthogonal", "float16"),
        ),
        (
            {"layer": {"in_features": 1_048_576, "out_features": 1_048_576}},
            "layer",
            ("memory",),
        ),
    ],
)
def test_what_cannot_run_is_said_beside_its_control_and_the_last_picture_stays(
    window, qtbot, change, place, words
):
    shown = window(small())
    drawn = shown.page.result()
    with settling(qtbot, shown):
        shown.set_experiment(small(**change))
    said = shown.panel.section_of(place).message
    assert said.isVisible()
    assert shown.message.isVisible()
    for word in words:
        assert word in said.text()
        assert word in shown.message.text.text()
    assert shown.page.result() is drawn
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert not shown.message.isVisible()
    assert not said.isVisible() or said.text() == ""
    with settling(qtbot, shown):
        choose(find(shown, "layer.activation"), "relu")
    assert_weights_drawn(shown)


def test_a_refusal_for_memory_says_the_numbers_before_anything_is_allocated(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    text = shown.message.text.text()
    assert "4.4 TB" in text or "4 TiB" in text or "4.0 TiB" in text  # 2^40 numbers of 4 bytes
    assert "available" in text


def test_a_refusal_speaks_the_present_language(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    english = shown.message.text.text()
    shown.appearance.set_language("zh_CN")
    assert shown.message.isVisible()
    assert "内存" in shown.message.text.text()
    shown.appearance.set_language("en")
    assert shown.message.text.text() == english


def test_a_message_can_be_closed_by_its_button(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    find(shown, "message.close").click()
    assert not shown.message.isVisible()


SLOW = small(
    layer={"in_features": 1_000_000, "out_features": 4},
    weight_init={"method": "sparse"},
)
"""torch clears a million columns one by one: half a minute that can be stopped anywhere."""


def test_a_long_run_shows_progress_and_can_be_stopped_with_the_last_picture_kept(window, qtbot):
    shown = window(small())
    drawn = shown.page.result()
    button = find(shown, "cancel")
    assert not button.isVisible()
    shown.set_experiment(SLOW)
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE)
    assert find(shown, "progress").isVisible()
    button.click()
    qtbot.waitUntil(lambda: not button.isVisible(), timeout=PATIENCE)
    assert shown.page.result() is drawn
    assert shown.experiment() == SLOW
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert_weights_drawn(shown)


def test_the_window_answers_while_a_long_run_is_on_and_a_change_ends_it(window, qtbot):
    shown = window(small())
    shown.set_experiment(SLOW)
    qtbot.waitUntil(find(shown, "cancel").isVisible, timeout=PATIENCE)
    begun = time.perf_counter()
    with settling(qtbot, shown):
        choose(find(shown, "weight_init.method"), "zeros")
    assert time.perf_counter() - begun < 5.0
    assert shown.experiment().weight_init.method == "zeros"
    assert_weights_drawn(shown)
    assert not find(shown, "cancel").isVisible()


def test_closing_the_window_during_a_job_ends_the_worker_quickly(window, qtbot):
    shown = window(small())
    shown.set_experiment(SLOW)
    qtbot.waitUntil(find(shown, "cancel").isVisible, timeout=PATIENCE)
    begun = time.perf_counter()
    shown.close()
    assert time.perf_counter() - begun < 2.0
    assert not shown.runner.worker.is_alive()


@pytest.mark.parametrize("moment", ["busy", "picture", "done"])
def test_a_window_deleted_at_any_moment_of_a_run_leaves_nothing_behind(window, qtbot, moment):
    """The fixture finds a window that something holds, and pytest-qt what fires after its end."""
    shown = window(small())
    with qtbot.waitSignal(getattr(shown.runner, moment), timeout=PATIENCE):
        choose(find(shown, "layer.activation"), "relu")
    shown.close()
    shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
