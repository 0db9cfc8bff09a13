"""What a power cut finds, which a kill does not show; and what a save clears away."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from core.disk import NEW, PREFIX, STALE_SECONDS
from core.experiment import WELCOME, files

OURS = f"{PREFIX}abcd1234"


def test_the_content_is_on_the_disk_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        found = os.fstat(handle)
        folder = stat.S_ISDIR(found.st_mode)
        assert folder or found.st_size == len(files.dumps(WELCOME))
        order.append("folder" if folder else "content")
        fsync(handle)

    def replaced(made: Any, target: Any) -> None:
        order.append("name")
        replace(made, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    files.save(WELCOME, tmp_path / "x")
    assert order == ["content", "name", *(["folder"] if os.name == "posix" else [])]


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network disks: the new file is in place, and to say otherwise would be wrong."""
    fsync = os.fsync

    def synced(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    files.save(WELCOME, tmp_path / "x")
    assert files.load(tmp_path / "x") == WELCOME


def _left(folder: Path, name: str, age: float, content: str = NEW) -> Path:
    left = folder / name
    left.mkdir()
    (left / content).write_bytes(b"half of it")
    now = (folder / "x").stat().st_mtime
    os.utime(left, (now - age, now - age))
    return left


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in it."""
    files.save(WELCOME, tmp_path / "x")
    return tmp_path


@pytest.mark.parametrize("content", [NEW, ".tmpA1b2C3"])
def test_what_a_killed_program_left_is_cleared_away_by_a_save_a_day_later(
    folder: Path, content: str
) -> None:
    left = _left(folder, OURS, STALE_SECONDS + 60, content)
    files.save(WELCOME, folder / "y")
    assert not left.exists()


def test_what_another_program_is_writing_just_now_is_left_alone(folder: Path) -> None:
    left = _left(folder, OURS, STALE_SECONDS - 3600)
    files.save(WELCOME, folder / "y")
    assert (left / NEW).read_bytes() == b"half of it"


def test_nothing_else_is_ever_cleared_away(folder: Path) -> None:
    keeps = [
        _left(folder, ".initlab-lectures", 10 * STALE_SECONDS),
        _left(folder, OURS, 10 * STALE_SECONDS, "thesis.tex"),
        folder / f"{PREFIX}notes",
        folder / f"{PREFIX}linked",
    ]
    keeps[2].write_bytes(b"a file")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / NEW).write_bytes(b"precious")
    keeps[3].symlink_to(elsewhere)
    for keep in keeps[2:]:
        os.utime(keep, (0, 0), follow_symlinks=False)
    files.save(WELCOME, folder / "y")
    assert all(path.exists() for path in keeps)
    assert (keeps[1] / "thesis.tex").exists()
    assert (elsewhere / NEW).read_bytes() == b"precious"


def test_a_save_that_fails_clears_nothing_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what was written tells the time by the clock of the disk."""
    left = _left(folder, OURS, STALE_SECONDS + 60)

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(files.FileError):
        files.save(WELCOME, folder / "y")
    assert left.exists()
