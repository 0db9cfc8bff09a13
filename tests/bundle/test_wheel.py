"""The wheel holds the whole program: what the source folder has, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("core", "gui", "resources")
REST = ("main.py", "LICENSE", "README.md", "pyproject.toml")

pytestmark = pytest.mark.slow


def tree() -> set[str]:
    """Every file of the program, as it would be called in a wheel."""
    files = [path for part in PARTS for path in (ROOT / part).rglob("*") if path.is_file()]
    of_program = [path for path in files if "__pycache__" not in path.parts]
    return {path.relative_to(ROOT).as_posix() for path in of_program} | {"main.py"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    pytest.importorskip("build", reason="needs what `make wheel` installs")
    pytest.importorskip("setuptools", minversion="77", reason="older ones know no licence file")
    source = tmp_path_factory.mktemp("source")
    for part in PARTS:
        shutil.copytree(ROOT / part, source / part)  # with what lies about in it, __pycache__
    for name in REST:
        shutil.copy(ROOT / name, source)
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(made)]
    done = subprocess.run(
        [*command, str(source)], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    (path,) = made.glob("*.whl")
    with zipfile.ZipFile(path) as file:
        yield file


def test_it_holds_every_file_of_the_program_and_no_other(wheel: zipfile.ZipFile) -> None:
    names = {
        name for name in wheel.namelist() if ".dist-info/" not in name and ".data/" not in name
    }
    assert names == tree()
    assert {"resources/i18n/initlab_zh_CN.qm", "resources/lessons/01-linear.en.md"} <= names


def test_it_says_the_version_of_the_project_and_brings_the_licence(wheel: zipfile.ZipFile) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert wheel.filename is not None
    assert Path(wheel.filename).name == f"initlab-{version}-py3-none-any.whl"
    about = f"initlab-{version}.dist-info"
    assert f"\nVersion: {version}\n" in wheel.read(f"{about}/METADATA").decode()
    assert wheel.read(f"{about}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert "initlab = main:main" in wheel.read(f"{about}/entry_points.txt").decode()


def test_installed_it_runs_in_another_folder(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    wheel.extractall(site)
    elsewhere.mkdir()
    start = "import sys, main, resources; assert main.__file__.startswith(sys.path[1]); "
    start += "assert list(resources.__path__)[0].startswith(sys.path[1]); sys.exit(main.main())"
    files = {"--stats": "s.json", "--weights": "w.safetensors", "--render": "window.png"}
    for arguments in (
        [*sum(files.items(), ()), "--language", "zh_CN"],
        ["inspect", "w.safetensors"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", start, *arguments],
            cwd=elsewhere,
            env={"PYTHONPATH": str(site), "PATH": ""},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in elsewhere.iterdir()} == set(files.values())
