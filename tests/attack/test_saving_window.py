"""What the window does when saving fails: nothing is lost, and the person is told."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from core import layer
from core.context import SILENT, Context
from core.experiment import WELCOME, files
from core.messages import Refused
from gui.files.document import Document
from gui.files.picture import encoded
from tests.attack.disks import fill, limited, mounted
from tests.attack.person import Answer, Make, Person, opened, said
from tests.gui.support import PATIENCE, find, set_control, small


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Sits before the window."""
    return Person(monkeypatch)


def test_a_full_disk_changes_nothing_in_the_window_but_the_sentence(
    window: Make, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "disk" / "x.initlab.json"
    with mounted(path.parent, "size=64k"):
        shown = opened(window, path)
        title, experiment = shown.windowTitle(), shown.experiment()
        fill(path.parent)
        shown.actions_["save"].trigger()
        assert said(shown).startswith(f"{path}: the disk is full; ")
        assert shown.isWindowModified()
        assert (shown.windowTitle(), shown.document.path) == (title, path)
        assert shown.experiment() == experiment
        assert shown.model.history.canUndo()
        assert files.load(path) == small()
        # The name of a copy that could not be written is not taken over.
        person.save = str(path.parent / "copy.json")
        shown.actions_["save_as"].trigger()
        assert "copy.json" in said(shown)
        assert (shown.windowTitle(), shown.document.path) == (title, path)
        (path.parent / "filling").unlink()
        shown.actions_["save"].trigger()
        assert said(shown) == ""
        assert not shown.isWindowModified()
        assert files.load(path) == experiment


@pytest.mark.parametrize("leave", ["new", "open", "close"])
def test_leaving_with_a_save_that_fails_leaves_nothing(
    window: Make, person: Person, tmp_path: Path, leave: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "x.initlab.json", tmp_path / "other.initlab.json"
    files.save(WELCOME, other)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    shown = opened(window, path)
    experiment = shown.experiment()
    person.answers = [Answer.Save]
    with limited(10):
        if leave == "close":
            assert not shown.close()
        else:
            shown.actions_[leave].trigger()
    assert len(person.asked) == 1
    assert "larger than is allowed" in said(shown)
    assert shown.isVisible()
    assert shown.isWindowModified()
    assert shown.experiment() == experiment
    assert shown.document.path == path
    assert files.load(path) == small()


# The settings, which keep an untitled experiment:


def test_closing_without_room_for_the_settings_asks_for_a_file_and_loses_nothing(
    window: Make, person: Person, tmp_path: Path
) -> None:
    shown = window(small())
    set_control(find(shown, "dropout.p"), 0.5)
    experiment = shown.experiment()
    person.answers = [Answer.Cancel]
    with limited(10):
        assert not shown.close()
    assert shown.isVisible()
    assert "settings cannot be written" in person.asked[0]
    person.answers = [Answer.Save]
    with limited(10):
        assert not shown.close()  # no name was chosen
    person.answers, person.save = [Answer.Save], str(tmp_path / "kept.initlab.json")
    with limited(10):
        assert not shown.close()
    assert "larger than is allowed" in said(shown)
    assert len(person.asked) == 3
    # When there is room again, all is as ever.
    assert shown.close()
    assert len(person.asked) == 3
    assert window().experiment() == experiment


@pytest.mark.parametrize("answer", [Answer.Save, Answer.Discard])
def test_an_untitled_experiment_can_be_saved_or_left_when_the_settings_cannot_be_written(
    window: Make, person: Person, tmp_path: Path, settings_folder: str, answer: Answer
) -> None:
    path = tmp_path / "kept.initlab.json"
    with mounted(Path(settings_folder), "size=64k,nr_inodes=1"):
        shown = window(small())
        set_control(find(shown, "dropout.p"), 0.5)
        experiment = shown.experiment()
        person.answers, person.save = [answer], str(path)
        assert shown.close()
        assert len(person.asked) == 1
    assert path.exists() == (answer == Answer.Save)
    if answer == Answer.Save:
        assert files.load(path) == experiment


@pytest.mark.parametrize("where", ["file", "nothing changed"])
def test_without_room_for_the_settings_nothing_is_asked_when_nothing_would_be_lost(
    window: Make, person: Person, tmp_path: Path, where: str
) -> None:
    if where == "file":
        shown = opened(window, tmp_path / "x.initlab.json")
        shown.actions_["save"].trigger()
    else:
        shown = window(small())
    with limited(10):
        assert shown.close()
    assert person.asked == []


def test_when_closing_itself_fails_the_window_stays_and_says_so_and_then_lets_go(
    window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[str] = []

    def fail(*_: Any) -> bool:
        raise RuntimeError("out of luck")

    shown = opened(window, tmp_path / "x.initlab.json")
    monkeypatch.setattr(Document, "may_leave", fail)
    monkeypatch.setattr(sys, "excepthook", lambda _, error, __: caught.append(str(error)))
    assert not shown.close()
    assert shown.isVisible()
    assert caught == ["out of luck"]
    assert shown.close()


# Exports:


def test_each_export_on_a_full_disk_keeps_the_old_file_and_says_so(
    window: Make, qtbot: Any, person: Person, tmp_path: Path
) -> None:
    shown = window(small())
    folder = tmp_path / "disk"
    with mounted(folder, "size=64k"):
        lines = shown.actions_.menu("export").actions()
        entries = [action for action in lines if action.text() and not action.isCheckable()]
        endings = {"export.weights": "safetensors", "export.code": "py"}
        names = [
            f"{number}.{endings.get(e.objectName(), 'csv' if 'CSV' in e.text() else 'png')}"
            for number, e in enumerate(entries)
        ]
        for name in names:
            (folder / name).write_bytes(b"old")
        fill(folder)
        before = sorted(os.listdir(folder))
        for name, action in zip(names, entries, strict=True):
            if action is shown.actions_["copy_code"]:
                continue
            shown.message.hide()
            person.save = str(folder / name)
            action.trigger()
            qtbot.waitUntil(lambda: said(shown) != "", timeout=PATIENCE)
            assert said(shown).startswith(f"{person.save}: the disk is full"), action.text()
            assert Path(person.save).read_bytes() == b"old"
        assert sorted(os.listdir(folder)) == before
    assert person.asked == []


def test_an_export_that_fails_as_nobody_foresaw_is_said(
    window: Make, qtbot: Any, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(layer, "save_weights", fail)
    shown = window(small())
    person.save = str(tmp_path / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    qtbot.waitUntil(lambda: said(shown) != "", timeout=PATIENCE)
    assert "w.safetensors" in said(shown)
    assert "out of luck" in said(shown)


def test_closing_while_weights_are_written_asks_first(
    window: Make, qtbot: Any, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    save = layer.save_weights

    def slow(*arguments: Any) -> None:
        begun.set()
        assert go_on.wait(PATIENCE / 1000)
        save(*arguments)

    monkeypatch.setattr(layer, "save_weights", slow)
    shown = window(small())
    person.save = str(tmp_path / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    assert begun.wait(PATIENCE / 1000)
    person.answers = [Answer.Cancel]
    assert not shown.close()
    assert "still being written to w.safetensors" in person.asked[0]
    with qtbot.waitSignal(shown.runner.background_done, timeout=PATIENCE):
        go_on.set()
    assert Path(person.save).exists()
    assert shown.close()
    assert len(person.asked) == 1


def test_weights_are_no_longer_drawn_for_a_window_that_was_closed_without_them(
    window: Make, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nineteen gigabytes of them were once filled for minutes beside the next window's run."""
    begun = threading.Event()

    def endless(_: Any, context: Context = SILENT) -> Any:
        while True:
            begun.set()
            context.check()
            time.sleep(0.001)

    monkeypatch.setattr("core.layer.export.weights", endless)
    shown = window(small())
    person.save = str(tmp_path / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    assert begun.wait(PATIENCE / 1000)
    person.answers = [Answer.Close]
    assert shown.close()
    shown.runner.worker.join(PATIENCE / 1000)
    assert not shown.runner.worker.is_alive()
    assert not Path(person.save).exists()


def test_a_picture_for_which_there_is_no_memory_replaces_no_file(
    window: Make, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="memory"):
        encoded(QImage())
    monkeypatch.setattr("gui.files.formats.encoded", lambda _: encoded(QImage()))
    shown = window(small())
    person.save = str(tmp_path / "plot.png")
    (tmp_path / "plot.png").write_bytes(b"old")
    shown.actions_["export.picture"].trigger()
    assert "memory" in said(shown)
    assert (tmp_path / "plot.png").read_bytes() == b"old"
