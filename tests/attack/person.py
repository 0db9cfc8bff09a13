"""A person before the window, whose answers are known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.experiment import files
from gui.window import MainWindow
from tests.gui.support import find, set_control, small

Answer = QMessageBox.StandardButton
Make = Callable[..., MainWindow]


class Person:
    """Chooses `save` as a name, and answers questions with `answers`; `asked` are their texts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.save = ""
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        monkeypatch.setattr(QMessageBox, "question", staticmethod(self._question))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(self._name))

    def _question(self, _parent: Any, _title: str, text: str, *_: Any) -> Answer:
        self.asked.append(text)
        return self.answers.pop(0)

    def _name(self, _parent: Any, _title: str, _start: str, pattern: str) -> tuple[str, str]:
        return self.save, pattern.split(";;")[0]


def opened(window: Make, path: Path) -> MainWindow:
    """A window with a change that the file at `path` does not have."""
    path.parent.mkdir(exist_ok=True)
    files.save(small(), path)
    shown = window(small(), path=path)
    set_control(find(shown, "dropout.p"), 0.5)
    return shown


def said(shown: MainWindow) -> str:
    """The sentence above the page."""
    return shown.message.text.text() if shown.message.isVisible() else ""
