"""A lesson is nobody's file: what was there before it waits, and comes back as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.experiment import WELCOME, Experiment, files, share
from core.lessons.lesson import built_in
from gui.window import MainWindow
from tests.gui.lessons.support import OWN
from tests.gui.support import find, set_control, small

Answer = QMessageBox.StandardButton
Begin = Callable[[MainWindow], object]
BUILT_IN = "06-xavier"


def start(shown: MainWindow, own: Path, kind: str) -> None:
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    if kind == "built in":
        presenter.start(BUILT_IN)
    elif kind == "dropped":
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(own))])
        shown.opener.open_dropped(data)
    else:
        presenter.begin()


def now(shown: MainWindow) -> tuple[Any, ...]:
    history = shown.model.history
    return (
        shown.experiment(),
        shown.document.path,
        shown.isWindowModified(),
        shown.windowTitle(),
        shown.page.objectName(),
        (history.count(), history.index()),
        (shown.actions_["undo"].isEnabled(), shown.actions_["redo"].isEnabled()),
        find(shown, "dropout.p").value(),
    )


@pytest.mark.parametrize("kind", ["built in", "dropped", "resumed"])
@pytest.mark.parametrize("leave", ["escape", "button", "menu"])
def test_leaving_brings_back_experiment_file_history_and_page(
    window: Any, tmp_path: Path, own: Path, kind: str, leave: str
) -> None:
    path = tmp_path / "teacher.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path, page="dropout")
    for p in (0.25, 0.5, 0.75):
        set_control(find(shown, "dropout.p"), p)
    shown.actions_["undo"].trigger()
    before = now(shown)
    start(shown, own, kind)
    for _ in range(2):
        shown.lessons.presenter.next()
    set_control(find(shown, "run.seed"), 77)
    assert shown.document.path is None
    assert not shown.isWindowModified()
    assert path.name not in shown.windowTitle()
    assert find(shown, "lesson.title").text() in shown.windowTitle()
    if leave == "escape":
        QTest.keyClick(shown, Qt.Key.Key_Escape)
    elif leave == "button":
        find(shown, "lesson.leave").click()
    else:
        shown.actions_["lesson.end"].trigger()
    assert now(shown) == before
    assert files.load(path) == small()
    shown.actions_["redo"].trigger()
    assert shown.experiment().dropout.p == 0.75
    for _ in range(3):
        shown.actions_["undo"].trigger()
    assert shown.experiment() == small()
    assert not shown.isWindowModified()


def test_undo_in_a_lesson_does_not_leave_it(window: Any, own: Path) -> None:
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    start(shown, own, "dropped")
    shown.lessons.presenter.next()
    first = shown.experiment()
    set_control(find(shown, "run.seed"), 7)
    while shown.actions_["undo"].isEnabled():
        shown.actions_["undo"].trigger()
    assert shown.experiment().dropout.p == 0.25  # what the first step began from
    assert shown.lessons.presenter.active
    while shown.actions_["redo"].isEnabled():
        shown.actions_["redo"].trigger()
    assert shown.experiment() == first.with_value("run.seed", 7)


@pytest.mark.parametrize("kind", ["built in", "dropped"])
@pytest.mark.parametrize("action", ["save", "save_as"])
def test_saving_in_a_lesson_asks_for_a_name_and_writes_a_copy(
    window: Any, tmp_path: Path, own: Path, kind: str, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "teacher.initlab.json", tmp_path / "copy.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    start(shown, own, kind)
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: (asked.append(a[2]) or str(copy), "")
    )
    shown.actions_[action].trigger()
    assert len(asked) == 1
    assert "teacher" not in asked[0]
    assert files.load(copy) == shown.experiment()
    assert files.load(path) == small()
    assert copy.name in find(shown, "status").text()
    shown.lessons.presenter.next()  # the next step is not written over the copy either
    copied = files.load(copy)
    copy.unlink()
    shown.actions_["save"].trigger()
    assert len(asked) == 2
    assert files.load(copy) != copied
    shown.lessons.presenter.leave()
    assert shown.document.path == path


@pytest.mark.parametrize("way", ["the file", "a link to the lesson"])
def test_a_copy_is_not_written_over_what_is_open(
    window: Any, tmp_path: Path, own: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "teacher.initlab.json", tmp_path / "link.json"
    files.save(small(), path)
    os.link(own, link)
    shown = window(small(), path=path)
    start(shown, own, "dropped")
    chosen = path if way == "the file" else link
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    shown.actions_["save"].trigger()
    assert "open here" in shown.message.text.text()
    assert files.load(path) == small()
    assert own.read_text("utf-8") == OWN


def test_code_is_not_exported_over_the_lesson(
    window: Any, tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(own)
    shown = window(small())
    start(shown, own, "dropped")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(link), ""))
    shown.actions_["export.code"].trigger()
    assert "open here" in shown.message.text.text()
    assert own.read_text("utf-8") == OWN


@pytest.mark.parametrize("way", ["new", "file", "link"])
def test_what_is_opened_in_a_lesson_leaves_it_and_undo_brings_back_what_was_before_it(
    window: Any, tmp_path: Path, own: Path, way: str
) -> None:
    other = tmp_path / "other.initlab.json"
    files.save(WELCOME.with_value("run.seed", 5), other)
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    before = shown.experiment()
    start(shown, own, "dropped")
    if way == "new":
        shown.actions_["new"].trigger()
    elif way == "file":
        shown.document.open_path(str(other))
    else:
        QGuiApplication.clipboard().setText(share.link(files.load(other)))
        shown.actions_["share.paste"].trigger()
    assert not shown.lessons.presenter.active
    assert not find(shown, "lesson.text").isVisible()
    assert shown.experiment() == (WELCOME if way == "new" else files.load(other))
    assert shown.document.path == (other if way == "file" else None)
    shown.actions_["undo"].trigger()
    assert shown.experiment() == before
    assert shown.isWindowModified()


def test_a_lesson_that_moves_is_stopped_by_what_is_opened(window: Any, own: Path) -> None:
    shown = window(small())
    shown.lessons.presenter.glide.duration = 10_000
    shown.lessons.open(own)
    assert shown.lessons.presenter.glide.moving
    shown.actions_["new"].trigger()
    assert not shown.lessons.presenter.glide.moving
    QTest.qWait(50)
    assert shown.experiment() == WELCOME
    assert shown.model.history.count() == 1


def test_from_one_lesson_to_another_and_back_the_own_work_is_that_before_the_first(
    window: Any, own: Path
) -> None:
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    before = now(shown)
    start(shown, own, "dropped")
    start(shown, own, "built in")
    shown.lessons.presenter.leave()
    assert now(shown) == before


# Closing:


@pytest.mark.parametrize("answer", [Answer.Save, Answer.Discard, Answer.Cancel])
def test_closing_in_a_lesson_asks_about_the_file_from_before(
    window: Any, tmp_path: Path, own: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "teacher.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    set_control(find(shown, "dropout.p"), 0.25)
    mine = shown.experiment()
    start(shown, own, "dropped")
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "question", lambda *a: asked.append(a[2]) or answer)
    assert shown.close() == (answer != Answer.Cancel)
    assert len(asked) == 1
    assert path.name in asked[0]
    assert files.load(path) == (mine if answer == Answer.Save else small())
    if answer == Answer.Cancel:
        assert shown.lessons.presenter.active
        shown.lessons.presenter.leave()
        assert shown.experiment() == mine


def test_the_next_start_shows_the_own_work_not_the_lesson_s(window: Any, own: Path) -> None:
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.25)
    mine = shown.experiment()
    start(shown, own, "dropped")
    shown.lessons.presenter.next()
    assert shown.close()
    assert window().experiment() == mine


def test_a_lesson_from_the_command_line_leaves_the_last_experiment_alone(window: Any) -> None:
    first = window(small())
    set_control(find(first, "dropout.p"), 0.25)
    mine = first.experiment()
    assert first.close()
    second = window(None, lesson=BUILT_IN)
    assert second.experiment() == lesson(BUILT_IN)
    assert second.close()
    third = window(None, lesson=BUILT_IN)
    third.lessons.presenter.leave()
    assert third.experiment() == mine


def lesson(key: str) -> Experiment:
    """What the first step shows."""
    found: Experiment = next(x for x in built_in("en") if x.key == key).steps[0].experiment
    return found


# What methods remember:


def test_values_that_a_method_had_do_not_come_into_a_lesson_or_out_of_it(
    window: Any, own: Path
) -> None:
    shown = window(small())
    method = find(shown, "weight_init.method")
    set_control(method, "normal")
    set_control(find(shown, "weight_init.std"), 0.2)
    set_control(method, "zeros")
    start(shown, own, "dropped")
    set_control(method, "normal")
    assert find(shown, "weight_init.std").value() == 1.0  # torch's default
    set_control(find(shown, "weight_init.std"), 0.7)
    set_control(method, "xavier_normal")
    set_control(find(shown, "weight_init.gain"), 0.3)
    shown.lessons.presenter.next()
    set_control(method, "normal")
    assert find(shown, "weight_init.std").value() == 1.0
    shown.lessons.presenter.leave()
    set_control(method, "normal")
    assert find(shown, "weight_init.std").value() == 0.2
    set_control(method, "xavier_normal")
    assert find(shown, "weight_init.gain").value() == 1.0


def test_the_name_of_a_lesson_follows_the_language(window: Any) -> None:
    shown = window(small())
    shown.lessons.presenter.start(BUILT_IN)
    shown.appearance.set_language("zh_CN")
    title = next(x for x in built_in("zh_CN") if x.key == BUILT_IN).title
    assert title in shown.windowTitle()
