"""The way round: the present experiment to the worker, and its pictures to the page."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.experiment import Experiment
from core.messages import InitLabError
from gui.model import Model
from gui.pages.page import Page
from gui.pages.stack import PageStack
from gui.runner import Runner, Task
from gui.settled import Settling


class RunController(QObject):
    """Compares what the page asks for with what it has, and runs only where they differ.

    settled              everything of the newest experiment has been drawn, or refused
    error_changed(error) why there is no picture (InitLabError); None where there is one
    noted(notes)         what there is to remark on the result that the page shows
    stopped              the run was stopped; the last picture stays

    is_stopped           the person stopped the run of the present experiment
    """

    settled = Signal()
    error_changed = Signal(object)
    noted = Signal(object)
    stopped = Signal()

    def __init__(self, model: Model, runner: Runner, stack: PageStack, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._runner, self._stack = model, runner, stack
        self.error: InitLabError | None = None
        self.settling = Settling(self)
        self._first = 0
        self._failed_run = False
        self._asked: Any = None
        self._told: Any = None
        self._drawn: set[Page] = set()
        self.is_stopped = False
        self.settling.settled.connect(self.settled)
        stack.made.connect(self._page_made)
        runner.picture.connect(self._draw)
        runner.done.connect(self._finished)
        runner.failed.connect(self._failed)
        runner.cancelled.connect(self._stopped)
        runner.background_done.connect(self._background_done)

    def _page_made(self, page: Page) -> None:
        page.work.connect(partial(self._work_of, page))
        page.rerun.connect(partial(self._rerun, page))

    # What there is:

    @property
    def is_settled(self) -> bool:
        """Whether `settled` has been emitted for the newest experiment."""
        return self.settling.is_settled

    @property
    def is_drawn(self) -> bool:
        """Whether the whole result of the present experiment stands on the page."""
        page, result = self._stack.page, self._stack.page.result()
        if page not in self._drawn or result is None:
            return False
        same: bool = page.state(result.experiment) == page.state(self._model.experiment)
        return same

    def set_error(self, error: InitLabError | None) -> None:
        """Why something could not be done; None where that no longer holds."""
        self.error, self._failed_run = error, False
        self.error_changed.emit(error)

    def note(self) -> None:
        """Tell the remarks on the result that is shown, unless an error stands in their place."""
        result = self._stack.page.result()
        if self.error is None and result is not None:
            self.noted.emit(getattr(result, "notes", ()))

    # What is asked for:

    def run(self) -> None:
        """Ask for the pictures of the present experiment."""
        self.remember_asked()
        self._work(self._stack.page.task_now(self._model.experiment))

    def page_turned(self) -> None:
        """Another page is shown: what was on its way is not this one's to draw."""
        self._first = self._runner.generation + 1
        if self.is_drawn and not self._runner.has_job:
            if self._failed_run:
                self.set_error(None)
            self.remember_asked()
            self._stack.page.update_labels()
            self._keep()
        else:
            self.run()

    def follow(self, experiment: Experiment) -> None:
        """The experiment is another one: run where a key has changed that the page names."""
        self.set_error(None)
        if self._stack.page.state(experiment) == self._asked:
            self._keep()
        else:
            self.run()

    def remember_asked(self) -> None:
        """What the page is asked to draw is that of the present experiment."""
        self._asked = self._stack.page.state(self._model.experiment)
        self._told = self._stack.page.live_state(self._model.experiment)

    def _keep(self) -> None:
        """Nothing has changed that asks for a run: what is shown, or on its way, is right."""
        experiment, page = self._model.experiment, self._stack.page
        page.adopt(experiment)
        self.note()
        told = page.live_state(experiment)
        if told != self._told:
            self._told = told
            if not self._runner.hand_over(experiment):
                page.live_changed(experiment)
        self.settling.repeat()

    def _work(self, task: Task) -> None:
        if self._failed_run:  # why there was no picture no longer holds
            self.set_error(None)
        self._drawn.discard(self._stack.page)
        self.is_stopped = False
        self.settling.begin()
        self._runner.submit(task)

    def _work_of(self, page: Page, task: Task) -> None:
        if page is self._stack.page:  # another page could not draw what comes of it
            self._work(task)

    def _rerun(self, page: Page) -> None:
        if page is self._stack.page:
            self.set_error(None)
            self.run()

    def submit_background(self, work: Any, key: Any) -> None:
        """Small work for the worker; `key` is (owner, asked), for `owner.on_background`."""
        self.settling.add_background()
        self._runner.submit_background(work, key, small=False)  # a run does not wait for a file

    # What comes:

    def _draw(self, generation: int, result: Any) -> None:
        if generation >= self._first:
            self._stack.page.show_result(result)
            self._stack.page.adopt(self._model.experiment)
            self.note()

    def _finished(self, generation: int) -> None:
        if generation >= self._first:
            self._drawn.add(self._stack.page)
            if self._missed_a_change():
                return
        self.settling.finish()

    def _missed_a_change(self) -> bool:
        """Whether a live change came after the run's last picture: the page asks again."""
        page, experiment = self._stack.page, self._model.experiment
        result = page.result()
        if result is None or page.live_state(result.experiment) == page.live_state(experiment):
            return False
        page.live_changed(experiment)
        return self._runner.has_job

    def _failed(self, _: int, error: InitLabError) -> None:
        self.set_error(error)
        self._failed_run = True
        self._asked = None  # the same may be asked for again
        self._stack.page.stopped()
        self.settling.finish()

    def _stopped(self) -> None:
        self._asked = None  # what was asked for is not there: any change asks again
        self.is_stopped = True
        self._stack.page.stopped()
        self.note()
        self.stopped.emit()
        self.settling.finish()

    def _background_done(self, key: Any, value: Any) -> None:
        owner, asked = key
        try:
            owner.on_background(asked, value)
        finally:
            self.settling.background_done()
