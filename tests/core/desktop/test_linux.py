"""A menu entry in a home of its own, looked at by the programs of a freedesktop."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.application import ID
from core.desktop import linux, placing
from core.messages import FileError
from tests.core.desktop.support import tree

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Linux only"),
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in linux.NEEDED),
        reason="needs desktop-file-utils and shared-mime-info",
    ),
]
ROOT = Path(__file__).parents[3]
COMMAND = ("/opt/my programs/python", "/opt/main.py", "--from-desktop")
KINDS = {
    "x.initlab.json": "application/x-initlab-experiment+json",
    "x.initlab-sweep.json": "application/x-initlab-sweep+json",
    "x.initlab.md": "text/x-initlab-lesson",
}
Told = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with its data where XDG says if nothing else does.

    Without a space in its name, which xdg-mime 1.1.3 does not expect.
    """
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    return folder


def told(*command: str, **environment: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | environment
    )
    return done.stdout.strip()


def test_the_menu_entry_is_valid(home: Path) -> None:
    linux.install(COMMAND)
    entry = home / ".local/share/applications" / f"{ID}.desktop"
    assert told("desktop-file-validate", str(entry)) == ""
    lines = entry.read_text("utf-8").splitlines()
    assert 'Exec="/opt/my programs/python" /opt/main.py --from-desktop %u' in lines
    assert f"Icon={ID}" in lines
    assert any(line.startswith("GenericName[zh_CN]=") for line in lines)


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_known_by_its_name_and_opens_with_it(home: Path, name: str) -> None:
    linux.install(COMMAND)
    file = home / name
    file.write_text('{"initlab": 1}\n')
    # Without a desktop xdg-mime asks `file`, which looks inside only.
    found = told("xdg-mime", "query", "filetype", str(file), XDG_CURRENT_DESKTOP="GNOME")
    assert found == KINDS[name]
    assert told("xdg-mime", "query", "default", KINDS[name]) == f"{ID}.desktop"


@pytest.mark.parametrize("name", ["other.json", "readme.md", "initlab.json", "x.initlab.json.txt"])
def test_what_others_make_is_left_to_them(home: Path, name: str) -> None:
    linux.install(COMMAND)
    (home / name).write_text("{}\n")
    found = told("xdg-mime", "query", "filetype", str(home / name), XDG_CURRENT_DESKTOP="GNOME")
    assert "initlab" not in found


def test_links_open_with_it(home: Path) -> None:
    linux.install(COMMAND)
    assert told("xdg-mime", "query", "default", "x-scheme-handler/initlab") == f"{ID}.desktop"


def test_xdg_data_home_is_where_it_goes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = home / "elsewhere"
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    made = linux.install(COMMAND)
    assert all(data in path.parents for path in made)
    assert not (home / ".local").exists()
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # counts as none
    assert linux.data_home() == home / ".local/share"


def test_removed_nothing_is_left(home: Path) -> None:
    linux.install(COMMAND)
    linux.install(("/opt/newer",))  # as after an update
    assert len(tree(home)) > 20
    linux.remove()
    assert tree(home) == {}
    assert linux.remove() == []


def test_what_others_have_there_stays(home: Path) -> None:
    data = home / ".local/share"
    other = data / "applications/other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\nType=Application\nName=O\nExec=o\nMimeType=text/x-o;\n")
    package = data / "mime/packages/other.xml"
    package.parent.mkdir(parents=True)
    package.write_bytes(
        b'<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">'
        b'<mime-type type="text/x-o"><glob pattern="*.o-o"/></mime-type></mime-info>'
    )
    icon = data / "icons/hicolor/16x16/apps/other.png"
    icon.parent.mkdir(parents=True)
    icon.write_bytes(b"PNG")
    for tool, folder in zip(linux.NEEDED, ("applications", "mime"), strict=True):
        subprocess.run([tool, str(data / folder)], check=True)
    before = tree(home)
    linux.install(COMMAND)
    assert tree(home) != before
    linux.remove()
    assert tree(home) == before


def test_what_others_bring_later_stays(home: Path) -> None:
    linux.install(COMMAND)
    applications = home / ".local/share/applications"
    entry = "[Desktop Entry]\nType=Application\nName=O\nExec=o\nMimeType=text/x-o;\n"
    (applications / "other.desktop").write_text(entry)
    linux.remove()
    assert set(tree(applications)) == {"other.desktop", "mimeinfo.cache"}
    assert "text/x-o=other.desktop" in (applications / "mimeinfo.cache").read_text()


def test_the_pictures_are_those_of_the_sizes(home: Path) -> None:
    for side, png in linux.pictures().items():
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert int.from_bytes(png[16:20], "big") == side  # the width in its header, PNG 11.2.2
    assert set(linux.pictures()) == set(linux.THEME_SIDES)


# Where it cannot be done nothing is half done:


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), "desktop", *arguments]
    around = os.environ | environment
    return subprocess.run(command, capture_output=True, text=True, env=around, check=False)


def test_on_the_command_line_it_says_what_it_did(home: Path) -> None:
    done = run("install")
    assert (done.returncode, done.stderr) == (0, "")
    assert ".initlab.json" in done.stdout
    assert f"{ID}.desktop" in done.stdout
    done = run("remove")
    assert (done.returncode, done.stderr) == (0, "")
    assert "out of the menu" in done.stdout
    assert "stays in $XDG_CONFIG_HOME/InitLab" in done.stdout
    assert tree(home) == {}


def test_missing_tools_are_named_and_nothing_is_made(home: Path) -> None:
    done = run("install", PATH=str(home))
    assert done.returncode == 2
    assert done.stderr.startswith("initlab: error: update-desktop-database: ")
    assert "install desktop-file-utils" in done.stderr
    assert tree(home) == {}


def test_no_room_leaves_nothing_half_done(home: Path) -> None:
    """A limit on the size of files meets the larger pictures, as a full disk would."""
    limited = 'ulimit -f 4; exec "$0" "$@"'
    command = [sys.executable, str(ROOT / "main.py"), "desktop", "install"]
    done = subprocess.run(
        ["/bin/sh", "-c", limited, *command],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("initlab: error: ")
    assert tree(home) == {}


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_home_that_cannot_be_written_is_said(
    home: Path, reason: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object, mode: int = 0o777) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(FileError) as raised:
        linux.install(COMMAND)
    assert "\n" not in str(raised.value)
    assert tree(home) == {}


def test_a_failing_tool_takes_everything_back(home: Path, tmp_path: Path) -> None:
    """Also the lists that the tool before it has made; and an earlier installation stays."""
    linux.install(COMMAND)
    before = tree(home)
    bad = tmp_path / "tools"
    bad.mkdir()
    (bad / "update-mime-database").write_text("#!/bin/sh\necho 'no room' >&2\nexit 1\n")
    (bad / "update-mime-database").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{bad}:{os.environ['PATH']}")
        with pytest.raises(FileError, match="no room"):
            linux.install(("/opt/newer",))
        after = tree(home)
        cache = ".local/share/applications/mimeinfo.cache"  # of the same programs, made anew
        assert {k: v for k, v in after.items() if k != cache} == {
            k: v for k, v in before.items() if k != cache
        }
    linux.remove()
    assert tree(home) == {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{bad}:{os.environ['PATH']}")
        with pytest.raises(FileError, match="no room"):
            linux.install(COMMAND)
    assert tree(home) == {}


def test_killed_halfway_it_can_be_removed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(linux, "_update", die)
    monkeypatch.setattr(placing.Placing, "_take_back", die)
    with pytest.raises(Killed):
        linux.install(COMMAND)
    monkeypatch.undo()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert tree(home)
    linux.remove()
    assert tree(home) == {}


@pytest.mark.parametrize("content", ["", "[]", '{"files": 3}', '{"files": [3]}', '{"other": []}'])
def test_a_record_that_is_none_is_said(home: Path, content: str) -> None:
    record = home / ".local/share/initlab/desktop.json"
    record.parent.mkdir(parents=True)
    record.write_text(content)
    with pytest.raises(FileError, match="not made by InitLab"):
        linux.remove()
    assert record.read_text() == content
