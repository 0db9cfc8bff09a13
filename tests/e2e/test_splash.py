"""The splash on a real screen: there before torch, gone with the window, which has the icon."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.windows import shown_window

ROOT = Path(__file__).parents[2]
PATIENCE = 100
GATE = """
import os
import sys
import time

class Gate:
    def find_spec(self, name, *_):
        while name == "torch" and not os.path.exists({gate!r}):
            time.sleep(0.01)

sys.meta_path.insert(0, Gate())
"""
SEEN = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
screen = app.primaryScreen()
image = screen.grabWindow(0).toImage()
middle = screen.geometry().center()
colours = {image.pixelColor(x, middle.y()).name() for x in range(image.width())}
print(*sorted(colours))
"""


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Path]:
    """torch cannot be imported before this file is there."""
    path = tmp_path / "open"
    (tmp_path / "sitecustomize.py").write_text(GATE.format(gate=str(path)), encoding="utf-8")
    yield path
    path.touch()


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool")
def test_something_is_seen_before_torch_is_imported(
    screen: Callable[[str], str], environment: Callable[..., dict[str, str]], gate: Path
) -> None:
    around = environment(screen("1366x768"))

    def told(*command: str) -> str:
        done = subprocess.run(
            command, env=around, check=False, timeout=PATIENCE, capture_output=True, text=True
        )
        return done.stdout

    def window(name: str) -> str:
        return shown_window(name, around)

    program = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py")],
        env=around | {"PYTHONPATH": str(gate.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        splash = window("^InitLab$")
        colours = told(sys.executable, "-c", SEEN)
        assert {"#0b4f85", "#ffffff", "#cfe8f9"} <= set(colours.split())  # ground, name, histogram
        gate.touch()
        main = window("untitled")
        if shutil.which("xprop"):
            told("xprop", "-spy", "-id", splash, "_NET_WM_NAME")  # ends with the splash
            assert not told("xdotool", "search", "--onlyvisible", "--name", "^InitLab$")
            assert "Icon (16 x 16)" in told("xprop", "-id", main, "_NET_WM_ICON")
            assert '"initlab", "InitLab"' in told("xprop", "-id", main, "WM_CLASS")
        told("xdotool", "windowfocus", "--sync", main, "key", "ctrl+q")
        out, err = program.communicate(timeout=PATIENCE)
    finally:
        program.kill()
    assert (program.returncode, out, err) == (0, "", "")
