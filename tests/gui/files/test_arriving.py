"""What was clicked outside of the program: a file opens, a link asks first."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

import main
from core.experiment import files
from core.lessons.guide import template
from gui import app
from gui.widgets.ask import Answer
from tests.gui.files.support import LINK, OTHER
from tests.gui.support import assert_weights_drawn, find, settling, small


def test_no_leaves_everything_as_it_was(window, question):
    shown = window(small())
    shown.opener.open_arrived(LINK)
    assert len(question.asked) == 1
    assert shown.experiment() == small()
    assert not shown.model.history.canUndo()


def test_yes_sets_the_controls_as_one_step(window, qtbot, question):
    shown = window(small())
    question.answer = Answer.Yes
    with settling(qtbot, shown):
        shown.opener.open_arrived(LINK)
    assert len(question.asked) == 1
    assert shown.experiment() == OTHER
    assert find(shown, "weight_init.std").value() == 0.5
    assert_weights_drawn(shown)
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert shown.experiment() == small()
    assert not shown.model.history.canUndo()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("language", "word"), [("en", "Undo"), ("zh_CN", "撤销")])
def test_the_question_itself_says_what_happens(window, qtbot, theme, language, word):
    shown = window(small(), language=language, theme=theme)
    seen: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.palette().window().color() == shown.palette().window().color()
        seen.append(box.text())
        box.button(Answer.Yes).click()

    QTimer.singleShot(0, shown, look)
    with settling(qtbot, shown):
        shown.opener.open_arrived(LINK)
    assert word in seen[0]
    assert shown.experiment() == OTHER


def test_a_link_of_what_is_shown_is_not_asked_about(window, question):
    shown = window(OTHER)
    shown.opener.open_arrived(LINK)
    assert question.asked == []
    assert not shown.model.history.canUndo()


def test_a_damaged_link_is_a_message_and_no_question(window, question):
    shown = window(small())
    shown.opener.open_arrived(LINK[:-8])
    assert question.asked == []
    assert "damaged" in find(shown, "message.text").text()
    assert shown.experiment() == small()


@pytest.mark.parametrize("name", ["plain", "50% of a b", "实验", "a#b?c"])
@pytest.mark.parametrize("as_address", [False, True])
def test_a_file_opens_by_its_path_and_its_address(window, qtbot, tmp_path, name, as_address):
    path = tmp_path / f"{name}.initlab.json"
    files.save(OTHER, path)
    shown = window(small())
    with settling(qtbot, shown):
        shown.opener.open_arrived(path.as_uri() if as_address else str(path))
    assert shown.experiment() == OTHER
    assert shown.document.path == path


def test_a_lesson_begins(window, qtbot, tmp_path):
    path = tmp_path / "mine.initlab.md"
    path.write_text(template("en"), encoding="utf-8")
    shown = window(small())
    with settling(qtbot, shown):
        shown.opener.open_arrived(path.as_uri())
    assert shown.lessons.presenter.active
    assert shown.lessons.presenter.path == path


@pytest.mark.parametrize("text", ["/nowhere/x.initlab.json", "file:///nowhere/x.json", "http://x"])
def test_what_cannot_be_opened_is_a_message(window, question, text):
    shown = window(small())
    shown.opener.open_arrived(text)
    assert find(shown, "message.text").isVisible()
    assert shown.experiment() == small()
    assert question.asked == []


# What macOS hands over:


def test_what_came_before_the_window_waits_for_it(qapp, tmp_path):
    opened: list[str] = []
    path = str(tmp_path / "x.initlab.json")
    qapp.open_arrived_with(None)
    QApplication.sendEvent(qapp, QFileOpenEvent(path))
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl(LINK)))
    assert opened == []
    qapp.open_arrived_with(opened.append)
    QApplication.sendEvent(qapp, QFileOpenEvent(path))
    qapp.open_arrived_with(None)
    assert opened == [path, LINK, path]


# From the command line:


@pytest.fixture
def started(monkeypatch):
    """The options that the window is started with."""
    taken: list[app.Options] = []
    monkeypatch.setattr(app, "run", lambda options, _: taken.append(options) or 0)
    monkeypatch.setattr(main, "_splash", lambda: None)
    monkeypatch.setattr(main, "_no_display", lambda: False)
    monkeypatch.setattr(main, "import_program", lambda: None)
    return taken


@pytest.mark.parametrize("text", [LINK, "file:///x.initlab.json", "x.md", "/nowhere"])
def test_what_a_click_brings_is_left_to_the_window(started, text):
    assert main.main(["--from-desktop", text]) == 0
    (options,) = started
    assert options.arrived == text
    assert options.experiment is options.path is options.opens is options.lesson is None


def test_a_click_on_the_program_itself_brings_nothing(started):
    assert main.main(["--from-desktop"]) == 0
    assert started[0].arrived is None


def test_what_a_click_brings_is_never_an_option(started, tmp_path, capsys):
    """A link is made by a stranger, and some systems let quotes in it end the argument."""
    target = tmp_path / "x.png"
    with pytest.raises(SystemExit) as ended:
        main.main(["--from-desktop", LINK, "--render", str(target)])
    assert ended.value.code == 2
    assert not target.exists()
    assert main.main(["--from-desktop", "--fullscreen"]) == 0
    assert started[0].arrived == "--fullscreen"
    assert not started[0].full_screen


def test_a_lesson_may_stand_where_an_experiment_does(started, tmp_path):
    path: Path = tmp_path / "mine.initlab.md"
    path.write_text(template("en"), encoding="utf-8")
    assert main.main([str(path)]) == 0
    assert started[0].lesson == str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX names")
def test_a_window_asks_once_it_stands(qapp, window, question, monkeypatch):
    shown = window(small())
    app._open_arrived(qapp, shown, LINK)
    assert len(question.asked) == 1
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl(LINK)))
    qapp.open_arrived_with(None)
    assert len(question.asked) == 2
