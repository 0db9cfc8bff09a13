"""`initlab inspect` on the command line, to the letter of the contract."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import torch
from torch import nn

import main
from core.inspect import inspect
from core.inspect.export import table
from core.stats import fused
from tests.core.inspect.support import network


@pytest.fixture
def file(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(40, 60), nn.Linear(60, 50))
    nn.init.xavier_uniform_(model[1].weight)
    torch.save(model.state_dict(), tmp_path / "mine.pt")
    return tmp_path / "mine.pt"


def test_it_prints_a_line_a_tensor_and_ends_with_0(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["inspect", str(file)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[1].split()[0] == "0.weight"
    assert "nn.Linear default" in out[1]
    assert "xavier_uniform" in out[3]
    assert any("1 of 2 weights are as torch's modules leave them" in line for line in out)


@pytest.mark.parametrize(("missing", "loads"), [(0, 1), (1, 0)])
def test_the_compiled_pass_is_fetched_for_a_file_that_is_large_enough(
    file: Path, monkeypatch: pytest.MonkeyPatch, missing: int, loads: int
) -> None:
    values, loaded = 40 * 60 + 60 + 60 * 50 + 50, []
    monkeypatch.setattr(fused, "WORTH", values + missing)
    monkeypatch.setattr(fused, "load", lambda: loaded.append("once"))
    assert main.main(["inspect", str(file)]) == 0
    assert len(loaded) == loads
    inspect(str(file))
    assert len(loaded) == 2 * loads


def test_json_holds_what_the_contract_says(file: Path, tmp_path: Path) -> None:
    assert main.main(["inspect", str(file), "--json", str(tmp_path / "f.json")]) == 0
    content = json.loads((tmp_path / "f.json").read_text())
    assert content["file"] == "mine.pt"
    first = content["tensors"][0]
    weight = torch.load(file)["0.weight"]
    assert first["name"] == "0.weight"
    assert first["shape"] == [60, 40]
    assert first["dtype"] == "float32"
    assert (first["fan_in"], first["fan_out"]) == (40, 60)
    assert first["mean"] == pytest.approx(float(weight.double().mean()))
    assert first["std"] == pytest.approx(float(weight.double().std(correction=0)))
    assert sum(first["histogram"]["counts"]) == 2400
    norm = float(torch.linalg.matrix_norm(weight.double(), 2))
    assert first["spectral_norm"] == pytest.approx(norm)
    rank = float(weight.double().norm() / norm) ** 2
    assert first["stable_rank"] == pytest.approx(rank)
    assert first["candidates"][0]["method"] == "default"
    assert first["candidates"][0]["parameters"] == {}
    assert 0.0 <= first["candidates"][0]["p_value"] <= 1.0
    assert first["verdict"] == "fresh"
    assert content["summary"]


def test_csv_has_a_line_a_tensor(file: Path, tmp_path: Path) -> None:
    assert main.main(["inspect", str(file), "--csv", str(tmp_path / "f.csv")]) == 0
    text = (tmp_path / "f.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["name"] for row in rows] == ["0.weight", "0.bias", "1.weight", "1.bias"]
    assert rows[2]["looks_like"] == "xavier_uniform"


def test_fail_on_serves_other_peoples_tests(file: Path) -> None:
    assert main.main(["inspect", str(file), "--fail-on", "nn.Linear default"]) == 1
    assert main.main(["inspect", str(file), "--fail-on", "orthogonal"]) == 0


def test_against_another_file(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pt"
    state = torch.load(file)
    state["0.weight"] = 2.0 * state["0.weight"]
    torch.save(state, other)
    json_file = tmp_path / "f.json"
    assert main.main(["inspect", str(file), "--against", str(other), "--json", str(json_file)]) == 0
    moved = json.loads(json_file.read_text())["against"]["moved"]
    assert moved["0.weight"]["change"] == pytest.approx(0.5)
    assert moved["0.weight"]["cosine"] == pytest.approx(1.0)
    assert moved["1.weight"]["equal"] is True


@pytest.mark.parametrize("name", ["nothing.pt", "text.pt", "text.safetensors", "notes.txt"])
def test_what_is_no_checkpoint_is_one_line_and_exit_2(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("text.pt", "text.safetensors", "notes.txt"):
        (tmp_path / text).write_text("no checkpoint")
    assert main.main(["inspect", str(tmp_path / name)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("initlab: error: ")
    assert len(err.splitlines()) == 1


def test_json_is_not_written_over_the_model(file: Path) -> None:
    before = file.read_bytes()
    assert main.main(["inspect", str(file), "--json", str(file)]) == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_the_terminal(width: int) -> None:
    model = network(2, 64)
    state = {f"a.very.long.name.of.a.block.{k}": v for k, v in model.state_dict().items()}
    lines = table(inspect(state), width)
    assert max(len(line) for line in lines) <= width
    assert len(lines) == 1 + len(state)
    assert all(name[-6:] in line for name, line in zip(state, lines[1:], strict=True))
