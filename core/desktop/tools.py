"""Programs of the system that finish an installation."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from core.messages import QT_TRANSLATE_NOOP, FileError, printable

SECONDS = 60.0


def need(names: Mapping[str, str]) -> None:
    """Raise FileError where one of these programs is missing; each is in the package named."""
    for name, package in names.items():
        if shutil.which(name) is None:
            text = QT_TRANSLATE_NOOP(
                "core", "this program of the system is missing; install {package} and try again"
            )
            raise FileError(name, text.format(package=package))


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run a program to its end; raises FileError with its last words."""
    try:
        done = subprocess.run(
            list(arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={**os.environ, **(environment or {})},
        )
        failed, said = done.returncode != 0, done.stderr.decode(errors="replace").strip()
    except (OSError, subprocess.TimeoutExpired) as error:
        failed, said = True, str(error)
    if failed:
        text = QT_TRANSLATE_NOOP("core", "it has failed: {reason}")
        last = said.splitlines()[-1] if said else "?"
        raise FileError(arguments[0], text.format(reason=printable(last, 200)))
