"""The window's model as plain data, with which `test_model_machine` compares it."""

from __future__ import annotations

import copy
from typing import Any

from core.data.sets import DATA
from core.experiment import Experiment
from core.experiment.experiment import LATER
from core.experiment.training import Train
from core.messages import InvalidExperiment
from gui.model import METHODS

Data = dict[str, Any]


def understood(data: Data) -> Data | None:
    """The experiment as a file has it, None where it is none."""
    try:
        return Experiment.from_dict(copy.deepcopy(data)).to_dict()
    except InvalidExperiment:
        return None


class Place:
    """Where a state is kept: a path, what stands there, and the values that methods last had."""

    def __init__(self, saved: Data, path: Any = None) -> None:
        self.saved, self.path = saved, path
        self.memory: dict[tuple[str, str], Data] = {}


class Reference:
    """The model as plain data: every state there was, and where in them we are.

    `gestures[i]` is the gesture that made state i out of the one before it, `places[i]` where it
    is kept; `clean` is the index of the state that was saved last, None where none is any more.
    """

    def __init__(self, start: Data) -> None:
        self.states, self.gestures, self.places = [start], [0], [Place(start)]
        self.index: int = 0
        self.clean: int | None = 0

    @property
    def now(self) -> Data:
        """The present state."""
        return self.states[self.index]

    @property
    def place(self) -> Place:
        """Where it is kept."""
        return self.places[self.index]

    @property
    def modified(self) -> bool:
        """Whether what is kept is something else."""
        return self.now != self.place.saved

    def save(self, path: Any) -> None:
        """The present state is at `path` now."""
        self.place.saved, self.place.path = self.now, path
        self.clean = self.index

    def open(self, state: Data, path: Any = None) -> None:
        """Another state, kept elsewhere: a step, unless it is the very same."""
        if (self.now, self.place.path) == (state, path) and not self.modified:
            return
        self.remember()
        self._drop_what_follows()
        self.states.append(state)
        self.gestures.append(0)
        self.places.append(Place(state, path))
        self.index += 1

    def _drop_what_follows(self) -> None:
        for kept in (self.states, self.gestures, self.places):
            del kept[self.index + 1 :]
        if self.clean is not None and self.clean > self.index:
            self.clean = None

    def remember(self) -> None:
        """What is left is how a method comes back."""
        for section in ("weight_init", "bias_init"):
            values = dict(self.now[section])
            method = values.pop("method")
            if values:
                self.place.memory[section, method] = values

    def after(self, changes: Data) -> Data | None:
        """The state with these dotted keys changed, methods first; None where it is none."""
        data = {name: {} for name in LATER} | copy.deepcopy(self.now)
        trained = "train" in {key.partition(".")[0] for key in changes if isinstance(key, str)}
        for key in sorted(changes, key=lambda key: not key.endswith(".method")):
            section, dot, name = key.partition(".")
            if not dot or section not in data or section == "initlab":
                return None
            if name == "method":
                data[section] = {"method": changes[key]}
            else:
                data[section][name] = changes[key]
        if trained:
            data["train"] |= self._brought(changes, data["train"])
        return understood(data)

    def _brought(self, changes: Data, train: Data) -> Data:
        """What a change of the data, or of their number, takes along."""
        brought: Data = {}
        before = Experiment.from_dict(copy.deepcopy(self.now)).train
        if isinstance(changes.get("train.data"), str) and changes["train.data"] in DATA:
            data, old = DATA[changes["train.data"]], DATA[before.data]
            if data.is_regression != old.is_regression and "train.loss" not in changes:
                brought["loss"] = "mse" if data.is_regression else "cross_entropy"
            if before.samples > data.max_samples and "train.samples" not in changes:
                brought["samples"] = data.max_samples
        samples = (train | brought).get("samples", before.samples)
        if "train.batch" not in changes and isinstance(samples, int) and samples >= 1:
            brought["batch"] = min(before.batch, samples)
        full = {name: before.value(name) for name in Train.parameters()} | train | brought
        lengths = [full[name] for name in ("epochs", "samples", "batch")]
        if "train.schedule" not in changes and all(type(x) is int and x > 0 for x in lengths):
            epochs, samples, batch = lengths
            kept = [c.to_dict() for c in before.schedule if c.step < epochs * -(-samples // batch)]
            brought["schedule"] = kept
        return brought

    def edited(self, key: str, value: Any) -> Data | None:
        """The state after one edit: a method comes with its remembered values."""
        section = key.partition(".")[0]
        changes = {key: value}
        if key in METHODS and isinstance(value, str):
            if value == self.now[section]["method"]:
                return self.now
            old = self.place.memory.get((section, value), {})
            changes |= {f"{section}.{name}": kept for name, kept in old.items()}
        return self.after(changes)

    def step(self, state: Data | None, gesture: int) -> bool:
        """Go on to a state; False where it is none.

        Changes of one gesture are one step as long as they follow one another: after an undo the
        rest of a drag is a step of its own, which can be undone by itself.
        """
        if state is None:
            return False
        if state == self.now:
            return True
        self.remember()
        follows = self.index == len(self.states) - 1
        self._drop_what_follows()
        same = gesture and self.gestures[self.index] == gesture
        if self.index and same and follows and self.clean != self.index:
            self.states[self.index] = state
            if state == self.states[self.index - 1]:  # a drag there and back is no step
                for kept in (self.states, self.gestures, self.places):
                    del kept[self.index :]
                self.index -= 1
        else:
            self.states.append(state)
            self.gestures.append(gesture)
            self.places.append(self.place)
            self.index += 1
        return True

    def walk(self, steps: int) -> None:
        """Undo (−1) or redo (1) where there is something."""
        to = self.index + steps
        if 0 <= to < len(self.states):
            self.remember()
            self.index = to
