"""Opening and saving experiment files, with recent files and unsaved changes."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.disk.endings import Format
from core.experiment import WELCOME, Experiment, files
from core.messages import QT_TRANSLATE_NOOP, InitLabError
from gui.actions import Entry, Menu
from gui.files.naming import ask_name, pattern
from gui.files.settings import Settings
from gui.model import Model
from gui.widgets.ask import Answer, ask

FORMATS = (Format("InitLab", (files.SUFFIX,)), Format("JSON", (".json",)))


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
        self._in_file: Experiment | None = None
        self._recent: QMenu | None = None
        model.history.cleanChanged.connect(self._clean_changed)

    def _clean_changed(self, _: bool) -> None:
        self.changed.emit()

    @property
    def modified(self) -> bool:
        """Whether there are changes that the file does not have."""
        return not self._model.history.isClean()

    def in_use(self) -> list[Path]:
        """The files that are open here: what is exported must not be written over them."""
        return [] if self.path is None else [self.path]

    @property
    def name(self) -> str:
        """The file's name, or that of a new experiment."""
        return self.path.name if self.path else self.tr("untitled")

    def _set(self, experiment: Experiment, path: Path | None) -> None:
        self.path = path
        self._in_file = experiment
        self._model.reset(experiment)
        self._model.history.setClean()
        if path is not None:
            self._add_recent(path)
        self.changed.emit()

    def new(self) -> None:
        """Begin afresh with the welcome experiment."""
        if self.may_leave():
            self._set(WELCOME, None)

    def open(self) -> None:
        """Ask for a file and open it."""
        folder = str(self.path.parent) if self.path else ""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open experiment"), folder, ";;".join(map(pattern, FORMATS))
        )
        if name:
            self.open_path(name)

    def open_path(self, name: str) -> bool:
        """Open this file; on an error everything stays as it was."""
        try:
            files.load(name)  # before asking: one that cannot be opened leaves nothing
            if not self.may_leave():
                return False
            experiment = files.load(name)  # again: the question may have saved to this very file
        except InitLabError as error:
            self.failed.emit(error)
            return False
        self._set(experiment, Path(name).absolute())
        return True

    def adopt(self, path: Path) -> None:
        """The experiment that is shown came from this file."""
        self.path = path.absolute()
        self._in_file = self._model.experiment
        self._add_recent(self.path)
        self.changed.emit()

    def save(self) -> bool:
        """Save to the file, or ask for one."""
        if self.path is None:
            return self.save_as()
        return self._may_overwrite(self.path) and self.save_path(str(self.path))

    def _may_overwrite(self, path: Path) -> bool:
        """Ask where another window or program has written to the file since."""
        try:
            changed = files.load(path) != self._in_file
        except InitLabError:
            changed = os.path.isfile(path)  # damaged; one that is gone may come back
        if not changed:
            return True
        answer = ask(
            self._window,
            self.tr("Changed file"),
            self.tr(
                "{name} was changed by another window or program since you opened it here. "
                "Replace what it holds now?"
            ).format(name=self.name),
            Answer.Save | Answer.Cancel,
        )
        return answer == Answer.Save

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        start = str(self.path) if self.path else f"experiment{files.SUFFIX}"
        try:
            chosen = ask_name(self._window, self.tr("Save experiment"), start, FORMATS)
        except InitLabError as error:
            self.failed.emit(error)
            return False
        return chosen is not None and self.save_path(chosen[0])

    def save_path(self, name: str) -> bool:
        """Save to this file."""
        experiment = self._model.experiment
        try:
            files.save(experiment, name)
        except InitLabError as error:
            self.failed.emit(error)
            return False
        self.path = Path(name).absolute()
        self._in_file = experiment
        self._add_recent(self.path)
        self._model.history.setClean()
        self.changed.emit()
        return True

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes of a file; an untitled one is kept anyway."""
        if not self.modified or self.path is None:
            return True
        answer = ask(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name}?").format(name=self.name),
            Answer.Save | Answer.Discard | Answer.Cancel,
        )
        if answer == Answer.Save:
            return self.save()
        return answer == Answer.Discard

    def may_forget(self) -> bool:
        """Ask what to do with an untitled experiment that the settings cannot keep."""
        if not self.modified or self.path is not None:
            return True
        answer = ask(
            self._window,
            self.tr("Unsaved changes"),
            self.tr(
                "The settings cannot be written, so this experiment would be lost. "
                "Save it to a file?"
            ),
            Answer.Save | Answer.Discard | Answer.Cancel,
        )
        if answer == Answer.Save:
            return self.save_as()
        return answer == Answer.Discard

    def entries(self) -> list[Entry | Menu]:
        """The menu File as far as experiments go, with the files opened or saved last."""
        return [
            Menu(name="file", text=QT_TRANSLATE_NOOP("actions", "&File")),
            Entry(
                name="new",
                text=QT_TRANSLATE_NOOP("actions", "&New"),
                keys=("Ctrl+N",),
                call=self.new,
                menu="file",
            ),
            Entry(
                name="open",
                text=QT_TRANSLATE_NOOP("actions", "&Open …"),
                keys=("Ctrl+O",),
                call=self.open,
                menu="file",
            ),
            Menu(
                name="recent",
                text=QT_TRANSLATE_NOOP("actions", "Open &recent"),
                menu="file",
                made=self._recent_made,
            ),
            Entry(
                name="save",
                text=QT_TRANSLATE_NOOP("actions", "&Save"),
                keys=("Ctrl+S",),
                call=self.save,
                menu="file",
            ),
            Entry(
                name="save_as",
                text=QT_TRANSLATE_NOOP("actions", "Save &as …"),
                keys=("Ctrl+Shift+S",),
                call=self.save_as,
                menu="file",
            ),
        ]

    def _add_recent(self, path: Path) -> None:
        self._settings.add_recent(str(path))
        self._fill_recent()

    def _recent_made(self, menu: QMenu) -> None:
        self._recent = menu
        self._fill_recent()

    def _fill_recent(self) -> None:
        menu = self._recent
        if menu is None:
            return
        menu.clear()
        for path in self._settings.recent():
            action = menu.addAction(path)
            action.triggered.connect(lambda _=False, path=path: self.open_path(path))
        menu.setEnabled(not menu.isEmpty())
