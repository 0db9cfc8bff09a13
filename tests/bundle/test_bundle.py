"""The built bundle, where there is nothing: no Python, no home, no setting, a folder to read only.

What it writes is compared with what the source writes, byte by byte.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from core.data.sets import DATA
from core.experiment import Experiment, files
from core.experiment.examples import EXAMPLES, Example
from tests.e2e.windows import shown_window

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / os.environ.get("INITLAB_BUNDLE", "no bundle")
INSIDE = {"darwin": "Contents/MacOS/initlab", "win32": "initlab.exe"}.get(sys.platform, "initlab")
PATIENCE = 100
WINDOWS = ("SYSTEMROOT", "TEMP")
LETTERS = {"LC_ALL": "C.UTF-8"}
"""All that is in the environment: without it, Qt says on stderr that it takes these letters."""
STATUS = 30
"""Pixels at the lower edge of a window, where it says how many milliseconds something took."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / INSIDE).exists(),
        reason="no bundle in INITLAB_BUNDLE; `make test-bundle` builds one",
    ),
]

SWEEP = {
    "initlab_sweep": 1,
    "experiment": {"initlab": 1, "layer": {"activation": "tanh"}, "depth": {"width": 128}},
    "x": {"key": "sigma_w2", "from": 0.5, "to": 4, "count": 9},
    "y": {"key": "sigma_b2", "from": 0, "to": 1, "count": 9},
    "measure": "depth.backward_factor",
}


def nobody() -> dict[str, Any]:
    """Root may write everywhere: it starts the bundle as somebody who may not."""
    root = sys.platform != "win32" and os.geteuid() == 0
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if root else {}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The executable, in a folder that is the same afterwards."""

    def state() -> dict[str, tuple[int, int]]:
        found = [path for path in FOLDER.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}

    folders = [FOLDER, *(path for path in FOLDER.rglob("*") if path.is_dir())]
    modes = {path: path.stat().st_mode for path in folders if not path.is_symlink()}
    before = state()
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield FOLDER / INSIDE
    for path, mode in modes.items():
        path.chmod(mode)
    assert state() == before


@pytest.fixture
def folder() -> Iterator[Path]:
    """To work in, for everybody."""
    with tempfile.TemporaryDirectory(prefix="initlab-bundle-") as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture
def started(bundle: Path, folder: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the bundle in `folder` with an empty environment; it has to say nothing on stderr."""

    def start(
        *arguments: str, said: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        # Windows itself does not start a program without the first of them.
        kept = {name: os.environ[name] for name in WINDOWS if name in os.environ}
        done = subprocess.run(
            [str(bundle), *arguments],
            cwd=folder,
            env={**kept, **LETTERS, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            **nobody(),
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == said or (said and said in done.stderr)
        return done

    return start


def from_source(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=folder,
        env={**os.environ, **LETTERS, "LANGUAGE": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def compare(
    started: Callable[..., object], folder: Path, wanted: dict[str, str], *arguments: str
) -> None:
    """Let both write what is `wanted`, an option and a name each."""
    for start, where in ((started, "bundle"), (lambda *a: from_source(folder, *a), "source")):
        (folder / where).mkdir()
        (folder / where).chmod(0o777)
        named = [part for option, name in wanted.items() for part in (option, f"{where}/{name}")]
        start(*arguments, *named)
    for name in wanted.values():
        ours, theirs = (folder / where / name for where in ("bundle", "source"))
        if name.endswith(".png"):
            assert pixels(ours) == pixels(theirs)
        else:
            assert ours.read_bytes() == theirs.read_bytes(), name


def pixels(path: Path) -> QImage:
    image = QImage(str(path))
    assert image.height() > 10 * STATUS
    return image.copy(0, 0, image.width(), image.height() - STATUS)


@pytest.mark.parametrize("page", ["layer", "dropout", "depth", "train"])
def test_statistics_weights_code_and_picture_are_those_of_the_source(
    page: str, started: Callable[..., object], folder: Path
) -> None:
    wanted = {"--stats": "s.json", "--weights": "w.safetensors", "--code": "c.py"}
    wanted["--render"] = "p.png"
    changes = {"depth.layers": 3, "train.epochs": 2}
    files.save(Experiment().with_values(changes), folder / "e.initlab.json")
    compare(started, folder, wanted, "e.initlab.json", "--page", page, "--language", "zh_CN")


@pytest.mark.parametrize("step", ["1", "3", "99"])
def test_a_lesson_looks_as_from_the_source(
    step: str, started: Callable[..., object], folder: Path
) -> None:
    compare(started, folder, {"--render": "p.png"}, "--lesson", "06-xavier", "--step", step)


@pytest.mark.parametrize("data", DATA)
def test_every_data_set_is_there(data: str, started: Callable[..., object], folder: Path) -> None:
    changes = {"train.data": data, "train.epochs": 2, "depth.layers": 2, "depth.width": 32}
    files.save(Experiment().with_values(changes), folder / "e.initlab.json")
    compare(started, folder, {"--stats": "s.json"}, "e.initlab.json", "--page", "train")


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.page != "train"],  # minutes, for what is above
    ids=lambda example: example.key,
)
def test_every_example_gives_the_same_numbers(
    example: Example, started: Callable[..., object], folder: Path
) -> None:
    path = ROOT / "resources" / "examples" / f"{example.key}.initlab.json"
    shutil.copy(path, folder / "e.initlab.json")
    compare(started, folder, {"--stats": "s.json"}, "e.initlab.json", "--page", example.page)


def test_it_looks_into_a_checkpoint(started: Callable[..., Any], folder: Path) -> None:
    started("--weights", "w.safetensors")
    assert "xavier_normal" in started("inspect", "w.safetensors", "--json", "r.json").stdout
    from_source(folder, "inspect", "w.safetensors", "--json", "again.json")
    assert (folder / "r.json").read_bytes() == (folder / "again.json").read_bytes()


@pytest.mark.parametrize("jobs", [["--backend", "sequential"], ["--jobs", "2"]])
def test_it_computes_a_sweep(jobs: list[str], started: Callable[..., Any], folder: Path) -> None:
    (folder / "s.json").write_text(json.dumps(SWEEP), encoding="utf-8")
    started("sweep", "s.json", "--out", "ours.jsonl", *jobs, said="81 cells, 81 of them new")
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "sweep", "s.json", "--backend", "sequential"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert values((folder / "ours.jsonl").read_text()) == values(done.stdout)


def values(lines: str) -> dict[tuple[float, float, int], float]:
    cells = [json.loads(line) for line in lines.splitlines()]
    return {(cell["x"], cell["y"], cell["seed"]): cell["value"] for cell in cells}


@pytest.mark.skipif(sys.platform != "linux", reason="menus of Linux")
def test_it_goes_into_the_menus_and_out_again_and_lends_no_library(
    bundle: Path, started: Callable[..., Any], folder: Path
) -> None:
    home, tools = folder / "home", folder / "tools"
    for path in (home, tools):
        path.mkdir()
        path.chmod(0o777)
    for name in ("update-desktop-database", "update-mime-database"):
        (tools / name).write_text(f"#!/bin/sh\n/usr/bin/env > {folder}/{name}.txt\n")
        (tools / name).chmod(0o755)
    around = {"XDG_DATA_HOME": str(home), "PATH": str(tools)}
    started("desktop", "install", **around)
    (entry,) = (home / "applications").glob("*.desktop")
    assert f"Exec={bundle} " in entry.read_text(encoding="utf-8")
    seen = "".join(path.read_text() for path in folder.glob("*.txt"))
    assert str(home) in seen
    assert "_internal" not in seen
    started("desktop", "remove", **around)
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_what_is_wrong_is_one_line_on_the_console(bundle: Path, folder: Path) -> None:
    done = subprocess.run(
        [str(bundle), "missing.initlab.json", "--stats", "s.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("initlab: error: missing.initlab.json")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb and xdotool"
)
def test_its_window_opens_walks_a_lesson_and_closes(bundle: Path, folder: Path) -> None:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        display = {"DISPLAY": f":{int(number.readline())}"}

    def told(*keys: str) -> str:
        done = subprocess.run(
            ["xdotool", *keys],
            env={**os.environ, **display},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout

    cache = folder / "cache"
    program = subprocess.Popen(
        [str(bundle), "--lesson", "06-xavier", "--language", "en"],
        cwd=folder,
        env={**display, **LETTERS, "NUMBA_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **nobody(),
    )
    try:
        window = shown_window("Xavier", {**os.environ, **display})
        told("windowfocus", "--sync", window)
        for _ in range(4):
            told("key", "Next")
            time.sleep(0.5)  # as a teacher's remote does it; what it shows is compared above
        end = time.monotonic() + PATIENCE
        while not list(cache.rglob("*.nbi")) and time.monotonic() < end:
            time.sleep(0.1)
        assert list(cache.rglob("*.nbi")), "nothing has been compiled for the histograms"
        assert program.poll() is None
        told("key", "ctrl+q")
        out, err = program.communicate(timeout=PATIENCE)
    finally:
        program.kill()
        program.communicate()
        server.terminate()
        server.wait(20)
    assert (program.returncode, out, err) == (0, "", "")
