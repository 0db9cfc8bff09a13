"""What the command line refuses to write: over what it reads, over itself, under a false name."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest

import main
from core.experiment import files
from tests.core.support import experiment

OPTIONS = ("--stats", "--weights", "--code", "--render")
ENDINGS = {
    "--stats": ".json",
    "--weights": ".safetensors",
    "--code": ".py",
    "--render": ".png",
}
LESSON = """+++
lesson = 1
title = "Mine"
[[step]]
+++
Look: ![the curve](curve.png)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with an experiment and a lesson that has a picture."""
    monkeypatch.chdir(tmp_path)
    files.save(experiment("normal"), "mine")
    Path("mine.md").write_text(LESSON, encoding="utf-8")
    Path("curve.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line; nothing was written or changed."""
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    capsys.readouterr()
    assert main.main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("initlab: error: ")
    assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before
    return err


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("way", ["same", "dots", "absolute", "symbolic", "hard", "dangling"])
def test_an_output_is_not_written_over_the_experiment(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, way: str
) -> None:
    read, written = "mine", "mine"
    if way == "dots":
        written = f"../{folder.name}/./mine"
    elif way == "absolute":
        written = str(folder / "mine")
    elif way == "symbolic":
        Path("link").symlink_to("mine")
        written = "link"
    elif way == "dangling":  # the file is read by its link, and named itself for writing
        Path("link").symlink_to("mine")
        read = "link"
    elif way == "hard":
        os.link("mine", "link")
        written = "link"
    said = refused(capsys, read, option, written)
    assert f"initlab: error: {Path(written)}: " in said
    assert option in said


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("read", ["mine.md", "curve.png"])
def test_an_output_is_not_written_over_a_lesson_or_its_pictures(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, read: str
) -> None:
    Path("output").symlink_to(read)
    assert option in refused(capsys, "--lesson", "mine.md", option, "output")


@pytest.mark.parametrize(("first", "second"), list(combinations(OPTIONS, 2)))
@pytest.mark.parametrize("there", [True, False])
def test_two_outputs_are_two_files(
    folder: Path, capsys: pytest.CaptureFixture[str], first: str, second: str, there: bool
) -> None:
    if there:
        Path("out").write_bytes(b"old")
    said = refused(capsys, "mine", first, "out", second, "./out")
    assert first in said
    assert second in said


def test_what_destroys_nothing_is_written(folder: Path) -> None:
    os.mkdir("a")
    assert main.main(["mine", "--stats", "a/out", "--code", "out", "--weights", os.devnull]) == 0
    assert main.main(["mine", "--stats", os.devnull, "--code", os.devnull]) == 0
    assert Path("out").read_text("utf-8").startswith("import torch")


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("ending", [".jpg", ".PDF", ".pt", ".svg", ".xlsx"])
def test_a_name_that_means_another_kind_of_file_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, ending: str
) -> None:
    said = refused(capsys, "mine", option, f"out{ending}")
    assert f"initlab: error: out{ending}: " in said
    assert ENDINGS[option] in said


@pytest.mark.parametrize("name", ["out", "OUT.PY", "run v1.2", "code.txt"])
def test_a_name_that_means_nothing_else_is_taken_as_it_is(folder: Path, name: str) -> None:
    assert main.main(["mine", "--code", name]) == 0
    assert Path(name).read_text("utf-8").startswith("import torch")
