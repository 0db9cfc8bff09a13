"""The folder of the pages: nothing foreign is touched, and nothing old is left."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from core.messages import FileError
from core.site import Folder
from core.site.folder import MARKER


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def make(path: Path, **files: bytes) -> None:
    folder = Folder(path)
    folder.write({name.replace("__", "/"): content for name, content in files.items()})
    folder.finish()


def test_a_new_folder_is_made_and_lists_what_is_in_it(tmp_path: Path) -> None:
    make(tmp_path / "a" / "b", index=b"1", pictures__x=b"2")
    assert written(tmp_path / "a" / "b") == {MARKER, "index", "pictures/x"}
    assert json.loads((tmp_path / "a" / "b" / MARKER).read_text())["files"] == [
        "index",
        "pictures/x",
    ]


def test_the_next_time_takes_away_what_is_no_longer_needed_and_nothing_else(tmp_path: Path) -> None:
    make(tmp_path, index=b"1", pictures__x=b"2")
    (tmp_path / "mine.txt").write_text("keep")
    make(tmp_path, index=b"3")
    assert written(tmp_path) == {MARKER, "index", "mine.txt"}
    assert (tmp_path / "index").read_bytes() == b"3"
    assert not (tmp_path / "pictures").exists()


def test_a_folder_that_holds_something_else_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years")
    with pytest.raises(FileError, match="not empty"):
        Folder(tmp_path)
    assert written(tmp_path) == {"thesis.txt"}


@pytest.mark.parametrize(
    "marker",
    [
        "{}",
        "[]",
        "not json",
        '{"initlab_lessons": 2, "files": []}',
        '{"initlab_lessons": 1, "files": ["../thesis.txt"]}',
        '{"initlab_lessons": 1, "files": ["/etc/passwd"]}',
        '{"initlab_lessons": 1, "files": ["C:\\\\x"]}',
        '{"initlab_lessons": 1, "files": [3]}',
        "[" * 100_000,
    ],
)
def test_a_list_that_is_none_of_ours_is_refused(tmp_path: Path, marker: str) -> None:
    (tmp_path / MARKER).write_text(marker)
    with pytest.raises(FileError, match="not empty"):
        Folder(tmp_path)


def test_a_file_put_between_ours_is_not_written_over(tmp_path: Path) -> None:
    make(tmp_path, index=b"1")
    (tmp_path / "new").write_text("foreign")
    folder = Folder(tmp_path)
    with pytest.raises(FileError, match="not of the lessons"):
        folder.write({"index": b"2", "new": b"3"})
    assert (tmp_path / "index").read_bytes() == b"1"
    assert (tmp_path / "new").read_text() == "foreign"


def test_what_was_begun_and_never_finished_is_still_ours(tmp_path: Path) -> None:
    Folder(tmp_path).write({"index": b"1", "pictures/x": b"2"})
    make(tmp_path, index=b"3")
    assert written(tmp_path) == {MARKER, "index"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_nothing_is_taken_away_behind_a_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    make(site, index=b"1", pictures__x=b"2")
    elsewhere.mkdir()
    (elsewhere / "x").write_text("foreign")
    os.remove(site / "pictures" / "x")
    (site / "pictures").rmdir()
    (site / "pictures").symlink_to(elsewhere)
    make(site, index=b"1")
    assert (elsewhere / "x").read_text() == "foreign"


def test_a_file_in_the_folder_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileError, match="this is a file"):
        Folder(tmp_path / "file")
    with pytest.raises(FileError, match="part of this path is a file"):
        Folder(tmp_path / "file" / "below")


def test_a_name_that_no_folder_can_have_is_refused() -> None:
    with pytest.raises(FileError, match="no folder can have this name"):
        Folder(Path("a\0b"))


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = Folder(tmp_path)
    monkeypatch.setattr("core.disk.writing._replace", full)
    with pytest.raises(FileError, match="the disk is full"):
        folder.write({"index": b"1"})
