"""Starting the window, with a display or without one."""

from __future__ import annotations

import gc
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from core import fused
from core.experiment import WELCOME, Experiment
from gui.i18n import LANGUAGES, language, set_language, system_language
from gui.settings import Settings
from gui.theme import THEMES, theme
from gui.window import MainWindow


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


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The QApplication, with its name and style."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    QApplication.setApplicationName("InitLab")
    QApplication.setDesktopFileName("initlab")
    app = QApplication(arguments or ["initlab"])
    app.setStyle("Fusion")
    theme.follow_system()
    return app


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
    window = MainWindow(experiment or settings.experiment() or WELCOME, settings)
    if options.path is not None:
        window.opened_from(options.path)
    if options.page is not None:
        window.show_page(options.page)
    if options.size is not None:
        window.resize(*options.size)
    elif not window.restoreGeometry(settings.geometry()):
        window.resize(_comfortable(window))
    return window


def _comfortable(window: MainWindow) -> QSize:
    """1600 × 900, or what the screen offers."""
    return QSize(1600, 900).boundedTo(window.screen().availableSize())


def run(options: Options) -> int:
    """Show the window and work until it is closed; returns the exit code."""
    app = make_application()
    window = create_window(options=options)
    if options.full_screen:
        window.actions_["full_screen"].setChecked(True)
    window.show()
    window.settled.connect(_settle_down)
    code = app.exec()
    window.runner.close()
    return code


def _settle_down() -> None:
    """After the first picture: fetch what it did not need, and quiet the garbage collector."""
    if fused.ready() is None and not any(
        t.name == "initlab-compile" for t in threading.enumerate()
    ):
        # Not on the worker: compiling takes seconds the first time, and controls must answer.
        threading.Thread(target=fused.load, name="initlab-compile").start()
        gc.collect()
        gc.freeze()  # a full collection with torch loaded stops the window for 0.1 s


def render(options: Options, path: Path) -> None:
    """Draw the real window without a display and save it as PNG.

    Raises InitLabError when the experiment cannot run or the file cannot be written.
    """
    from core import files
    from gui.exporting import png

    make_application()
    size = options.size or (1600, 900)
    options = Options(
        options.experiment or WELCOME,
        None,
        options.page,
        options.language or "en",
        "light" if options.theme in (None, "system") else options.theme,
        bool(options.projector),
        size=size,
    )
    window = create_window(options=options, settings=Settings(keep=False))
    try:
        window.setMinimumSize(0, 0)
        window.resize(*size)
        window.show()
        wait_until_settled(window)
        if window.error is not None:
            raise window.error
        files.write_bytes(path, png(window, 1.0))
    finally:
        window.runner.close()
        window.close()


def wait_until_settled(window: MainWindow, seconds: float = 600.0) -> None:
    """Run the event loop until the newest experiment has been drawn."""
    loop = QEventLoop()
    window.settled.connect(loop.quit)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
