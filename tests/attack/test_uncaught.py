"""Errors that nobody foresaw, in the program as `main.py` starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import ctypes, json, sys, threading
import main
main.import_program()
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget
from gui import app
from gui.faults.failure import FailureDialog

once, make = Qt.ConnectionType.SingleShotConnection, app.create_window

class Broken(QWidget):
    fails = False

    def changeEvent(self, event):
        if self.fails:
            raise LookupError("in a handler")

def create(*arguments, **options):
    global window
    window = make(*arguments, **options)
    window.broken = QWidget(window)
    window.children_ = [Broken(window.broken) for _ in range(3)]
    window.settled.connect(lambda: QTimer.singleShot(0, trouble), once)
    return window

def trouble():
    QTimer.singleShot(0, wait_for_dialog)
    TROUBLE

def wait_for_dialog():
    dialog = window.findChild(FailureDialog)
    if dialog is None or not dialog.isVisible():
        QTimer.singleShot(10, wait_for_dialog)
        return
    dialog.findChild(QPushButton, "failure.copy").click()
    window.settled.connect(leave, once)
    window.findChild(QSpinBox, "layer.in_features").setValue(33)

def leave():
    report = {
        "report": QGuiApplication.clipboard().text(),
        "drawn": window.page.result().experiment.layer.in_features,
    }
    open(sys.argv[1], "w").write(json.dumps(report))
    window.document.may_leave = lambda: True
    window.close()

app.create_window = create
sys.exit(main.main(["--language", "en"]))
"""


def start(trouble: str, folder: Path, settings: str) -> subprocess.CompletedProcess[str]:
    """The program with this trouble after its first picture."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("TROUBLE", trouble), str(folder / "report.json")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings},
        capture_output=True,
        text=True,
        timeout=110,
    )


HANDLERS = """
    Broken.fails = True
    window.broken.setEnabled(False)
"""
"""Three event handlers fail in one call of Qt."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("threading.Thread(target=lambda: [].pop()).start()", "IndexError"),
        (HANDLERS, "LookupError: in a handler"),
    ],
    ids=["slot", "thread", "handlers"],
)
def test_an_uncaught_exception_is_shown_with_a_report_and_the_program_goes_on(
    trouble, words, tmp_path, settings_folder
):
    ran = start(trouble, tmp_path, settings_folder)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert words in found["report"]
    assert "Traceback" in found["report"]
    assert "torch " in found["report"]
    assert words.partition(":")[0] in ran.stderr
    assert found["drawn"] == 33


def test_where_the_process_itself_dies_the_stacks_are_on_stderr(tmp_path, settings_folder):
    ran = start("ctypes.string_at(0)", tmp_path, settings_folder)
    assert ran.returncode != 0
    assert "Fatal Python error" in ran.stderr
    assert "in trouble" in ran.stderr


BROKEN = """
import sys
import main
main.import_program()
from gui.pages.layer import LayerPage

def fail(*_):
    raise LookupError("while it is drawn")

LayerPage.show_result = fail
sys.exit(main.main(["--render", sys.argv[1]]))
"""


@pytest.mark.slow
def test_a_picture_that_cannot_be_drawn_is_said_in_one_line_and_not_waited_for(
    tmp_path, settings_folder
):
    ran = subprocess.run(
        [sys.executable, "-c", BROKEN, str(tmp_path / "o.png")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings_folder},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert ran.returncode == 2
    line = "initlab: error: run: an unexpected error: LookupError: while it is drawn; "
    assert ran.stderr.startswith(line)
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "o.png").exists()
