"""One entry is all that a method needs, and torch need not have it."""

from __future__ import annotations

import math
import runpy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

import main
from core import depth, layer
from core.context import last
from core.experiment import Experiment, files
from core.init.formula import typeset_lines
from core.init.methods import REGISTRY, Initializer, bias_methods, weight_methods
from core.messages import InvalidExperiment
from tests.core.init.stranger import described, stranger
from tests.core.support import experiment

SHAPE = {"in_features": 40, "out_features": 30, "activation": "tanh"}
DEPTH = {"layers": 3, "width": 16, "batch": 16}


@pytest.fixture
def signed() -> Iterator[Initializer]:
    with stranger() as entry:
        yield entry


@pytest.fixture
def experiment_with_it(signed: Initializer) -> Experiment:
    return Experiment.from_dict(described(layer=SHAPE, depth=DEPTH, run={"seed": 4}))


def test_it_is_gone_after_its_test() -> None:
    with stranger():
        pass
    assert "signed" not in REGISTRY
    with pytest.raises(InvalidExperiment, match=r"^weight_init\.method: "):
        Experiment.from_dict(described())


def test_it_is_in_the_menu_of_the_weight_and_not_of_the_bias(signed: Initializer) -> None:
    assert weight_methods()[-1] is signed
    assert signed not in bias_methods()
    with pytest.raises(InvalidExperiment, match=r"^bias_init\.method: torch needs two dimensions"):
        experiment(bias_init={"method": "signed"})


def test_its_parameters_are_validated(experiment_with_it: Experiment) -> None:
    with pytest.raises(InvalidExperiment, match=r"^weight_init\.scale: "):
        experiment_with_it.with_value("weight_init.scale", -1.0)
    with pytest.raises(InvalidExperiment, match=r"^weight_init\.gain: "):
        Experiment.from_dict({"initlab": 1, "weight_init": {"method": "signed", "gain": 1.0}})


def test_an_experiment_file_keeps_it(experiment_with_it: Experiment, tmp_path: Path) -> None:
    path = tmp_path / "signed.initlab.json"
    files.save(experiment_with_it, path)
    assert files.load(path) == experiment_with_it


def test_the_layer_page_shows_its_weights_theory_formula_and_statistics(
    experiment_with_it: Experiment, signed: Initializer
) -> None:
    result = last(layer.run(experiment_with_it))
    value = 1.5 / math.sqrt(40)
    assert result.number == pytest.approx(value)
    assert ("s", "1.5") in result.terms
    assert typeset_lines(signed.formula, signed.symbol, 16.0)
    weight = layer.statistics(result)["weight"]
    assert (weight["min"], weight["max"]) == (pytest.approx(-value), pytest.approx(value))
    assert weight["theory"]["std"] == pytest.approx(value)
    assert result.weight.verdict is not None
    assert result.weight.verdict.matches
    assert result.advice is not None
    assert "Signed by a coin" in str(result.advice.text)


def test_its_script_runs_by_itself_and_gives_the_same_bits(
    experiment_with_it: Experiment, tmp_path: Path
) -> None:
    file, script = tmp_path / "signed.initlab.json", tmp_path / "signed.py"
    files.save(experiment_with_it, file)
    assert main.main([str(file), "--code", str(script)]) == 0
    linear = runpy.run_path(str(script))["linear"]
    assert torch.equal(linear.weight, layer.weights(experiment_with_it)["weight"])


def test_the_depth_page_compares_it_with_the_parameters_of_its_entry(
    experiment_with_it: Experiment, tmp_path: Path
) -> None:
    other = experiment_with_it.with_value("weight_init.method", "xavier_normal")
    assert depth.compared(other)[-1].parameters == {"scale": 2.0}
    assert depth.compared(experiment_with_it)[-1] == experiment_with_it.weight_init
    curve = last(depth.compare(other)).curves[-1]
    assert curve.init.method == "signed"
    assert np.isfinite(curve.forward).all()


def test_the_script_of_the_depth_page_gives_its_very_curves(
    experiment_with_it: Experiment, tmp_path: Path
) -> None:
    script = tmp_path / "deep.py"
    for one in (experiment_with_it, experiment_with_it.with_value("depth.input", "digits")):
        result = last(depth.run(one))
        script.write_text(result.code, "utf-8")
        names = runpy.run_path(str(script))
        np.testing.assert_array_equal(names["forward_rms"], result.forward)
        np.testing.assert_array_equal(names["backward_rms"], result.backward)
