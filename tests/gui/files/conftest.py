"""A person who answers the window's dialogs and questions, a file to open, an empty clipboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.experiment import files
from gui.widgets.ask import Answer
from tests.gui.support import small


@dataclass
class Question:
    """The answer that the person gives, and what was asked: titles and texts."""

    answer: Any = Answer.No
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch) -> Question:
    person = Question()

    def ask(_window: Any, title: str, text: str, _answers: Any) -> Any:
        person.asked.append(f"{title}: {text}")
        return person.answer

    monkeypatch.setattr(QMessageBox, "question", staticmethod(ask))
    return person


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def dialogs(monkeypatch):
    """What the file dialogs and the question answer, and how often they were asked."""

    class Dialogs:
        open = save = ""
        answer = Answer.Cancel
        asked: list[str]

    dialogs = Dialogs()
    dialogs.asked = []

    def chosen(kind):
        def ask(*_args, **_kwargs):
            dialogs.asked.append(kind)
            return getattr(dialogs, kind), ""

        return staticmethod(ask)

    def question(*_args, **_kwargs):
        dialogs.asked.append("question")
        return dialogs.answer

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen("open"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen("save"))
    monkeypatch.setattr(QMessageBox, "question", staticmethod(question))
    return dialogs


@pytest.fixture
def saved(tmp_path):
    """A file with an experiment in it."""
    experiment = small(weight_init={"method": "normal", "std": 0.5}, run={"seed": 3})
    path = tmp_path / "three.initlab.json"
    files.save(experiment, path)
    return path, experiment
