"""`initlab sweep` on the command line: its lines, going on, and what it refuses."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import main
from core.experiment import Experiment
from core.messages import FileError
from core.sweep import Results, spec
from core.sweep.cell import cell
from core.sweep.cells_file import CellsFile
from core.sweep.plan import plan
from tests.core.sweep.support import learning, small


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def values(path: Path) -> dict[tuple[Any, ...], float | None]:
    return {(c["x"], c["y"], c["seed"], c.get("picture", 0)): c["value"] for c in written(path)}


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    path = tmp_path / "mine.initlab-sweep.json"
    spec.save(small(), path)
    return path


def start(*arguments: object) -> int:
    return main.main(["sweep", *map(str, arguments), "--backend", "sequential"])


def test_it_writes_a_line_a_cell_with_the_value_of_the_pure_function(
    sweep: Path, tmp_path: Path
) -> None:
    assert start(sweep, "--out", tmp_path / "c.jsonl") == 0
    cells, of = written(tmp_path / "c.jsonl"), plan(small())
    assert len(cells) == of.count == 20
    assert of.y is not None
    for line in cells:
        assert {"x", "y", "seed", "value", "seconds"} <= set(line)
        column, row = of.x.values.index(line["x"]), of.y.values.index(line["y"])
        assert line["value"] == cell(of.experiment_at(column, row), "depth.backward_factor", 0)


def test_without_a_file_the_lines_are_printed(
    sweep: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(sweep) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len([json.loads(line) for line in printed]) == 20


def test_y_is_null_where_there_is_no_second_axis(tmp_path: Path) -> None:
    spec.save(small(sweep__y="none"), tmp_path / "s.json")
    assert start(tmp_path / "s.json", "--out", tmp_path / "c.jsonl") == 0
    assert [line["y"] for line in written(tmp_path / "c.jsonl")] == [None] * 5


def test_a_run_that_diverges_is_null(tmp_path: Path) -> None:
    wild = learning(train__loss="mse", train__epochs=50, sweep__x_values="0.01, 100")
    spec.save(wild, tmp_path / "s.json")
    assert start(tmp_path / "s.json", "--out", tmp_path / "c.jsonl") == 0
    found = {(line["x"], line["y"]): line["value"] for line in written(tmp_path / "c.jsonl")}
    assert found[100.0, 1.0] is None
    assert found[0.01, 1.0] is not None


def test_it_goes_on_where_it_ended_and_forgets_half_a_line(sweep: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    assert start(sweep, "--out", out) == 0
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:7]) + lines[7][:20])
    assert start(sweep, "--out", out) == 0
    assert out.read_bytes().startswith(b"".join(lines[:7]))
    assert len(written(out)) == 20
    (tmp_path / "whole.jsonl").write_bytes(whole)
    assert values(out) == values(tmp_path / "whole.jsonl")


def test_a_last_cell_without_its_line_end_counts(sweep: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    known = {"x": 0.5, "y": 0.0, "seed": 0, "value": 42.0, "seconds": 1.0}
    out.write_text(json.dumps(known))
    assert start(sweep, "--out", out) == 0
    assert len(written(out)) == 20
    assert values(out)[0.5, 0.0, 0, 0] == 42.0


def test_what_is_complete_is_not_touched(sweep: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    start(sweep, "--out", out)
    before = out.read_bytes()
    assert start(sweep, "--out", out) == 0
    assert out.read_bytes() == before


def test_lines_of_the_contract_alone_are_taken_over(sweep: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    known = {"x": 0.5, "y": 0.0, "seed": 0, "value": 42.0, "seconds": 1.0}
    out.write_text(json.dumps(known) + "\n")
    assert start(sweep, "--out", out) == 0
    assert len(written(out)) == 20
    assert values(out)[0.5, 0.0, 0, 0] == 42.0


def test_cells_in_the_file_of_the_sweep_are_not_computed_again(tmp_path: Path) -> None:
    known = {"x": 0.5, "y": 0.0, "seed": 0, "value": 42.0, "seconds": 1.0}
    spec.save(small(), tmp_path / "s.json", [known])
    assert start(tmp_path / "s.json", "--out", tmp_path / "c.jsonl") == 0
    assert values(tmp_path / "c.jsonl")[0.5, 0.0, 0, 0] == 42.0
    assert len(written(tmp_path / "c.jsonl")) == 20


@pytest.mark.parametrize(
    "content",
    [
        b'{"x": 9, "y": 0.0, "seed": 0, "value": 1.0, "seconds": 1.0}\n',
        b'{"x": 0.5, "y": 0.0, "seed": 0, "value": 1.0, "seconds": 1.0, "sweep": "other"}\n',
        b"a text of mine\n",
        b"a text of mine whose line has no end",
        b"[]\n",
    ],
    ids=["places", "identity", "text", "one line", "list"],
)
def test_a_file_of_something_else_is_left_alone(
    content: bytes, sweep: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "c.jsonl"
    out.write_bytes(content)
    assert start(sweep, "--out", out) == 2
    assert out.read_bytes() == content
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"initlab: error: {out}: ")


def test_two_processes_do_not_write_to_one_file(sweep: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    with CellsFile(out, Results(plan(small()))):
        assert start(sweep, "--out", out) == 2
    assert start(sweep, "--out", out) == 0


class Full:
    """A file on a disk that takes ten more bytes."""

    def __init__(self) -> None:
        self.content = b"whole line\n"
        self.room = 10

    def fileno(self) -> int:
        return 0

    def write(self, content: bytes) -> int:
        if self.room == 0:
            raise OSError(errno.ENOSPC, "full")
        taken = content[: self.room]
        self.room -= len(taken)
        self.content += taken
        return len(taken)

    def truncate(self, size: int) -> None:
        self.content = self.content[:size]


def test_a_full_disk_is_said_and_no_line_is_half(monkeypatch: pytest.MonkeyPatch) -> None:
    file, full = CellsFile(Path("unused"), Results(plan(small()))), Full()
    monkeypatch.setattr(file, "_file", full)
    monkeypatch.setattr(os, "fstat", lambda _: SimpleNamespace(st_size=len(full.content)))
    with pytest.raises(FileError, match="the disk is full"):
        file.append([{"x": 1}, {"x": 2}])
    assert full.content == b"whole line\n"


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["nothing.json"], "nothing.json"),
        (["{spec}", "--out", "{spec}"], "{spec}"),
        (["{spec}", "--out", "none/c.jsonl"], "none/c.jsonl"),
        (["{spec}", "--out", "c.png"], "c.png"),
        (["{spec}", "--address", "tcp://a:1"], "--address"),
    ],
)
def test_what_cannot_be_is_one_line(
    arguments: list[str],
    key: str,
    sweep: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(sweep.parent)
    given = [argument.format(spec=sweep) for argument in arguments]
    assert start(*given) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"initlab: error: {key.format(spec=sweep)}: ")


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1.5", "9999999"])
def test_a_number_of_processes_that_is_none(jobs: str, sweep: Path) -> None:
    with pytest.raises(SystemExit) as found:
        main.main(["sweep", str(sweep), "--jobs", jobs])
    assert found.value.code == 2


def test_processes_give_the_same_numbers(sweep: Path, tmp_path: Path) -> None:
    both = small(sweep__x_count=9, sweep__y_count=9, depth__layers=8, depth__width=128)
    spec.save(both, sweep)
    assert start(sweep, "--out", tmp_path / "one.jsonl") == 0
    code = main.main(["sweep", str(sweep), "--out", str(tmp_path / "two.jsonl"), "--jobs", "2"])
    assert code == 0
    assert values(tmp_path / "two.jsonl") == values(tmp_path / "one.jsonl")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_in_the_middle_it_leaves_whole_lines_and_no_process(
    sweep: Path, tmp_path: Path
) -> None:
    spec.save(Experiment().with_values({"sweep.x_count": 40, "sweep.y_count": 40}), sweep)
    out = tmp_path / "c.jsonl"
    command = [sys.executable, "main.py", "sweep", str(sweep), "--out", str(out), "--jobs", "2"]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (out.exists() and out.stat().st_size > 20_000):
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    lines = out.read_bytes().split(b"\n")
    assert all(json.loads(line) for line in lines[:-1])
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.2)
    else:
        pytest.fail("processes of a killed sweep live on")
