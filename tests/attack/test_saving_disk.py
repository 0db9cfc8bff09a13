"""On a disk that is full, read-only or failing the old file stays and a sentence says why."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

import main
from core import disk, headless, layer
from core.build import code as snippet
from core.context import last
from core.experiment import WELCOME, files
from core.messages import FileError
from core.stats.export import histogram_csv
from gui.files.picture import encoded
from tests.attack.disks import fill, limited, mounted, read_only, unprivileged

ROOT = Path(main.__file__).parent
RESULT = last(layer.run(WELCOME))
OLD = b"old"

WRITERS: dict[str, Callable[[Path], None]] = {
    "experiment": lambda path: files.save(WELCOME, path),
    "weights": lambda path: layer.save_weights(WELCOME, path),
    "stats": lambda path: headless.save_statistics(layer.statistics(RESULT), path),
    "code": lambda path: disk.write_text(path, snippet.code(WELCOME)),
    "table": lambda path: disk.write_text(path, histogram_csv(RESULT.weight.histogram)),
    "picture": lambda path: disk.write_bytes(
        path, encoded(QImage(500, 400, QImage.Format.Format_ARGB32))
    ),
}


@contextlib.contextmanager
def _full(folder: Path) -> Iterator[str]:
    with mounted(folder, "size=64k"):
        (folder / "x").write_bytes(OLD)
        fill(folder)
        yield "the disk is full"


@contextlib.contextmanager
def _full_of_names(folder: Path) -> Iterator[str]:
    with mounted(folder, "size=1m,nr_inodes=2"):
        (folder / "x").write_bytes(OLD)
        yield "the disk is full"


@contextlib.contextmanager
def _limited(folder: Path) -> Iterator[str]:
    folder.mkdir()
    (folder / "x").write_bytes(OLD)
    with limited(100):
        yield "larger than is allowed"


@contextlib.contextmanager
def _read_only_disk(folder: Path) -> Iterator[str]:
    with mounted(folder, "size=64k"):
        (folder / "x").write_bytes(OLD)
        with read_only(folder):
            yield "can be read but not written"


@contextlib.contextmanager
def _read_only_folder(folder: Path) -> Iterator[str]:
    folder.mkdir()
    (folder / "x").write_bytes(OLD)
    with unprivileged(folder):
        folder.chmod(0o555)
        yield "in this folder is not permitted"
    folder.chmod(0o755)


PLACES = [_full, _full_of_names, _limited, _read_only_disk, _read_only_folder]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("writer", WRITERS)
def test_where_nothing_can_be_written_the_old_file_stays_and_the_reason_is_said(
    place: Callable[[Path], Any], writer: str, tmp_path: Path
) -> None:
    path = tmp_path / "disk" / "x"
    with place(path.parent) as reason:
        before = sorted(os.listdir(path.parent))
        with pytest.raises(FileError, match=reason) as refusal:
            WRITERS[writer](path)
        assert refusal.value.key == str(path)
        assert path.read_bytes() == OLD
        assert sorted(os.listdir(path.parent)) == before


@pytest.mark.parametrize("place", PLACES)
def test_a_new_file_that_cannot_be_written_is_not_there_at_all(
    place: Callable[[Path], Any], tmp_path: Path
) -> None:
    with place(tmp_path / "disk") as reason:
        with pytest.raises(FileError, match=reason):
            files.save(WELCOME, tmp_path / "disk" / "new")
        assert not (tmp_path / "disk" / "new").exists()


@pytest.mark.parametrize("option", ["--weights", "--stats", "--code"])
def test_the_command_line_says_in_one_line_that_the_disk_is_full(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "disk" / "x"
    with _full(path.parent):
        assert main.main([option, str(path)]) == 2
        assert path.read_bytes() == OLD
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"initlab: error: {path}: the disk is full; free some space or save somewhere else"
    ]


def test_a_picture_of_the_window_on_a_full_disk_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "disk" / "x"
    with _full(path.parent):
        command = [sys.executable, "main.py", "--render", str(path), "--size", "1024x720"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith(f"initlab: error: {path}: the disk is full; ")
        assert path.read_bytes() == OLD
        assert sorted(os.listdir(path.parent)) == ["filling", "x"]


def test_when_there_is_room_again_saving_works(tmp_path: Path) -> None:
    path = tmp_path / "disk" / "x"
    with _full(path.parent):
        with pytest.raises(FileError):
            files.save(WELCOME, path)
        (path.parent / "filling").unlink()
        files.save(WELCOME, path)
        assert files.load(path) == WELCOME


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("ENOSPC", "disk is full"),
        ("EDQUOT", "share of the disk is full"),
        ("EFBIG", "larger than is allowed"),
        ("EROFS", "not written"),
        ("EACCES", "not permitted"),
        ("EPERM", "not permitted"),
        ("ENOENT", "folder for it does not exist"),
        ("ENAMETOOLONG", "too long"),
        ("EISDIR", "folder"),
        ("ENOTDIR", "is a file, not a folder"),
        ("ELOOP", "circle"),
        ("EIO", "failed"),
        ("ESTALE", "failed"),
        ("ETIMEDOUT", "failed"),
        ("EBUSY", "another program"),
        ("ETXTBSY", "another program"),
    ],
)
def test_what_the_system_reports_is_said_in_our_words_with_a_way_out(
    number: str, words: str, tmp_path: Path
) -> None:
    """Those of the system are in one language, and end in no advice."""

    def fail(_: str) -> None:
        raise OSError(getattr(errno, number), "words of the system")

    with pytest.raises(FileError, match=words) as refusal:
        disk.write(tmp_path / "x", fail)
    assert not refusal.value.text.arguments
    assert "; " in str(refusal.value.text)
    assert os.listdir(tmp_path) == []


CALLS = ["stat", "open", "close", "mkdir", "chown", "chmod", "fsync", "replace", "unlink",
         "scandir", "rmdir"]  # fmt: skip


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR])
@pytest.mark.parametrize("call", [name for name in CALLS if hasattr(os, name)])
def test_whatever_call_fails_the_file_is_old_or_new(
    call: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first such call fails, then the second, until all have been reached."""
    path = tmp_path / "x"
    new = files.dumps(WELCOME).encode()
    real = getattr(os, call)
    for place in range(100):
        path.write_bytes(OLD)
        calls = iter(range(100))

        def failing(*arguments: Any, **named: Any) -> Any:
            if next(calls) == place:  # noqa: B023 - used in this round only
                raise OSError(number, "fails")
            return real(*arguments, **named)

        said = False
        with monkeypatch.context() as patched:
            patched.setattr(os, call, failing)
            try:
                files.save(WELCOME, path)
            except FileError:
                said = True
            reached = next(calls) > place
        assert path.read_bytes() == (OLD if said else new)
        if not reached:
            break
    assert not said
    assert place < 20
