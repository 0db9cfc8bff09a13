"""A person who answers the window's questions, and the clipboard, empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from gui.widgets.ask import Answer


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
