"""The statistics: each number is what torch answers to the expression beside it."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch

from core import layer
from core.context import last
from core.experiment import Experiment
from core.experiment.sections import DTYPES
from core.init.methods import bias_methods, weight_methods
from core.layer import LayerResult, Measure, measures
from core.stats.spectral import SpectralNorm
from tests import numerals
from tests.core.support import experiment, square, torch_linear

LAYER = {"in_features": 60, "out_features": 50}


def number(text: str) -> float:
    return numerals.number(text.removeprefix("≥ "))


def asked(described: Experiment, row: Measure) -> float:
    """What torch answers to the row's expression."""
    names = {"torch": torch, "linear": torch_linear(described)}
    with torch.no_grad():
        return float(eval(row.torch, names))


def by_name(result: LayerResult, bias: bool = False) -> dict[str, Measure]:
    return {str(row.name): row for row in measures(result, bias)}


FILLED = [
    (method, dtype)
    for method, entry in ((e.method, e) for e in weight_methods(2))
    for dtype in DTYPES
    if dtype not in entry.unsupported_dtypes
]


@pytest.mark.parametrize(("method", "dtype"), FILLED)
def test_each_number_is_what_torch_answers_to_its_expression(method: str, dtype: str) -> None:
    described = experiment(method, layer=LAYER, run={"dtype": dtype, "seed": 4})
    rows = measures(last(layer.run(described)))
    assert [str(row.name) for row in rows] == ["mean", "std", "min", "max", "‖W‖_F", "‖W‖₂"]
    for row in rows:
        assert "linear.weight" in row.torch
        # Four digits are shown.
        answer = asked(described, row)
        assert number(row.sampled) == pytest.approx(answer, rel=6e-4, abs=1e-12), row.name


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", [entry.method for entry in bias_methods()])
def test_those_of_the_bias_are_torchs_too(method: str, dtype: str) -> None:
    described = experiment(layer=LAYER, bias_init={"method": method}, run={"dtype": dtype})
    rows = measures(last(layer.run(described)), bias=True)
    assert [str(row.name) for row in rows] == ["mean", "std", "min", "max", "‖b‖₂"]
    for row in rows:
        assert "linear.bias" in row.torch
        answer = asked(described, row)
        assert number(row.sampled) == pytest.approx(answer, rel=6e-4, abs=1e-12), row.name


def test_a_mean_near_0_is_asked_for_with_all_its_digits() -> None:
    """A float32 sum of a million weights has lost the fourth digit of their mean."""
    described = experiment("normal", layer=square(1024), run={"seed": 1})
    row = by_name(last(layer.run(described)))["mean"]
    assert number(row.sampled) == pytest.approx(asked(described, row), rel=6e-4)


def test_the_two_norms_are_not_taken_for_one_another() -> None:
    """512 → 256, Xavier: once the Frobenius norm stood there as ‖W‖₂."""
    described = experiment("xavier_normal", layer={"in_features": 512, "out_features": 256})
    weight = torch_linear(described).weight.detach().double()
    rows = by_name(last(layer.run(described)))
    assert number(rows["‖W‖₂"].sampled) == pytest.approx(
        float(torch.linalg.svdvals(weight)[0]), rel=5e-4
    )
    assert number(rows["‖W‖_F"].sampled) == pytest.approx(
        math.sqrt(float(weight.square().sum())), rel=5e-4
    )
    assert rows["‖W‖₂"].theory == "≈ 1.971"
    assert rows["‖W‖_F"].theory == "18.48"  # √(mn)·σ


def test_what_is_not_finite_is_left_out_and_counted() -> None:
    described = experiment("normal", std=40_000.0, layer=LAYER, run={"dtype": "float16"})
    rows = by_name(last(layer.run(described)))
    assert number(rows["infinite"].sampled) > 100
    for name in ("mean", "std", "min", "max", "‖W‖_F", "infinite"):
        answer = asked(described, rows[name])
        assert number(rows[name].sampled) == pytest.approx(answer, rel=6e-4), name
    assert (rows["‖W‖₂"].sampled, rows["‖W‖₂"].torch) == ("NaN", "")


def test_where_the_bias_is_missing_there_is_nothing_to_say_of_it() -> None:
    result = last(layer.run(experiment(layer={"bias": False})))
    with pytest.raises(ValueError, match="no bias"):
        measures(result, bias=True)


def test_the_spectral_norm_comes_last() -> None:
    described = experiment("xavier_normal", layer=LAYER)
    *earlier, result = layer.run(described)
    assert [by_name(picture)["‖W‖₂"].sampled for picture in earlier] == ["…", "…"]
    stopped = {str(row.name): row.sampled for row in measures(earlier[-1], waiting=False)}
    assert stopped["‖W‖₂"] == "–"
    assert number(by_name(result)["‖W‖₂"].sampled) > 0


def test_a_lower_bound_is_said_to_be_one_and_never_rounded_up() -> None:
    result = last(layer.run(experiment("xavier_normal", layer=LAYER)))
    bound = dataclasses.replace(result.weight, spectral_norm=SpectralNorm(1.97049, reached=False))
    row = by_name(dataclasses.replace(result, weight=bound))["‖W‖₂"]
    assert row.sampled == "≥ 1.97"
    bound = dataclasses.replace(result.weight, spectral_norm=SpectralNorm(1.97099, reached=False))
    assert by_name(dataclasses.replace(result, weight=bound))["‖W‖₂"].sampled == "≥ 1.97"


def test_why_the_theory_is_what_it_is_stands_with_the_meaning() -> None:
    for method, said in (("orthogonal", "Every singular value is 1"), ("uniform", "rank one")):
        described = experiment(method, layer=LAYER)
        assert said in str(by_name(last(layer.run(described)))["‖W‖₂"].meaning)
