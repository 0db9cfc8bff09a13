"""Killed while it saves, the program leaves the old file or the new one, whole."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from safetensors.torch import load_file

from core.disk.writing import PREFIX
from core.experiment import files
from tests.attack.saver import KINDS, Executioner, Tally, experiment
from tests.scale import many

pytestmark = [
    pytest.mark.drawn,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the victims are forked"),
    pytest.mark.timeout(600),
]

SEED = 6


@pytest.fixture(scope="module")
def light() -> Iterator[Executioner]:
    with Executioner("experiment") as executioner:
        yield executioner


@pytest.fixture(scope="module")
def heavy() -> Iterator[Executioner]:
    with Executioner("everything") as executioner:
        yield executioner


def version(kind: str, number: int, folder: Path) -> bytes:
    """What the file holds after an undisturbed save."""
    if kind == "experiment":
        return files.dumps(experiment(number)).encode()
    path = folder / "undisturbed" / "InitLab" / "InitLab.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    KINDS[kind](number, str(path))()
    content = path.read_bytes()
    path.unlink()
    return content


def left_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(PREFIX)]


def killed(executioner: Executioner, kind: str, kills: int, path: Path, folder: Path) -> Tally:
    """Kill so many victims; after each the file has to be one of two, byte for byte."""
    chance, tally, number = random.Random(f"{SEED} {kind}"), Tally(), 0
    contents: Callable[[int], bytes] = partial(version, kind, folder=folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents(0))
    for kill in range(kills):
        finished = number + executioner.kill(kind, number, path, chance, tally)
        found = path.read_bytes()
        if found == contents(finished):
            number, tally.old = finished, tally.old + executioner.inside
        else:
            whole = executioner.inside and found == contents(finished + 1)
            assert whole, f"seed {SEED}, {kind}, kill {kill}: {len(found)} bytes are neither"
            number, tally.new = finished + 1, tally.new + 1
    tally.left = len(left_in(path.parent))
    print(f"{kind}: {tally}")
    assert tally.inside >= kills / 2, f"too few kills inside a save: {tally}"
    return tally


def test_an_experiment_saved_at_the_moment_of_a_kill_is_the_old_or_the_new_one(
    light: Executioner, tmp_path: Path
) -> None:
    path = tmp_path / "x" / "ours.initlab.json"
    tally = killed(light, "experiment", many(60, 300, 900), path, tmp_path)
    assert tally.old, "no kill came before the new file was in place"
    assert tally.new, "no kill came after the new file was in place"
    assert tally.left <= tally.inside
    assert files.load(path).run.seed > 0
    files.save(experiment(0), path)
    assert files.load(path) == experiment(0)
    # What was left may be another program's: it stays, and a save adds nothing to it.
    assert len(left_in(path.parent)) == tally.left
    assert len(os.listdir(path.parent)) == tally.left + 1


def _weights_load(path: Path) -> None:
    assert set(load_file(path)) == {"weight", "bias"}


def _picture_loads(path: Path) -> None:
    assert QImage(str(path)).width() == 600


def _code_loads(path: Path) -> None:
    compile(path.read_text("utf-8"), path.name, "exec")


def _stats_load(path: Path) -> None:
    assert json.loads(path.read_text("utf-8"))["weight"]["count"] == 40 * 30


@pytest.mark.parametrize(
    ("kind", "loads"),
    [
        ("weights", _weights_load),
        ("stats", _stats_load),
        ("code", _code_loads),
        ("picture", _picture_loads),
    ],
)
def test_what_is_exported_at_the_moment_of_a_kill_is_the_old_or_the_new_one(
    heavy: Executioner, kind: str, loads: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "x" / "ours"
    killed(heavy, kind, many(6, 30, 70), path, tmp_path)
    loads(path)
    # Those of safetensors are inside ours.
    assert {p.name for p in path.parent.iterdir() if p not in left_in(path.parent)} == {"ours"}


def test_settings_saved_at_the_moment_of_a_kill_are_the_old_or_the_new_ones(
    heavy: Executioner, tmp_path: Path
) -> None:
    """Also: the lock that a killed program left stops nobody."""
    path = tmp_path / "x" / "InitLab" / "InitLab.conf"
    killed(heavy, "settings", many(6, 30, 70), path, tmp_path)
    kept = QSettings(str(path), QSettings.Format.IniFormat).value("experiment")
    assert files.parse(kept, "settings").run.seed > 0
