"""From the start of the process to the first painted histogram, against the bare imports."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.benchmarks.timing import Line, in_turns

BARE = "import torch, PySide6.QtWidgets, pyqtgraph, numpy; print('ready', flush=True)"
OURS = "from tests.benchmarks import start; start.show_first_picture()"


def show_first_picture() -> None:
    """Start as `main.py` does, say `ready` when the histogram has been painted, and end."""
    import main

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
    application.exec()


def _until_ready(code: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        return time.perf_counter() - start


def measure() -> list[Line]:
    """Both in turns."""
    ours, bare = in_turns(lambda: _until_ready(OURS), lambda: _until_ready(BARE))
    return [Line("start to first painted histogram", ours, "bare imports", bare, 1.3)]
