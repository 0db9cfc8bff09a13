"""The version of the program stands in one place."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from core.machine import versions

ROOT = Path(__file__).parents[3]


def test_a_checkout_has_the_version_of_its_project_whatever_pip_remembers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: "0.0.1")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert versions.version("initlab") == project["version"] != "0.0.1"
    assert ("initlab", project["version"]) in versions.versions()
    assert versions.version("torch") == "0.0.1"


@pytest.mark.parametrize(
    "beside", [None, "", "[project]\nname = 'other'\nversion = '9'", "[project]", "no = toml ="]
)
def test_where_no_source_lies_it_is_what_was_installed(
    beside: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if beside is not None:
        (tmp_path / "pyproject.toml").write_text(beside, encoding="utf-8")
    monkeypatch.setattr(versions, "ROOT", tmp_path)
    monkeypatch.setattr(metadata, "version", lambda _: "1.2.3")
    assert versions.version("initlab") == "1.2.3"


def test_what_is_not_there_is_said_to_be_missing() -> None:
    assert versions.version("no-such-package") == "not installed"
