"""Before a file is lost that somebody may need, the window asks; otherwise it does not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from core.experiment import files
from tests.attack.person import Answer, Make, Person, opened, said
from tests.gui.support import find, set_control, settling, small


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Sits before the window."""
    return Person(monkeypatch)


@pytest.mark.parametrize("answer", [Answer.Save, Answer.Cancel])
def test_a_file_that_another_window_has_changed_is_replaced_only_when_asked(
    window: Make, person: Person, tmp_path: Path, answer: Answer
) -> None:
    path = tmp_path / "x.initlab.json"
    shown = opened(window, path)
    other = window(small(), path=path)
    set_control(find(other, "dropout.p"), 0.25)
    other.actions_["save"].trigger()
    assert person.asked == []
    person.answers = [answer]
    shown.actions_["save"].trigger()
    assert len(person.asked) == 1
    assert "x.initlab.json was changed by another window or program" in person.asked[0]
    replaced = answer == Answer.Save
    assert files.load(path).dropout.p == (0.5 if replaced else 0.25)
    assert shown.isWindowModified() != replaced
    assert shown.experiment().dropout.p == 0.5


def test_nothing_is_asked_of_a_file_that_holds_what_it_held_or_is_gone(
    window: Make, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "x.initlab.json"
    shown = opened(window, path)
    os.utime(path, (0, 0))  # as a copy, or a disk with other clocks, might
    path.write_text(path.read_text("utf-8").replace("\n", "\r\n"), "utf-8")
    shown.actions_["save"].trigger()
    set_control(find(shown, "dropout.p"), 0.25)
    shown.actions_["save"].trigger()
    set_control(find(shown, "dropout.p"), 0.75)
    path.unlink()
    shown.actions_["save"].trigger()
    assert person.asked == []
    assert files.load(path).dropout.p == 0.75


def test_a_file_that_another_program_has_ruined_is_replaced_only_when_asked(
    window: Make, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "x.initlab.json"
    shown = opened(window, path)
    path.write_text("my shopping list", "utf-8")
    person.answers = [Answer.Cancel]
    shown.actions_["save"].trigger()
    assert path.read_text("utf-8") == "my shopping list"
    assert len(person.asked) == 1


def test_a_folder_that_has_gone_is_said_and_saving_elsewhere_works(
    window: Make, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "stick" / "x.initlab.json"
    shown = opened(window, path)
    path.parent.rename(tmp_path / "pulled")
    shown.actions_["save"].trigger()
    assert "the folder for it does not exist" in said(shown)
    assert shown.isWindowModified()
    person.save = str(tmp_path / "x.initlab.json")
    shown.actions_["save_as"].trigger()
    assert files.load(person.save) == shown.experiment()
    assert person.asked == []


def test_opening_the_same_file_again_shows_what_was_saved_on_the_way(
    window: Make, qtbot: Any, person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "x.initlab.json"
    shown = opened(window, path)
    person.answers = [Answer.Save]
    shown.document.open_path(str(path))
    assert shown.experiment().dropout.p == 0.5
    assert files.load(path) == shown.experiment()
    with settling(qtbot, shown):
        set_control(find(shown, "dropout.p"), 0.75)
    person.answers = [Answer.Discard]
    shown.document.open_path(str(path))
    assert shown.experiment().dropout.p == 0.5


@pytest.mark.parametrize("answer", [Answer.Save, Answer.Cancel])
@pytest.mark.parametrize(
    ("action", "typed", "name"),
    [("save_as", "mine", "mine.initlab.json"), ("export.picture", "plot", "plot.png")],
)
def test_a_name_that_gets_its_ending_replaces_a_file_only_when_asked(
    window: Make, person: Person, tmp_path: Path, answer: Answer, action: str, typed: str, name: str
) -> None:
    (tmp_path / name).write_bytes(b"precious")
    shown = window(small())
    person.save, person.answers = str(tmp_path / typed), [answer]
    shown.actions_[action].trigger()
    assert person.asked == [f"{name} is there already. Replace it?"]
    assert ((tmp_path / name).read_bytes() == b"precious") == (answer == Answer.Cancel)
