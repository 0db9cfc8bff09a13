"""The one mutable thing in the window: the present experiment, with its history and its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from core.experiment import Experiment, Initialization
from core.init.methods import REGISTRY
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, Message
from gui.actions import Entry, Menu

METHODS = ("weight_init.method", "bias_init.method")

NO_GESTURE = -1
"""Of a change that is a step by itself."""


def _as_it_is(_: Experiment, changes: dict[str, Any]) -> dict[str, Any]:
    return changes


@dataclass(slots=True, eq=False)
class FileState:
    """Where an experiment is kept. What is opened, or begun anew, brings another one along.

    Undo brings back the one before, as it is by then: what was saved meanwhile stays saved.

    saved       what the file holds; of an untitled experiment, what it began with
    path        its file, None for an untitled one
    title       what it is called instead of the file's name, empty for an untitled one
    read        files that it was read from and that must not be written over
    remembered  the values that each method last had, by section and method
    """

    saved: Experiment
    path: Path | None = None
    title: str = ""
    read: tuple[Path, ...] = ()
    remembered: dict[tuple[str, str], tuple[tuple[str, Any], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """An experiment with its file."""

    experiment: Experiment
    file: FileState

    @property
    def modified(self) -> bool:
        """Whether there are changes that the file does not have."""
        return self.experiment != self.file.saved


class _Change(QUndoCommand):
    """From one state to another; changes of one gesture become one step.

    Not by QUndoCommand.mergeWith: PySide never frees a command that Qt has merged while it is
    pushed, and every pixel of a drag would stay in memory.
    """

    def __init__(self, model: Model, before: State, after: State, text: str, gesture: int) -> None:
        super().__init__(text)
        self._model, self._before, self._after, self.gesture = model, before, after, gesture

    def extend(self, after: State) -> bool:
        """Take over a newer end, and show it; False where nothing is left to undo."""
        self._after = after
        self.redo()
        return after != self._before

    def redo(self) -> None:
        """Go to the later state."""
        self._model._show(self._after)

    def undo(self) -> None:
        """Go to the earlier state."""
        self._model._show(self._before)


class Model(QObject):
    """Holds the experiment; `edit` is the only way in for a control.

    changed       (Experiment): the experiment is another one now
    file_changed  its file is another one now, or what that is called or holds
    refused       (InvalidExperiment): an edit was not allowed; everything stays, and every control
                  goes back to what holds
    came_back     what had been set aside is in its place again, or something was opened there
    """

    changed = Signal(object)
    file_changed = Signal()
    refused = Signal(object)
    came_back = Signal()

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = State(experiment, FileState(experiment))
        self._announced = experiment
        self._histories = QUndoGroup(self)
        self._history = self._own_history = self._new_history()
        self._aside: State | None = None
        self._gesture = NO_GESTURE
        self._gestures = 0
        self.lead: Callable[[Experiment, dict[str, Any]], dict[str, Any]] = _as_it_is
        """What an edit becomes: on some pages it is a part of the course of a run."""

    def _new_history(self) -> QUndoStack:
        history = QUndoStack(self)
        self._histories.addStack(history)
        self._histories.setActiveStack(history)
        return history

    @property
    def experiment(self) -> Experiment:
        """The present experiment."""
        return self._state.experiment

    @property
    def file(self) -> FileState:
        """Where the present experiment is kept."""
        return self._state.file

    @property
    def history(self) -> QUndoStack:
        """What can be undone and redone now."""
        return self._history

    @property
    def own(self) -> State:
        """What the person works on: the present state, or what has been set aside for another."""
        return self._state if self._aside is None else self._aside

    @property
    def is_aside(self) -> bool:
        """Whether the person's own work has been set aside."""
        return self._aside is not None

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
            if value == self.experiment.value(key):
                return True
            section = key.partition(".")[0]
            values = self.file.remembered.get((section, value), ())
            changes |= {f"{section}.{parameter}": old for parameter, old in values}
        return self.edit_many(changes, text or key)

    def refuse(self, key: str, text: Message) -> None:
        """What was typed for a key is no value at all: say why, through `refused`."""
        self.refused.emit(InvalidExperiment(key, text))

    def edit_many(self, changes: dict[str, Any], text: str) -> bool:
        """Change several dotted keys in one step."""
        try:
            after = self.experiment.with_values(self.lead(self.experiment, changes))
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
        if after == self.experiment:
            return
        state = replace(self._state, experiment=after)
        number = self._gesture if gesture is None else gesture
        newest = self._newest()
        if number == NO_GESTURE or newest is None or newest.gesture != number:
            self._push(state, text, number)
        elif not newest.extend(state):  # a drag there and back is no step
            newest.setObsolete(True)
            self.history.undo()

    def open(self, experiment: Experiment, text: str, path: Path | None = None) -> None:
        """Put what a file holds in place, or an untitled experiment, as one step of the own work.

        Undo brings back experiment, file and what was unsaved.
        """
        aside, back = self._aside, self._own_history
        if aside is not None:
            self._use(aside, back)
        self._push(State(experiment, FileState(experiment, path)), text, NO_GESTURE)
        if aside is not None:
            self.came_back.emit()

    def _push(self, state: State, text: str, gesture: int) -> None:
        self.history.push(_Change(self, self._state, state, text, gesture))

    def _newest(self) -> _Change | None:
        """The change that led here and may still grow: not one that was saved."""
        history = self.history
        index = history.index()
        if index == 0 or index != history.count() or history.isClean():
            return None
        change = history.command(index - 1)
        assert isinstance(change, _Change)
        return change

    def mark_saved(self, path: Path) -> None:
        """The own work is in this file now."""
        own = self.own
        own.file.path, own.file.saved = path, own.experiment
        self._own_history.setClean()
        self.file_changed.emit()

    # What a lesson shows is nobody's work:

    def set_aside(self, title: str, read: tuple[Path, ...] = ()) -> None:
        """Keep experiment, file and history until `bring_back`.

        What follows belongs to no file, is called `title` and has a history of its own.
        """
        if self._aside is None:
            self._aside, self._history = self._state, self._new_history()
        self._history.clear()
        self._gesture = NO_GESTURE
        file = FileState(self.experiment, title=title, read=read)
        self._state = replace(self._state, file=file)
        self.file_changed.emit()

    def retitle(self, title: str) -> None:
        """Another name for what is shown, as after a change of language."""
        self.file.title = title
        self.file_changed.emit()

    def bring_back(self) -> None:
        """Experiment, file and history as they were before `set_aside`."""
        if self._aside is not None:
            self._use(self._aside, self._own_history)
            self._announce()
            self.file_changed.emit()
            self.came_back.emit()

    def _use(self, own: State, history: QUndoStack) -> None:
        """Put the own work in place without a word."""
        others, self._history, self._aside, self._state = self._history, history, None, own
        self._histories.setActiveStack(history)
        self._gesture = NO_GESTURE
        others.clear()
        others.deleteLater()

    def forget(self) -> None:
        """Every method begins with its own defaults again: a step of a lesson has been shown."""
        self.file.remembered.clear()

    def _show(self, state: State) -> None:
        before, self._state = self._state, state
        for init in (before.experiment.weight_init, before.experiment.bias_init):
            self._remember(init, before.file)
        self._announce()
        if state.file is not before.file:
            self.file_changed.emit()

    def _announce(self) -> None:
        if self.experiment != self._announced:
            self._announced = self.experiment
            self.changed.emit(self.experiment)

    @staticmethod
    def _remember(init: Initialization, file: FileState) -> None:
        if REGISTRY[init.method].parameters:
            file.remembered[init.section, init.method] = init.values

    def undo(self) -> None:
        """Go back one step."""
        self.history.undo()

    def redo(self) -> None:
        """Go one step forward again."""
        self.history.redo()

    def entries(self) -> list[Entry | Menu]:
        """The menu Edit, as far as the history goes."""
        return [
            Menu(name="edit", text=QT_TRANSLATE_NOOP("actions", "&Edit")),
            Entry(
                name="undo",
                text=QT_TRANSLATE_NOOP("actions", "&Undo"),
                keys=("Ctrl+Z",),
                call=self.undo,
                menu="edit",
                enabled=self._histories.canUndoChanged,
            ),
            Entry(
                name="redo",
                text=QT_TRANSLATE_NOOP("actions", "&Redo"),
                keys=("Ctrl+Shift+Z", "Ctrl+Y"),
                call=self.redo,
                menu="edit",
                enabled=self._histories.canRedoChanged,
            ),
        ]
