"""Windows: shortcuts in the Start menu and on the desktop; files and links in the registry.

Everything is the person's own (`HKEY_CURRENT_USER`), so no administrator is asked. Explorer knows
a file by what follows its last dot, so `.json` and `.md` get one more line under "Open with", and
whatever opens them now stays their default.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from core.application import NAME
from core.desktop import placing, tools
from core.desktop.kinds import LINKS, Kind, kinds, resource
from core.desktop.placing import Placing
from core.disk.sentences import WRITING, sentence
from core.messages import QT_TRANSLATE_NOOP, FileError, printable

CLASSES = r"Software\Classes"
SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
SHORTCUT = (
    "$ErrorActionPreference = 'Stop';"
    "$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:INITLAB_LINK);"
    "$link.TargetPath = $env:INITLAB_TARGET; $link.Arguments = $env:INITLAB_ARGUMENTS;"
    "$link.IconLocation = $env:INITLAB_ICON; $link.Description = $env:INITLAB_NAME; $link.Save()"
)
"""The values come by the environment: a quote in a path ends nothing there."""
_ASSOCIATIONS_CHANGED = 0x08000000
"""SHCNE_ASSOCCHANGED: Explorer looks again who opens what."""


def install(command: tuple[str, ...]) -> list[Path]:
    """Make the shortcuts, then the keys; says which files. Raises FileError with nothing done."""
    if any("%" in part for part in command):  # Explorer would put the file's name in its place
        text = QT_TRANSLATE_NOOP(
            "core", "a menu cannot start what stands in a folder with such a name; move it"
        )
        raise FileError(printable(" ".join(command), 200), text)
    shortcuts = [folder / f"{NAME}.lnk" for folder in _shell_folders("Programs", "Desktop")]
    with Placing(_record()) as made:
        for path in shortcuts:
            made.note(path)
            _make_shortcut(path, command)
        with _registry() as winreg:
            _set_keys(winreg, command)
    _tell_explorer()
    return shortcuts


def remove() -> list[Path]:
    """Take away what `install` has made; says which files there were. Raises FileError."""
    record = placing.read(_record())
    removed = placing.remove_files([Path(path) for path in record.files])
    with _registry() as winreg:
        _remove_keys(winreg)
    placing.forget(_record(), record)
    _tell_explorer()
    return removed


def keys(command: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """(key under Classes, name, value) of everything; an empty name is the key's own value."""
    run = f'{subprocess.list2cmdline(command)} "%1"'
    found = [(LINKS, "", f"URL:{NAME}"), (LINKS, "URL Protocol", "")]
    for kind in kinds():
        found += [(_class(kind), "", kind.label)]
        found += [(rf"{Path(kind.ending).suffix}\OpenWithProgids", _class(kind), "")]
    for key in (LINKS, *map(_class, kinds())):
        found += [(rf"{key}\DefaultIcon", "", _icon(command))]
        found += [(rf"{key}\shell\open\command", "", run)]
    return found


def _class(kind: Kind) -> str:
    return f"{NAME}.{kind.key}"


def _set_keys(winreg: Any, command: tuple[str, ...]) -> None:
    try:
        for key, name, value in keys(command):
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{CLASSES}\{key}") as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)
    except OSError:
        _remove_keys(winreg)
        raise


def _remove_keys(winreg: Any) -> None:
    for kind in kinds():
        ending = rf"{CLASSES}\{Path(kind.ending).suffix}"
        with contextlib.suppress(FileNotFoundError):
            access = winreg.KEY_SET_VALUE
            with winreg.OpenKey(
                winreg.HKEY_CURRENT_USER, rf"{ending}\OpenWithProgids", 0, access
            ) as opened:
                winreg.DeleteValue(opened, _class(kind))
        for key in (rf"{ending}\OpenWithProgids", ending):
            _remove_if_empty(winreg, key)
    for name in (LINKS, *map(_class, kinds())):
        _remove_tree(winreg, rf"{CLASSES}\{name}")


def _remove_if_empty(winreg: Any, key: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            subkeys, values, _ = winreg.QueryInfoKey(opened)
        if not subkeys and not values:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)


def _remove_tree(winreg: Any, key: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            inside = [winreg.EnumKey(opened, at) for at in range(winreg.QueryInfoKey(opened)[0])]
        for name in inside:
            _remove_tree(winreg, rf"{key}\{name}")
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)


@contextlib.contextmanager
def _registry() -> Iterator[Any]:
    """The module winreg, which only Windows has; its errors as sentences."""
    try:
        yield import_module("winreg")
    except OSError as error:
        raise FileError("registry", sentence(error, WRITING)) from None


def _shell_folders(*names: str) -> list[Path]:
    """Where Windows keeps the Start menu's programs and the desktop, which may be in a cloud."""
    with (
        _registry() as winreg,
        winreg.OpenKey(winreg.HKEY_CURRENT_USER, SHELL_FOLDERS) as opened,
    ):
        values = [winreg.QueryValueEx(opened, name)[0] for name in names]
        return [Path(winreg.ExpandEnvironmentStrings(value)) for value in values]


def _make_shortcut(path: Path, command: tuple[str, ...]) -> None:
    values = {
        "INITLAB_LINK": str(path),
        "INITLAB_TARGET": command[0],
        "INITLAB_ARGUMENTS": subprocess.list2cmdline(command[1:]),
        "INITLAB_ICON": _icon(command),
        "INITLAB_NAME": NAME,
    }
    shell = ("powershell", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass")
    tools.run([*shell, "-Command", SHORTCUT], values)


def _icon(command: tuple[str, ...]) -> str:
    """That of a bundle is inside it."""
    if getattr(sys, "frozen", False):
        return f"{command[0]},0"
    return str(resource("icons", "initlab.ico"))


def _record() -> Path:
    base = os.environ.get("LOCALAPPDATA")
    if not base:
        text = QT_TRANSLATE_NOOP("core", "there is no home folder")
        raise FileError("LOCALAPPDATA", text)
    return Path(base) / NAME / "desktop.json"


def _tell_explorer() -> None:
    """Else it shows the new icons after the next login."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.windll.shell32.SHChangeNotify(_ASSOCIATIONS_CHANGED, 0, None, None)  # type: ignore[attr-defined,unused-ignore]
