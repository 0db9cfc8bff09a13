"""Links: copied, opened, dropped, and refused."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QMenu, QMessageBox

from core.experiment import WELCOME, files
from tests.gui.files.support import LINK, OTHER, drop, link_to, status
from tests.gui.support import assert_weights_drawn, find, settling, small


def test_share_stands_in_the_file_menu(window):
    shown = window(small())
    menus = {m.objectName(): m for m in shown.top.findChildren(QMenu)}
    assert menus["menu.share"].menuAction() in menus["menu.file"].actions()
    names = [action.objectName() for action in menus["menu.share"].actions()]
    assert names == ["share.link", "share.qr", "share.picture", "share.paste"]


def test_copy_link_copies_what_another_window_opens(window, qtbot, clipboard):
    first = window(OTHER)
    first.actions_["share.link"].trigger()
    text = clipboard.text()
    assert text.startswith("initlab:")
    assert str(len(text)) in status(first)
    second = window(WELCOME)
    with settling(qtbot, second):
        second.actions_["share.paste"].trigger()
    assert second.experiment() == OTHER
    assert_weights_drawn(second)


def test_an_experiment_that_no_link_holds_is_a_message(window, clipboard):
    noise = "".join(random.Random(0).choices(" ,;\t\n", k=60_000))
    shown = window(small(dropout={"vector": f"1{noise}2"}))
    for name in ("share.link", "share.qr"):
        shown.message.hide()
        shown.actions_[name].trigger()
        assert shown.message.isVisible()
        assert shown.message.text.text().startswith("link: ")
    assert clipboard.text() == ""


# Opening:


def test_an_opened_link_is_one_step_that_can_be_undone(window, qtbot, clipboard):
    shown = window(small())
    clipboard.setText(f"  {LINK[:30]}\n{LINK[30:]}\n")
    with settling(qtbot, shown):
        shown.actions_["share.paste"].trigger()
    assert shown.experiment() == OTHER
    assert find(shown, "weight_init.std").value() == 0.5
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert shown.experiment() == small()
    assert not shown.model.history.canUndo()


def test_an_opened_link_has_no_file_and_spares_the_one_that_was_open(
    window, qtbot, tmp_path, monkeypatch
):
    def never(*_args, **_kwargs):
        raise AssertionError("asked")

    monkeypatch.setattr(QMessageBox, "question", staticmethod(never))
    path = tmp_path / "mine.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    with settling(qtbot, shown):
        assert shown.sharing.open_text(LINK)
    assert shown.document.path is None  # Ctrl+S would write a stranger's experiment over it
    assert not shown.isWindowModified()
    assert files.load(path) == small()
    shown.actions_["undo"].trigger()
    assert shown.document.path == path
    assert not shown.isWindowModified()


def test_the_link_of_what_is_shown_changes_nothing_and_says_so(window, clipboard):
    shown = window(OTHER)
    before = status(shown)
    clipboard.setText(LINK)
    shown.actions_["share.paste"].trigger()
    assert shown.experiment() == OTHER
    assert not shown.model.history.canUndo()
    assert status(shown) != before


BAD = {
    "nothing": ("", "initlab:"),
    "a text": ("hello", "initlab:"),
    "damaged": (LINK[:-3], "damaged"),
    "too large": ("initlab:" + "A" * 10_000, "8,192"),
    "an unknown key": (link_to({"layer": {"size": 3}}), "layer.size"),
    "no device": (link_to({"run": {"device": "cuda:99"}}), "cpu"),
}


def test_a_bad_link_leaves_everything_as_it_was_and_says_why(window, clipboard):
    shown = window(small())
    for name, (text, word) in BAD.items():
        clipboard.setText(text)
        shown.message.hide()
        shown.actions_["share.paste"].trigger()
        assert shown.message.isVisible(), name
        assert word in shown.message.text.text(), name
        assert shown.experiment() == small(), name
        assert not shown.model.history.canUndo(), name


def test_a_message_about_a_link_goes_with_the_next_one_that_opens(window, qtbot):
    shown = window(small())
    shown.sharing.open_text("hello")
    assert shown.message.isVisible()
    with settling(qtbot, shown):
        shown.sharing.open_text(LINK)
    assert not shown.message.isVisible()


# Drag and drop:


@pytest.mark.parametrize("kind", ["text", "address"])
def test_a_link_that_is_dropped_is_opened(window, qtbot, kind):
    shown = window(small())
    data = QMimeData()
    if kind == "text":
        data.setText(f"{LINK}\n")
    else:
        data.setUrls([QUrl(LINK)])
    with settling(qtbot, shown):
        assert drop(shown, data)
    assert shown.experiment() == OTHER


def test_a_damaged_link_that_is_dropped_is_a_message(window):
    shown = window(small())
    data = QMimeData()
    data.setText(LINK[:-3])
    assert drop(shown, data)
    assert shown.message.isVisible()
    assert shown.experiment() == small()
