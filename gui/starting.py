"""What is seen while the program loads. Qt is imported only where it may come before torch."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[1]
SERVE = "import sys; sys.path.insert(0, sys.argv[1]); from gui.splash import serve; serve()"
NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Shown(Protocol):
    """Something that can be taken away again."""

    def close(self) -> object:
        """Take it away."""


class SplashProcess:
    """The same splash in a process of its own, which ends with this one."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=NO_CONSOLE,
        )

    def close(self) -> None:
        """The end of what it reads is what it waits for."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended by itself
            self.process.stdin.close()


def show_splash() -> Shown | None:
    """Icon and name; None where a bundle would start the whole program again.

    On Windows torch's libraries fail to load after Qt's: docs/decisions/027.
    """
    if sys.platform != "win32":
        from gui.splash import Splash

        return Splash()
    if getattr(sys, "frozen", False):
        return None
    with contextlib.suppress(OSError):
        return SplashProcess()
    return None
