"""Places where saving fails: full, read-only, not permitted. Where a machine has none, the reason.

RLIMIT_FSIZE stands in for a full disk where none may be mounted: a write fails halfway there too.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65534


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small disk in the memory at `folder`."""
    pytest.importorskip("fcntl", reason="no mount on this system")
    folder.mkdir(parents=True, exist_ok=True)
    made = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        done = subprocess.run(made, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip(f"no disk may be mounted: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave no byte free."""
    with contextlib.suppress(OSError), open(folder / "filling", "wb", buffering=0) as file:
        for size in (4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)):
                    pass


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The disk mounted at `folder` can only be read for a while."""
    for way in ("ro", "rw"):
        subprocess.run(["mount", "-o", f"remount,{way}", str(folder)], check=True)
        if way == "ro":
            yield


@contextlib.contextmanager
def limited(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes."""
    resource = pytest.importorskip("resource", reason="no limits on this system")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """As a user whose folder this is and who is not root, whom no mode stops."""
    if not hasattr(os, "seteuid"):
        pytest.skip("no modes on this system")
    if os.geteuid():
        yield
        return
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    with contextlib.ExitStack() as back:
        for parent in folder.parents:  # which pytest makes for root alone
            mode = parent.stat().st_mode & 0o777
            if mode & 0o011 != 0o011:
                parent.chmod(mode | 0o011)
                back.callback(parent.chmod, mode)
        os.seteuid(NOBODY)
        back.callback(os.seteuid, 0)
        yield
