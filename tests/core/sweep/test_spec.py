"""The file of a sweep, to the letter of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.experiment import Experiment
from core.messages import FileError, InvalidExperiment
from core.sweep import spec
from core.sweep.plan import plan
from core.sweep.presets import PRESETS
from tests.core.sweep.support import small

CONTRACT: dict[str, Any] = {
    "initlab_sweep": 1,
    "experiment": {"initlab": 1, "layer": {"activation": "tanh"}},
    "x": {"key": "sigma_w2", "from": 0.5, "to": 4, "count": 8, "scale": "linear"},
    "y": {"key": "depth.layers", "values": [2, 5, 9]},
    "measure": "depth.forward_factor",
    "seeds": 2,
}


def test_the_contract_is_read() -> None:
    experiment, cells = spec.read(CONTRACT)
    of = plan(experiment)
    assert experiment.layer.activation == "tanh"
    assert (of.x.key, of.columns, of.x.values[0], of.x.values[-1]) == ("sigma_w2", 8, 0.5, 4.0)
    assert of.y is not None
    assert of.y.values == (2, 5, 9)
    assert (of.measure(0).key, list(of.seeds), cells) == ("depth.forward_factor", [0, 1], [])


def test_y_may_be_null() -> None:
    experiment, _ = spec.read({**CONTRACT, "y": None})
    assert plan(experiment).y is None


@pytest.mark.parametrize("key", list(PRESETS))
def test_what_is_saved_is_read_back(key: str, tmp_path: Path) -> None:
    experiment = Experiment().with_values(PRESETS[key].changes())
    path = tmp_path / f"a b.c{spec.SUFFIX}"
    spec.save(experiment, path)
    assert spec.load(path) == (experiment, [])


def test_listed_values_come_back_to_the_last_bit(tmp_path: Path) -> None:
    experiment = small(sweep__x_values="0.1, 0.30000000000000004, 1e-07")
    spec.save(experiment, tmp_path / "s.json")
    found, _ = spec.load(tmp_path / "s.json")
    assert plan(found).x.values == (0.1, 0.30000000000000004, 1e-07)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"initlab_sweep": 2}, "initlab_sweep"),
        ({"measure": "depth.nothing"}, "measure"),
        ({"more": 1}, "more"),
        ({"seeds": 0}, "seeds"),
        ({"x": {"key": "layer.bias", "from": 0, "to": 1, "count": 2}}, "x.key"),
        ({"x": {"key": "sigma_w2", "from": 0, "to": 1, "count": 0}}, "x.count"),
        ({"x": {"key": "sigma_w2", "from": 0, "to": 1, "count": 10**9}}, "x.count"),
        ({"x": {"key": "sigma_w2", "from": "0", "to": 1, "count": 2}}, "x.from"),
        ({"x": {"key": "sigma_w2", "from": 0, "count": 2}}, "x.to"),
        ({"x": {"key": "sigma_w2", "values": []}}, "x.values"),
        ({"x": {"key": "sigma_w2", "values": [1, "2"]}}, "x.values[1]"),
        ({"x": {"key": "sigma_w2", "values": [1], "from": 0}}, "x.from"),
        ({"x": {"key": "dropout.p", "from": 0, "to": 2, "count": 3}}, "x.to"),
        ({"x": [1]}, "x"),
        ({"y": {"key": "sigma_w2", "values": [1]}}, "y.key"),
        ({"experiment": {"layer": {"activation": "none"}}}, "experiment.layer.activation"),
        ({"experiment": 3}, "experiment.initlab"),
        ({"beside": {"batch": 3}}, "beside.batch"),
        ({"beside": {"optimizer": "none"}}, "beside.optimizer"),
        ({"cells": 3}, "cells"),
    ],
)
def test_a_mistake_is_named_as_the_file_has_it(change: dict[str, Any], key: str) -> None:
    with pytest.raises(InvalidExperiment) as found:
        spec.read({**CONTRACT, **change})
    assert found.value.key == key


@pytest.mark.parametrize("key", ["initlab_sweep", "x", "measure"])
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(InvalidExperiment) as found:
        spec.read({name: value for name, value in CONTRACT.items() if name != key})
    assert found.value.key == key


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_a_sentence_about_the_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.initlab-sweep.json"
    path.write_bytes(content)
    with pytest.raises(FileError) as found:
        spec.load(path)
    assert found.value.key == str(path)


def test_the_identity_is_that_of_the_cells() -> None:
    one = spec.identity(plan(small()))
    # The axes set the weights, and no Depth run asks for the learning rate.
    for key, value in (
        ("weight_init.method", "zeros"),
        ("train.lr", 3.0),
        ("layer.in_features", 9),
    ):
        assert spec.identity(plan(small().with_value(key, value))) == one
    for key, value in (("depth.layers", 4), ("run.seed", 1), ("sweep.x_to", 3.0)):
        assert spec.identity(plan(small().with_value(key, value))) != one


def test_an_old_experiment_file_says_nothing_of_a_sweep() -> None:
    assert "sweep" not in Experiment().to_dict()
    text = json.dumps(small().to_dict())
    assert Experiment.from_dict(json.loads(text)) == small()
