"""Starting the window, with a display or without one."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtCore import QEventLoop, Qt, QTimer

from core.experiment import WELCOME, Experiment
from core.messages import QT_TRANSLATE_NOOP, Refused, unexpected
from core.preferences import LANGUAGES, THEMES
from core.stats import fused
from gui.application import Application, make_application
from gui.faults.interrupts import on_interrupt
from gui.files.instances import Instance
from gui.files.settings import Settings
from gui.look.i18n import language, set_language, system_language
from gui.look.theme import theme
from gui.starting import Shown
from gui.window import MainWindow

COMPILER = "initlab-compile"
COLLECTING_SECONDS = 1.0
"""Seconds between two looks at what has become garbage."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks of the window; None leaves it to the last time or the system."""

    experiment: Experiment | None = None
    path: Path | None = None
    page: str | None = None
    language: str | None = None
    theme: str | None = None
    projector: bool | None = None
    full_screen: bool = False
    size: tuple[int, int] | None = None
    lesson: str | None = None
    step: int = 1
    opens: Path | None = None
    """A file that a page opens."""
    arrived: str | None = None
    """A file or a link that was clicked outside."""


def create_window(
    experiment: Experiment | None = None,
    options: Options | None = None,
    settings: Settings | None = None,
) -> MainWindow:
    """The main window, not yet shown, with its runner working; a QApplication exists already.

    Without an experiment it shows the last one, or the welcome experiment the first time.
    """
    options = options or Options()
    settings = settings or Settings()
    wanted = options.language or settings.text("language", tuple(LANGUAGES), system_language())
    if wanted != language():
        set_language(wanted)
    projector = options.projector
    if projector is None:
        projector = settings.text("projector", ("on", "off"), "off") == "on"
    theme.set(options.theme or settings.text("theme", THEMES, "system"), projector)
    experiment = experiment or options.experiment
    experiment = experiment or settings.experiment() or WELCOME
    window = MainWindow(experiment, settings, options.page or "", options.size)
    if options.path is not None:
        window.document.adopt(options.path)
    if options.opens is not None:
        window.opener.open_path(str(options.opens))
    if options.lesson is not None:
        window.lessons.show(options.lesson, options.step - 1)
    if settings.keep:
        window.settled.connect(load_rest, Qt.ConnectionType.SingleShotConnection)
    return window


def run(options: Options, splash: Shown | None = None) -> int:
    """Show the window instead of the splash, and work until it is closed; returns the exit code."""
    app = make_application()
    window = create_window(options=options)
    with on_interrupt(window.close):  # as File > Quit does
        return _work(app, window, options, splash)


def _work(app: Application, window: MainWindow, options: Options, splash: Shown | None) -> int:
    if options.full_screen:
        window.actions_["full_screen"].setChecked(True)
    window.lessons.welcome()
    window.show()
    if splash is not None:
        splash.close()
    collectors: list[GarbageCollector] = []
    window.settled.connect(
        lambda: collectors.append(quiet_collector()), Qt.ConnectionType.SingleShotConnection
    )
    window.failures.install()
    instance = Instance()
    window.closing.others_run = instance.others_run
    QTimer.singleShot(0, window, lambda: _open_arrived(app, window, options.arrived))
    code = app.exec()
    app.open_arrived_with(None)
    instance.release()
    window.failures.release()
    if not window.runner.close():
        _end_at_once(code)
    return code


def _open_arrived(app: Application, window: MainWindow, arrived: str | None) -> None:
    """What the window was started for, then what macOS hands over."""
    if arrived is not None:
        window.opener.open_arrived(arrived)
    app.open_arrived_with(window.opener.open_arrived)


def _end_at_once(code: int) -> NoReturn:
    """End the process although the worker is still in a call of torch, such as a decomposition.

    Python takes itself apart while such a thread goes on: one exit in seven ended with SIGABRT,
    for torch came back to an interpreter that was gone.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # started without a console there is none
            stream.flush()
    os._exit(code)


def load_depth() -> None:
    """Import the Depth page's computations, and what its first run would wait for."""
    from core import depth

    depth.load()


def load_rest() -> None:
    """Fetch what the first picture did not need: the compiled histogram, the Depth page's run.

    Not on the worker: either takes seconds the first time, and controls must answer.
    """
    running = any(thread.name == COMPILER for thread in threading.enumerate())
    if not running:
        parts = (fused.load, load_depth)
        threading.Thread(target=_load_all, args=(parts,), name=COMPILER).start()


def _load_all(parts: tuple[Callable[[], object], ...]) -> None:
    for load in parts:
        load()


DRAWN_SIZE = (1600, 900)
"""Pixels of a window that is drawn without a display, where nothing else is asked for."""

MAX_RUN_SECONDS = 24 * 3600.0
"""A run whose picture is to be saved may take long; Ctrl+C ends it."""


def quiet_collector() -> GarbageCollector:
    """Leave what has been imported alone, and collect on this thread only, while it lives.

    A full collection with torch loaded stops the window for 0.1 s. On the worker a cycle that
    holds a widget would be destroyed beside the thread that paints it.
    """
    gc.collect()
    gc.freeze()
    return GarbageCollector(interval=COLLECTING_SECONDS)


def render(options: Options, path: Path) -> None:
    """Draw the real window without a display and save it as PNG.

    Raises InitLabError when the experiment cannot run or the file cannot be written.
    """
    from core import disk
    from gui.files.picture import png

    make_application()
    options = Options(
        options.experiment or WELCOME,
        None,
        options.page,
        options.language or "en",
        "light" if options.theme in (None, "system") else options.theme,
        bool(options.projector),
        size=options.size,
        lesson=options.lesson,
        step=options.step,
        opens=options.opens,
    )
    with drawn_window(options) as window:
        draw_to_end(window)
        disk.write_bytes(path, png(window, 1.0))


@contextlib.contextmanager
def drawn_window(options: Options) -> Iterator[MainWindow]:
    """The real window, which nobody sees and which remembers nothing; a QApplication exists."""
    size = options.size or DRAWN_SIZE
    window = create_window(options=replace(options, size=size), settings=Settings(keep=False))
    try:
        # Not 0: a window without a minimum takes that of its layout, also one that is just passing.
        window.setMinimumSize(1, 1)
        window.resize(*size)
        window.show()
        yield window
    finally:
        window.runner.close()
        window.closing.pages_leave = lambda: True  # nobody is there to be asked
        window.close()
        window.deleteLater()


def draw_to_end(window: MainWindow) -> None:
    """Wait until all is drawn, what a person would start too; raises InitLabError."""
    with _ended_by_failures(window):
        wait_until_settled(window)
        window.page.run_to_end()
        wait_until_settled(window, MAX_RUN_SECONDS)
    if window.runs.error is not None:
        raise window.runs.error
    if not window.runs.is_drawn:
        raise Refused("run", QT_TRANSLATE_NOOP("core", "it ended before its picture"))


@contextlib.contextmanager
def _ended_by_failures(window: MainWindow) -> Iterator[None]:
    """An exception while the window is drawn ends the waiting, and is raised as a sentence."""
    failures: list[BaseException] = []

    def end(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        failures.append(error)
        window.settled.emit()

    before, sys.excepthook = sys.excepthook, end
    try:
        yield
    finally:
        sys.excepthook = before
    if failures:
        raise Refused("run", unexpected(failures[0])) from failures[0]


def wait_until_settled(window: MainWindow, seconds: float = 600.0) -> None:
    """Run the event loop until the newest experiment has been drawn; at once if it has been.

    It ends too where nothing will come any more: the runner is closed, or the time is over.
    """
    if window.is_settled or window.runner.is_closed:
        return
    loop = QEventLoop()
    window.settled.connect(loop.quit)
    window.runner.closed.connect(loop.quit)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
