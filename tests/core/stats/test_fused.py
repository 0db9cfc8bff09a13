"""The compiled pass is there whatever becomes of its cache, and nothing is said of that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

COUNTED = """
import numpy as np
from core.stats import fused

counts = np.zeros(4, np.int64)
x = np.array([0.25, 1.5, 1.75, 3.0])
total, squares = fused.load()(x, 1.0, 0, counts, 0.0)
assert counts.tolist() == [1, 2, 0, 1], counts
assert total == x.sum() and squares == (x * x).sum()
assert fused.ready() is not None
print(fused.__file__)
"""
"""In bins of width 1; NumPy says what the sums are."""


@pytest.fixture
def account(tmp_path: Path) -> Path:
    """A program folder of its own, and a home that no cache fits into."""
    (tmp_path / "home").write_text("a file, so that no folder can be made in it")
    shutil.copytree(
        ROOT / "core", tmp_path / "program" / "core", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path


def ran(account: Path) -> subprocess.CompletedProcess[str]:
    """The pass, counting in a process of this account."""
    hidden = ("XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "NUMBA_CACHE_LOCATOR_CLASSES", "PYTHONPATH")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    home = str(account / "home")
    homes = {"HOME": home, "LOCALAPPDATA": home, "USERPROFILE": home}
    return subprocess.run(
        [sys.executable, "-B", "-c", COUNTED],
        cwd=account / "program",
        env=kept | homes | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def beside(account: Path) -> Path:
    """Where numba would put its cache."""
    return account / "program" / "core" / "stats" / "__pycache__"


def no_place(account: Path) -> None:
    """Nobody can make a folder where a file is, not even root, whom no mode stops."""
    beside(account).write_text("")


def unreadable(account: Path) -> None:
    """What a disk leaves of a file that was being written when the power went."""
    assert ran(account).returncode == 0
    for index in beside(account).glob("*.nbi"):
        index.write_bytes(b"")


@pytest.mark.parametrize("trouble", [no_place, unreadable])
def test_without_a_cache_the_pass_is_compiled_and_nothing_is_said(
    account: Path, trouble: Callable[[Path], None]
) -> None:
    trouble(account)
    done = ran(account)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(account) in done.stdout  # not the other program
    assert not list(account.rglob("*.nbc")) or trouble is unreadable


def test_with_a_place_the_next_start_finds_it_compiled(account: Path) -> None:
    assert ran(account).returncode == 0
    made = {path: path.stat().st_mtime_ns for path in beside(account).glob("*.nbc")}
    assert len(made) == 2  # a signature each
    assert ran(account).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in beside(account).glob("*.nbc")} == made
