"""A freedesktop: menu entry, icon, kinds of files and the scheme of links, in the person's home.

Who opens what stands in the menu entry. That makes InitLab the default of kinds that no other
program knows, so the person's own choices in `mimeapps.list` are not touched.
"""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path

from core.application import ID
from core.desktop import placing, tools
from core.desktop.exec_line import exec_line
from core.desktop.kinds import resource
from core.desktop.placing import Placing
from core.messages import QT_TRANSLATE_NOOP, FileError

NEEDED = {
    "update-desktop-database": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
}
"""The programs without which nothing would open, and the packages of Debian that have them."""


def data_home() -> Path:
    """XDG_DATA_HOME; a relative one counts as none (XDG Base Directory Specification)."""
    told = Path(os.environ.get("XDG_DATA_HOME", ""))
    if told.is_absolute():
        return told
    try:
        return Path.home() / ".local" / "share"
    except RuntimeError:
        raise FileError("HOME", QT_TRANSLATE_NOOP("core", "there is no home folder")) from None


def install(command: tuple[str, ...]) -> list[Path]:
    """Put everything into place; says which files. Raises FileError with nothing done."""
    tools.need(NEEDED)
    home = data_home()
    entry = menu_entry(command)
    files = {
        home / "applications" / f"{ID}.desktop": entry,
        home / "mime" / "packages" / f"{ID}.xml": resource("desktop", f"{ID}.xml").read_bytes(),
        _icon(home, "scalable", "svg"): resource("icons", f"{ID}.svg").read_bytes(),
    }
    files |= {_icon(home, f"{side}x{side}", "png"): png for side, png in pictures().items()}
    with Placing(_record(home)) as made:
        for path, content in files.items():
            made.write(path, content)
        _update(home, made)
    return list(files)


def remove() -> list[Path]:
    """Take away what `install` has made; says which files there were. Raises FileError."""
    home = data_home()
    record = placing.read(_record(home))
    if record.files:
        tools.need(NEEDED)  # before anything is done: others may need the lists that they write
    removed = placing.remove_files([Path(path) for path in record.files])
    generated = {Path(path) for path in record.generated}
    for tool, folder in _tools(home).items():
        before = placing.contents(folder)
        if record.files and folder.is_dir():
            tools.run([tool, str(folder)])
        generated |= placing.contents(folder) - before  # made only now: `install` was killed
    placing.remove_files(path for path in generated if not _serves_others(home, path))
    placing.forget(_record(home), record)
    return removed


def menu_entry(command: tuple[str, ...]) -> bytes:
    """The `.desktop` file that starts this command instead of the one on the shell's path."""
    text = resource("desktop", f"{ID}.desktop").read_text("utf-8")
    line = f"Exec={exec_line(command)}"
    return re.sub("(?m)^Exec=.*$", lambda _: line, text).encode("utf-8")


def pictures() -> dict[int, bytes]:
    """The pictures of the `.ico`, which are PNG, by the length of their sides."""
    ico = resource("icons", "initlab.ico").read_bytes()
    count = struct.unpack_from("<H", ico, 4)[0]
    found = {}
    for at in range(6, 6 + 16 * count, 16):
        side, length, start = ico[at] or 256, *struct.unpack_from("<II", ico, at + 8)
        found[side] = ico[start : start + length]
    return {side: png for side, png in found.items() if side in THEME_SIDES}


THEME_SIDES = (16, 24, 32, 48, 64, 128, 256)
"""Those in the `.ico` that the icon theme hicolor has folders for."""


def _icon(home: Path, folder: str, ending: str) -> Path:
    return home / "icons" / "hicolor" / folder / "apps" / f"{ID}.{ending}"


def _record(home: Path) -> Path:
    return home / "initlab" / "desktop.json"


def _tools(home: Path) -> dict[str, Path]:
    """Each tool, and the folder whose lists it writes."""
    return dict(zip(NEEDED, (home / "applications", home / "mime"), strict=True))


def _update(home: Path, made: Placing) -> None:
    for tool, folder in _tools(home).items():
        with made.watching(folder):
            tools.run([tool, str(folder)])
    os.utime(home / "icons" / "hicolor")  # the specification's sign that a cache of it is old


def _serves_others(home: Path, path: Path) -> bool:
    """Whether what a tool has written lists another program or kind of file by now."""
    if path.is_dir():
        return False  # it is removed only where it is empty
    if home / "mime" in path.parents:
        return any((home / "mime" / "packages").glob("*.xml"))
    return path.is_file() and "=" in path.read_text("utf-8", "replace")
