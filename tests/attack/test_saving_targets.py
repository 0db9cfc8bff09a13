"""What stands at the name: links, pipes, devices, protected files, other people's, other savers."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from core import disk
from core.experiment import WELCOME, files
from core.messages import FileError
from tests.attack.disks import NOBODY, unprivileged
from tests.attack.saver import ROOT, experiment

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make one"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An old file in a folder of its own."""
    path = tmp_path / "folder" / "x"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


def refused(path: Path | str, words: str) -> None:
    with pytest.raises(FileError, match=words):
        files.save(WELCOME, path)


def test_a_write_protected_file_is_not_replaced_even_by_root(path: Path) -> None:
    path.chmod(0o444)
    refused(path, "write-protected")
    assert path.read_bytes() == b"old"
    path.chmod(0o644)
    files.save(WELCOME, path)
    assert files.load(path) == WELCOME


@posix
@as_root
def test_a_file_that_one_may_not_write_is_not_replaced_though_the_folder_allows_it(
    path: Path,
) -> None:
    with unprivileged(path.parent):
        os.seteuid(0)
        os.chown(path, 0, 0)
        path.chmod(0o604)
        os.seteuid(NOBODY)
        refused(path, "write-protected")
        assert os.listdir(path.parent) == ["x"]
    assert (path.read_bytes(), path.stat().st_uid) == (b"old", 0)


def test_on_a_disk_without_modes_saving_works(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There every file belongs to who has mounted it, and nobody else may change its mode."""

    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "chmod", forbidden)
    files.save(WELCOME, path)
    assert files.load(path) == WELCOME


def test_where_a_file_is_open_elsewhere_that_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody replace it, and says of it what it says of forbidden folders."""

    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    monkeypatch.setattr(os, "replace", forbidden)
    refused(path, "not permitted")
    monkeypatch.setattr("core.disk.writing.sys.platform", "win32")
    refused(path, "another program")
    assert path.read_bytes() == b"old"
    assert os.listdir(path.parent) == ["x"]


@posix
def test_a_file_below_proc_that_is_no_handle_is_replaced(tmp_path: Path, monkeypatch: Any) -> None:
    if not Path("/proc/self/cwd").exists():
        pytest.skip("needs Linux")
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        files.save(WELCOME, "/proc/self/cwd/a.json")
    assert files.load(tmp_path / "a.json") == WELCOME


@posix
@as_root
def test_root_saving_over_another_persons_file_leaves_it_theirs(path: Path) -> None:
    os.chown(path, NOBODY, NOBODY)
    path.chmod(0o640)
    files.save(WELCOME, path)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (NOBODY, NOBODY, 0o640)


@posix
def test_while_it_is_written_nobody_else_can_read_the_new_file(path: Path) -> None:
    path.chmod(0o600)
    seen: list[int] = []

    def save(name: str) -> None:
        Path(name).write_bytes(b"secret")
        seen.append(stat.S_IMODE(os.stat(os.path.dirname(name)).st_mode))

    disk.write(path, save)
    assert seen == [0o700]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_umask_of_the_whole_process_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting it to read it would open the files that other threads make meanwhile."""
    calls: list[int] = []
    monkeypatch.setattr(os, "umask", calls.append)
    files.save(WELCOME, tmp_path / "new")
    (tmp_path / "any").touch()
    assert calls == []
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "any").stat().st_mode


@posix
def test_a_link_to_a_file_that_is_not_there_yet_is_written_through(path: Path) -> None:
    link = path.parent / "link"
    link.symlink_to("y")
    files.save(WELCOME, link)
    assert link.is_symlink()
    assert files.load(path.parent / "y") == WELCOME


@posix
def test_links_that_lead_in_a_circle_are_refused_and_stay(path: Path) -> None:
    link, back = path.parent / "link", path.parent / "back"
    link.symlink_to("back")
    back.symlink_to("link")
    refused(link, "circle")
    assert link.is_symlink()
    assert back.is_symlink()


@posix
def test_another_name_of_the_same_file_keeps_the_old_one(path: Path) -> None:
    """Writing into the file itself would reach both names, and a crash would ruin both."""
    other = path.parent / "other"
    os.link(path, other)
    files.save(WELCOME, path)
    assert files.load(path) == WELCOME
    assert other.read_bytes() == b"old"


def test_what_is_no_place_for_a_file_is_refused_in_words(path: Path) -> None:
    (path.parent / "folder").mkdir()
    refused(path.parent / "folder", "this is a folder; choose a file")
    refused(path / "below", "is a file, not a folder")
    refused(path.parent / "gone" / "x", "folder for it does not exist")
    refused(path.parent / ("x" * 300), "too long")
    refused(str(path) + "\0", "no file can have this name")
    refused(str(path) + "\ud800", "no file can have this name")
    assert sorted(os.listdir(path.parent)) == ["folder", "x"]


@posix
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    refused(pipe, "nobody reads")  # at once: waiting for a reader would stop the window
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    keep_open = os.open(pipe, os.O_WRONLY)  # until then, reading would find the end at once
    with open(reader, "rb") as source:
        thread = threading.Thread(target=lambda: read.append(source.read()))
        thread.start()
        disk.write_bytes(pipe, b"x" * 300_000)  # more than a pipe holds
        os.close(keep_open)
        thread.join()
    assert read == [b"x" * 300_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert os.listdir(tmp_path) == ["pipe"]


@posix
def test_a_terminal_is_written_to_and_stays_one() -> None:
    master, slave = os.openpty()
    try:
        name = os.ttyname(slave)
        disk.write_text(name, "import torch\n")
        assert os.read(master, 100) == b"import torch\r\n"
        assert stat.S_ISCHR(os.stat(name).st_mode)
    finally:
        os.close(master)
        os.close(slave)


@posix
@as_root
@pytest.mark.parametrize(
    ("kind", "numbers"), [(stat.S_IFCHR, (1, 3)), (stat.S_IFBLK, (240, 99))], ids=["null", "disk"]
)
def test_a_device_is_never_replaced_by_a_file(
    tmp_path: Path, kind: int, numbers: tuple[int, int]
) -> None:
    """/dev/null by another name, and a disk that is not there."""
    device = tmp_path / "device"
    try:
        os.mknod(device, kind | 0o666, os.makedev(*numbers))
    except PermissionError:
        pytest.skip("no device may be made here")
    before = device.stat()
    if kind == stat.S_IFBLK:
        refused(device, "whole disk")
    else:
        try:
            files.save(WELCOME, device)
        except FileError as error:  # a disk mounted `nodev` allows no device to be opened
            assert "not permitted" in str(error)
    assert device.stat().st_rdev == before.st_rdev
    assert os.listdir(tmp_path) == ["device"]


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no /dev/stdout here")
@pytest.mark.parametrize("way", ["file", "pipe"])
def test_the_standard_output_is_appended_to_where_it_is_a_file(way: str, tmp_path: Path) -> None:
    code = "from core import disk; disk.write_text('/dev/stdout', 'new\\n')"
    log = tmp_path / "log"
    log.write_bytes(b"old\n")
    with log.open("ab") as out:
        target: Any = out if way == "file" else subprocess.PIPE
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=target, check=True)
    assert log.read_bytes() == (b"old\nnew\n" if way == "file" else b"old\n")
    assert done.stdout == (None if way == "file" else b"new\n")


def test_many_who_save_at_once_never_hinder_each_other(tmp_path: Path) -> None:
    path, errors = tmp_path / "x", []
    whole = {files.dumps(experiment(number)) for number in range(5)}
    files.save(experiment(0), path)

    def save(number: int) -> None:
        try:
            for _ in range(20):
                files.save(experiment(number), path)
                assert path.read_text("utf-8") in whole
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert os.listdir(tmp_path) == ["x"]
