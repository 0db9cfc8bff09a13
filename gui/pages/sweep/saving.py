"""Files of sweeps: saved where the person says, and asked about before long work is lost."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.experiment import Experiment
from core.format import counted
from core.messages import InitLabError
from core.sweep import Results, spec
from gui.files.naming import ask_name
from gui.pages.sweep.kept import FILE, Kept
from gui.widgets.ask import Answer, ask


class Saving(QObject):
    """Writes axes, experiment and cells.

    failed(error)   it cannot be written (InitLabError)
    written(path)   it is
    status(text)    the same for the status line
    """

    failed = Signal(object)
    written = Signal(str)
    status = Signal(str)

    def __init__(self, kept: Kept, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept, self._page = kept, parent

    def ask(self, experiment: Experiment, results: Results) -> bool:
        """Ask for a file, and write it; False where that was not to be."""
        path = self._kept.file_of(results)
        start = str(path) if path is not None else f"sweep{spec.SUFFIX}"
        try:
            chosen = ask_name(self._page.window(), self.tr("Save sweep"), start, [FILE])
            if chosen is None:
                return False
            self.write(experiment, results, chosen[0])
        except InitLabError as error:
            self.failed.emit(error)
            return False
        return True

    def write(self, experiment: Experiment, results: Results, name: str) -> None:
        """Write them to this file; raises FileError."""
        spec.save(experiment, name, results.lines())
        self._kept.written(results, Path(name).absolute())
        self.written.emit(name)
        self.status.emit(self.tr("{name} is written.").format(name=os.path.basename(name)))

    def may_forget(self, results: Results) -> bool:
        """Ask what to do with cells that took long and are in no file."""
        if not self._kept.is_at_risk(results):
            return True
        text = self.tr(
            "{done} of {total} cells of a sweep took {seconds} s of computing, and no file holds "
            "all of them. Save the sweep?"
        ).format(
            done=counted(results.done),
            total=counted(int(results.state.size)),
            seconds=counted(round(results.seconds)),
        )
        answers = Answer.Save | Answer.Discard | Answer.Cancel
        answer = ask(self._page.window(), self.tr("Unsaved sweep"), text, answers)
        if answer == Answer.Save:
            return self.ask(results.plan.experiment, results)
        return answer == Answer.Discard

    def may_leave(self) -> bool:
        """The same of every sweep that was looked at."""
        return all(self.may_forget(results) for results in self._kept.at_risk())
