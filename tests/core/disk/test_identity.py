"""Two names of one file are found, also where the file has still to be made."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from core.disk import is_same_file


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_another_file_with_the_same_content_is_another(here: Path) -> None:
    for name in ("a", "b"):
        Path(name).write_text("same")
    assert not is_same_file("a", "b")
    assert not is_same_file("a", "new")
    assert not is_same_file("new", "other")


@pytest.mark.parametrize("made", [True, False])
def test_ways_to_the_same_place(here: Path, made: bool) -> None:
    Path("folder").mkdir()
    Path("way").symlink_to("folder", target_is_directory=True)
    if made:
        Path("a").touch()
        Path("folder/b").touch()
    for first, second in (
        ("a", str(here / "a")),
        ("a", "./folder/../a"),
        ("a", f"../{here.name}/a"),
        ("folder/b", "way/b"),
        (Path("folder/b"), "way/../folder/b"),
    ):
        assert is_same_file(first, second), (first, second)
        assert is_same_file(second, first)


@pytest.mark.parametrize("made", [True, False])
def test_a_link_is_what_it_leads_to(here: Path, made: bool) -> None:
    if made:
        Path("a").touch()
    Path("b").symlink_to("a")
    Path("c").symlink_to("b")
    assert is_same_file("a", "b")
    assert is_same_file("c", "a")


def test_another_name_of_one_file(here: Path) -> None:
    Path("a").touch()
    os.link("a", "b")
    assert is_same_file("a", "b")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_what_cannot_be_destroyed_is_not_the_same(here: Path) -> None:
    os.mkfifo("pipe")
    assert not is_same_file("pipe", "pipe")
    assert not is_same_file(os.devnull, os.devnull)


def test_names_that_no_file_can_have_are_not_the_same(here: Path) -> None:
    assert not is_same_file("a\0", "a")
    assert not is_same_file("a\0b", "missing/a")


NAMES = [
    ("s.json", "S.JSON"),
    ("ä.json", "Ä.json"),
    (unicodedata.normalize("NFC", "ä.json"), unicodedata.normalize("NFD", "ä.json")),
]


@pytest.mark.parametrize(("first", "second"), NAMES)
def test_letters_are_told_apart_as_the_disk_does(here: Path, first: str, second: str) -> None:
    expected = is_same_file(first, second)
    assert list(here.iterdir()) == []  # the trial has left nothing
    Path(first).touch()
    assert Path(second).exists() == expected
    assert is_same_file(first, second) == expected


@pytest.mark.parametrize(("first", "second"), NAMES)
def test_a_disk_that_does_not_tell_letters_apart(
    here: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    """Such as those of Windows and macOS: what is not found is looked for by its folded name."""
    stat = os.stat

    def folded(name: str) -> str:
        return unicodedata.normalize("NFC", name).casefold()

    def of_any_case(path: Any, **options: Any) -> os.stat_result:
        try:
            return stat(path, **options)
        except FileNotFoundError:
            folder, name = os.path.split(os.path.abspath(path))
            for there in os.listdir(folder):
                if folded(there) == folded(name):
                    return stat(os.path.join(folder, there), **options)
            raise

    monkeypatch.setattr(os, "stat", of_any_case)
    assert is_same_file(first, second)
    assert not is_same_file(first, f"x{second}")
    assert list(here.iterdir()) == []
    Path(first).touch()
    assert is_same_file(first, second)
    assert not is_same_file("other", second)
