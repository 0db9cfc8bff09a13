"""A first start on a real screen, small or large, and keys that come from the X server itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from core.experiment import WELCOME
from gui.look.colours import LIGHT
from tests.e2e.conftest import TASK_BAR
from tests.e2e.windows import shown_window

ROOT = Path(__file__).parent.parent.parent
DRIVER = Path(__file__).parent / "driver.py"
PATIENCE = 100


def drive(folder: Path, environment: dict[str, str], *arguments: str) -> dict:
    """Let the driver's person work; returns what the window said of itself."""
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(folder), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def seen(folder: Path, name: str, place: list[int]) -> QImage:
    """A part of the screenshot."""
    image = QImage(str(folder / f"{name}.png"))
    assert not image.isNull()
    return image.copy(QRect(*place))


def count(image: QImage, colour: str) -> int:
    return sum(
        image.pixelColor(x, y).name() == colour
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


@pytest.mark.parametrize(
    ("size", "language", "spoken"),
    [("1024x768", "zh_CN", "zh_CN"), ("1280x720", "en_GB", "en"), ("1920x1080", "fr_FR", "en")],
)
def test_a_first_start_fits_the_screen_speaks_its_language_and_follows_a_key(
    screen, environment, tmp_path, size, language, spoken
):
    report = drive(tmp_path, environment(screen(size), language), "--theme", "light")
    assert report["platform"] == "xcb"
    assert report["language"] == spoken
    assert "InitLab" in report["title"]
    assert QRect(*report["screen"]).contains(QRect(*report["window"]))
    gain = report["experiment"]["weight_init"]["gain"]
    assert gain > WELCOME.weight_init.parameters["gain"]
    for name, place in report["plots"].items():
        before, after = (seen(tmp_path, when, place) for when in ("before", "after"))
        assert before != after, name
    histogram = seen(tmp_path, "after", report["plots"]["plot.weights"])
    assert count(histogram, LIGHT.card) > 500
    assert count(histogram, LIGHT.theory) > 3
    assert count(histogram, LIGHT.sample) > 3


@pytest.mark.parametrize("size", ["1366x768", "1024x768", "1280x720"])
def test_a_first_start_fits_the_screen_with_its_frame_and_a_task_bar(
    screen, environment, desktop, tmp_path, size
):
    around = environment(screen(size))
    desktop(around)
    report = drive(tmp_path, around, "--theme", "light")
    width, height = (int(part) for part in size.split("x"))
    free = QRect(0, 0, width, height - TASK_BAR)
    assert QRect(*report["screen"]) == free
    window, inside = QRect(*report["window"]), QRect(*report["inside"])
    assert inside.top() > window.top()  # there is a title bar
    assert free.contains(window)
    assert free.width() - window.width() < 2  # little room is taken whole
    assert free.contains(QRect(*report["status"]))


def test_real_keys_reach_the_program_and_the_next_start_remembers(
    screen, environment, tmp_path, settings_folder
):
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    around = environment(screen("1600x900"))

    def xdotool(*arguments: str) -> str:
        command = ["xdotool", *arguments]
        return subprocess.run(
            command, env=around, check=True, timeout=PATIENCE, capture_output=True, text=True
        ).stdout

    program = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py")],
        env=around,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # The splash is called InitLab too, and takes no keys.
        window = shown_window(" — InitLab", around)
        xdotool("windowfocus", "--sync", window)
        xdotool("key", "ctrl+r")
        xdotool("key", "ctrl+q")
        out, err = program.communicate(timeout=PATIENCE)
    finally:
        program.kill()
    assert (program.returncode, out, err) == (0, "", "")
    report = drive(tmp_path, around)
    assert report["experiment"]["run"]["seed"] != 0
    assert report["experiment"]["layer"]["in_features"] == WELCOME.layer.in_features
