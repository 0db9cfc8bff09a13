"""The files of `resources/desktop` say the same as the program, and pass their own checkers."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.application import ID, NAME
from core.desktop.kinds import LINKS, kinds
from core.experiment import files
from core.lessons.finding import CLICKED, is_file
from core.pages import page_that_opens

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "resources" / "desktop"


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(FOLDER / f"{ID}.desktop", "utf-8")
    return parser["Desktop Entry"]


def test_the_menu_entry_bears_the_programs_name() -> None:
    assert entry()["Name"] == entry()["StartupWMClass"] == NAME
    assert entry()["Icon"] == ID
    assert entry()["Exec"] == "initlab --from-desktop %u"


def test_the_menu_entry_lists_every_kind_and_the_links() -> None:
    listed = entry()["MimeType"].strip(";").split(";")
    assert listed == [*(kind.mime for kind in kinds()), f"x-scheme-handler/{LINKS}"]


def test_every_kind_is_one_that_the_program_opens() -> None:
    experiment, sweep, lesson = kinds()
    assert experiment.ending == files.SUFFIX
    page = page_that_opens(f"x{sweep.ending}")
    assert page is not None
    assert page.key == "sweep"
    assert lesson.ending == CLICKED
    assert is_file(f"x{lesson.ending}")
    assert [kind.key for kind in kinds()] == ["experiment", "sweep", "lesson"]


def test_the_metadata_names_the_same_things() -> None:
    root = ElementTree.parse(FOLDER / f"{ID}.metainfo.xml").getroot()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert root.findtext("id") == ID
    assert root.findtext("launchable") == f"{ID}.desktop"
    assert root.findtext("project_license") == project["license"]
    assert root.findtext("developer_name") == project["authors"][0]["name"]
    assert [e.text for e in root.iter("mediatype")] == entry()["MimeType"].strip(";").split(";")
    assert [e.text for e in root.iter("binary")] == list(project["scripts"])
    assert [e.text for e in root.iter("category")] == entry()["Categories"].strip(";").split(";")


def test_the_newest_release_has_the_programs_version_and_its_part_of_the_changelog() -> None:
    root = ElementTree.parse(FOLDER / f"{ID}.metainfo.xml").getroot()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = next(root.iter("release"))
    assert newest.get("version") == project["version"]
    heading = f"## [{newest.get('version')}] - {newest.get('date')}"
    assert heading in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()


def test_pip_installs_them_where_a_desktop_looks() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    places = setup["data-files"]
    for paths in places.values():
        assert all((ROOT / path).is_file() for path in paths)
    names = {Path(path).name for paths in places.values() for path in paths}
    assert names == {f"{ID}.{end}" for end in ("desktop", "svg", "metainfo.xml", "xml")}


def test_the_checkers_of_the_freedesktop_are_content(tmp_path: Path) -> None:
    checks = {
        "desktop-file-validate": [str(FOLDER / f"{ID}.desktop")],
        "appstreamcli": ["validate", "--no-net", str(FOLDER / f"{ID}.metainfo.xml")],
    }
    for tool, arguments in checks.items():
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
        done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "hint" not in done.stdout
