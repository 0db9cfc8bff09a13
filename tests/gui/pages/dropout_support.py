"""Experiments for the Dropout page, and pressing its buttons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from core.experiment import Experiment
from gui.window import MainWindow
from tests.gui.support import find, settling


def described(**values: Any) -> Experiment:
    return Experiment.from_dict({"initlab": 1, "dropout": {"p": 0.5} | values})


def press(qtbot: Any, window: MainWindow, name: str, times: int = 1) -> None:
    for _ in range(times):
        with settling(qtbot, window):
            qtbot.mouseClick(find(window, name), Qt.MouseButton.LeftButton)
