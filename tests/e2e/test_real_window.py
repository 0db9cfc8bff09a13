"""The program as a person has it: a real window on a real (virtual) screen, keys and a mouse.

A driver inside the process sends the events, because a bare X server has no window manager; the
window, its platform plugin, painting and closing are the real ones.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb"),
]

DRIVER = """
import os
import sys
import traceback
import main
main.import_program()
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QSlider
from gui import app, window as window_module

steps = []
found = {}

class Watched(window_module.MainWindow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        found["window"] = self
        self.settled.connect(self.advance)

    def advance(self):
        QTimer.singleShot(50, self, self.step)

    def step(self):
        try:
            self.activateWindow()
            assert QTest.qWaitForWindowActive(self)
            steps.pop(0)(self)
        except BaseException:
            traceback.print_exc()
            os._exit(3)

app.MainWindow = Watched
app.load_rest = lambda: None  # seconds that no picture waits for; test_first_start.py has them

def shot(window, name):
    window.screen().grabWindow(window.winId()).save(str(Path(sys.argv[1]) / name))

%s

sys.exit(main.main(["--language", "en", "--theme", "light", *sys.argv[2:]]))
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A virtual screen of 1366 × 768, which is the smallest that many schools have."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def drive(
    script: str, display: str, folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run the program on `display`; `script` fills `steps`, one a settled picture."""
    environment = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_CONFIG_HOME": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", DRIVER % script, str(folder), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        timeout=100,
        check=False,
    )


def test_keys_and_mouse_change_what_the_screen_shows(display: str, tmp_path: Path) -> None:
    done = drive(
        """
def first(window):
    shot(window, "first.png")
    box = window.findChild(QAbstractSpinBox, "layer.in_features")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "64")
    QTest.keyClick(box, Qt.Key.Key_Return)

def second(window):
    assert window.experiment().layer.in_features == 64
    assert window.page.weights.histograms[0].total == 64 * 256
    shot(window, "second.png")
    method = window.findChild(QComboBox, "weight_init.method")
    method.setFocus()
    QTest.keyClick(method, Qt.Key.Key_Down)

def third(window):
    assert window.experiment().weight_init.method == "kaiming_uniform"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

def fourth(window):
    assert window.experiment().weight_init.method == "xavier_normal"
    slider = window.findChild(QSlider, "weight_init.gain.slider")
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())

def fifth(window):
    assert window.experiment().weight_init.parameters["gain"] > 1.0
    shot(window, "third.png")
    print("driven to the end")
    window.close()

steps += [first, second, third, fourth, fifth]
""",
        display,
        tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "driven to the end" in done.stdout
    pictures = [(tmp_path / f"{name}.png").read_bytes() for name in ("first", "second", "third")]
    assert len(set(pictures)) == 3


def test_a_file_on_the_command_line_is_shown_changed_and_saved(
    display: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.initlab.json"
    path.write_text('{"initlab": 1, "run": {"seed": 5}}')
    done = drive(
        """
def first(window):
    assert window.windowTitle().startswith("mine.initlab.json")
    assert window.experiment().run.seed == 5
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)

def second(window):
    assert window.isWindowModified()
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not window.isWindowModified()
    print("seed", window.experiment().run.seed)
    window.close()

steps += [first, second]
""",
        display,
        tmp_path,
        str(path),
    )
    assert (done.returncode, done.stderr) == (0, "")
    seed = int(done.stdout.split()[-1])
    assert seed != 5
    assert f'"seed": {seed}' in path.read_text()


def test_the_program_comes_back_as_it_was_left(display: str, tmp_path: Path) -> None:
    leave = """
def first(window):
    window.findChild(QAbstractSpinBox, "run.seed").setValue(77)

def second(window):
    window.close()

steps += [first, second]
"""
    back = """
def first(window):
    print("seed", window.experiment().run.seed)
    window.close()

steps.append(first)
"""
    assert drive(leave, display, tmp_path).returncode == 0
    assert drive(back, display, tmp_path).stdout.split()[-1] == "77"


FADING = {
    "layer": {"activation": "relu"},
    "weight_init": {"method": "xavier_normal"},
    "depth": {"layers": 20, "width": 64, "batch": 64},
}


def test_the_depth_page_is_opened_dragged_cured_and_undone(display: str, tmp_path: Path) -> None:
    path = tmp_path / "fading.initlab.json"
    path.write_text(json.dumps({"initlab": 1, **FADING}))
    done = drive(
        """
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton

CONTROL = Qt.KeyboardModifier.ControlModifier

def verdict(window):
    return window.findChild(QLabel, "depth.verdict").text()

def first(window):
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)

def second(window):
    assert window.page.objectName() == "page.depth"
    assert "Vanishing" in verdict(window), verdict(window)
    shot(window, "first.png")
    window.settled.disconnect(window.advance)  # pictures settle while the mouse is still down
    slider = window.findChild(QSlider, "depth.layers.slider")
    height = slider.height() // 2
    at = [QPoint(round(share * slider.width()), height) for share in (0.2, 0.4, 0.6, 0.7)]
    start = QPoint(round(slider.width() * slider.value() / slider.maximum()), height)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    for point in at:
        QTest.mouseMove(slider, point)
    window.settled.connect(window.advance)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=at[-1])
    if window.is_settled:
        window.advance()

def third(window):
    found["layers"] = window.experiment().depth.layers
    assert found["layers"] > 40, found
    assert len(window.page.forward.plot.measured_data()[1]) == found["layers"]
    assert window.model.history.count() == 1
    shot(window, "second.png")
    button = window.findChild(QPushButton, "depth.apply_advice")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

def fourth(window):
    assert window.experiment().weight_init.method == "kaiming_normal"
    assert "Vanishing" not in verdict(window), verdict(window)
    shot(window, "third.png")
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)

def fifth(window):
    assert window.experiment().weight_init.method == "xavier_normal"
    assert window.experiment().depth.layers == found["layers"]
    assert "Vanishing" in verdict(window), verdict(window)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)

def sixth(window):
    assert window.experiment().depth.layers == 20
    print("driven to the end")
    window.document.may_leave = lambda: True
    window.close()

steps += [first, second, third, fourth, fifth, sixth]
""",
        display,
        tmp_path,
        str(path),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "driven to the end" in done.stdout
    pictures = [(tmp_path / f"{name}.png").read_bytes() for name in ("first", "second", "third")]
    assert len(set(pictures)) == 3
