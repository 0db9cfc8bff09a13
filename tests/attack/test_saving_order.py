"""What a power cut finds, which a kill does not show."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from core.experiment import WELCOME, files


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
