"""The command line as a program of its own, and the one line of a refusal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOO_LARGE = {"layer": {"in_features": 1_048_576, "out_features": 1_048_576}}


def without_display() -> dict[str, str]:
    """The environment of a machine without a screen."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {key: value for key, value in os.environ.items() if key not in hidden}


def start(*arguments: Any, **options: Any) -> subprocess.CompletedProcess[str]:
    """`python main.py arguments` as a program of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        env=without_display() | options.pop("env", {}),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        **options,
    )


def assert_one_line(err: str, subject: str) -> str:
    """stderr is one line about `subject`; returns what it says."""
    found = re.fullmatch(r"initlab: error: (.+?): (.+)\n", err)
    assert found, err
    assert found[1].endswith(subject), err
    return found[2]
