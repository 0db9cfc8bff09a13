"""The window's model as plain data, with which `test_model_machine` compares it."""

from __future__ import annotations

import copy
from typing import Any

from core.experiment import Experiment
from core.messages import InvalidExperiment
from gui.model import METHODS

Data = dict[str, Any]


def understood(data: Data) -> Data | None:
    """The experiment as a file has it, None where it is none."""
    try:
        return Experiment.from_dict(copy.deepcopy(data)).to_dict()
    except InvalidExperiment:
        return None


class Reference:
    """The model as plain data: every state there was, and where in them we are.

    `gestures[i]` is the gesture that made state i out of the one before it; `clean` is the index
    of the state that is in the file, None where none is any more.
    """

    def __init__(self, start: Data) -> None:
        self.memory: dict[tuple[str, str], Data] = {}
        self.states: list[Data] = []
        self.begin(start)

    def begin(self, start: Data) -> None:
        """A new history."""
        if self.states:
            self.remember()
        self.states, self.gestures = [start], [0]
        self.index: int = 0
        self.clean: int | None = 0

    @property
    def now(self) -> Data:
        """The present state."""
        return self.states[self.index]

    def remember(self) -> None:
        """What is left is how a method comes back."""
        for section in ("weight_init", "bias_init"):
            values = dict(self.now[section])
            method = values.pop("method")
            if values:
                self.memory[section, method] = values

    def after(self, changes: Data) -> Data | None:
        """The state with these dotted keys changed, methods first; None where it is none."""
        data = copy.deepcopy(self.now)
        for key in sorted(changes, key=lambda key: not key.endswith(".method")):
            section, dot, name = key.partition(".")
            if not dot or section not in data or section == "initlab":
                return None
            if name == "method":
                data[section] = {"method": changes[key]}
            else:
                data[section][name] = changes[key]
        return understood(data)

    def edited(self, key: str, value: Any) -> Data | None:
        """The state after one edit: a method comes with its remembered values."""
        section = key.partition(".")[0]
        changes = {key: value}
        if key in METHODS and isinstance(value, str):
            if value == self.now[section]["method"]:
                return self.now
            old = self.memory.get((section, value), {})
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
        del self.states[self.index + 1 :], self.gestures[self.index + 1 :]
        if self.clean is not None and self.clean > self.index:
            self.clean = None
        same = gesture and self.gestures[self.index] == gesture
        if self.index and same and follows and self.clean != self.index:
            self.states[self.index] = state
            if state == self.states[self.index - 1]:  # a drag there and back is no step
                del self.states[self.index :], self.gestures[self.index :]
                self.index -= 1
        else:
            self.states.append(state)
            self.gestures.append(gesture)
            self.index += 1
        return True

    def walk(self, steps: int) -> None:
        """Undo (−1) or redo (1) where there is something."""
        to = self.index + steps
        if 0 <= to < len(self.states):
            self.remember()
            self.index = to
