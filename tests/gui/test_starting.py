"""What is seen before the program has been imported, and in which order it is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui.look.colours import BRAND, ON_BRAND
from gui.splash import Splash
from gui.starting import SplashProcess, show_splash

ROOT = Path(__file__).parents[2]
IMPORTS = """
import json
import sys
from types import SimpleNamespace

class Spy:
    seen = []
    def find_spec(self, name, *_):
        self.seen.append(name)

sys.path.insert(0, sys.argv[1])
sys.meta_path.insert(0, Spy())
import main
from gui import starting

class Never:
    def __init__(self):
        Spy.seen.append("a process of its own")
    def close(self):
        pass

starting.sys = SimpleNamespace(platform=sys.argv[2], executable=sys.executable)
starting.SplashProcess = Never
splash = starting.show_splash()
main.import_program()
splash.close()
print(json.dumps(Spy.seen))
"""


@cache
def imported(platform: str) -> list[str]:
    """What is looked for, in this order, when the program starts with a window there."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, str(ROOT), platform],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=100,
        check=True,
        capture_output=True,
        text=True,
    )
    names: list[str] = json.loads(done.stdout)
    return names


def test_on_windows_torch_comes_before_qt_and_the_splash_has_a_process_of_its_own() -> None:
    """Its libraries fail to load after those of Qt."""
    seen = imported("win32")
    assert seen.index("a process of its own") < seen.index("torch") < seen.index("PySide6")


def test_elsewhere_the_splash_is_seen_before_torch_is_looked_for() -> None:
    seen = imported("linux")
    assert "a process of its own" not in seen
    assert seen.index("gui.splash") < seen.index("PySide6.QtWidgets") < seen.index("torch")


def test_what_the_first_picture_does_not_need_is_imported_after_it() -> None:
    seen = imported("linux")
    later = ("core.depth", "gui.pages.depth", "numpy.polynomial", "scipy.special", "numba")
    assert not set(later) & set(seen)
    assert "gui.pages.layer" not in seen  # it comes with its window, while the worker works


def test_the_splash_shows_icon_and_name(qapp: QApplication) -> None:
    splash = Splash()
    picture = splash.pixmap().toImage()
    assert splash.isVisible()
    ratio = picture.devicePixelRatio()
    assert picture.pixelColor(2, 2) == QColor(BRAND)
    whole = range(picture.width()), range(picture.height())
    letters = [
        x for x in whole[0] for y in whole[1] if picture.pixelColor(x, y) == QColor(ON_BRAND)
    ]
    assert min(letters) > 100 * ratio  # the name stands right of the icon
    curve = QColor("#ffa633")
    assert any(picture.pixelColor(x, y) == curve for x in whole[0] for y in whole[1])
    splash.close()


def test_a_splash_in_its_own_process_ends_with_what_started_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    splash = SplashProcess()
    with pytest.raises(subprocess.TimeoutExpired):
        splash.process.wait(0.3)
    splash.close()
    assert splash.process.wait(60) == 0
    splash.close()  # a second time, or after it died, is no fault


def test_a_bundle_on_windows_does_not_start_itself_for_a_splash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert show_splash() is None
