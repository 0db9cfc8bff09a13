"""From the start of the process to the first painted histogram, against the bare imports."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.timing import Line, in_turns

BARE = "import torch, PySide6.QtWidgets, pyqtgraph, numpy; print('ready', flush=True)"
OURS = "from tests.benchmarks import start; start.show_first_picture()"
SPLASH = "from tests.benchmarks import start; start.show_splash_only()"
CACHE = os.path.join(tempfile.gettempdir(), "initlab-bench-bytecode")


def show_first_picture() -> None:
    """Start as `main.py` does, say `ready` when the histogram has been painted, and end."""
    import main
    from gui.starting import show_splash

    splash = show_splash()
    main.import_program()
    from PySide6.QtCore import QEvent, QObject, QTimer

    from gui import app
    from gui.files.settings import Settings

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and plot.histograms:
                QTimer.singleShot(0, ready)
            return False

    def ready() -> None:
        print("ready", flush=True)
        os._exit(0)

    application = app.make_application()
    window = app.create_window(settings=Settings(keep=False))
    plot = window.page.weights  # type: ignore[attr-defined]
    painted = Painted()
    plot.viewport().installEventFilter(painted)
    window.show()
    if splash is not None:
        splash.close()
    application.exec()


def show_splash_only() -> None:
    """Start as `main.py` does, say `ready` when the splash has been painted, and end."""
    import main  # noqa: F401
    from gui.starting import show_splash

    show_splash()
    print("ready", flush=True)
    os._exit(0)


def _until_ready(code: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": CACHE}
    # As after the first start of a person: our files are compiled already, as those of others are.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        return time.perf_counter() - start


def measure() -> list[Line]:
    """All in turns."""
    ours, bare, splash = in_turns(
        lambda: _until_ready(OURS), lambda: _until_ready(BARE), lambda: _until_ready(SPLASH)
    )
    return [
        Line("start to first painted histogram", ours, "bare imports", bare, 1.3),
        Line("start to splash", splash, "half a second", 500.0, 1.0),
    ]
