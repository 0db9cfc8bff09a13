"""Opening and saving experiment files, with recent files and unsaved changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core import files
from core.experiment import WELCOME, Experiment
from core.messages import InitLabError
from gui.model import Model
from gui.settings import Settings

FILTER = "InitLab (*.initlab.json);;JSON (*.json)"


class Document(QObject):
    """The file behind the experiment, if there is one.

    changed         path or unsaved state is another one now
    failed          (InitLabError): a file could not be read or written; nothing changed
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, model: Model, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._model, self._settings, self._window = model, settings, window
        self.path: Path | None = None
        model.history.cleanChanged.connect(self._clean_changed)

    def _clean_changed(self, _: bool) -> None:
        self.changed.emit()

    @property
    def modified(self) -> bool:
        """Whether there are changes that the file does not have."""
        return not self._model.history.isClean()

    @property
    def name(self) -> str:
        """The file's name, or that of a new experiment."""
        return self.path.name if self.path else self.tr("untitled")

    def _set(self, experiment: Experiment, path: Path | None) -> None:
        self.path = path
        self._model.reset(experiment)
        self._model.history.setClean()
        if path is not None:
            self._settings.add_recent(str(path))
        self.changed.emit()

    def new(self) -> None:
        """Begin afresh with the welcome experiment."""
        if self.may_leave():
            self._set(WELCOME, None)

    def open(self) -> None:
        """Ask for a file and open it."""
        folder = str(self.path.parent) if self.path else ""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open experiment"), folder, FILTER
        )
        if name:
            self.open_path(name)

    def open_path(self, name: str) -> bool:
        """Open this file; on an error everything stays as it was."""
        try:
            experiment = files.load(name)
        except InitLabError as error:
            self.failed.emit(error)
            return False
        if not self.may_leave():
            return False
        self._set(experiment, Path(name).absolute())
        return True

    def adopt(self, path: Path) -> None:
        """The experiment that is shown came from this file."""
        self.path = path.absolute()
        self._settings.add_recent(str(self.path))
        self.changed.emit()

    def save(self) -> bool:
        """Save to the file, or ask for one."""
        return self.save_path(str(self.path)) if self.path else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        start = str(self.path) if self.path else f"experiment{files.SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save experiment"), start, FILTER
        )
        if not name:
            return False
        return self.save_path(name if name.endswith(".json") else name + files.SUFFIX)

    def save_path(self, name: str) -> bool:
        """Save to this file."""
        try:
            files.save(self._model.experiment, name)
        except InitLabError as error:
            self.failed.emit(error)
            return False
        self.path = Path(name).absolute()
        self._settings.add_recent(str(self.path))
        self._model.history.setClean()
        self.changed.emit()
        return True

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes of a file; an untitled one is kept anyway."""
        if not self.modified or self.path is None:
            return True
        answer = QMessageBox.question(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name}?").format(name=self.name),
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard
