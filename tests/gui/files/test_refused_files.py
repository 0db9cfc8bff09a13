"""A file that cannot be read or written is a message, and everything stays as it was."""

from __future__ import annotations

import os

from core.experiment import files
from tests.gui.files.support import recent
from tests.gui.support import find, set_control, settling, small

BAD = {
    "empty": (b"", "JSON"),
    "not JSON": (b"hello", "JSON"),
    "truncated": (b'{"initlab": 1, "layer": {"in_fea', "JSON"),
    "not UTF-8": (b'{"initlab": 1, "\xff": {}}', "UTF-8"),
    "nested": (b"[" * 900_000, "nested"),
    "too large": (b"[" * 2_000_000, "large"),
    "no version": (b"{}", "initlab"),
    "a newer version": (b'{"initlab": 2}', "initlab"),
    "an unknown key": (b'{"initlab": 1, "layer": {"size": 3}}', "layer.size"),
    "a wrong type": (b'{"initlab": 1, "layer": {"in_features": "5"}}', "layer.in_features"),
    "out of range": (b'{"initlab": 1, "dropout": {"p": 1.5}}', "dropout.p"),
    "infinite": (b'{"initlab": 1, "weight_init": {"method": "normal", "std": 1e400}}', "std"),
    "NaN": (b'{"initlab": 1, "weight_init": {"method": "normal", "mean": NaN}}', "mean"),
    "no method": (b'{"initlab": 1, "weight_init": {"method": "magic"}}', "weight_init.method"),
    "no device": (b'{"initlab": 1, "run": {"device": "cuda:99"}}', "cpu"),
    "twice": (b'{"initlab": 1, "run": {"seed": 1, "seed": 2}}', "run.seed"),
}


def test_a_bad_file_leaves_everything_as_it_was_and_says_why(window, tmp_path, saved):
    good, _ = saved
    shown = window(small())
    shown.document.open_path(str(good))
    set_control(find(shown, "dropout.p"), 0.5)
    before = shown.experiment(), shown.windowTitle(), shown.isWindowModified(), recent(shown)
    for name, (content, word) in BAD.items():
        bad = tmp_path / "bad.initlab.json"
        bad.write_bytes(content)
        shown.message.hide()
        assert not shown.document.open_path(str(bad)), name
        assert shown.message.isVisible(), name
        assert word in shown.message.text.text(), name
        now = shown.experiment(), shown.windowTitle(), shown.isWindowModified(), recent(shown)
        assert now == before, name
        assert shown.model.history.canUndo(), name


def test_a_folder_and_a_file_that_is_not_there_are_messages(window, tmp_path):
    shown = window(small())
    for path in (tmp_path, tmp_path / "nothing.json", tmp_path / "a\nb"):
        assert not shown.document.open_path(str(path))
        assert shown.message.isVisible()
        shown.message.hide()
    assert shown.experiment() == small()


def test_a_message_about_a_file_goes_with_the_next_success(window, qtbot, tmp_path, saved):
    path, _ = saved
    shown = window(small())
    shown.document.open_path(str(tmp_path))
    with settling(qtbot, shown):
        shown.document.open_path(str(path))
    assert not shown.message.isVisible()


def test_a_message_about_a_file_goes_when_it_could_be_saved_elsewhere(window, dialogs, tmp_path):
    shown = window(small())
    dialogs.save = str(tmp_path / "no such folder" / "x.initlab.json")
    shown.actions_["save_as"].trigger()
    assert shown.message.isVisible()
    dialogs.save = str(tmp_path / "x.initlab.json")
    shown.actions_["save_as"].trigger()
    assert not shown.message.isVisible()


def test_a_file_that_cannot_be_written_is_a_message_and_stays_unsaved(window, dialogs, tmp_path):
    shown = window(small())
    dialogs.save = str(tmp_path / "no such folder" / "x.initlab.json")
    set_control(find(shown, "dropout.p"), 0.5)
    shown.actions_["save_as"].trigger()
    assert shown.message.isVisible()
    assert shown.isWindowModified()
    assert shown.document.path is None


def test_a_failing_save_leaves_the_old_file_whole(window, saved, monkeypatch):
    path, experiment = saved
    shown = window(small())
    shown.document.open_path(str(path))
    set_control(find(shown, "dropout.p"), 0.5)

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    shown.actions_["save"].trigger()
    assert shown.message.isVisible()
    assert "space" in shown.message.text.text()
    assert files.load(path) == experiment
    assert shown.isWindowModified()
    assert [p.name for p in path.parent.glob("*initlab*")] == [path.name]
