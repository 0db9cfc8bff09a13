"""File > Examples: each opens as a copy that has no file, on the page that shows it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox

from core.experiment import files
from core.experiment.examples import EXAMPLES, load
from tests.gui.support import find, set_control, small


def entries(shown: Any) -> list[QAction]:
    menu = shown.actions_.menu("examples")
    menu.aboutToShow.emit()
    found: list[QAction] = menu.actions()
    return found


def test_the_menu_lists_them_below_the_recent_files(window: Any) -> None:
    shown = window(small())
    # Not QAction.menu(): the wrapper that it returns takes the menu with it when it goes.
    lines = shown.actions_.menu("file").actions()
    at = [lines.index(shown.actions_.menu(name).menuAction()) for name in ("recent", "examples")]
    assert at[1] == at[0] + 1
    assert len(entries(shown)) == len(EXAMPLES)


@pytest.mark.parametrize("key", ["five-to-two", "xavier-relu-deep"])
def test_an_example_opens_untitled_on_its_page_and_undo_brings_back_what_was_there(
    window: Any, key: str
) -> None:
    shown = window(small(), page="dropout")
    set_control(find(shown, "dropout.p"), 0.25)
    before = shown.experiment()
    (example,) = [example for example in EXAMPLES if example.key == key]
    entries(shown)[EXAMPLES.index(example)].trigger()
    assert shown.experiment() == load(key)
    assert shown.document.path is None
    assert not shown.isWindowModified()
    assert shown.page.objectName() == f"page.{example.page}"
    shown.actions_["undo"].trigger()
    assert shown.experiment() == before
    assert shown.isWindowModified()


def test_who_cancels_stays_on_the_page(window: Any, tmp_path: Any, monkeypatch: Any) -> None:
    path = tmp_path / "mine.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    set_control(find(shown, "dropout.p"), 0.25)
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *_: cancel)
    entries(shown)[-1].trigger()
    assert shown.document.path == path
    assert shown.page.objectName() == "page.layer"


def test_the_titles_are_in_the_language_in_force(window: Any) -> None:
    shown = window(small())
    english = [action.text() for action in entries(shown)]
    shown.appearance.set_language("zh_CN")
    chinese = [action.text() for action in entries(shown)]
    assert not set(english) & set(chinese)
    shown.appearance.set_language("en")
    assert [action.text() for action in entries(shown)] == english
