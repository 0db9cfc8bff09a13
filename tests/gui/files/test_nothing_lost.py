"""Whatever comes in place of an experiment: undo brings it back, with its file and its changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.experiment import WELCOME, files, share
from gui.window import MainWindow
from tests.gui.files.support import OTHER
from tests.gui.support import find, set_control, small

Answer = QMessageBox.StandardButton
Way = Callable[[MainWindow, Path], object]


def recent(shown: MainWindow, path: Path) -> None:
    """The file is in the list already."""
    shown.settings.add_recent(str(path))
    shown.actions_.menu("recent").clear()
    shown.document.recent_made(shown.actions_.menu("recent"))
    shown.actions_.menu("recent").actions()[0].trigger()


def drop(shown: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    shown.opener.open_dropped(data)


def drop_link(shown: MainWindow, _: Path) -> None:
    data = QMimeData()
    data.setText(share.link(OTHER))
    shown.opener.open_dropped(data)


def paste(shown: MainWindow, _: Path) -> None:
    QGuiApplication.clipboard().setText(share.link(OTHER))
    shown.actions_["share.paste"].trigger()


WAYS: dict[str, Way] = {
    "new": lambda shown, _: shown.actions_["new"].trigger(),
    "open": lambda shown, _: shown.actions_["open"].trigger(),
    "recent": recent,
    "drop": drop,
    "drop a link": drop_link,
    "paste a link": paste,
}
WITH_FILE = ("open", "recent", "drop")


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another file, which the dialog chooses; a question fails the test."""
    path = tmp_path / "other.initlab.json"
    files.save(OTHER, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: pytest.fail("asked"))
    return path


def now(shown: MainWindow) -> tuple[Any, ...]:
    return (
        shown.experiment(),
        shown.document.path,
        shown.isWindowModified(),
        shown.windowTitle(),
        find(shown, "dropout.p").value(),
    )


@pytest.mark.parametrize("way", WAYS)
def test_an_untitled_experiment_comes_back_by_undo(window: Any, other: Path, way: str) -> None:
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    before = now(shown)
    assert shown.isWindowModified()
    WAYS[way](shown, other)
    assert shown.experiment() == (WELCOME if way == "new" else OTHER)
    assert shown.document.path == (other if way in WITH_FILE else None)
    assert not shown.isWindowModified()
    after = now(shown)
    assert "Undo" in find(shown, "status").text()
    shown.actions_["undo"].trigger()
    assert now(shown) == before
    shown.actions_["undo"].trigger()
    assert shown.experiment() == small()
    assert not shown.isWindowModified()
    for _ in range(2):
        shown.actions_["redo"].trigger()
    assert now(shown) == after


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("answer", [Answer.Save, Answer.Discard, Answer.Cancel])
def test_a_file_with_unsaved_changes_is_asked_about_and_comes_back_by_undo(
    window: Any, other: Path, monkeypatch: pytest.MonkeyPatch, way: str, answer: Answer
) -> None:
    path = other.with_name("mine.initlab.json")
    files.save(small(), path)
    shown = window(small(), path=path)
    set_control(find(shown, "dropout.p"), 0.25)
    before = now(shown)
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "question", lambda *a: asked.append(a[2]) or answer)
    WAYS[way](shown, other)
    assert len(asked) == 1
    assert path.name in asked[0]
    assert files.load(path).dropout.p == (0.25 if answer == Answer.Save else 0.0)
    if answer == Answer.Cancel:
        assert now(shown) == before
        return
    assert shown.document.path == (other if way in WITH_FILE else None)
    shown.actions_["undo"].trigger()
    assert (shown.experiment(), shown.document.path) == before[:2]
    # What was saved meanwhile stays saved.
    assert shown.isWindowModified() == (answer == Answer.Discard)


def test_what_was_saved_under_another_name_keeps_it_after_undo(window: Any, other: Path) -> None:
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    shown.document.save_path(str(other.with_name("mine.json")))
    shown.document.open_path(str(other))
    set_control(find(shown, "run.seed"), 9)
    shown.document.save_path(str(other))
    for _ in range(2):
        shown.actions_["undo"].trigger()
    assert shown.document.path == other.with_name("mine.json")
    assert not shown.isWindowModified()
    shown.actions_["redo"].trigger()
    assert shown.document.path == other
    assert shown.isWindowModified()  # its file has the other seed by now
    shown.actions_["redo"].trigger()
    assert not shown.isWindowModified()


def test_save_after_undo_saves_to_the_file_that_came_back(window: Any, other: Path) -> None:
    mine = other.with_name("mine.initlab.json")
    files.save(small(), mine)
    shown = window(small(), path=mine)
    shown.document.open_path(str(other))
    shown.actions_["undo"].trigger()
    set_control(find(shown, "dropout.p"), 0.75)
    shown.actions_["save"].trigger()
    assert files.load(mine).dropout.p == 0.75
    assert files.load(other) == OTHER


def test_the_same_file_once_more_and_new_once_more_are_no_steps(window: Any, other: Path) -> None:
    shown = window(small())
    shown.document.open_path(str(other))
    steps = shown.model.history.count()
    shown.document.open_path(str(other))
    assert shown.model.history.count() == steps
    for _ in range(2):
        shown.actions_["new"].trigger()
    assert shown.model.history.count() == steps + 1


def test_values_that_a_method_had_do_not_come_along(window: Any, other: Path) -> None:
    """Normal came back with a std of 0.2, which the new experiment never had."""
    shown = window(small())
    method = find(shown, "weight_init.method")
    set_control(method, "normal")
    set_control(find(shown, "weight_init.std"), 0.2)
    first = shown.experiment()
    for way in ("new", "paste a link", "open"):
        WAYS[way](shown, other)
        set_control(method, "zeros")
        set_control(method, "normal")
        expected = 1.0 if way == "new" else 0.5  # torch's, or that of the file
        assert find(shown, "weight_init.std").value() == expected
    # Back with the first experiment they are there again.
    while shown.experiment() != first:
        shown.actions_["undo"].trigger()
    set_control(method, "zeros")
    set_control(method, "normal")
    assert find(shown, "weight_init.std").value() == 0.2
