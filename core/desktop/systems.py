"""The systems whose menus are known: one line each, and one file that does it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from core.desktop import launching
from core.messages import QT_TRANSLATE_NOOP, FileError


@dataclass(frozen=True, slots=True)
class System:
    """One system.

    module     has `install(command)` and `remove()`, which say what they made or removed
    settings   where the program keeps what a person chose, in words
    windowed   whether a program without a console is another one there
    notes      what to know there, in English like all that the command prints
    """

    module: str
    settings: str
    windowed: bool = False
    notes: tuple[str, ...] = ()

    def command(self) -> tuple[str, ...]:
        """What its menu starts."""
        return launching.command(self.windowed)

    @property
    def install(self) -> Callable[[tuple[str, ...]], list[Path]]:
        """Put the program into the menu."""
        found: Callable[[tuple[str, ...]], list[Path]] = import_module(self.module).install
        return found

    @property
    def remove(self) -> Callable[[], list[Path]]:
        """Take it out again."""
        found: Callable[[], list[Path]] = import_module(self.module).remove
        return found


OPEN_WITH = (
    "Windows knows a file by what follows its last dot. InitLab stands under Open with for .json "
    "and .md; what opens them now stays."
)

SYSTEMS = {
    "linux": System("core.desktop.linux", "$XDG_CONFIG_HOME/InitLab (~/.config/InitLab)"),
    "darwin": System("core.desktop.macos", "~/Library/Preferences (InitLab)"),
    "win32": System(
        "core.desktop.windows",
        r"the registry (HKEY_CURRENT_USER\Software\InitLab) and %LOCALAPPDATA%\InitLab",
        windowed=True,
        notes=(OPEN_WITH,),
    ),
}
"""By `sys.platform`."""


def system() -> System:
    """The one that runs here; raises FileError where its menus are not known."""
    found = SYSTEMS.get(sys.platform)
    if found is None:
        text = QT_TRANSLATE_NOOP("core", "the menus of this system are not known to InitLab")
        raise FileError(sys.platform, text)
    return found
