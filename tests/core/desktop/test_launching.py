"""The command that a menu starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.desktop import launching
from core.desktop.systems import SYSTEMS, system
from core.messages import FileError

ROOT = Path(__file__).parents[3]


def test_it_starts_this_program_from_any_folder(tmp_path: Path) -> None:
    python, main, option = launching.command()
    assert (python, option) == (sys.executable, "--from-desktop")
    assert Path(main) == ROOT / "main.py"
    done = subprocess.run(
        [python, main, "--help"], cwd=tmp_path, env={}, capture_output=True, text=True, check=True
    )
    assert "--from-desktop" in done.stdout


def test_a_bundle_starts_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "InitLab 1.0"))
    assert launching.command() == (str(tmp_path / "InitLab 1.0"), "--from-desktop")


def test_on_windows_it_opens_no_console(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert launching.command(windowed=True)[0] == str(tmp_path / "pythonw.exe")
    assert launching.command()[0] == str(tmp_path / "python.exe")
    assert SYSTEMS["win32"].windowed


def test_another_system_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(FileError, match="plan9"):
        system()


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_has_both_ways(name: str) -> None:
    assert callable(SYSTEMS[name].install)
    assert callable(SYSTEMS[name].remove)
