"""The main window: model, runner and views, wired in one direction."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMenuBar,
    QWhatsThis,
    QWidget,
)

from core.experiment import Experiment, files
from core.messages import QT_TRANSLATE_NOOP, InitLabError
from core.pages import FIRST, PAGES
from gui.actions import Actions, Entry
from gui.appearance import Appearance
from gui.central import CentralWidget
from gui.faults.failure import Failures
from gui.faults.guard import guard
from gui.files.autosave import Autosave
from gui.files.closing import Closing
from gui.files.document import Document
from gui.files.exporting import Exporter
from gui.files.opener import Opener
from gui.files.settings import Settings
from gui.files.sharing import Sharing
from gui.help.about import report as versions_and_devices
from gui.help.menu import Help
from gui.lessons.controller import LessonController
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.look.sizes import SMALLEST
from gui.look.theme import theme
from gui.model import Model
from gui.pages.page import Page
from gui.pages.stack import PageStack
from gui.pages.table import page_class
from gui.panel import Panel
from gui.runner import Runner, Task
from gui.settled import Settling
from gui.widgets.bars import MessageBar, StatusLine
from gui.widgets.top_bar import TopBar


class MainWindow(FollowsLook, QMainWindow):
    """One experiment, several views of it.

    settled   everything of the newest experiment has been drawn, or refused with a sentence
    """

    settled = Signal()

    def __init__(self, experiment: Experiment, settings: Settings, page: str = "") -> None:
        guard()  # before Qt looks at the handlers: it remembers what it has found
        super().__init__()
        self.settings = settings
        self.model = Model(experiment, self)
        self.runner = Runner(self)
        first = PAGES.get(page, PAGES[FIRST])
        # The worker computes the first picture while the window is being built.
        self.runner.submit(page_class(first).task(experiment))
        self.document = Document(self.model, settings, self)
        self.exporter = Exporter(self, self.runner.report_progress)
        self.sharing = Sharing(self.model, self)
        self.failures = Failures(self, self._state, versions_and_devices)
        self.error: InitLabError | None = None
        self.settling = Settling(self)
        self.settling.settled.connect(self.settled)
        self._first = 0
        self._run_failed = False
        self._asked: Any = None
        self._told: Any = None
        self._drawn: set[Page] = set()
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.model.changed.connect(self._changed)  # first: the worker starts before all else
        autosave = Autosave(self.model, settings, self)
        self.closing = Closing(self.document, self.exporter, autosave, settings, self)
        self._build()
        self._connect()
        self._show_page(first.key)
        self._note_state()
        self.setFocus()  # not on the first button, which would look chosen

    def _build(self) -> None:
        menus = QMenuBar(self)
        self.actions_ = Actions(self, menus)
        self.appearance = Appearance(self, self.settings)
        self.lessons = LessonController(self.model, self.settings, self.show_page, self)
        self.opener = Opener(self.document, self.sharing, self.lessons.open, self)
        self.panel = Panel(self.model)
        self.stack = PageStack()
        self._compose_menus()
        shown = ["language", "projector", "theme"]
        self.top = TopBar(menus, [self.actions_[name] for name in shown], self)
        self.message = MessageBar()
        self.status = StatusLine()
        banners = (self.lessons.welcome_banner, self.message)
        self.setCentralWidget(
            CentralWidget(self.top, self.lessons.card, self.panel, banners, self.stack, self.status)
        )

    def _compose_menus(self) -> None:
        """Every part says what it can do; lines of a group stand in this order."""
        own = [
            Entry(
                name="stop",
                text=QT_TRANSLATE_NOOP("actions", "S&top the run"),
                keys=("Escape",),
                call=self.escape,
                menu="edit",
                group=1,
            ),
            Entry(
                name="quit",
                text=QT_TRANSLATE_NOOP("actions", "&Quit"),
                keys=("Ctrl+Q",),
                call=self.close,
                menu="file",
                group=2,
            ),
        ]
        self.actions_.compose(
            [
                *self.document.entries(),
                *self.exporter.entries(),
                *self.sharing.entries(),
                *self.model.entries(),
                *self.panel.entries(),
                *self.stack.entries(),
                *self.appearance.entries(),
                *self.lessons.entries(),
                *Help(self, self.actions_).entries(),
                *own,
            ]
        )

    def _connect(self) -> None:
        self.model.refused.connect(self._refused)
        self.runner.picture.connect(self._draw)
        self.runner.done.connect(self._finished)
        self.runner.failed.connect(self._failed)
        self.runner.cancelled.connect(self._stopped)
        self.runner.progress.connect(self.status.set_progress)
        self.runner.busy.connect(self._busy)
        self.runner.background_done.connect(self._background_done)
        self.runner.unforeseen.connect(self.failures.add)
        self.status.cancelled.connect(self.cancel)
        self.status.slow.connect(self._slow)
        self.document.changed.connect(self._document_changed)
        self.document.failed.connect(self._file_failed)
        self.exporter.failed.connect(self._file_failed)
        self.exporter.background.connect(self._submit_background)
        self.exporter.status.connect(self.status.text.setText)
        self.exporter.busy.connect(self.status.set_busy)
        self.exporter.progress.connect(self.status.set_progress)
        self.runner.background_progress.connect(self.exporter.show_progress)
        self.sharing.failed.connect(self._file_failed)
        self.sharing.status.connect(self.status.text.setText)
        self.lessons.presenter.failed.connect(self._file_failed)
        self.lessons.controls_shown.connect(self._show_only)
        self.lessons.control_moved.connect(self._bring_into_view)
        self.appearance.focused.connect(self._set_focused)
        self.top.page_chosen.connect(self.show_page)
        self.stack.wanted.connect(self.show_page)
        self.stack.made.connect(self._page_made)

    # What is shown:

    def experiment(self) -> Experiment:
        """The experiment that the controls show."""
        return self.model.experiment

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment, as one step that can be undone."""
        if experiment == self.model.experiment:
            self.run()
        else:
            self.model.replace(experiment, self.tr("Experiment"))

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.stack.page

    def show_page(self, key: str) -> None:
        """Turn to a page, making it the first time."""
        self.page.set_pending(False)  # when the run ends, only the page that is shown is told
        self._show_page(key)
        # Results of the page before are not this one's to draw.
        self._first = self.runner.generation + 1
        if self.is_drawn and not self.runner.has_job:
            if self._run_failed:
                self._set_message(None)
            self._note_state()
            self.page.update_labels()
            self._keep()
        else:
            self.run()

    def _show_page(self, key: str) -> None:
        self.stack.show_page(key)
        self.page.sync(self.model.experiment)
        self.top.show_page(key)
        self.exporter.set_source(self.page)
        self.sharing.set_page(self.page)

    def _page_made(self, page: Page) -> None:
        page.changes.connect(self.model.edit_many)
        page.edited.connect(self.model.edit)
        page.gesture.connect(self.model.set_gesture)
        page.work.connect(partial(self._work_of, page))
        page.status.connect(self.status.text.setText)
        for action in page.actions_of_page():
            self.actions_.adopt(action, "view")

    def _show_only(self, keys: frozenset[str] | None) -> None:
        self.panel.show_only(keys)
        self.page.show_only(keys)

    def _bring_into_view(self, control: QWidget) -> None:
        self.panel.ensureWidgetVisible(control)

    def _set_focused(self, on: bool) -> None:
        self.setFocus()  # else it would go from what is hidden to whatever comes next
        self.panel.setVisible(not on)
        self.stack.set_focused(on)

    # control → experiment → runner → core → result → view:

    def run(self) -> None:
        """Ask for the pictures of the present experiment."""
        self._note_state()
        self._work(self.page.task_now(self.model.experiment))

    def _work(self, task: Task) -> None:
        if self._run_failed:  # why there was no picture no longer holds
            self._set_message(None)
        self._drawn.discard(self.page)
        self.settling.begin()
        self.runner.submit(task)

    def _note_state(self) -> None:
        """Remember what the page was asked to draw."""
        self._asked = self.page.state(self.model.experiment)
        self._told = self.page.live_state(self.model.experiment)

    def _keep(self) -> None:
        """Nothing has changed that asks for a run: what is shown, or on its way, is right."""
        experiment = self.model.experiment
        self.page.adopt(experiment)
        self._note(self.page.result())
        told = self.page.live_state(experiment)
        if told != self._told:
            self._told = told
            self.runner.hand_over(experiment)
        self.settling.repeat()

    @property
    def is_drawn(self) -> bool:
        """Whether the whole result of the present experiment stands on the page."""
        page, result = self.page, self.page.result()
        if page not in self._drawn or result is None:
            return False
        same: bool = page.state(result.experiment) == page.state(self.model.experiment)
        return same

    def _work_of(self, page: Page, task: Task) -> None:
        if page is self.page:  # another page could not draw what comes of it
            self._work(task)

    def _changed(self, experiment: Experiment) -> None:
        self.page.sync(experiment)
        self._set_message(None)
        if self.page.state(experiment) == self._asked:
            self._keep()
        else:
            self.run()
        self._retitle()

    def _draw(self, generation: int, result: Any) -> None:
        if generation >= self._first:
            self.page.show_result(result)
            self.page.adopt(self.model.experiment)
            self._note(result)

    def _finished(self, generation: int) -> None:
        if generation >= self._first:
            self._drawn.add(self.page)
        self.settling.finish()

    def _note(self, result: Any) -> None:
        if self.error is None:
            self.panel.set_message(None, getattr(result, "notes", ()))

    def _failed(self, generation: int, error: InitLabError) -> None:
        self._set_message(error)
        self._run_failed = True
        self._asked = None  # the same may be asked for again
        self.page.stopped()
        self.settling.finish()

    @property
    def is_settled(self) -> bool:
        """Whether `settled` has been emitted for the newest experiment."""
        return self.settling.is_settled

    def _submit_background(self, work: Any, key: Any) -> None:
        self.settling.add_background()
        self.runner.submit_background(work, key)

    def _background_done(self, key: Any, value: Any) -> None:
        owner, asked = key
        try:
            owner.on_background(asked, value)
        finally:
            self.settling.background_done()

    def escape(self) -> None:
        """Leave What's This; else stop what takes long, or end what a lesson has opened."""
        if QWhatsThis.inWhatsThisMode():
            QWhatsThis.leaveWhatsThisMode()
            return
        long = self.status.bar.isVisibleTo(self.status)
        if long or not self.lessons.escape():
            self.cancel()

    def cancel(self) -> None:
        """Stop the run and what is being exported; the last picture stays."""
        self.runner.cancel()
        self.exporter.stop()
        self.status.set_busy(False)

    def _stopped(self) -> None:
        self.page.stopped()
        if (result := self.page.result()) is not None:
            self._note(result)
        self.status.text.setText(self.tr("Stopped: the picture is that of the run before."))
        self.settling.finish()

    def _busy(self, busy: bool) -> None:
        self.status.set_busy(busy)
        if not busy and self.exporter.is_busy:  # that was waiting for it
            self.status.set_busy(True)

    def _slow(self, slow: bool) -> None:
        self.page.set_pending(slow and self.runner.has_job)  # not of an export alone

    # What is said:

    def _set_message(self, error: InitLabError | None) -> None:
        self.error, self._run_failed = error, False
        self.panel.set_message((error.key, error.text) if error else None)
        self.message.set_message(f"{error.key}: {translated(error.text)}" if error else "")

    def _refused(self, error: InitLabError) -> None:
        self._set_message(error)
        self.page.sync(self.model.experiment)  # its control goes back to what holds

    def _file_failed(self, error: InitLabError) -> None:
        self.message.set_message(f"{error.key}: {translated(error.text)}")

    def _state(self) -> str:
        """What a report of a failure says of the window."""
        return f"page {self.page.objectName()}\n{files.dumps(self.model.experiment)}"

    def _retitle(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] — InitLab")
        self.setWindowModified(self.document.modified)

    def _document_changed(self) -> None:
        self._set_message(self.error)  # what was said of a file no longer holds
        self._retitle()

    def retranslate(self) -> None:
        """Texts of the window itself; its parts follow by themselves."""
        self._document_changed()
        if (result := self.page.result()) is not None:
            self._note(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a projector letters grow with the window."""
        theme.fit(self.width(), self.height())
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that no control took belongs to the lesson or the page."""
        if self.lessons.key_pressed(event):
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self.sharing.paste():
            return
        self.page.key_pressed(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file, or a link."""
        if self.opener.can_open(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file or the link that was dropped."""
        event.acceptProposedAction()
        self.opener.open_dropped(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for unsaved changes, remember the experiment, end the worker."""
        if not self.closing.may_close(self.saveGeometry):
            event.ignore()
            return
        self.exporter.stop()
        self.runner.close()
        super().closeEvent(event)
