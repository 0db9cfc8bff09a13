"""Opening and saving experiment files, with recent files and unsaved changes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.disk.endings import Format
from core.experiment import WELCOME, Experiment, files
from core.messages import QT_TRANSLATE_NOOP, InitLabError
from core.pages import PAGES, page_that_opens
from gui.actions import Entry, Menu
from gui.files.examples import Examples
from gui.files.naming import ask_name, pattern
from gui.files.settings import Settings
from gui.look.i18n import translated
from gui.model import Model
from gui.widgets.ask import Answer, ask

FORMATS = (Format("InitLab", (files.SUFFIX,)), Format("JSON", (".json",)))


class Document(QObject):
    """The file behind the experiment, if there is one.

    changed         path or unsaved state is another one now
    failed          (InitLabError): a file could not be read or written; nothing changed
    status          (str): what was done that cannot be seen
    page_opens      (str, str): the page of this key opens this file, which is no experiment
    """

    changed = Signal()
    failed = Signal(object)
    status = Signal(str)
    page_opens = Signal(str, str)

    def __init__(self, model: Model, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._model, self._settings, self._window = model, settings, window
        self._recent: QMenu | None = None
        self.examples = Examples(self.open_untitled, self)
        model.file_changed.connect(self.changed)

    @property
    def path(self) -> Path | None:
        """The file of what is shown; None for an untitled experiment and in a lesson."""
        return self._model.file.path

    @property
    def modified(self) -> bool:
        """Whether there are changes that the file does not have; what a lesson shows needs none."""
        return self._model.own.modified and not self._model.is_aside

    @property
    def name(self) -> str:
        """The file's name, that of the lesson, or that of a new experiment."""
        return self.path.name if self.path else self._model.file.title or self.tr("untitled")

    def in_use(self) -> list[Path]:
        """The files that are open here: what is exported must not be written over them."""
        own = self._model.own.file.path
        return [*([] if own is None else [own]), *self._model.file.read]

    # Opening. Each is a step that can be undone, file and unsaved changes included:

    def new(self) -> None:
        """Begin afresh with the welcome experiment."""
        self.open_untitled(WELCOME, self.tr("New"))

    def open_untitled(self, experiment: Experiment, text: str) -> bool:
        """Put an experiment that has no file in place of the present one."""
        if not self.may_leave():
            return False
        self._open(experiment, text, None)
        return True

    def _open(self, experiment: Experiment, text: str, path: Path | None) -> None:
        own = self._model.own
        if (own.file.path, own.experiment) == (path, experiment) and not own.modified:
            self._model.bring_back()  # it is there already, at most behind a lesson
            self.changed.emit()
            return
        left = own.modified and own.file.path is None
        self._model.open(experiment, text, path)
        if left:
            self.status.emit(self.tr("Undo brings back the experiment that was not saved."))

    def open(self) -> None:
        """Ask for a file and open it."""
        own = self._model.own.file.path
        folder = str(own.parent) if own else ""
        of_pages = [
            f"{translated(page.title)} ({' '.join(f'*{ending}' for ending in page.files)})"
            for page in PAGES.values()
            if page.files
        ]
        kinds = [*map(pattern, FORMATS), *of_pages]
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), folder, ";;".join(kinds)
        )
        if name:
            self.open_path(name)

    def open_path(self, name: str) -> bool:
        """Open this file, or let a page do it; on an error everything stays as it was."""
        if (page := page_that_opens(name)) is not None:
            self.page_opens.emit(page.key, name)
            return True
        try:
            files.load(name)  # before asking: one that cannot be opened leaves nothing
            if not self.may_leave():
                return False
            experiment = files.load(name)  # again: the question may have saved to this very file
        except InitLabError as error:
            self.failed.emit(error)
            return False
        path = Path(name).absolute()
        self._open(experiment, self.tr("Open {name}").format(name=path.name), path)
        self.add_recent(path)
        return True

    def adopt(self, path: Path) -> None:
        """The experiment that is shown came from this file."""
        self._model.mark_saved(path.absolute())
        self.add_recent(path.absolute())

    # Saving:

    def save(self) -> bool:
        """Save to the file, or ask for one."""
        own = self._model.own
        if self._model.is_aside or own.file.path is None:
            return self.save_as()
        return self._save_own(own.file.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; in a lesson, a copy of what it shows."""
        if not self._model.is_aside:
            return self._save_own_as()
        chosen = self._ask(None, self.in_use())
        if chosen is None or not self._write(self._model.experiment, chosen):
            return False
        self.changed.emit()
        return True

    def save_path(self, name: str) -> bool:
        """Save the person's own work to this file."""
        own = self._model.own
        if not self._write(own.experiment, name):
            return False
        self._model.mark_saved(Path(name).absolute())
        return True

    def _save_own(self, path: Path) -> bool:
        return self._may_overwrite(path) and self.save_path(str(path))

    def _save_own_as(self) -> bool:
        chosen = self._ask(self._model.own.file.path, self._model.own.file.read)
        return chosen is not None and self.save_path(chosen)

    def _ask(self, present: Path | None, in_use: Iterable[Path]) -> str | None:
        start = str(present) if present else f"experiment{files.SUFFIX}"
        try:
            chosen = ask_name(self._window, self.tr("Save experiment"), start, FORMATS, in_use)
        except InitLabError as error:
            self.failed.emit(error)
            return None
        return None if chosen is None else chosen[0]

    def _write(self, experiment: Experiment, name: str) -> bool:
        try:
            files.save(experiment, name)
        except InitLabError as error:
            self.failed.emit(error)
            return False
        self.add_recent(Path(name).absolute())
        self.status.emit(self.tr("{name} is written.").format(name=os.path.basename(name)))
        return True

    def _may_overwrite(self, path: Path) -> bool:
        """Ask where another window or program has written to the file since."""
        try:
            changed = files.load(path) != self._model.own.file.saved
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
            ).format(name=path.name),
            Answer.Save | Answer.Cancel,
        )
        return answer == Answer.Save

    # Leaving:

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes of a file; an untitled one is kept anyway."""
        own = self._model.own
        if not own.modified or own.file.path is None:
            return True
        answer = ask(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name}?").format(name=own.file.path.name),
            Answer.Save | Answer.Discard | Answer.Cancel,
        )
        if answer == Answer.Save:
            return self._save_own(own.file.path)
        return answer == Answer.Discard

    def may_forget(self, kept: bool) -> bool:
        """Ask what to do with an untitled experiment that the next start will not show.

        It was kept by the settings, which another window is about to write, or not even that.
        """
        own = self._model.own
        if not own.modified or own.file.path is not None:
            return True
        lost = self.tr(
            "The settings cannot be written, so this experiment would be lost. Save it to a file?"
        )
        replaced = self.tr(
            "Another window of InitLab is open, and the next start will show what that one shows. "
            "Save this experiment to a file?"
        )
        answer = ask(
            self._window,
            self.tr("Unsaved changes"),
            replaced if kept else lost,
            Answer.Save | Answer.Discard | Answer.Cancel,
        )
        if answer == Answer.Save:
            return self._save_own_as()
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
                made=self.recent_made,
            ),
            self.examples.menu(),
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

    def add_recent(self, path: Path) -> None:
        """A file has been opened or saved."""
        self._settings.add_recent(str(path))
        self._fill_recent()

    def recent_made(self, menu: QMenu) -> None:
        """The menu of the files opened or saved last, here or in another window."""
        self._recent = menu
        menu.aboutToShow.connect(self._fill_recent)
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
