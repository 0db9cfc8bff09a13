"""The one mutable thing in the window: the present experiment, with its history."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.experiment import Experiment, Initialization
from core.init.methods import REGISTRY
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, Message
from gui.actions import Entry, Menu

METHODS = ("weight_init.method", "bias_init.method")

NO_GESTURE = -1
"""Of a change that is a step by itself."""


class _Change(QUndoCommand):
    """From one experiment to another; changes of one gesture become one step.

    Not by QUndoCommand.mergeWith: PySide never frees a command that Qt has merged while it is
    pushed, and every pixel of a drag would stay in memory.
    """

    def __init__(
        self, model: Model, before: Experiment, after: Experiment, text: str, gesture: int
    ) -> None:
        super().__init__(text)
        self._model, self._before, self._after, self.gesture = model, before, after, gesture

    def extend(self, after: Experiment) -> bool:
        """Take over a newer end, and show it; False where nothing is left to undo."""
        self._after = after
        self.redo()
        return after != self._before

    def redo(self) -> None:
        """Go to the later experiment."""
        self._model._show(self._after)

    def undo(self) -> None:
        """Go to the earlier experiment."""
        self._model._show(self._before)


class Model(QObject):
    """Holds the experiment; `edit` is the only way in for a control.

    changed    (Experiment): the experiment is another one now
    refused    (InvalidExperiment): an edit was not allowed; everything stays, and every control
               goes back to what holds
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self.history = QUndoStack(self)
        self._gesture = NO_GESTURE
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

    def set_gesture(self, on: bool) -> None:
        """A drag begins or ends."""
        if on:
            self.begin_gesture()
        else:
            self.end_gesture()

    def begin_gesture(self) -> None:
        """From now to `end_gesture` all edits are one step of the history: a drag."""
        self._gesture = self.new_gesture()

    def end_gesture(self) -> None:
        """The drag is over."""
        self._gesture = NO_GESTURE

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

    def refuse(self, key: str, text: Message) -> None:
        """What was typed for a key is no value at all: say why, through `refused`."""
        self.refused.emit(InvalidExperiment(key, text))

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
        if after == self._experiment:
            return
        number = self._gesture if gesture is None else gesture
        newest = self._newest()
        if number == NO_GESTURE or newest is None or newest.gesture != number:
            self.history.push(_Change(self, self._experiment, after, text, number))
        elif not newest.extend(after):  # a drag there and back is no step
            newest.setObsolete(True)
            self.history.undo()

    def _newest(self) -> _Change | None:
        """The change that led here and may still grow: not one that was saved."""
        history = self.history
        index = history.index()
        if index == 0 or index != history.count() or history.isClean():
            return None
        change = history.command(index - 1)
        assert isinstance(change, _Change)
        return change

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

    def entries(self) -> list[Entry | Menu]:
        """The menu Edit, as far as the history goes."""
        return [
            Menu(name="edit", text=QT_TRANSLATE_NOOP("actions", "&Edit")),
            Entry(
                name="undo",
                text=QT_TRANSLATE_NOOP("actions", "&Undo"),
                keys=("Ctrl+Z",),
                call=self.history.undo,
                menu="edit",
                enabled=self.history.canUndoChanged,
            ),
            Entry(
                name="redo",
                text=QT_TRANSLATE_NOOP("actions", "&Redo"),
                keys=("Ctrl+Shift+Z", "Ctrl+Y"),
                call=self.history.redo,
                menu="edit",
                enabled=self.history.canRedoChanged,
            ),
        ]
