"""The small application of macOS, made in a home of its own."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.application import ID
from core.desktop import macos
from core.messages import FileError
from tests.core.desktop.support import tree


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(macos, "REGISTER", tmp_path / "none")
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_it_starts_the_program_wherever_that_is(home: Path) -> None:
    place = home / 'a "folder" of 100% it\'s $HOME'
    place.mkdir()
    shutil.copy("/bin/echo", place / "python")
    (app,) = macos.install((str(place / "python"), "main.py", "--from-desktop"))
    program = app / "Contents/MacOS/InitLab"
    assert os.access(program, os.X_OK)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert done.stdout == "main.py --from-desktop\n"


def test_what_it_opens_stands_in_its_list(home: Path) -> None:
    (app,) = macos.install(("/p",))
    told = plistlib.loads((app / "Contents/Info.plist").read_bytes())
    assert told["CFBundleIdentifier"] == ID
    assert (app / "Contents/MacOS" / told["CFBundleExecutable"]).is_file()
    icon = app / "Contents/Resources" / told["CFBundleIconFile"]
    assert icon.read_bytes()[:4] == b"icns"
    assert told["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["initlab"]
    declared = {
        kind["UTTypeIdentifier"]: kind["UTTypeTagSpecification"]["public.filename-extension"]
        for kind in told["UTExportedTypeDeclarations"]
    }
    endings = ["initlab.json", "initlab-sweep.json", "initlab.md"]
    assert [ending for (ending,) in declared.values()] == endings
    named = [kind["LSItemContentTypes"][0] for kind in told["CFBundleDocumentTypes"]]
    assert named == list(declared)


def test_removed_nothing_is_left(home: Path) -> None:
    macos.install(("/p",))
    macos.install(("/q",))
    assert macos.remove() == [home / "Applications/InitLab.app"]
    assert tree(home) == {}
    assert macos.remove() == []


def test_a_bundle_is_an_application_already(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(FileError, match="drag it"):
        macos.install(("/p",))
    assert tree(home) == {}
