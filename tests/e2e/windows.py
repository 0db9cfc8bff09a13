"""Windows on a screen, found by their titles."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping

SECONDS = 100.0


def shown_window(title: str, environment: Mapping[str, str]) -> str:
    """The number of one that is seen, as soon as it is there.

    `xdotool search --sync` waits too, but ends without an answer where another window vanishes
    while it looks.
    """
    command = ["xdotool", "search", "--onlyvisible", "--name", title]
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done = subprocess.run(
            command,
            env=dict(environment),
            check=False,
            timeout=SECONDS,
            capture_output=True,
            text=True,
        )
        if found := done.stdout.split():
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no window is called {title}")
