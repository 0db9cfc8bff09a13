"""The command that starts this program again, wherever it was installed."""

from __future__ import annotations

import sys
from pathlib import Path

import core

FROM_DESKTOP = "--from-desktop"
"""What stands behind this option was clicked, not typed: see `main.py`."""


def command(windowed: bool = False) -> tuple[str, ...]:
    """What to run, before any arguments: of a bundle itself, else Python and `main.py`.

    Python and the file by their full paths: no folder of the shell's path and no environment has
    to be as it is now. `windowed` takes the Python of Windows that opens no console.
    """
    if getattr(sys, "frozen", False):
        return (str(Path(sys.executable).absolute()), FROM_DESKTOP)
    python = Path(sys.executable).absolute()  # not resolved: a virtual environment is a link
    silent = python.with_name("pythonw.exe")
    if windowed and silent.is_file():
        python = silent
    main = Path(core.__file__).absolute().parents[1] / "main.py"
    return (str(python), str(main), FROM_DESKTOP)
