"""The movement from step to step: numbers glide, names jump, a ring shows what has moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTabWidget, QWidget

from gui.lessons.glide import between, numbers_between
from gui.window import MainWindow
from tests.gui.lessons.support import OWN, step
from tests.gui.support import PATIENCE, find, settling, small


def test_numbers_glide_and_names_jump() -> None:
    start = small(weight_init={"method": "xavier_normal", "gain": 1.0}, run={"seed": 1})
    end = start.with_values({"weight_init.gain": 4.0, "run.seed": 9, "layer.activation": "relu"})
    assert numbers_between(start, end) == {"weight_init.gain": (1.0, 4.0)}
    other = start.with_value("weight_init.method", "orthogonal")
    assert numbers_between(start, other) == {}


def test_what_lies_between_two_numbers() -> None:
    assert between(1.0, 4.0, 0.5) == pytest.approx(2.0)  # by ratios
    assert between(0.0, 4.0, 0.5) == pytest.approx(2.0)
    assert between(-2.0, 2.0, 0.25) == pytest.approx(-1.0)
    assert between(4, 64, 0.5) == 16
    assert isinstance(between(4, 65, 0.5), int)


def test_the_class_sees_the_numbers_move_and_one_undo_brings_them_back(
    teach: Callable[[], MainWindow], qtbot: Any
) -> None:
    taught = teach()
    before, steps = taught.experiment(), taught.model.history.count()
    seen: list[float] = []
    taught.model.changed.connect(
        lambda e: seen.append(e.weight_init.parameters.get("gain", float("nan")))
    )
    glide = taught.lessons.presenter.glide
    glide.duration = 200
    with qtbot.waitSignal(glide.finished, timeout=PATIENCE):
        taught.lessons.presenter.next()
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == 3.0
    assert taught.model.history.count() == steps + 1
    taught.actions_["undo"].trigger()
    assert taught.experiment() == before


def test_who_touches_a_control_meanwhile_stops_the_movement(
    teach: Callable[[], MainWindow], qtbot: Any
) -> None:
    taught = teach()
    glide = taught.lessons.presenter.glide
    glide.duration = 20_000
    taught.lessons.presenter.next()
    qtbot.waitUntil(lambda: taught.experiment().layer.in_features > 12, timeout=PATIENCE)
    with qtbot.waitSignal(glide.finished, timeout=PATIENCE):
        taught.model.edit("run.seed", 77)
    assert taught.experiment().run.seed == 77
    assert taught.experiment().layer.in_features < 24


def test_the_next_key_does_not_wait_for_the_movement(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.glide.duration = 20_000
    taught.lessons.presenter.next()
    taught.lessons.presenter.glide.duration = 0
    taught.lessons.presenter.next()
    assert step(taught) == 3
    assert taught.experiment().weight_init.method == "kaiming_normal"
    assert taught.experiment().layer.in_features == 24


def test_a_ring_shows_what_has_moved(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.next()
    rings = [ring for ring in taught.findChildren(QWidget, "lesson.ring") if ring.isVisible()]
    control = find(taught, "weight_init.gain")
    assert len(rings) == 1  # in_features is folded away
    assert rings[0].geometry().intersects(control.geometry())


def test_a_control_on_a_tab_is_brought_forward(window: Any, own: Path, qtbot: Any) -> None:
    text_ = OWN.replace('"weight_init.gain" = 3.0, "layer.in_features" = 24', '"depth.layers" = 30')
    text_ = text_.replace('page = "layer"', 'page = "depth"').replace("controls = [", "#")
    own.write_text(text_, encoding="utf-8")
    shown = window(small(), size=(1024, 768), projector=True)
    shown.lessons.presenter.glide.duration = 0
    with settling(qtbot, shown):
        assert shown.lessons.open(own)
    layers = find(shown, "depth.layers")
    shown.page.findChild(QTabWidget).setCurrentIndex(2)
    assert not layers.isVisible()
    with settling(qtbot, shown):
        shown.lessons.presenter.next()
    assert layers.isVisible()
    assert layers.value() == 30
