"""Runs the program as `main.py` does, and inside of it a person who looks, presses and leaves.

    python tests/e2e/driver.py FOLDER [arguments of main.py]

Leaves in FOLDER the screen before and after a key press, and what the window said of itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import main

main.import_program()

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QWidget

from gui import app
from gui.look import i18n
from gui.window import MainWindow


class Person:
    """Looks at the first picture, moves a slider by the keyboard, looks again and leaves."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self.folder = window, folder
        self.steps = iter((self.look_and_press, self.look_and_leave))
        window.settled.connect(self.next_step)

    def next_step(self) -> None:
        next(self.steps)()

    def picture(self, name: str) -> None:
        """What is on the screen, not what the window would draw."""
        assert QTest.qWaitForWindowExposed(self.window)
        QGuiApplication.sync()
        self.window.screen().grabWindow(0).save(str(self.folder / f"{name}.png"))

    def look_and_press(self) -> None:
        self.picture("before")
        slider = self.window.findChild(QSlider, "weight_init.gain.slider")
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_PageUp)

    def look_and_leave(self) -> None:
        self.picture("after")
        (self.folder / "report.json").write_text(json.dumps(self.report()), encoding="utf-8")
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        QTest.keyClick(self.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    def report(self) -> dict[str, Any]:
        window, screen = self.window, self.window.screen()
        return {
            "platform": QGuiApplication.platformName(),
            "language": i18n.language(),
            "title": window.windowTitle(),
            "experiment": window.experiment().to_dict(),
            "window": numbers(window.frameGeometry()),
            "inside": numbers(window.geometry()),
            "status": numbers(place_of(window.status)),
            "screen": numbers(screen.availableGeometry()),
            "plots": {
                name: numbers(place_of(window.findChild(QWidget, name)))
                for name in ("plot.weights", "plot.matrix", "plot.output")
            },
        }


def place_of(widget: QWidget) -> QRect:
    """Where it is on the screen."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def numbers(rect: QRect) -> list[int]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def start() -> int:
    folder = Path(sys.argv[1])
    make, people = app.create_window, []

    def with_a_person(*arguments: Any, **options: Any) -> MainWindow:
        window = make(*arguments, **options)
        people.append(Person(window, folder))
        return window

    app.create_window = with_a_person
    app.load_rest = lambda: None  # seconds that no picture waits for; a start by keys has them
    return main.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(start())
