"""The numbers of a run are those of torch's own layer, of the formula and of the theory."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from core import layer
from core.context import last
from core.experiment import WELCOME
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.init.methods import REGISTRY
from tests.core.layer.support import as_numpy, torch_outputs
from tests.core.support import LINEAR_METHODS, experiment, square, torch_linear, variants


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", ["default", "xavier_normal", "uniform", "sparse"])
def test_the_statistics_are_those_of_torchs_own_layer(method: str, dtype: str) -> None:
    described = experiment(
        method,
        layer={"in_features": 40, "out_features": 30, "activation": "tanh"},
        bias_init={"method": "normal", "std": 0.1},
        dropout={"p": 0.25},
        run={"dtype": dtype, "seed": 4},
    )
    result, linear = last(layer.run(described)), torch_linear(described)
    assert result.bias is not None
    assert result.output is not None
    x, y, dropped = torch_outputs(described)
    for summary, tensor in (
        (result.weight.summary, linear.weight),
        (result.bias.summary, linear.bias),
        (result.output.before, y),
        (result.output.after, dropped),
    ):
        values = as_numpy(tensor)
        exact = tensor is linear.weight or tensor is linear.bias
        rounding = 0.0 if exact else 4 * float(torch.finfo(tensor.dtype).eps)
        assert summary.shape == tuple(tensor.shape)
        assert summary.count == tensor.numel()
        assert summary.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-12 + rounding)
        assert summary.std == pytest.approx(values.std(), rel=1e-9, abs=1e-12 + rounding)
        assert summary.min == pytest.approx(values.min(), rel=1e-12, abs=rounding)
        assert summary.max == pytest.approx(values.max(), rel=1e-12, abs=rounding)
    factor = (as_numpy(dropped) ** 2).mean() / (as_numpy(x) ** 2).mean()
    assert result.output.factor == pytest.approx(factor, rel=0.02)
    norm = np.linalg.norm(as_numpy(linear.weight))
    assert result.weight.norm == pytest.approx(norm, rel=1e-9)


def test_the_expected_norm_is_that_of_the_theory() -> None:
    """‖W‖² has the mean n·(σ² + μ²)."""
    described = experiment("normal", mean=0.5, std=2.0, layer=square(200))
    result = last(layer.run(described))
    assert result.weight.expected_norm == pytest.approx(200 * math.sqrt(4.25))
    assert result.weight.norm == pytest.approx(result.weight.expected_norm, rel=0.02)


def test_size_and_parameters_are_counted_with_the_bias() -> None:
    with_bias = last(layer.run(experiment(layer={"in_features": 7, "out_features": 3})))
    assert (with_bias.parameters, with_bias.size) == (24, 96)
    without = experiment(layer={"in_features": 7, "out_features": 3, "bias": False})
    result = last(layer.run(without.with_value("run.dtype", "float16")))
    assert (result.parameters, result.size) == (21, 42)
    assert result.bias is None
    assert result.seconds > 0


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("training", [True, False])
def test_outputs_before_and_after_dropout_are_torchs(activation: str, training: bool) -> None:
    described = experiment(
        "kaiming_normal",
        layer=square(50, activation=activation),
        dropout={"p": 0.4, "training": training},
        run={"seed": 3},
    )
    output = last(layer.run(described)).output
    assert output is not None
    _, y, dropped = torch_outputs(described)
    assert output.before.mean == pytest.approx(float(y.double().mean()), abs=1e-6)
    assert output.after.mean == pytest.approx(float(dropped.double().mean()), abs=1e-6)
    assert dict(output.after.atoms).get(0.0, 0) == pytest.approx(
        int((dropped == 0).sum()) if (dropped == 0).float().mean() > 0.005 else 0, abs=3
    )
    if not training:
        assert output.after.mean == output.before.mean
        assert output.after.std == output.before.std


def test_without_dropout_nothing_changes() -> None:
    output = last(layer.run(experiment("normal"))).output
    assert output is not None
    assert output.after is output.before


def test_dropping_everything_leaves_zeros() -> None:
    for seed in range(3):
        described = experiment("normal", dropout={"p": 1.0}, run={"seed": seed})
        output = last(layer.run(described)).output
        assert output is not None
        assert output.after.atoms == ((0.0, output.after.count),)
        assert output.factor == 0.0
        assert output.before.std > 0


def test_survivors_are_scaled_by_1_over_1_minus_p() -> None:
    """With W = 1 and no bias, y = Σx; what is not dropped is y / (1 − p)."""
    described = experiment("ones", layer=square(4, bias=False), dropout={"p": 0.75})
    output = last(layer.run(described)).output
    assert output is not None
    _, _, dropped = torch_outputs(described)
    kept = dropped[dropped != 0]
    assert output.after.max == pytest.approx(float(kept.max()), rel=1e-6)
    assert dict(output.after.atoms)[0.0] == int((dropped == 0).sum())
    assert float((dropped == 0).double().mean()) == pytest.approx(0.75, abs=0.05)


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_every_method_matches_its_theory(method: str) -> None:
    """One seed each; the chance of a false alarm is a thousandth each."""
    for values in variants(REGISTRY[method]):
        described = experiment(method, **values, layer={"in_features": 90, "out_features": 70})
        result = last(layer.run(described))
        assert result.weight.verdict is not None
        assert result.weight.verdict.matches is not False, values
        assert result.bias is not None
        assert result.bias.verdict is not None
        assert result.bias.verdict.matches is not False


def test_what_torch_lets_pass_by_its_own_fault_is_explained() -> None:
    """trunc_normal's rejection keeps anything where log u is −∞: in weight and bias, not elsewhere.

    In half precision u is 0 once in some hundred draws, in float32 once in 2²⁴.
    """
    faulty = {"method": "trunc_normal", "a": 1.0, "b": 10.0}
    described = experiment(bias_init=faulty, layer=square(300), run={"dtype": "bfloat16"})
    described = described.with_values({f"weight_init.{k}": v for k, v in faulty.items()})
    result = last(layer.run(described))
    for parameter in (result.weight, result.bias):
        assert parameter is not None
        assert parameter.verdict is not None
        assert parameter.verdict.matches is False
        assert "torch's own fault" in str(parameter.verdict.cause)
    rare = experiment("trunc_normal", a=1.0, b=60.0, layer=square(64))
    for seed, beyond in ((12, True), (13, False)):  # seed 12 has a weight at 10σ
        verdict = last(layer.run(rare.with_value("run.seed", seed))).weight.verdict
        assert verdict is not None
        assert (verdict.matches is False) is beyond
        assert (verdict.cause is not None) is beyond


def test_what_is_no_fault_of_torchs_is_not_called_one() -> None:
    described = experiment("trunc_normal", a=-1.0, b=1.0, layer=square(64))
    entry = described.weight_init.entry
    assert entry.fault(described.weight_init.parameters) is None  # 0.68 of the normal is inside
    verdict = last(layer.run(described)).weight.verdict
    assert verdict is not None
    assert verdict.matches
    assert verdict.cause is None


def test_the_bias_is_judged_by_its_own_method() -> None:
    described = experiment("zeros", bias_init={"method": "uniform"}, layer=square(400))
    result = last(layer.run(described))
    assert result.bias is not None
    assert result.bias.verdict is not None
    assert result.bias.verdict.matches
    assert str(result.bias.theory.name) == "U(0, 1)"
    assert result.bias.summary.count == 400


def test_printed_is_what_torch_prints() -> None:
    for described in (experiment(), WELCOME, experiment("eye", run={"dtype": "bfloat16"})):
        weight = torch_linear(described).weight
        assert last(layer.run(described)).printed == f"{weight.shape}\n{weight}"


def test_terms_and_number_are_those_of_the_formula() -> None:
    described = experiment(
        "kaiming_normal", nonlinearity="relu", layer={"in_features": 30, "out_features": 20}
    )
    result = last(layer.run(described))
    terms = dict(result.terms)
    assert (terms["n_in"], terms["n_out"]) == ("30", "20")
    assert float(terms["g"]) == pytest.approx(nn.init.calculate_gain("relu"), rel=1e-3)
    assert result.number == pytest.approx(math.sqrt(2 / 30))
    assert terms["mode"] == "fan_in"


def test_notes_say_what_is_easily_missed() -> None:
    ignored = experiment("kaiming_normal", a=0.3, nonlinearity="tanh")
    assert ["a is ignored" in str(note) for note in last(layer.run(ignored)).notes] == [True]
    assert last(layer.run(experiment("kaiming_normal"))).notes == ()


def test_other_bins_need_no_other_run() -> None:
    result = last(layer.run(WELCOME))
    values = as_numpy(torch_linear(WELCOME).weight).ravel()
    for bins in (10, 77, 500):
        drawn = layer.rebinned(result.weight, bins)
        assert 0.9 * bins <= len(drawn.counts) <= bins
        assert (np.histogram(values, drawn.edges)[0] == drawn.counts).all()
    assert len(layer.rebinned(result.weight, None).counts) == len(result.weight.histogram.counts)
