"""What a lesson can do and what it cannot; our own ones, from the menu, the offer and F5."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDropEvent, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget

from core.experiment import Experiment
from core.lessons.lesson import built_in
from gui.window import MainWindow
from tests.gui.lessons.support import OWN, text
from tests.gui.support import find, settling, small

# What a lesson can do: show text and set controls.


def test_html_in_a_lesson_is_refused_with_its_line(window: Any, own: Path) -> None:
    own.write_text(OWN.replace("The end.", "<b>The end.</b>"), encoding="utf-8")
    shown = window(small())
    before = shown.experiment()
    assert not shown.lessons.open(own)
    line = 1 + OWN.splitlines().index("The end.")
    assert f"mine.md:{line}" in find(shown, "message.text").text()
    assert shown.experiment() == before
    assert not shown.lessons.presenter.active


def test_a_link_opens_only_after_asking(
    teach: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught = teach()
    opened: list[str] = []
    asked: list[str] = []
    answers = iter([QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
    monkeypatch.setattr(
        "gui.lessons.controller.QDesktopServices.openUrl", lambda url: opened.append(url.toString())
    )
    monkeypatch.setattr(QMessageBox, "question", lambda *a: (asked.append(a[2]), next(answers))[1])
    url = QUrl("https://pytorch.org")
    find(taught, "lesson.text").anchorClicked.emit(url)
    assert opened == []
    assert "pytorch.org" in asked[0]
    find(taught, "lesson.text").anchorClicked.emit(url)
    assert opened == ["https://pytorch.org"]
    find(taught, "lesson.text").anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert len(asked) == 2
    assert len(opened) == 1


def test_pictures_come_only_from_beside_the_file(
    teach: Callable[[], MainWindow], own: Path
) -> None:
    taught = teach()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(own.parent / "near.png"))
    assert image.save(str(own.parent.parent / "far.png"))
    browser = find(taught, "lesson.text")
    kind = QTextDocument.ResourceType.ImageResource.value
    near = browser.loadResource(kind, QUrl("near.png"))
    assert isinstance(near, QImage)
    assert near.width() == 4
    far = (own.parent.parent / "far.png").as_posix()
    for name in ("../far.png", far, f"file://{far}", "https://example.org/x.png", ""):
        # None would make Qt open it by itself.
        shown = browser.loadResource(kind, QUrl(name))
        red = QColor(Qt.GlobalColor.red)
        places = ((x, y) for x in range(shown.width()) for y in range(shown.height()))
        assert all(shown.pixelColor(*place) != red for place in places), name


def test_a_lesson_file_can_be_dropped(window: Any, own: Path) -> None:
    shown = window(small())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(own))])
    left = Qt.MouseButton.LeftButton
    where = QPointF(QPoint(400, 300))
    copy = Qt.DropAction.CopyAction
    shown.dropEvent(QDropEvent(where, copy, data, left, Qt.KeyboardModifier.NoModifier))
    assert shown.lessons.presenter.active
    assert find(shown, "lesson.title").text() == "Mine"


# Our own lessons:


def test_f5_begins_lesson_one_and_later_goes_on_where_it_was(window: Any, qtbot: Any) -> None:
    shown = window(small())
    shown.lessons.presenter.glide.duration = 0
    QTest.keyClick(shown, Qt.Key.Key_F5)
    assert find(shown, "lesson.progress").text().startswith("Lesson 1 · step 1 of ")
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    at, key = shown.lessons.presenter.at, shown.lessons.presenter.lesson.key
    assert at == 1
    shown.close()
    again = window(small())
    again.lessons.presenter.glide.duration = 0
    QTest.keyClick(again, Qt.Key.Key_F5)
    assert (again.lessons.presenter.at, again.lessons.presenter.lesson.key) == (at, key)


def test_one_lesson_follows_the_other(window: Any) -> None:
    shown = window(small())
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    presenter.start("01-linear", 10_000)
    last = presenter.at
    presenter.next()
    assert presenter.number == 2
    assert presenter.at == 0
    presenter.previous()
    assert (presenter.number, presenter.at) == (1, last)


def test_a_step_keeps_its_place_when_the_language_changes(window: Any) -> None:
    shown = window(small())
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    presenter.start("01-linear", 1)
    english, title = text(shown), find(shown, "lesson.title").text()
    shown.appearance.set_language("zh_CN")
    assert presenter.at == 1
    assert text(shown) != english
    assert find(shown, "lesson.title").text() != title
    assert "第 1 课" in find(shown, "lesson.progress").text()


def test_the_menu_lists_the_lessons(window: Any) -> None:
    shown = window(small())
    menu = shown.findChild(QWidget, "menu.lesson")
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    listed = [action for action in menu.actions() if action.property("lesson")]
    assert [action.property("lesson")[:2] for action in listed] == [
        f"{number:02}" for number in range(1, len(built_in("en")) + 1)
    ]
    letters = [text[text.index("&") + 1] for text in map(QAction.text, listed) if "&" in text]
    assert letters == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]
    listed[5].trigger()
    assert shown.lessons.presenter.number == 6
    shown.lessons.presenter.glide.stop()


def test_the_first_start_offers_lesson_one_and_only_the_first(window: Any) -> None:
    shown = window(small())
    shown.lessons.welcome()
    assert find(shown, "offer.begin").isVisible()
    shown.lessons.presenter.glide.duration = 0
    find(shown, "offer.begin").click()
    assert shown.lessons.presenter.number == 1
    assert not find(shown, "offer.begin").isVisible()
    shown.close()
    again = window(small())
    again.lessons.welcome()
    assert not find(again, "offer.begin").isVisible()


def test_the_offer_goes_with_any_lesson(window: Any) -> None:
    shown = window(small())
    shown.lessons.welcome()
    shown.lessons.presenter.glide.duration = 0
    shown.lessons.presenter.start("06-xavier")
    assert not find(shown, "offer.begin").isVisible()


def test_an_experiment_of_a_lesson_is_that_of_the_command_line(window: Any) -> None:
    shown = window(small(), lesson="1", step=2)
    assert shown.lessons.presenter.at == 1
    expected = shown.lessons.presenter.step.experiment
    assert isinstance(expected, Experiment)
    assert shown.experiment() == expected


RACE = """+++
lesson = 1
title = "race"
page = "train"
[experiment]
depth = {layers = 1, width = 8}
train = {samples = 50, batch = 50, epochs = 2}
[[step]]
[[step]]
set = {"train.lr" = 0.1}
+++
first

---

second
"""


def test_a_race_waits_for_start_in_each_lesson_and_goes_on_from_step_to_step(
    window: Any, qtbot: Any, tmp_path: Path
) -> None:
    mine = tmp_path / "race.md"
    mine.write_text(RACE, encoding="utf-8")
    other = tmp_path / "other.md"
    other.write_text(RACE.replace("50", "60"), encoding="utf-8")
    shown = window(small())
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    with settling(qtbot, shown):
        shown.lessons.open(mine)
    assert shown.page.result().step == 0
    with settling(qtbot, shown):
        find(shown, "train.start").click()
    assert shown.page.result().step == 2
    with settling(qtbot, shown):
        presenter.next()
    assert shown.page.result().experiment == presenter.step.experiment
    assert shown.page.result().step == 2
    with settling(qtbot, shown):
        shown.lessons.open(other)
    assert shown.page.result().experiment == presenter.step.experiment
    assert shown.page.result().step == 0
