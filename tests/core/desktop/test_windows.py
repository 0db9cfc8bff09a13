"""Windows' shortcuts and keys, with a registry and a PowerShell that are played."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import pytest

from core.desktop import tools, windows
from core.messages import QT_TRANSLATE_NOOP as N
from core.messages import FileError, InitLabError
from tests.core.desktop.support import Registry, tree

COMMAND = (r"C:\My programs\pythonw.exe", r"C:\lab\main.py", "--from-desktop")
RUN = r'"C:\My programs\pythonw.exe" C:\lab\main.py --from-desktop "%1"'
CLASSES = r"software\classes"
OTHERS = {
    rf"{CLASSES}\.json\OpenWithProgids": {"VSCode.json": ""},
    rf"{CLASSES}\.txt": {"": "txtfile"},
}
Shortcuts = list[dict[str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "Start").mkdir(parents=True)
    (home / "Desktop").mkdir()
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    return home


@pytest.fixture
def registry(home: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    folders = {"Programs": str(home / "Start"), "Desktop": str(home / "Desktop")}
    made = Registry(OTHERS | {windows.SHELL_FOLDERS: folders})
    monkeypatch.setitem(sys.modules, "winreg", made)
    return made


@pytest.fixture
def shortcuts(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Shortcuts:
    """What PowerShell was asked to make, and makes."""
    asked: Shortcuts = []

    def run(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        assert arguments[0] == "powershell"
        asked.append(dict(environment))
        Path(environment["INITLAB_LINK"]).write_bytes(b"L")

    monkeypatch.setattr(tools, "run", run)
    return asked


def test_a_shortcut_stands_in_the_menu_and_on_the_desktop(home: Path, shortcuts: Shortcuts) -> None:
    made = windows.install(COMMAND)
    assert made == [home / "Start/InitLab.lnk", home / "Desktop/InitLab.lnk"]
    for asked in shortcuts:
        assert asked["INITLAB_TARGET"] == COMMAND[0]
        assert asked["INITLAB_ARGUMENTS"] == r"C:\lab\main.py --from-desktop"
        assert Path(asked["INITLAB_ICON"]).read_bytes()[:4] == b"\0\0\1\0"  # an .ico


def test_links_and_files_open_with_it(registry: Registry, shortcuts: Shortcuts) -> None:
    windows.install(COMMAND)
    assert registry.keys[rf"{CLASSES}\initlab"] == {"": "URL:InitLab", "URL Protocol": ""}
    assert registry.keys[rf"{CLASSES}\initlab\shell\open\command"] == {"": RUN}
    assert registry.keys[rf"{CLASSES}\initlab.experiment\shell\open\command"] == {"": RUN}
    offered = registry.keys[rf"{CLASSES}\.json\openwithprogids"]
    assert set(offered) == {"VSCode.json", "InitLab.experiment", "InitLab.sweep"}
    assert set(registry.keys[rf"{CLASSES}\.md\openwithprogids"]) == {"InitLab.lesson"}
    assert rf"{CLASSES}\.json" in registry.keys
    assert registry.keys[rf"{CLASSES}\.json"] == {}  # what opens .json now stays its default


def test_removed_nothing_is_left(home: Path, registry: Registry, shortcuts: Shortcuts) -> None:
    before, files = deepcopy(registry.keys), tree(home)
    windows.install(COMMAND)
    windows.install(COMMAND)
    assert registry.keys != before
    assert len(windows.remove()) == 2
    assert registry.keys == before
    assert tree(home) == files
    assert windows.remove() == []


def test_where_powershell_fails_nothing_is_half_done(
    home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = deepcopy(registry.keys), tree(home)

    def run(_: Sequence[str], environment: Mapping[str, str]) -> None:
        path = Path(environment["INITLAB_LINK"])
        path.write_bytes(b"L")
        if path.parent.name == "Desktop":
            raise FileError("powershell", N("core", "no"))

    monkeypatch.setattr(tools, "run", run)
    with pytest.raises(FileError):
        windows.install(COMMAND)
    assert registry.keys == before
    assert tree(home) == files


def test_where_the_registry_refuses_nothing_is_half_done(
    home: Path, registry: Registry, shortcuts: Shortcuts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = deepcopy(registry.keys), tree(home)
    set_value = registry.SetValueEx
    calls = iter(range(100))

    def refuse(*arguments: object) -> None:
        if next(calls) == 5:
            raise PermissionError(13, "no")
        set_value(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(registry, "SetValueEx", refuse)
    with pytest.raises(InitLabError, match="registry"):
        windows.install(COMMAND)
    assert registry.keys == before
    assert tree(home) == files


def test_a_percent_sign_in_the_path_is_refused_in_words(registry: Registry) -> None:
    with pytest.raises(FileError, match="such a name"):
        windows.install((r"C:\100%1\python.exe",))
