"""Someone who changes controls faster than any picture comes, and has it looked at when one does.

Each act goes through the widget that a person would use. Between two acts the window gets no
time, a little, or just enough for a job to begin, to show a part or to end.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QSlider, QToolButton, QWidget

from core.experiment import PARAMETERS, Experiment
from core.init.methods import bias_methods, weight_methods
from core.lessons import lesson
from core.messages import InitLabError
from core.parameters import Choice, Flag, Real
from gui.pages.dropout import DropoutPage
from gui.panel.number import NumberField
from gui.window import MainWindow
from tests.attack.mirrors import Mirrors, is_whole
from tests.attack.onlooker import Onlooker
from tests.attack.race_values import REAL, REFUSED, SECTIONS, SLOW, VALUES, bearable, is_refused
from tests.gui.support import PATIENCE, set_control


class Racer:
    """Plays with one window; `log` holds the last acts, `seed` plays them again."""

    def __init__(self, window: MainWindow, seed: int, folder: Path) -> None:
        self.window, self.seed, self.folder = window, seed, folder
        self.chance = random.Random(seed)
        self.log: deque[str] = deque(maxlen=40)
        self.changes = self.checks = self.exports = 0
        self.wrong: list[str] = []
        self.stopped = False
        self.mirrors = Mirrors()
        self.onlooker = Onlooker(window, self.mirrors)
        window.settled.connect(self._settled)
        window.lessons.presenter.glide.duration = 60
        # The Training page has an attack of its own, which compares races.
        self.lessons = [
            one.key
            for one in lesson.built_in("en")
            if all(step.page != "train" for step in one.steps)
        ]
        self.acts: tuple[tuple[int, Callable[[], str]], ...] = (
            (80, self._turn_a_control),
            (32, self._slide),
            (20, self._hold_a_slider),
            (16, self._choose_a_method),
            (16, self._undo_or_redo),
            (12, self._use_the_page),
            (5, self._turn_the_page),
            (5, self._stop),
            (2, self._lesson),
            (1, self._something_slow),
            (2, self._something_refused),
            (2, self._export),
        )

    # Playing:

    def play(self, changes: int) -> None:
        """Act and look, until there were so many changes."""
        weights = [weight for weight, _ in self.acts]
        while self.changes < changes:
            for _ in range(self.chance.randrange(1, 150)):
                act = self.chance.choices(self.acts, weights)[0][1]
                said = act()
                if said:
                    self.changes += 1
                    self.log.append(said)
                    self._give_time()
            self.look()

    def _give_time(self) -> None:
        """None, a little, or until a job says something."""
        kind = self.chance.random()
        if kind < 0.65:
            return
        if kind < 0.8:
            QCoreApplication.processEvents()
            return
        if kind < 0.92:
            QTest.qWait(self.chance.randrange(0, 5))
            return
        runner = self.window.runner
        signal = self.chance.choice([runner.picture, runner.busy, runner.done])
        self.log.append(f"  … until {signal}".split("(", 1)[0])
        heard: list[object] = []
        hear = heard.append if signal is runner.busy else lambda *_: heard.append(1)
        signal.connect(hear)
        self._wait(lambda: bool(heard), 40)
        signal.disconnect(hear)

    @staticmethod
    def _wait(done: Callable[[], bool], milliseconds: int) -> bool:
        until = QDeadlineTimer(milliseconds)
        while not done() and not until.hasExpired():
            QCoreApplication.processEvents()
            time.sleep(0.0005)  # the worker needs the interpreter too
        return done()

    def say(self, what: str) -> str:
        """A failure with all that plays it again."""
        acts = "\n".join(self.log)
        return f"seed {self.seed}, after {self.changes} changes: {what}\n{acts}"

    # The acts; each says what it did, "" where it could do nothing:

    def _try(self, key: str, value: Any) -> bool:
        try:
            return bearable(self.window.experiment().with_value(key, value))
        except InitLabError:
            return True

    def _controls(self, kind: type = QWidget) -> list[Any]:
        found = self.window.panel.findChildren(kind) + self.window.page.findChildren(kind)
        return [one for one in found if one.isVisible() and one.isEnabled()]

    def _turn_a_control(self) -> str:
        keys = [w for w in self._controls() if "." in w.objectName()]
        keys = [w for w in keys if w.objectName().partition(".")[0] in SECTIONS]
        control = self.chance.choice(keys)
        key = control.objectName()
        if isinstance(control, QAbstractButton) and key == "run.reroll":
            control.click()
            return key
        values = self._values(key)
        if not values:
            return ""
        value = self.chance.choice(values)
        if not self._try(key, value):
            return ""
        if key == "dropout.vector":
            control.lineEdit().setText(value)
            QTest.keyClick(control, Qt.Key.Key_Return)
        elif isinstance(control, QComboBox):
            control.setCurrentIndex(control.findData(value))
        else:
            set_control(control, value)
        return f"{key} = {value!r}"

    def _values(self, key: str) -> tuple[Any, ...]:
        section, _, name = key.partition(".")
        if key in VALUES:
            return VALUES[key]
        if section in PARAMETERS:
            parameter = next((p for p in PARAMETERS[section] if p.name == name), None)
        elif name == "method":
            return ()
        else:
            parameter = getattr(self.window.experiment(), section).entry.parameter(name)
        if isinstance(parameter, Flag):
            return (True, False)
        if isinstance(parameter, Choice):
            return parameter.options
        if isinstance(parameter, Real):
            low, high = REAL.get(name, (max(parameter.low, 0.0), min(parameter.high, 2.0)))
            return tuple(round(self.chance.uniform(low, high), 2) for _ in range(3))
        return ()

    def _choose_a_method(self) -> str:
        section = self.chance.choice(["weight_init", "bias_init"])
        entries = weight_methods(2) if section == "weight_init" else bias_methods()
        method = self.chance.choice(entries).method
        key = f"{section}.method"
        found = [w for w in self._controls(QComboBox) if w.objectName() == key]
        if not found or not self._try(key, method):
            return ""
        found[0].setCurrentIndex(found[0].findData(method))
        return f"{key} = {method}"

    def _slide(self) -> str:
        """The arrow keys, or the mouse down, there and up."""
        field = self._slider()
        if field is None:
            return ""
        slider = field.slider
        place = self._place(field)
        if place is None:
            return ""
        slider.setSliderDown(True)
        slider.setSliderPosition(place)
        slider.setSliderDown(False)
        return f"{slider.objectName()} at {place}"

    def _slider(self) -> NumberField | None:
        fields = [f for f in self._controls(NumberField) if f.slider.objectName()]
        return self.chance.choice(fields) if fields else None

    def _place(self, field: NumberField) -> int | None:
        place = self.chance.randrange(0, 1001)
        key = field.slider.objectName().removesuffix(".slider")
        value = min(max(field.value_at(place), field.box.minimum()), field.box.maximum())
        return place if self._try(key, value) else None

    def _hold_a_slider(self) -> str:
        """Press one, move the one that is held, or let it go: with other acts in between."""
        held = [s for s in self.window.findChildren(QSlider) if s.isSliderDown()]
        if not held:
            field = self._slider()
            if field is None:
                return ""
            field.slider.setSliderDown(True)
            return f"press {field.slider.objectName()}"
        field = held[0].parentWidget()
        assert isinstance(field, NumberField)
        place = self._place(field)
        if self.chance.random() < 0.3 or place is None:
            held[0].setSliderDown(False)
            return f"release {held[0].objectName()}"
        held[0].setSliderPosition(place)
        return f"move {held[0].objectName()} to {place}"

    def _undo_or_redo(self) -> str:
        name = self.chance.choice(["undo", "undo", "redo"])
        if not self.window.actions_[name].isEnabled():
            return ""
        self.window.actions_[name].trigger()
        return name

    def _use_the_page(self) -> str:
        """Whatever button the page has: pins, draws, auto-play, quantities, comparisons, advice."""
        buttons = [b for b in self._controls(QAbstractButton) if "." in b.objectName()]
        buttons = [b for b in buttons if self.window.page.isAncestorOf(b)]
        depth = self.window.experiment().depth
        if depth.layers * depth.width > 2000:
            heavy = ("depth.compare_all", "tools.more")
            buttons = [b for b in buttons if b.objectName() not in heavy]
        if not buttons:
            return ""
        button = self.chance.choice(buttons)
        menu = button.menu() if isinstance(button, QToolButton) else None
        if menu is None:
            button.click()
            return f"click {button.objectName()}"
        actions = [action for action in menu.actions() if action.isEnabled() and action.text()]
        if not actions:
            return ""
        action = self.chance.choice(actions)  # a click would wait for somebody to choose
        action.trigger()
        return f"choose {action.text()}"

    def _turn_the_page(self) -> str:
        key = self.chance.choice(["layer", "dropout", "depth"])
        self.window.show_page(key)
        return f"page {key}"

    def _stop(self) -> str:
        self.stopped = True
        self.window.escape()
        self.onlooker.given_up |= {Path(name) for name in self.window.exporter.given_up}
        return "Escape"

    def _lesson(self) -> str:
        presenter = self.window.lessons.presenter
        act = self.chance.choice(["start", "next", "next", "previous", "leave"])
        if act == "start":
            presenter.start(self.chance.choice(self.lessons))
        elif not presenter.active:
            return ""
        else:
            getattr(presenter, act)()
        return f"lesson {act} {presenter.glide.moving}"

    def _something_slow(self) -> str:
        return self._open(self.chance.choice(SLOW))

    def _something_refused(self) -> str:
        return self._open(self.chance.choice(REFUSED))

    def _open(self, data: dict[str, Any]) -> str:
        seed = {"run": {"seed": self.chance.randrange(100)} | data.get("run", {})}
        self.window.set_experiment(Experiment.from_dict({"initlab": 1} | data | seed))
        return f"open {data | seed}"

    def _export(self) -> str:
        result = self.window.page.result()
        if result is None or is_refused(result.experiment):
            return ""
        self.exports += 1
        path = self.folder / f"{self.exports}.safetensors"
        self.onlooker.exported.append((path, result.experiment))
        QFileDialog.getSaveFileName = lambda *_, **__: (str(path), "")  # type: ignore[method-assign]
        self.window.exporter.weights(self.window.page)
        return f"export {path.name}"

    # Looking:

    def _settled(self) -> None:
        """It must not be said before the picture is that of the newest experiment, or stopped."""
        window, result = self.window, self.window.page.result()
        if (
            window.runs.error is None
            and not window.runs.is_stopped
            and not (result is not None and is_whole(result) and self.onlooker.is_newest(result))
        ):
            self.wrong.append("settled before the picture of the newest experiment was there")

    def _let_go(self) -> None:
        page = self.window.page
        for slider in self.window.findChildren(QSlider):
            if slider.isSliderDown():
                slider.setSliderDown(False)
        if isinstance(page, DropoutPage):
            page.vector.play.setChecked(False)
        glide = self.window.lessons.presenter.glide
        assert self._wait(lambda: not glide.moving, PATIENCE), self.say("a glide does not end")
        if self.stopped or self.chance.random() < 0.5:
            self.window.panel.run.roll()
            self.log.append("re-roll")
        self.stopped = False

    def look(self) -> None:
        """Wait until the window says that it has settled, and compare it with a fresh run."""
        window = self.window
        self._let_go()
        settled = self._wait(lambda: window.is_settled, PATIENCE)
        assert settled, self.say(f"it does not settle: {self.onlooker.state()}")
        assert not self.wrong, self.say(self.wrong[0])
        self.checks += 1
        found = self.onlooker.wrong()
        assert not found, self.say(found)
