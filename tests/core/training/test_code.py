"""The script of a lane, run by itself, leaves the lane's weights bit for bit."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import torch

from core.data.sets import DATA
from core.init.methods import weight_methods
from core.learning.optimizers import OPTIMIZERS
from tests.core.training.support import HE, assert_same_bits, run_script, small, trained

NORMED = {"layers": 2, "width": 33, "norm": "batch"}
SCHEDULE = [
    {"step": 5, "changes": {"train.lr": 0.1, "train.momentum": 0.5}},
    {"step": 9, "changes": {"dropout.p": 0.5, "train.l1": 1e-3, "train.max_norm": 2.0}},
    {"step": 12, "changes": {"train.weight_decay": 0.01}},
]
OFF = [{"step": 9, "changes": {"dropout.p": 0.0, "train.l1": 0.0}}]

CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "dropout": {"dropout": {"p": 0.3}},
    "dropout that is off": {"dropout": {"p": 0.3, "training": False}},
    "alpha dropout": {
        "layer": {"activation": "selu", "bias": False},
        "weight_init": {"method": "lecun_normal"},
        "dropout": {"p": 0.1, "kind": "alpha"},
    },
    "batch norm": {"depth": NORMED, "dropout": {"p": 0.2}},
    "layer norm": {"depth": {**NORMED, "norm": "layer"}, "layer": {"activation": "tanh"}},
    "one layer": {"depth": {"layers": 1}},
    "squared error": {"train": {"loss": "mse", "init_scale": 2.0, "label_noise": 0.4}},
    "L1": {"train": {"l1": 1e-3}},
    "soft threshold": {"train": {"l1": 1e-3, "l1_method": "soft_threshold", "max_norm": 1.0}},
    "two groups": {"train": {"weight_decay": 0.02, "decay_all": False, "l1": 1e-3}},
    "early stopping": {"train": {"early_stopping": 1, "epochs": 40, "lr": 0.1}},
    "schedule": {"train": {"schedule": SCHEDULE}},
    "schedule with soft threshold": {
        "train": {"schedule": OFF, "l1": 1e-3, "l1_method": "soft_threshold"},
        "dropout": {"p": 0.4},
    },
    "diverges": {"weight_init": {"method": "normal", "std": 3.0}, "depth": {"layers": 8}},
    "a large seed": {"run": {"seed": 2**40 + 1}},
    **{dtype: {"run": {"dtype": dtype}} for dtype in ("float64", "float16", "bfloat16")},
    **{
        f"data {name}": {"train": {"data": name, "samples": 60, "batch": 20}}
        for name in DATA
        if name != "digits"
    },
    **{
        f"{name}, decay": {"train": {"optimizer": name, "lr": 0.003, "weight_decay": 0.02}}
        for name in OPTIMIZERS
    },
    **{
        f"{entry.method}": {"weight_init": {"method": entry.method}, "train": {"epochs": 1}}
        for entry in weight_methods(2)
    },
}


@pytest.mark.parametrize("case", CASES)
def test_the_script_leaves_the_weights_of_the_lane(case: str) -> None:
    race, result = trained(small(**CASES[case]))
    theirs = run_script(result.code)["model"].state_dict()
    assert_same_bits(race.lanes[0].run.state_dict(), theirs)


def test_the_cases_end_as_they_are_called() -> None:
    ends = {
        name: trained(small(**CASES[name]))[1].lanes[0] for name in ("early stopping", "diverges")
    }
    assert ends["early stopping"].stopped == "early"
    assert 0 < ends["early stopping"].step < 40 * 5
    assert ends["diverges"].stopped == "diverged"


def test_the_script_runs_in_an_interpreter_of_its_own(tmp_path: Any) -> None:
    race, result = trained(small(dropout={"p": 0.3}, train={"epochs": 2}))
    script, found = tmp_path / "lane.py", tmp_path / "model.pt"
    script.write_text(f"{result.code}\ntorch.save(model.state_dict(), {str(found)!r})\n", "utf-8")
    subprocess.run([sys.executable, str(script)], check=True, timeout=100)
    assert_same_bits(race.lanes[0].run.state_dict(), torch.load(found))


def test_a_lane_beside_others_has_the_bits_of_its_run_alone() -> None:
    lanes = [
        {"changes": {"weight_init.method": "xavier_normal"}},
        {"changes": {"dropout.p": 0.5}},
        {"changes": {"dropout.p": 0.2, "train.optimizer": "adam", "train.lr": 0.001}},
    ]
    experiment = small(race=lanes, weight_init=HE)
    race, _ = trained(experiment)
    for index, lane in enumerate(race.lanes):
        alone, _ = trained(experiment.lane(index))
        assert_same_bits(lane.run.state_dict(), alone.lanes[0].run.state_dict())
