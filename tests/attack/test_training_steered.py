"""A race steered at random is, wherever it stands, the race that nobody has touched so far."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core import training
from core.context import SILENT, last
from core.experiment import Experiment
from core.training import PRESETS, Race, Transport
from gui.window import MainWindow
from tests.attack.mirrors import difference
from tests.gui.support import PATIENCE, find, set_control
from tests.scale import LONG, many

ACTS = many(60, 250, 20_000)
START = {
    "initlab": 1,
    "layer": {"activation": "relu"},
    "weight_init": {"method": "kaiming_normal", "nonlinearity": "relu"},
    "dropout": {"p": 0.2},
    "depth": {"layers": 2, "width": 8},
    "train": {"data": "moons", "samples": 40, "batch": 20, "epochs": 12},
    "race": [{"name": "He", "changes": {}}, {"changes": {"weight_init.method": "zeros"}}],
}
VALUES: dict[str, tuple[Any, ...]] = {
    "train.lr": (0.0, 0.01, 0.3, 50.0),
    "train.momentum": (0.0, 0.9),
    "train.weight_decay": (0.0, 0.1),
    "train.l1": (0.0, 0.01),
    "train.max_norm": (0.0, 1.0),
    "dropout.p": (0.0, 0.2, 0.9),
    "train.data": ("moons", "circles", "sine"),
    "train.samples": (20, 40),
    "train.epochs": (3, 12),
    "depth.width": (4, 8),
    "depth.norm": ("none", "batch", "layer"),
    "weight_init.method": ("zeros", "kaiming_normal", "orthogonal"),
}


class Steering:
    """Somebody at the Training page who cannot keep still; `log` holds the last acts."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window, self.chance = window, random.Random(seed)
        self.log: deque[str] = deque(maxlen=30)
        self.acts: tuple[Callable[[], str], ...] = (
            *(self._press,) * 6,
            *(self._turn,) * 6,
            *(self._choose,) * 2,
            *(self._undo,) * 3,
            self._seek,
            self._lane,
            self._preset,
            self._leave,
        )

    def act(self) -> None:
        """One thing, and then no time at all, or a little."""
        said = self.chance.choice(self.acts)()
        self.log.append(said)
        if self.chance.random() < 0.5:
            QTest.qWait(self.chance.randrange(0, 20))

    def _press(self) -> str:
        name = self.chance.choice(["start", "start", "step", "epoch", "rewind"])
        button = find(self.window, f"train.{name}")
        if button.isEnabled():
            button.click()
        return name

    def _turn(self) -> str:
        key = self.chance.choice(tuple(VALUES))
        value = self.chance.choice(VALUES[key])
        # The Depth page, which was there before, has controls of the same keys.
        found = [c for c in self.window.findChildren(QWidget, key) if c.isVisible()]
        if not found or not found[0].isEnabled():
            return ""
        control: Any = found[0]
        if isinstance(value, str):
            control.setCurrentIndex(control.findData(value))
        else:
            set_control(control, value)
        return f"{key} = {value}"

    def _choose(self) -> str:
        table = self.window.page.lanes.table
        row = self.chance.randrange(table.rowCount())
        table.setCurrentCell(row, 0)
        return f"lane {row}"

    def _undo(self) -> str:
        name = self.chance.choice(["undo", "undo", "redo"])
        if self.window.actions_[name].isEnabled():
            self.window.actions_[name].trigger()
        return name

    def _seek(self) -> str:
        result = self.window.page.result()
        step = self.chance.randrange(result.steps + 1)
        self.window.page.go_to(step)
        return f"to step {step}"

    def _lane(self) -> str:
        page, lanes = self.window.page, self.window.experiment().lanes
        if lanes < 4 and self.chance.random() < 0.6:
            find(self.window, "race.add").click()
            return "+ lane"
        if self.window.experiment().race:
            page.lanes.removed.emit(self.chance.randrange(lanes))
            return "− lane"
        return ""

    def _preset(self) -> str:
        """Rarely, and not for long: the races of the presets take seconds."""
        if self.chance.random() < 0.8:
            return ""
        key = self.chance.choice(tuple(PRESETS))
        self.window.page.transport.preset.emit(key)
        self.window.actions_["undo"].trigger()
        return f"{key} and back"

    def _leave(self) -> str:
        self.window.show_page("depth")
        QCoreApplication.processEvents()
        self.window.show_page("train")
        return "there and back"

    def look(self) -> None:
        """Let it stand, and compare it with a race of its own to the same step."""
        page = self.window.page
        if page._is_running:
            page.toggle()
        waited = 0
        while not self.window.is_settled and waited < PATIENCE:
            QTest.qWait(10)
            waited += 10
        acts = "\n".join(self.log)
        assert self.window.is_settled, f"it does not settle\n{acts}"
        result, experiment = page.result(), self.window.experiment()
        assert result.experiment == experiment, acts
        alone = last(training.play(Race(), experiment, SILENT, Transport(until=result.step)))
        assert alone.step == result.step, acts
        for mine, fresh in zip(result.lanes, alone.lanes, strict=True):
            # Where somebody went back, what comes later is known already.
            found = difference(mine.curves.until(mine.step), fresh.curves)
            assert not found, f"{mine.name} at step {result.step}: {found}\n{acts}"
            for name in ("step", "norm", "zeros"):
                found = difference(getattr(mine, name), getattr(fresh, name), name)
                assert not found, f"{mine.name} at step {result.step}: {found}\n{acts}"
        rows = page.lanes.table.rowCount()
        assert rows == experiment.lanes, acts


@pytest.mark.drawn
@pytest.mark.timeout(4 * 3600 if LONG else 300)
@pytest.mark.parametrize("seed", [1, 2])
def test_wherever_it_stands_it_is_the_race_that_nobody_touched(
    window: Callable[..., MainWindow], seed: int
) -> None:
    steering = Steering(window(Experiment.from_dict(START), page="train"), seed)
    for number in range(1, ACTS + 1):
        steering.act()
        if number % 12 == 0:
            steering.look()
    steering.window.document.may_leave = lambda: True  # type: ignore[method-assign]


def test_every_preset_replaces_whatever_race_stood_there(
    window: Callable[..., MainWindow],
) -> None:
    shown = window(Experiment.from_dict(START), page="train")
    for key in (*PRESETS, *reversed(PRESETS)):
        before = shown.experiment()
        shown.page.transport.preset.emit(key)
        assert shown.message.text.text() == ""
        lanes = PRESETS[key].changes()["race"]
        assert [dict(lane.changes) for lane in shown.experiment().race] == [
            dict(lane.changes) for lane in lanes
        ]
        after = shown.experiment()
        if after != before:
            shown.actions_["undo"].trigger()
            assert shown.experiment() == before
            shown.actions_["redo"].trigger()
        assert shown.experiment() == after
    shown.document.may_leave = lambda: True  # type: ignore[method-assign]
