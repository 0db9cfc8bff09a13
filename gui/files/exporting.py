"""Saving pictures of plots, tables, weights and code, from the menu."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core import disk, layer
from core.context import Cancelled, Context
from core.disk.endings import CSV, PYTHON, SAFETENSORS, Format
from core.experiment import Experiment
from core.messages import QT_TRANSLATE_NOOP, FileError, InitLabError, printable, unexpected
from gui.actions import Entry, Menu
from gui.files.exported import Exported, Source
from gui.files.naming import ask_name
from gui.files.settings import Settings
from gui.look.following import FollowsLook
from gui.look.i18n import translated_code
from gui.widgets.ask import Answer, ask

LOOK, WINDOW = "pictures", "window"
"""The setting that says what pictures look like, and what stands there where it is the window."""


class _Writing(Context):
    """Draws weights for a file: tells how far it is, and stops when nobody wants them any more."""

    def __init__(self, name: str, tell: Callable[[float], None]) -> None:
        self.name, self._tell = name, tell
        self.stopped = self.written = False

    @property
    def cancelled(self) -> bool:
        return self.stopped

    def progress(self, fraction: float) -> None:
        if not self.stopped:
            self._tell(fraction)


class Exporter(FollowsLook, QObject):
    """Asks for a file name and writes.

    failed     (InitLabError): what went wrong
    status     (str): what is being written, and what has been
    background (work, key): for the worker, whose answer is for `on_background`
    busy       whether weights are being drawn for a file, or wait for it
    progress   fraction of that
    """

    failed = Signal(object)
    status = Signal(str)
    background = Signal(object, object)
    busy = Signal(bool)
    progress = Signal(float)

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        tell: Callable[[float], None],
        in_use: Callable[[], list[Path]],
    ) -> None:
        """`tell` brings a fraction from the worker to `show_progress`.

        `in_use` says which files are open, and are not written over.
        """
        super().__init__(window)
        self._window, self._tell, self._in_use = window, tell, in_use
        self._settings = settings
        self._as_window = settings.text(LOOK, (WINDOW, ""), "") == WINDOW
        self._under_way: list[_Writing] = []
        self._source: Source | None = None
        self._menu: QMenu | None = None
        self._always: list[QAction] = []

    def set_source(self, source: Source) -> None:
        """The page whose plots, tables, weights and code are meant."""
        self._source = source
        self.retranslate()

    def _ask(self, suggestion: str, *formats: Format) -> tuple[str, Format] | None:
        """A name and what to write there; None where nothing is to be written."""
        try:
            title, in_use = self.tr("Export"), self._in_use()
            return ask_name(self._window, title, suggestion, formats, in_use)
        except InitLabError as error:
            self.failed.emit(error)
            return None

    def _named(self, what: str) -> str:
        """A name for it that says from which page it is: `depth-forward`."""
        return f"{self._source.key}-{what}" if self._source is not None else what

    def _write(self, name: str, write: Callable[[], None]) -> None:
        try:
            write()
        except InitLabError as error:
            self.failed.emit(error)
        else:
            self._report_written(name)

    def _report_written(self, name: str) -> None:
        self.status.emit(self.tr("{name} is written.").format(name=_short(name)))

    def _set_as_window(self, on: bool) -> None:
        self._as_window = on
        self._settings.set_text(LOOK, WINDOW if on else "")

    # What draws pictures is imported when there is one to draw: the start does not wait for it.

    def picture(self, exported: Exported) -> None:
        """A plot with its title, its legend and what it is of: PNG at twice its size, SVG, PDF."""
        from gui.files.caption import caption
        from gui.files.figure import Figure
        from gui.files.formats import PICTURES

        page = self._source
        if page is None or exported.widget is None or page.result() is None:
            return
        if chosen := self._ask(self._named(exported.key), *PICTURES):
            name, kind = chosen
            figure = Figure(exported, caption(page, exported.note()), self._as_window)
            self._write(name, lambda: disk.write_bytes(name, PICTURES[kind](figure)))

    def handout(self) -> None:
        """The page on one sheet of paper: PDF, or PNG."""
        from gui.files.formats import SHEETS
        from gui.files.handout import Handout

        page = self._source
        if page is None or page.result() is None:
            return
        if chosen := self._ask(self._named("handout"), *SHEETS):
            name, kind = chosen
            sheet = Handout(page)
            self._write(name, lambda: disk.write_bytes(name, SHEETS[kind](sheet)))

    def table(self, exported: Exported) -> None:
        """A histogram as CSV."""
        if exported.csv is None:
            return
        if chosen := self._ask(self._named(exported.key), CSV):
            name, content = chosen[0], exported.csv()
            self._write(name, lambda: disk.write_text(name, content))

    def code(self, text: str) -> None:
        """The shown code as a script."""
        if chosen := self._ask(self._named("code"), PYTHON):
            name = chosen[0]
            self._write(name, lambda: disk.write_text(name, text))

    def weights(self, page: Source) -> None:
        """Weight and bias as safetensors; they are drawn again, on the worker."""
        result = page.result()
        if result is None:
            return
        if chosen := self._ask("weights", SAFETENSORS):
            name = chosen[0]
            writing = _Writing(name, self._tell)
            self._under_way.append(writing)
            self.status.emit(self.tr("Writing {name} …").format(name=_short(name)))
            self.busy.emit(True)
            self.background.emit(partial(_saved, result.experiment, writing), (self, writing))

    def _first_picture(self) -> None:
        if self._source is not None and (exports := self._source.exports()):
            self.picture(exports[0])

    def _weights_shown(self) -> None:
        if self._source is not None:
            self.weights(self._source)

    def _code_shown(self) -> None:
        if self._source is not None and (result := self._source.result()) is not None:
            self.code(translated_code(result.code))

    def on_background(self, writing: _Writing, error: InitLabError | None) -> None:
        """The worker is done with one of them: say what came of it."""
        self._under_way.remove(writing)
        if not self._under_way:
            self.busy.emit(False)
        if writing.written:
            self._report_written(writing.name)
            return
        if error is not None:
            self.failed.emit(error)
            text = self.tr("{name} is not written.")
        else:
            text = self.tr("Stopped: {name} is not written.")
        self.status.emit(text.format(name=_short(writing.name)))

    @property
    def is_busy(self) -> bool:
        """Whether weights are being drawn for a file, or wait for it, and nobody stopped them."""
        return bool(self._wanted())

    @property
    def given_up(self) -> tuple[str, ...]:
        """The files that the person has stopped and that are still being drawn."""
        return tuple(writing.name for writing in self._under_way if writing.stopped)

    def _wanted(self) -> list[_Writing]:
        return [writing for writing in self._under_way if not writing.stopped]

    def show_progress(self, fraction: float) -> None:
        """How far the worker is with the present one, which it may have begun just now."""
        if self.is_busy:
            self.busy.emit(True)
            self.progress.emit(fraction)

    def stop(self) -> None:
        """What is not written yet will not be."""
        for writing in self._under_way:
            writing.stopped = True

    def may_leave(self) -> bool:
        """Ask where weights are still being written, which closing would end."""
        wanted = self._wanted()
        if not wanted:
            return True
        text = self.tr("The weights are still being written to {name}. Close without them?")
        answer = ask(
            self._window,
            self.tr("Export"),
            text.format(name=os.path.basename(wanted[0].name)),
            Answer.Close | Answer.Cancel,
        )
        return answer == Answer.Close

    def entries(self) -> list[Entry | Menu]:
        """The menu Export: what the page has to save, then its weights and its code."""
        return [
            Menu(
                name="export",
                text=QT_TRANSLATE_NOOP("actions", "&Export"),
                menu="file",
                group=1,
                made=self._menu_made,
            ),
            Entry(
                name="export.picture",
                text=QT_TRANSLATE_NOOP("actions", "Picture of the histogram …"),
                keys=("Ctrl+E",),
                call=self._first_picture,
                menu="export",
            ),
            Entry(
                name="export.handout",
                text=QT_TRANSLATE_NOOP("actions", "&Handout (PDF, PNG) …"),
                keys=("Ctrl+Shift+H",),
                call=self.handout,
                menu="export",
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "The page on one sheet of A4: plots, formula, statistics, code, and the "
                    "experiment as a QR code.",
                ),
            ),
            Entry(
                name="export.weights",
                text=QT_TRANSLATE_NOOP("actions", "Weights (safetensors) …"),
                keys=("Ctrl+Shift+W",),
                call=self._weights_shown,
                menu="export",
            ),
            Entry(
                name="export.code",
                text=QT_TRANSLATE_NOOP("actions", "Code (.py) …"),
                keys=("Ctrl+Shift+E",),
                call=self._code_shown,
                menu="export",
            ),
            Entry(
                name="export.as_window",
                text=QT_TRANSLATE_NOOP("actions", "Pictures in the window's &look"),
                keys=("Ctrl+Shift+J",),
                call=self._set_as_window,
                menu="export",
                checkable=True,
                checked=self._as_window,
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "Colours and letters of exported pictures are those of the window. Without it "
                    "they are dark on white, for paper and slides.",
                ),
            ),
        ]

    def _menu_made(self, menu: QMenu) -> None:
        # The first picture stands there by the title of its plot; of its own it has only the keys.
        self._menu, (_, *self._always) = menu, menu.actions()
        self.retranslate()

    def retranslate(self) -> None:
        """What the page has to save, by the titles of its plots in the language in force."""
        menu = self._menu
        if menu is None:
            return
        menu.clear()
        for exported in self._source.exports() if self._source is not None else ():
            if exported.widget is not None:
                text = QCoreApplication.translate("actions", "{title}: picture …")
                action = menu.addAction(text.format(title=exported.title))
                action.triggered.connect(lambda _=False, e=exported: self.picture(e))
            if exported.csv is not None:
                text = QCoreApplication.translate("actions", "{title}: table (CSV) …")
                action = menu.addAction(text.format(title=exported.title))
                action.triggered.connect(lambda _=False, e=exported: self.table(e))
        handout, *rest, as_window = self._always
        for group in ([handout], rest, [as_window]):
            menu.addSeparator()
            menu.addActions(group)


def _short(name: str) -> str:
    return printable(os.path.basename(name))


def _saved(experiment: Experiment, writing: _Writing) -> InitLabError | None:
    """On the worker: what went wrong, for the window to say."""
    try:
        layer.save_weights(experiment, writing.name, writing)
        writing.written = True
    except InitLabError as error:
        return error
    except Cancelled:
        return None
    except Exception as error:
        traceback.print_exception(error, file=sys.stderr)
        return FileError(writing.name, unexpected(error))
    return None
