"""Help > Write a lesson: a lesson to begin with opens at once, and follows what is saved."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.lessons import numbers
from core.lessons.guide import guide, template
from core.lessons.lesson import load, parse
from core.preferences import LANGUAGES
from gui.lessons.writing import GuideDialog
from gui.window import MainWindow
from tests.gui.support import PATIENCE, find, small

TITLES = {"en": "My lesson", "zh_CN": "我的课程"}


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The name that is typed, without its ending."""
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path.with_suffix(".md")


def dialog(shown: MainWindow) -> GuideDialog:
    found = shown.findChild(GuideDialog)
    assert isinstance(found, GuideDialog)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_to_begin_with_opens_at_once_and_the_guide_is_shown(
    window: Any, chosen: Path, language: str
) -> None:
    shown = window(small(), language=language)
    shown.lessons.presenter.glide.duration = 0
    shown.actions_["lesson.write"].trigger()
    assert chosen.read_text("utf-8") == template(language)
    assert find(shown, "lesson.title").text() == TITLES[language]
    assert shown.lessons.presenter.path == chosen
    assert shown.experiment() == load(chosen).steps[0].experiment
    assert chosen.name in find(shown, "status").text()
    told = dialog(shown)
    assert told.isVisible()
    assert not told.isModal()
    said = find(told, "guide.text").toPlainText()
    assert guide(language).splitlines()[0].removeprefix("# ") in said
    told.reject()
    shown.lessons.presenter.leave()
    assert shown.experiment() == small()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lesson_to_begin_with_is_right_in_all_its_numbers(language: str) -> None:
    lesson = parse(template(language), "template.md")
    assert {step.page for step in lesson.steps} == {"layer", "depth"}
    for step in lesson.steps:
        assert numbers.wrong(step) == []


def test_the_guide_and_the_lesson_are_in_each_language() -> None:
    assert len({guide(language) for language in LANGUAGES}) == len(LANGUAGES)
    assert len({template(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_who_chooses_no_name_still_reads_the_guide(
    window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    shown = window(small())
    shown.actions_["lesson.write"].trigger()
    assert dialog(shown).isVisible()
    assert not shown.lessons.presenter.active
    shown.actions_["lesson.write"].trigger()
    assert len(shown.findChildren(GuideDialog)) == 1


def test_the_guide_leads_to_its_other_language_and_asks_before_it_leads_to_the_web(
    window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    answer = QMessageBox.StandardButton.No
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "question", lambda *a: asked.append(a[2]) or answer)
    shown = window(small())
    shown.actions_["lesson.write"].trigger()
    text = dialog(shown).text
    english = text.toPlainText()
    text.anchorClicked.emit(QUrl("lessons.zh_CN.md"))
    assert text.toPlainText() != english
    text.anchorClicked.emit(QUrl("lessons.md"))
    assert text.toPlainText() == english
    text.anchorClicked.emit(QUrl("https://toml.io"))
    assert "toml.io" in asked[0]
    assert opened == []
    text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert (len(asked), opened) == (1, [])


def test_a_place_that_cannot_be_written_is_said(
    window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "no such folder" / "x.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    shown = window(small())
    shown.actions_["lesson.write"].trigger()
    assert "no such folder" in shown.message.text.text()
    assert not shown.lessons.presenter.active


# What is saved in an editor:


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def renamed(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def removed_first(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("save", [in_place, renamed, removed_first])
def test_what_is_saved_in_an_editor_is_shown_at_the_same_step(
    window: Any, qtbot: Any, chosen: Path, save: Callable[[Path, str], None]
) -> None:
    shown = window(small())
    shown.lessons.presenter.glide.duration = 0
    chosen.write_text(template("en"), encoding="utf-8")
    shown.lessons.open(chosen)
    shown.lessons.presenter.next()
    for std in ("0.25", "0.75"):  # the second time too
        changed = template("en").replace('"weight_init.std" = 0.5', f'"weight_init.std" = {std}')
        save(chosen, changed.replace('{"0.5"', f'{{"{std}"').replace("0.5 now", f"{std} now"))
        qtbot.waitUntil(
            lambda std=std: find(shown, "weight_init.std").value() == float(std), timeout=PATIENCE
        )
        assert f"{std} now" in find(shown, "lesson.text").toPlainText()
        assert shown.lessons.presenter.at == 1
    shown.lessons.presenter.leave()
    assert shown.experiment() == small()


def test_a_mistake_is_said_with_its_line_and_goes_when_it_is_mended(
    window: Any, qtbot: Any, chosen: Path
) -> None:
    shown = window(small())
    shown.lessons.presenter.glide.duration = 0
    chosen.write_text(template("en"), encoding="utf-8")
    shown.lessons.open(chosen)
    before = shown.experiment()
    chosen.write_text(template("en").replace("std = 0.1", "std = -0.1"), encoding="utf-8")
    qtbot.waitUntil(shown.message.isVisible, timeout=PATIENCE)
    line = 1 + template("en").splitlines().index('weight_init = {method = "normal", std = 0.1}')
    assert f"mine.md:{line}: weight_init.std" in shown.message.text.text()
    assert shown.experiment() == before
    chosen.write_text(template("en"), encoding="utf-8")
    qtbot.waitUntil(lambda: not shown.message.isVisible(), timeout=PATIENCE)


def test_after_the_lesson_its_file_is_nobody_s_business(
    window: Any, qtbot: Any, chosen: Path
) -> None:
    shown = window(small())
    chosen.write_text(template("en"), encoding="utf-8")
    shown.lessons.open(chosen)
    shown.lessons.presenter.leave()
    chosen.write_text("nothing", encoding="utf-8")
    qtbot.wait(600)
    assert not shown.message.isVisible()
    assert not shown.lessons.presenter.active
