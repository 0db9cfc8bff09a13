"""`--page train` on the command line: statistics, weights and code of a lane, bit for bit."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

import main

RACE = {
    "initlab": 1,
    "layer": {"activation": "relu"},
    "weight_init": {"method": "kaiming_normal", "nonlinearity": "relu"},
    "dropout": {"p": 0.2},
    "depth": {"layers": 2, "width": 12},
    "train": {"data": "moons", "samples": 60, "batch": 16, "epochs": 2, "weight_decay": 0.01},
    "race": [{"name": "He", "changes": {}}, {"changes": {"weight_init.method": "zeros"}}],
}
Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    file = tmp_path / "race.initlab.json"
    file.write_text(json.dumps(RACE))

    def run(*options: Any) -> tuple[int, str]:
        code = main.main([str(file), "--page", "train", *(str(option) for option in options)])
        out, err = capsys.readouterr()
        assert out == ""
        return code, err

    return run


@pytest.mark.parametrize("lane", [0, 1])
def test_the_code_of_a_lane_leaves_its_weights_bit_for_bit(
    call: Call, tmp_path: Path, lane: int
) -> None:
    weights, code = tmp_path / "w.safetensors", tmp_path / "c.py"
    assert call("--weights", weights, "--code", code, "--lane", lane) == (0, "")
    saved = load_file(weights)
    threads = torch.get_num_threads()
    try:
        left = runpy.run_path(str(code))["model"].state_dict()
    finally:
        torch.set_num_threads(threads)
    assert saved.keys() == left.keys()
    for name, tensor in saved.items():
        assert tensor.dtype == left[name].dtype
        assert torch.equal(tensor, left[name]), name
    assert len(saved) == 6  # two hidden layers and the output, a weight and a bias each


def test_the_statistics_have_the_contract_s_keys(call: Call, tmp_path: Path) -> None:
    stats = tmp_path / "s.json"
    assert call("--stats", stats) == (0, "")
    lanes = json.loads(stats.read_text())["train"]["lanes"]
    assert lanes[0]["name"] == "He"
    assert len(lanes) == 2
    for lane in lanes:
        assert lane.keys() == {
            *("name", "parameters", "steps", "train_loss", "test_loss", "train_accuracy"),
            *("test_accuracy", "stopped", "diverged_at", "best_step", "verdict", "weights"),
        }
        # (2 + 1)·12 + (12 + 1)·12 + (12 + 1)·2 of two inputs, two layers of 12, two classes.
        assert lane["parameters"] == 36 + 156 + 26
        assert lane["steps"][0] == 0
        assert lane["steps"][-1] == 2 * 4  # epochs, batches of 60 samples by 16
        curves = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
        assert {len(lane[name]) for name in curves} == {len(lane["steps"])}
    assert lanes[1]["verdict"] == "stuck"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--code", "c.py", "--lane", "2"), "race: there is no lane 2: the race has lanes 0 to 1"),
        (("--code", "c.py", "--page", "layer", "--lane", "1"), "lane: the page layer has no lanes"),
    ],
)
def test_a_lane_that_is_not_there_is_one_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: Any, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, err = call(*options)
    assert code == 2
    assert err.startswith(f"initlab: error: {said}")
    assert err.count("\n") == 1
    assert not (tmp_path / "c.py").exists()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"train": {"samples": 60, "batch": 61}}, "train.batch"),
        ({"train": {"samples": 9}}, "train.samples"),
        ({"train": {"lr": 101}}, "train.lr"),
        ({"train": {"schedule": [{"step": 5, "changes": {"train.data": "sine"}}]}}, "train.data"),
        ({"race": [{"changes": {}}] * 9}, "race"),
        ({"race": [{"changes": {"weight_init.gain": 1}}]}, "race[0].changes.weight_init.gain"),
        ({"race": [{"changes": {}}, {"changes": {"train.lr": -1}}]}, "race[1].changes.train.lr"),
        ({"race": [{"changes": {"train.nothing": 1}}]}, "race[0].changes.train.nothing"),
        ({"race": [{"changes": {"run.device": "cuda:7"}}]}, "race[0]"),
    ],
)
def test_a_race_that_cannot_be_run_is_one_line_that_names_the_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, changes: dict[str, Any], key: str
) -> None:
    file = tmp_path / "bad.initlab.json"
    file.write_text(json.dumps(RACE | changes))
    assert main.main([str(file), "--page", "train", "--stats", str(tmp_path / "s.json")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert key in err
    assert not (tmp_path / "s.json").exists()
