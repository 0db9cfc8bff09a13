"""A file is saved whole or not at all, through links and with its mode."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from core import disk
from core.experiment import WELCOME, Experiment, files
from core.messages import FileError
from tests.core.experiment.support import file_in
from tests.core.support import experiment


def _left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "described",
    [
        Experiment(),
        WELCOME,
        experiment("trunc_normal", mean=0.1, std=1e-300, a=-1 / 3, b=5e-324),
        experiment("constant", val=-1.7976931348623157e308, run={"seed": 2**63 - 1}),
    ],
)
def test_what_is_saved_is_read_again(described: Experiment, tmp_path: Path) -> None:
    path = tmp_path / "x.initlab.json"
    files.save(described, path)
    assert files.load(path) == described
    assert files.load(str(path)) == described
    assert json.loads(path.read_text("utf-8")) == described.to_dict()
    assert files.parse(files.dumps(described), "text") == described


def test_a_saved_file_can_be_read_by_people(tmp_path: Path) -> None:
    text = files.dumps(Experiment())
    assert text.startswith('{"initlab": 1,\n "layer": {"in_features": 5, ')
    assert text.endswith("}\n")
    assert len(text.splitlines()) == 7


def test_saving_replaces_what_was_there(tmp_path: Path) -> None:
    path = file_in(tmp_path, b"old")
    files.save(WELCOME, path)
    assert files.load(path) == WELCOME
    assert _left_in(tmp_path) == [path.name]


class _BoomError(Exception):
    pass


@pytest.mark.parametrize("error", [_BoomError, KeyboardInterrupt, MemoryError])
def test_a_failing_save_leaves_the_old_file_whole(
    error: type[BaseException], tmp_path: Path
) -> None:
    path = file_in(tmp_path, b"old")

    def fail(name: str) -> None:
        Path(name).write_bytes(b"half of the new")
        raise error

    with pytest.raises(error):
        disk.write(path, fail)
    assert path.read_bytes() == b"old"
    assert _left_in(tmp_path) == [path.name]


def test_a_failing_save_of_a_new_file_leaves_nothing(tmp_path: Path) -> None:
    def fail(name: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match="the disk is full"):
        disk.write(tmp_path / "new.json", fail)
    assert _left_in(tmp_path) == []


def test_a_failing_replace_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_in(tmp_path, b"old")

    def fail(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileError, match="not permitted"):
        files.save(WELCOME, path)
    assert path.read_bytes() == b"old"
    assert _left_in(tmp_path) == [path.name]


def test_the_file_is_old_or_new_at_every_moment(tmp_path: Path) -> None:
    path = file_in(tmp_path, b"old")
    seen: list[bytes] = []

    def save(name: str) -> None:
        Path(name).write_bytes(b"ne")
        seen.append(path.read_bytes())
        Path(name).write_bytes(b"new")
        seen.append(path.read_bytes())

    disk.write(path, save)
    assert seen == [b"old", b"old"]
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_written_through(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    target = file_in(folder, b"old")
    link, twice = tmp_path / "link.json", tmp_path / "twice.json"
    link.symlink_to(target)
    twice.symlink_to("link.json")
    files.save(WELCOME, twice)
    assert twice.is_symlink()
    assert link.is_symlink()
    assert not target.is_symlink()
    assert files.load(target) == WELCOME
    assert _left_in(folder) == [target.name]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666])
def test_the_mode_of_the_file_is_kept(mode: int, tmp_path: Path) -> None:
    path = file_in(tmp_path, b"old")
    path.chmod(mode)
    files.save(WELCOME, path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_new_file_gets_the_mode_that_any_new_file_gets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.save(WELCOME, tmp_path / "ours.json")
        (tmp_path / "theirs.json").write_text("x")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {0o640}


def test_saving_where_nothing_can_be_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "folder.json", file_in(tmp_path, b"x") / "y.json"):
        with pytest.raises(FileError) as refusal:
            files.save(WELCOME, path)
        assert refusal.value.key == str(path)
    assert _left_in(tmp_path) == ["x.initlab.json"]


def test_text_is_written_as_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    disk.write_text(path, "σ = 全\n")
    assert path.read_bytes() == "σ = 全\n".encode()
    disk.write_bytes(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
