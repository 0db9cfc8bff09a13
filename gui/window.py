"""The main window: model, runner and views, wired in one direction."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenuBar, QWhatsThis

from core.experiment import Experiment, files
from core.messages import QT_TRANSLATE_NOOP, InitLabError, Message
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
from gui.files.pasting import Pasting
from gui.files.settings import Settings
from gui.files.sharing import Sharing
from gui.help.about import report as versions_and_devices
from gui.help.menu import Help
from gui.lessons.controller import LessonController
from gui.lessons.writing import LessonWriter
from gui.look.following import FollowsLook
from gui.look.i18n import said_of, translated
from gui.look.theme import theme
from gui.model import Model
from gui.pages.page import Page
from gui.pages.stack import PageStack
from gui.pages.table import page_class
from gui.panel import Panel
from gui.placing import place
from gui.progress import Progress
from gui.runner import Runner
from gui.runs import RunController
from gui.widgets.bars import MessageBar, StatusLine
from gui.widgets.top_bar import TopBar


class MainWindow(FollowsLook, QMainWindow):
    """One experiment, several views of it.

    settled   everything of the newest experiment has been drawn, or refused with a sentence
    """

    settled = Signal()

    def __init__(
        self,
        experiment: Experiment,
        settings: Settings,
        page: str = "",
        size: tuple[int, int] | None = None,
    ) -> None:
        guard()  # before Qt looks at the handlers: it remembers what it has found
        super().__init__()
        place(self, size, settings)
        theme.fit(self.width(), self.height())  # all that is made has its letters from the first
        with theme.put_on_at_the_end():
            self._make(experiment, settings, page)

    def _make(self, experiment: Experiment, settings: Settings, page: str) -> None:
        self.settings = settings
        self.model = Model(experiment, self)
        self.runner = Runner(self)
        first = PAGES.get(page, PAGES[FIRST])
        # The worker computes the first picture while the window is being built.
        self.runner.submit(page_class(first).task(experiment))
        self.document = Document(self.model, settings, self)
        self.exporter = Exporter(self, settings, self.runner.report_progress, self._in_use)
        self.sharing = Sharing(self.model, self.document, self)
        Pasting(self.sharing, self)
        self.failures = Failures(self, self._state, versions_and_devices)
        self.stack = PageStack()
        self.runs = RunController(self.model, self.runner, self.stack, self)
        self.setAcceptDrops(True)
        self.model.changed.connect(self._changed)  # first: the worker starts before all else
        autosave = Autosave(self.model, settings, self)
        self.closing = Closing(self.document, self.exporter, autosave, settings, self)
        self.closing.pages_leave = lambda: all(page.may_leave() for page in self.stack.pages)
        self._build()
        self._connect()
        self._show_page(first.key)
        self.runs.remember_asked()
        self.setFocus()  # not on the first button, which would look chosen

    def _build(self) -> None:
        menus = QMenuBar(self)
        self.actions_ = Actions(self, menus)
        self.appearance = Appearance(self, self.settings)
        self.lessons = LessonController(self.model, self.settings, self.show_page, self.stack, self)
        self.writer = LessonWriter(self.lessons.open, self.document.in_use, self)
        self.opener = Opener(self.document, self.sharing, self.lessons.open, self)
        self.panel = Panel(self.model)
        self._compose_menus()
        shown = ["language", "projector", "theme"]
        self.top = TopBar(menus, [self.actions_[name] for name in shown], self)
        self.message = MessageBar()
        self.status = StatusLine()
        self.progress = Progress(self.status, self.runner, self.exporter, self.stack, self)
        banners = (self.lessons.welcome_banner, self.message)
        self.setCentralWidget(
            CentralWidget(self.top, self.lessons.card, self.panel, banners, self.stack, self.status)
        )

    def _compose_menus(self) -> None:
        """Every owner says what it can do; lines of a group stand in this order."""
        files_ = (self.document, self.exporter, self.sharing)
        parts = (self.model, self.panel, self.stack, self.appearance, self.lessons)
        owners = (*files_, *parts, Help(self, self.actions_), self.writer, self)
        self.actions_.compose(chain.from_iterable(owner.entries() for owner in owners))

    def entries(self) -> list[Entry]:
        """What the window itself can do."""
        return [
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

    def _connect(self) -> None:
        self.model.refused.connect(self._refused)
        self.runs.settled.connect(self.settled)
        self.runs.error_changed.connect(self._show_error)
        self.runs.noted.connect(self._note)
        self.runs.stopped.connect(self._stopped)
        self.runner.unforeseen.connect(self.failures.add)
        self.document.changed.connect(self._document_changed)
        self.document.failed.connect(self._file_failed)
        self.document.page_opens.connect(self._open_on_page)
        self.document.examples.page_wanted.connect(self.show_page)
        self.document.status.connect(self.status.text.setText)
        self.exporter.failed.connect(self._file_failed)
        self.exporter.background.connect(self.runs.submit_background)
        self.exporter.status.connect(self.status.text.setText)
        self.sharing.failed.connect(self._file_failed)
        self.sharing.status.connect(self.status.text.setText)
        self.lessons.presenter.failed.connect(self._file_failed)
        self.writer.failed.connect(self._file_failed)
        self.writer.status.connect(self.status.text.setText)
        self.writer.link.connect(self.lessons.ask_to_open)
        self.lessons.controls_shown.connect(self.panel.show_only)
        self.lessons.controls_shown.connect(self.stack.show_only)
        self.lessons.control_moved.connect(self.panel.scroll_to)
        self.lessons.all_wanted.connect(self._show_all)
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
        self.runs.page_turned()

    def _show_page(self, key: str) -> None:
        self.stack.show_page(key)
        self.status.text.setText(self.page.status_text)
        self.panel.shown = self.page.shown
        self.model.lead = self.page.led
        self.panel.set_restart(self.page.restart)
        self._show_controls()
        self.page.sync(self.model.experiment)
        self.panel.sync(self.model.experiment)
        self.top.show_page(key)
        self.exporter.set_source(self.page)
        self.sharing.set_page(self.page)

    def _page_made(self, page: Page) -> None:
        page.changes.connect(self.model.edit_many)
        page.edited.connect(self.model.edit)
        page.refused.connect(self.model.refuse)
        page.gesture.connect(self.model.set_gesture)
        page.shown_changed.connect(self._sync_panel)
        page.status.connect(self.status.text.setText)
        page.controls_changed.connect(self._show_controls)
        page.opened.connect(self._opened_on_page)
        page.page_wanted.connect(self.show_page)
        page.brought.connect(self.document.open_untitled)
        page.file_failed.connect(self._file_failed)
        for action in page.actions_of_page():
            self.actions_.adopt(action, "view")

    def _show_controls(self) -> None:
        """The panel with what the page depends on; where that is nothing the page has its room."""
        self.panel.show_page(self.page.panel_keys, *self.page.cards_of_panel())
        self._show_panel()
        self._fit_letters()

    def _show_panel(self) -> None:
        needed = self.page.panel_keys is None or bool(self.page.panel_keys)
        self.panel.setVisible(needed and not self.actions_["view.focus"].isChecked())

    def _open_on_page(self, key: str, path: str) -> None:
        if key != self.page.key:
            self.show_page(key)
        self.page.open_path(path)

    def _opened_on_page(self, path: str) -> None:
        self.document.add_recent(Path(path).absolute())

    def _in_use(self) -> list[Path]:
        """What is exported must not be written over these."""
        return [*self.document.in_use(), *chain.from_iterable(p.in_use() for p in self.stack.pages)]

    def _sync_panel(self) -> None:
        self.panel.sync(self.model.experiment)

    def _show_all(self) -> None:
        """No longer the plots alone."""
        action = self.actions_["view.focus"]
        if action.isChecked():
            action.trigger()

    def _set_focused(self, on: bool) -> None:
        self.setFocus()  # else it would go from what is hidden to whatever comes next
        self._show_panel()
        self._fit_letters()
        self.stack.set_focused(on)

    # control → experiment → runner → core → result → view:

    @property
    def is_settled(self) -> bool:
        """Whether `settled` has been emitted for the newest experiment."""
        return self.runs.is_settled

    def run(self) -> None:
        """Ask for the pictures of the present experiment."""
        self.runs.run()

    def _changed(self, experiment: Experiment) -> None:
        self.page.sync(experiment)
        self.runs.follow(experiment)
        self._retitle()

    def _note(self, notes: tuple[Message, ...]) -> None:
        self.panel.set_message(None, notes)

    def escape(self) -> None:
        """Leave What's This; else stop what takes long, or end what a lesson has opened."""
        if QWhatsThis.inWhatsThisMode():
            QWhatsThis.leaveWhatsThisMode()
            return
        if not self.progress.is_shown and self._escape_what_is_open():
            return
        self.progress.cancel()

    def _escape_what_is_open(self) -> bool:
        """Leave the innermost: a black sheet, a card that fills the page, a lesson."""
        if self.page.filled is None or self.lessons.blackout.isVisible():
            return self.lessons.escape()
        self.page.fill(None)
        return True

    def _stopped(self) -> None:
        self.status.text.setText(self.tr("Stopped: the picture is that of the run before."))

    # What is said:

    def _show_error(self, error: InitLabError | None) -> None:
        self.panel.set_message((error.key, error.text) if error else None)
        self.message.set_message(said_of(error.key, translated(error.text)) if error else "")

    def _refused(self, error: InitLabError) -> None:
        self.runs.set_error(error)
        self.page.sync(self.model.experiment)  # its control goes back to what holds

    def _file_failed(self, error: InitLabError) -> None:
        self.message.set_message(said_of(error.key, translated(error.text)))

    def _state(self) -> str:
        """What a report of a failure says of the window."""
        return f"page {self.page.objectName()}\n{files.dumps(self.model.experiment)}"

    def _retitle(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] — InitLab")
        self.setWindowModified(self.document.modified)

    def _document_changed(self) -> None:
        self._show_error(self.runs.error)  # what was said of a file no longer holds
        self._retitle()

    def retranslate(self) -> None:
        """Texts of the window itself; its parts follow by themselves."""
        self._document_changed()
        self.runs.note()

    def _fit_letters(self) -> None:
        theme.fit(self.width(), self.height(), not self.panel.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a projector letters grow with the window."""
        self._fit_letters()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that no control took belongs to the lesson or the page."""
        if self.lessons.key_pressed(event):
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.sharing.open_clipboard()
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
        for page in self.stack.pages:
            page.closing()
        self.runner.close()
        super().closeEvent(event)
