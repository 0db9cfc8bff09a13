"""Two windows of the program, each a process: neither loses what the other remembers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QFileDialog

from core.experiment import files
from gui.files import settings
from gui.files.instances import Instance, settings_folder
from gui.files.settings import Settings
from gui.widgets.ask import Answer
from tests.gui.support import find, settling, small

ROOT = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="settings of a process of its own")


def run(code: str) -> int:
    """Run this code in a Python that has the test's settings; its exit code."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode


# Who else runs:


def test_an_instance_knows_whether_others_run(tmp_path):
    first = Instance(tmp_path)
    assert not first.others_run()
    second, third = Instance(tmp_path), Instance(tmp_path)
    assert all(each.others_run() for each in (first, second, third))
    first.release()
    third.release()
    assert not second.others_run()
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_one_that_has_crashed_does_not_count(tmp_path):
    code = f"""
import os
from pathlib import Path
from gui.files.instances import Instance
kept = Instance(Path({str(tmp_path)!r}))
os._exit(1)
"""
    assert run(code) == 1
    assert list(tmp_path.iterdir())
    first = Instance(tmp_path)
    second = Instance(tmp_path)
    assert first.others_run()
    second.release()
    assert not first.others_run()
    first.release()


def test_where_no_file_can_be_written_it_counts_as_alone(tmp_path):
    (tmp_path / "file").touch()
    one, two = Instance(tmp_path / "file"), Instance(tmp_path / "file" / "deeper")
    assert not one.others_run()
    assert not two.others_run()
    one.release()


# What is untitled:


def changed(shown, qtbot):
    with settling(qtbot, shown):
        find(shown, "dropout.p").setValue(0.25)
    return shown


@pytest.mark.parametrize("answer", [Answer.Save, Answer.Discard, Answer.Cancel])
def test_what_another_window_would_replace_is_asked_about(
    window, qtbot, question, tmp_path, monkeypatch, answer
):
    path = tmp_path / "kept.initlab.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    shown = changed(window(small()), qtbot)
    shown.closing.others_run = lambda: True
    question.answer = answer
    shown.close()
    assert len(question.asked) == 1
    assert "Another window" in question.asked[0]
    assert shown.isVisible() == (answer == Answer.Cancel)
    assert path.exists() == (answer == Answer.Save)
    if answer == Answer.Save:
        assert files.load(path) == shown.experiment()
    shown.closing.others_run = lambda: False


def test_alone_or_unchanged_or_saved_nothing_is_asked(window, qtbot, question, tmp_path):
    alone = changed(window(small()), qtbot)
    assert alone.close()
    unchanged = window(small())
    unchanged.closing.others_run = lambda: True
    assert unchanged.close()
    path = tmp_path / "x.initlab.json"
    saved = changed(window(small()), qtbot)
    saved.closing.others_run = lambda: True
    assert saved.document.save_path(str(path))
    assert saved.close()
    assert question.asked == []


# What both remember:


def test_what_another_window_writes_meanwhile_is_waited_for(monkeypatch):
    """Between reading the list and writing it nobody else gets a turn."""

    class Busy(QLockFile):
        """Held by another window, which adds a file of its own and lets go."""

        def tryLock(self, timeout: int = 0) -> bool:
            assert timeout > 0
            other = Settings()._store
            assert other is not None
            other.setValue("recent", "/other")
            other.sync()
            held.append(super().tryLock(timeout))
            return held[-1]

    held: list[bool] = []
    mine = Settings()
    settings_folder().mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(settings, "QLockFile", Busy)
    mine.add_recent("/mine")
    assert held == [True]
    assert mine.recent() == ["/mine", "/other"]
    assert not list(settings_folder().glob("*.lock"))


@linux
def test_a_window_sees_what_another_has_opened_since():
    mine = Settings()
    mine.add_recent("/mine")
    code = "from gui.files.settings import Settings; Settings().add_recent('/other')"
    assert run(code) == 0
    assert mine.recent() == ["/other", "/mine"]
    mine.add_recent("/third")
    assert Settings().recent() == ["/third", "/other", "/mine"]


@linux
def test_each_keeps_what_only_the_other_has_set():
    mine = Settings()
    mine.set_text("theme", "dark")
    code = (
        "from gui.files.settings import Settings; s = Settings(); s.set_text('language', 'zh_CN')"
    )
    assert run(code) == 0
    assert mine.kept()
    both = Settings()
    assert (both.word("theme"), both.word("language")) == ("dark", "zh_CN")
