"""The one mutable thing in the window: the present experiment, with its history."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.experiment import Experiment, Initialization
from core.initializers import REGISTRY
from core.messages import InvalidExperiment

METHODS = ("weight_init.method", "bias_init.method")


class _Change(QUndoCommand):
    """From one experiment to another; changes of one gesture become one step."""

    def __init__(
        self, model: Model, before: Experiment, after: Experiment, text: str, gesture: int
    ) -> None:
        super().__init__(text)
        self._model, self._before, self._after, self._gesture = model, before, after, gesture

    def id(self) -> int:
        """Commands with the same id that is not -1 are merged."""
        return self._gesture

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the newer end."""
        assert isinstance(other, _Change)
        self._after = other._after
        self.setObsolete(self._after == self._before)  # a drag there and back is no step
        return True

    def redo(self) -> None:
        """Go to the later experiment."""
        self._model._show(self._after)

    def undo(self) -> None:
        """Go to the earlier experiment."""
        self._model._show(self._before)


class Model(QObject):
    """Holds the experiment; `edit` is the only way in for a control.

    changed    (Experiment): the experiment is another one now
    refused    (InvalidExperiment): an edit was not allowed; everything stays
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self.history = QUndoStack(self)
        self._gesture = -1
        self._gestures = 0
        self._remembered: dict[tuple[str, str], tuple[tuple[str, Any], ...]] = {}

    @property
    def experiment(self) -> Experiment:
        """The present experiment."""
        return self._experiment

    def new_gesture(self) -> int:
        """A number for changes that belong together, see `replace`."""
        self._gestures = (self._gestures + 1) % 2**30
        return self._gestures

    def begin_gesture(self) -> None:
        """From now to `end_gesture` all edits are one step of the history: a drag."""
        self._gesture = self.new_gesture()

    def end_gesture(self) -> None:
        """The drag is over."""
        self._gesture = -1

    def edit(self, key: str, value: Any, text: str = "") -> bool:
        """Change one dotted key. A method comes back with the values it last had here.

        Returns False, and says why through `refused`, when the experiment does not allow it.
        """
        changes = {key: value}
        if key in METHODS and isinstance(value, str):
            if value == self._experiment.value(key):
                return True
            section = key.partition(".")[0]
            values = self._remembered.get((section, value), ())
            changes |= {f"{section}.{parameter}": old for parameter, old in values}
        return self.edit_many(changes, text or key)

    def edit_many(self, changes: dict[str, Any], text: str) -> bool:
        """Change several dotted keys in one step."""
        try:
            after = self._experiment.with_values(changes)
        except InvalidExperiment as error:
            self.refused.emit(error)
            return False
        self.replace(after, text)
        return True

    def replace(self, after: Experiment, text: str, gesture: int | None = None) -> None:
        """Put another experiment in place, as one step.

        Changes that follow one another with the same `gesture` are one step together; without
        one it is that of the drag, if there is one.
        """
        if after != self._experiment:
            number = self._gesture if gesture is None else gesture
            self.history.push(_Change(self, self._experiment, after, text, number))

    def reset(self, experiment: Experiment) -> None:
        """Begin anew with `experiment` and an empty history: a file was opened."""
        self.history.clear()
        self._show(experiment)

    def _show(self, experiment: Experiment) -> None:
        for init in (self._experiment.weight_init, self._experiment.bias_init):
            self._remember(init)
        if experiment != self._experiment:
            self._experiment = experiment
            self.changed.emit(experiment)

    def _remember(self, init: Initialization) -> None:
        if REGISTRY[init.method].parameters:
            self._remembered[init.section, init.method] = init.values
