"""The power factor: a layer's E[y²] / E[x²], its grade, and whether it is that of every layer."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import nn

from core import layer
from core.context import last
from core.experiment import Experiment
from core.layer.factor import PowerFactor, factor, is_constant, is_estimate
from core.layers.activations import ACTIVATIONS
from tests.core.support import experiment, square

HE = ("kaiming_normal", {"nonlinearity": "relu"})
XAVIER = ("xavier_normal", {"gain": 1.3})


@pytest.mark.parametrize(
    ("theory", "measured", "value", "grade"),
    [
        (1.0, 0.7, 1.0, "held"),
        (0.8, 0.7, 0.8, "held"),
        (1.25, 1.0, 1.25, "held"),
        (0.79, 1.0, 0.79, "shrinks"),
        (0.0, 0.0, 0.0, "shrinks"),
        (1.26, 1.0, 1.26, "grows"),
        (math.nan, 3.0, 3.0, "grows"),
        (math.nan, math.inf, math.inf, "grows"),
    ],
)
def test_the_grade_is_that_of_theory_where_there_is_one(
    theory: float, measured: float, value: float, grade: str
) -> None:
    found = PowerFactor(theory, measured, True)
    assert (found.value, found.grade) == (value, grade)


def test_without_any_number_there_is_no_grade() -> None:
    assert PowerFactor(math.nan, math.nan, False).grade == ""


CONSTANT: list[tuple[str, dict[str, Any], str, dict[str, Any], bool]] = [
    (*XAVIER, "identity", {}, True),
    (*XAVIER, "relu", {}, True),
    (*HE, "leaky_relu", {}, True),
    ("orthogonal", {}, "relu", {}, True),
    ("sparse", {"std": 0.05}, "relu", {}, True),
    (*HE, "relu", {"dropout": {"p": 0.3}}, True),
    (*HE, "tanh", {}, False),
    (*HE, "selu", {}, False),
    (*HE, "relu", {"bias_init": {"method": "ones"}}, False),
    (*HE, "relu", {"dropout": {"p": 0.3, "kind": "alpha"}}, False),
    ("uniform", {"a": 0.0, "b": 0.1}, "relu", {}, False),
    ("constant", {"val": 0.05}, "identity", {}, False),
    ("eye", {}, "relu", {}, False),
]


@pytest.mark.parametrize(("method", "values", "activation", "more", "expected"), CONSTANT)
def test_it_is_constant_where_the_second_and_third_layer_multiply_by_the_same(
    method: str, values: dict[str, Any], activation: str, more: dict[str, Any], expected: bool
) -> None:
    """Three layers of 800 units in torch: a factor's standard error is about 3 %."""
    described = experiment(
        method,
        **values,
        layer=square(800, activation=activation),
        **({"bias_init": {"method": "zeros"}} | more),
    )
    assert is_constant(described) is expected
    function = ACTIVATIONS[activation].function
    kind = nn.AlphaDropout if described.dropout.kind == "alpha" else nn.Dropout
    drop = kind(described.dropout.p).train()
    x = torch.randn(256, 800, generator=torch.Generator().manual_seed(1))
    found = []
    for seed in range(3):
        tensors = layer.weights(described.with_value("run.seed", seed))
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            y = drop(function(x @ tensors["weight"].T + tensors["bias"]))
        found.append(float(y.square().mean() / x.square().mean()))
        x = y
    first = factor(described)
    assert found[0] == pytest.approx(first, rel=0.2)  # of units that are alike it is 256 numbers
    alike = found == pytest.approx([first] * 3, rel=0.1)
    assert alike is expected


def test_the_result_has_it_when_the_output_is_measured() -> None:
    described = experiment(*HE[:1], **HE[1], layer=square(200, activation="relu"))
    first, *_ = layer.run(described)
    assert first.power_factor is None
    result = last(layer.run(described))
    found = result.power_factor
    assert found is not None
    assert result.output is not None
    assert (found.theory, found.measured) == (factor(described), result.output.factor)
    assert not found.constant  # nn.Linear's own bias


@pytest.mark.parametrize("activation", ["identity", "relu", "tanh", "sigmoid", "gelu", "selu"])
@pytest.mark.parametrize("bias", ["zeros", "ones"])
@pytest.mark.parametrize(("inputs", "outputs"), [(120, 200), (200, 120), (3, 40), (1, 2)])
def test_eye_leaves_the_units_beyond_the_inputs_with_their_bias(
    inputs: int, outputs: int, bias: str, activation: str
) -> None:
    """E[y²] by torch's own eye_ for 4,000 inputs N(0, 1)."""
    shape = {"in_features": inputs, "out_features": outputs, "activation": activation}
    described = experiment("eye", layer=shape, bias_init={"method": bias})
    weight = nn.init.eye_(torch.empty(outputs, inputs))
    x = torch.randn(4_000, inputs, generator=torch.Generator().manual_seed(0))
    y = ACTIVATIONS[activation].function(x @ weight.T + (bias == "ones"))
    measured = float(y.double().square().mean())
    assert factor(described) == pytest.approx(measured, rel=0.1)
    assert not is_estimate(described)


def test_eye_into_more_outputs_than_inputs_with_tanh() -> None:
    """(n_in/n_out)·E[tanh(z)²] + (1 − n_in/n_out)·tanh(0)² = 0.6 · 0.3943."""
    shape = {"in_features": 120, "out_features": 200, "activation": "tanh", "bias": False}
    assert factor(experiment("eye", layer=shape)) == pytest.approx(0.2366, abs=5e-5)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "sigmoid", "gelu", "selu"])
@pytest.mark.parametrize("inputs", [1, 5, 29, 30, 100])
@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("kaiming_normal", {"nonlinearity": "linear"}),
        ("kaiming_uniform", {"nonlinearity": "linear"}),
    ],
)
def test_it_is_called_an_estimate_where_it_is_not_exact(
    method: str, values: dict[str, Any], inputs: int, activation: str
) -> None:
    """The mean over 20,000 units filled by torch, each with 8 inputs N(0, 1)."""
    described = experiment(
        method,
        **values,
        layer={"in_features": inputs, "out_features": 50, "activation": activation, "bias": False},
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        weight = getattr(nn.init, f"{method}_")(torch.empty(20_000, inputs), **values)
        x = torch.randn(8, 20_000, inputs)
    z = (weight * x).sum(-1)
    measured = float(ACTIVATIONS[activation].function(z).double().square().mean())
    exact = factor(described) == pytest.approx(measured, rel=0.03)
    if not is_estimate(described):
        assert exact
    if inputs == 1 and activation in ("tanh", "selu"):
        assert not exact
        assert is_estimate(described)
    if inputs < 30 and activation in ("relu", "leaky_relu"):
        assert not is_estimate(described)


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@pytest.mark.parametrize("section", ["weight_init", "bias_init"])
def test_a_constant_counts_as_the_number_that_the_dtype_holds(section: str, dtype: str) -> None:
    """0.3 is 0.30078125 in bfloat16: n·w² of 100 inputs, or b²."""
    held = float(torch.tensor(0.3, dtype=getattr(torch, dtype)))
    methods = {"weight_init": {"method": "zeros"}, "bias_init": {"method": "zeros"}}
    methods[section] = {"method": "constant", "val": 0.3}
    described = Experiment.from_dict(
        {"initlab": 1, "layer": square(100), "run": {"dtype": dtype}, **methods}
    )
    power = held * held * (100 if section == "weight_init" else 1)
    assert factor(described) == pytest.approx(power, rel=1e-12)
