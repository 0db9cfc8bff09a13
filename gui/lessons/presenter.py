"""Where a lesson is, and what each step does to the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.lessons import lesson as lessons
from core.lessons.lesson import Lesson, Step
from core.messages import InitLabError
from gui.files.settings import Settings
from gui.lessons.glide import Glide
from gui.lessons.watching import FileWatch
from gui.look.i18n import language
from gui.model import Model


class Presenter(QObject):
    """Walks through lessons; the built-in ones follow one another.

    began      another lesson is shown, on its page; its experiment follows
    moved      another step is shown, or none any more
    reworded   the same step is shown in another language
    failed     (InitLabError): a teacher's file could not be read; nothing changed
    """

    began = Signal()
    moved = Signal()
    reworded = Signal()
    failed = Signal(object)

    def __init__(
        self,
        model: Model,
        show_page: Callable[[str], None],
        shown_page: Callable[[], str],
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._settings = model, settings
        self._show_page, self._shown_page = show_page, shown_page
        self._page_before = ""
        self.glide = Glide(model, self)
        self.glide.finished.connect(model.forget)
        model.came_back.connect(self._end)
        self._watch = FileWatch(self)
        self._watch.changed.connect(self._reload)
        self.lesson: Lesson | None = None
        self.path: Path | None = None
        self.at = 0

    @property
    def active(self) -> bool:
        """Whether a lesson is shown."""
        return self.lesson is not None

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return None if self.lesson is None else self.lesson.steps[self.at]

    @property
    def number(self) -> int:
        """The number of a built-in lesson, from 1; 0 for a teacher's own or none."""
        if self.lesson is None or self.path is not None:
            return 0
        return self._keys().index(self.lesson.key) + 1

    @staticmethod
    def _built_in() -> tuple[Lesson, ...]:
        return lessons.built_in(language())

    def _keys(self) -> list[str]:
        return [lesson.key for lesson in self._built_in()]

    def begin(self) -> None:
        """Go on where the last time ended, else with lesson 1."""
        if self.active:
            return
        key, _, at = self._settings.word("lesson").rpartition(":")
        if key in self._keys() and at.isdecimal():
            self.start(key, int(at))
        else:
            self.start(self._keys()[0])

    def start(self, key: str, at: int = 0) -> None:
        """A built-in lesson by its key, `06-xavier`."""
        lesson = next(lesson for lesson in self._built_in() if lesson.key == key)
        self._start(lesson, None, at)

    def open(self, path: str | Path, at: int = 0) -> bool:
        """A teacher's own file; on an error everything stays as it was."""
        try:
            lesson = lessons.load(path)
        except InitLabError as error:
            self.failed.emit(error)
            return False
        self._start(lesson, Path(path), at)
        return True

    def _reload(self) -> None:
        """The same step of a file that was saved in an editor; a mistake is said, and it stays."""
        if self.path is not None:
            self.open(self.path, self.at)

    def _start(self, lesson: Lesson, path: Path | None, at: int) -> None:
        """Begin at a step, the last where there are fewer; the person's own work waits."""
        if not self.active:
            self._page_before = self._shown_page()
        self.glide.stop()
        self.lesson, self.path = lesson, path
        read = () if path is None else (path.absolute(), *lesson.pictures)
        self._model.set_aside(lesson.title, read)
        self._watch.watch(None if path is None else path.absolute())
        self._go(min(at, len(lesson.steps) - 1), new=True)

    def _go(self, at: int, new: bool = False) -> None:
        assert self.lesson is not None
        self.at = at
        step = self.lesson.steps[at]
        if self.path is None:
            self._settings.set_text("lesson", f"{self.lesson.key}:{at}")
        self._show_page(step.page)
        if new:
            self.began.emit()
        self.glide.go(step.experiment, self.lesson.title)
        self.moved.emit()

    @property
    def can_go_on(self) -> bool:
        """Whether a step follows, or a lesson."""
        if self.lesson is None:
            return False
        return self.at + 1 < len(self.lesson.steps) or 0 < self.number < len(self._keys())

    @property
    def can_go_back(self) -> bool:
        """Whether a step comes before, or a lesson."""
        return self.active and (self.at > 0 or self.number > 1)

    def next(self) -> None:
        """The next step, or the next lesson; the last one ends there."""
        if self.lesson is None:
            return
        if self.at + 1 < len(self.lesson.steps):
            self._go(self.at + 1)
        elif 0 < self.number < len(self._keys()):
            self.start(self._keys()[self.number])

    def previous(self) -> None:
        """The step before, or the last one of the lesson before."""
        if self.lesson is None:
            return
        if self.at > 0:
            self._go(self.at - 1)
        elif self.number > 1:
            key = self._keys()[self.number - 2]
            self.start(key, 10_000)

    def leave(self) -> None:
        """End the lesson: experiment, file, history and page are those from before it."""
        if self.active:
            self._show_page(self._page_before)
            self._model.bring_back()

    def _end(self) -> None:
        """The person's own work is back, or something has been opened there."""
        self.glide.cancel()
        self._watch.watch(None)
        self.lesson, self.path = None, None
        self.moved.emit()

    def translate(self) -> None:
        """The same step in the present language; a teacher's file has but one."""
        if self.lesson is not None and self.path is None:
            key = self.lesson.key
            self.lesson = next(lesson for lesson in self._built_in() if lesson.key == key)
            self._model.retitle(self.lesson.title)
            self.reworded.emit()
