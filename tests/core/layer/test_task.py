from __future__ import annotations

import dataclasses
import gc
import math
import weakref
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from core import layer
from core.build import memory
from core.context import last
from core.experiment import WELCOME, Experiment
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.init.methods import REGISTRY
from core.layer import LayerResult
from core.stats.histogram_data import unit_of
from tests.core.support import (
    LINEAR_METHODS,
    Cancelled,
    CancelledAfter,
    experiment,
    square,
    torch_fill,
    torch_linear,
    variants,
)

PHI = {
    "identity": lambda z: z,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "silu": F.silu,
    "elu": F.elu,
    "selu": F.selu,
}


def _numpy(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().double().numpy()


def _torch_outputs(described: Experiment) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """x, y and y after dropout by the lines of the design, section 4.2."""
    shape, dropout = described.layer, described.dropout
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(described.run.seed)
        dtype = getattr(torch, described.run.dtype)
        linear = nn.Linear(shape.in_features, shape.out_features, shape.bias, dtype=dtype)
        for tensor, init in (
            (linear.weight, described.weight_init),
            (linear.bias, described.bias_init),
        ):
            if tensor is not None:
                torch_fill(init, tensor)
        x = torch.randn(256, shape.in_features, dtype=dtype)
        y = PHI[shape.activation](linear(x))
        return x, y, F.dropout(y, dropout.p, dropout.training)


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
    x, y, dropped = _torch_outputs(described)
    for summary, tensor in (
        (result.weight.summary, linear.weight),
        (result.bias.summary, linear.bias),
        (result.output.before, y),
        (result.output.after, dropped),
    ):
        values = _numpy(tensor)
        exact = tensor is linear.weight or tensor is linear.bias
        rounding = 0.0 if exact else 4 * float(torch.finfo(tensor.dtype).eps)
        assert summary.shape == tuple(tensor.shape)
        assert summary.count == tensor.numel()
        assert summary.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-12 + rounding)
        assert summary.std == pytest.approx(values.std(), rel=1e-9, abs=1e-12 + rounding)
        assert summary.min == pytest.approx(values.min(), rel=1e-12, abs=rounding)
        assert summary.max == pytest.approx(values.max(), rel=1e-12, abs=rounding)
    factor = (_numpy(dropped) ** 2).mean() / (_numpy(x) ** 2).mean()
    assert result.output.factor == pytest.approx(factor, rel=0.02)
    norm = np.linalg.norm(_numpy(linear.weight))
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
    _, y, dropped = _torch_outputs(described)
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
    _, _, dropped = _torch_outputs(described)
    kept = dropped[dropped != 0]
    assert output.after.max == pytest.approx(float(kept.max()), rel=1e-6)
    assert dict(output.after.atoms)[0.0] == int((dropped == 0).sum())
    assert float((dropped == 0).double().mean()) == pytest.approx(0.75, abs=0.05)


def test_the_weights_are_shown_before_the_output() -> None:
    first, result, whole = layer.run(WELCOME)
    assert isinstance(first, LayerResult)
    assert not first.complete
    assert result.complete
    assert whole.complete
    assert (first.output, first.printed) == (None, None)
    assert first.weight.verdict is None
    assert result.weight.verdict is not None
    assert result.weight.summary is first.weight.summary
    assert result.matrix is first.matrix
    assert first.experiment == result.experiment == WELCOME
    assert first.code == result.code
    assert result.printed
    assert result.advice is not None


def test_the_matrix_of_many_weights_waits_for_the_first_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.layer.task.MANY", 512 * 256 - 1)
    first, second, third, last_one = layer.run(WELCOME)
    assert first.matrix is None
    assert second.matrix is not None
    assert dataclasses.replace(second, matrix=None).weight is first.weight
    assert not second.complete
    assert third.complete
    assert last_one.matrix is third.matrix is second.matrix
    monkeypatch.setattr("core.layer.task.MANY", 512 * 256)
    assert (next(layer.run(WELCOME)).matrix.levels == second.matrix.levels).all()


def test_the_spectral_norm_comes_after_everything_else_and_changes_nothing() -> None:
    first, second, result = layer.run(WELCOME)
    assert (first.weight.spectral_norm, second.weight.spectral_norm) == (None, None)
    truth = torch.linalg.matrix_norm(torch_linear(WELCOME).weight.detach().double(), 2)
    assert result.weight.spectral_norm is not None
    assert result.weight.spectral_norm.value == pytest.approx(float(truth), rel=1e-9)
    without = dataclasses.replace(result.weight, spectral_norm=None)
    assert dataclasses.replace(result, weight=without).output is second.output
    for field in dataclasses.fields(LayerResult):
        if field.name != "weight":
            assert getattr(result, field.name) is getattr(second, field.name), field.name
    for field in dataclasses.fields(without):
        assert getattr(without, field.name) is getattr(second.weight, field.name), field.name


def test_nothing_is_shown_of_a_cancelled_run() -> None:
    with pytest.raises(Cancelled):
        next(layer.run(WELCOME, CancelledAfter(0)))


def test_a_run_can_be_cancelled_at_every_look() -> None:
    context = CancelledAfter(10**9)
    last(layer.run(WELCOME, context))
    looks = 10**9 - context.looks
    for look in range(looks):
        with pytest.raises(Cancelled):
            last(layer.run(WELCOME, CancelledAfter(look)))
    assert last(layer.run(WELCOME, CancelledAfter(looks))).complete


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_infinite_weights_are_counted_and_doubted(dtype: str) -> None:
    """std far beyond the largest number of the dtype."""
    std = {"float16": 1e5, "float32": 1e39}[dtype]
    described = experiment("normal", std=std, layer=square(64), run={"dtype": dtype})
    weight = torch_linear(described).weight.detach()
    result = last(layer.run(described))
    summary = result.weight.summary
    assert summary.inf == int(torch.isinf(weight).sum()) > 0
    assert summary.nan == int(torch.isnan(weight).sum())
    assert summary.bins.counts.sum() == summary.count - summary.inf - summary.nan
    assert result.weight.verdict is not None
    assert result.weight.verdict.matches is False
    assert result.output is not None
    assert result.output.before.nan + result.output.before.inf > 0


def test_where_every_weight_is_infinite_there_is_still_a_result() -> None:
    described = experiment("normal", mean=1e6, std=0.0, run={"dtype": "float16"})
    result = last(layer.run(described))
    assert result.weight.summary.inf == result.weight.summary.count == 10
    assert result.weight.histogram.total == 0
    assert result.weight.histogram.spikes == ()
    assert result.output is not None
    assert result.output.before.nan + result.output.before.inf == result.output.before.count


def test_dropping_infinity_gives_not_a_number() -> None:
    """∞ · 0: torch's dropout with p = 1 of an infinite output."""
    described = experiment(
        "constant", val=6e4, layer=square(64), dropout={"p": 1.0}, run={"dtype": "float16"}
    )
    output = last(layer.run(described)).output
    assert output is not None
    _, _, dropped = _torch_outputs(described)
    assert output.before.inf > 1000
    assert output.after.nan == int(torch.isnan(dropped).sum())


@pytest.mark.parametrize(
    ("method", "values", "dtype"),
    [
        ("normal", {"std": 1e308}, "float64"),
        ("normal", {"std": 1e300}, "float32"),
        ("normal", {"std": 1e-300}, "float32"),
        ("normal", {"std": 1e-320}, "float64"),
        ("normal", {"mean": 1e308, "std": 1e308}, "float64"),
        ("constant", {"val": 1e308}, "float64"),
        ("constant", {"val": -1e308}, "float64"),
        ("constant", {"val": 5e-324}, "float64"),
        ("uniform", {"a": 0.0, "b": 5e-324}, "float64"),
        ("uniform", {"a": 0.0, "b": 1.7e308}, "float64"),
        ("xavier_normal", {"gain": 1e308}, "float32"),
        ("orthogonal", {"gain": 1e308}, "float32"),
        ("orthogonal", {"gain": 1e-308}, "float64"),
        ("kaiming_uniform", {"a": -1e154}, "float32"),
        ("kaiming_normal", {"a": 1e150}, "float64"),
        ("sparse", {"std": 1e308}, "float32"),
        ("sparse", {"std": 1e-9}, "float16"),
        ("trunc_normal", {"std": 5e-324}, "float32"),
        ("trunc_normal", {"std": 1e308}, "float64"),
        ("trunc_normal", {"a": -1e308, "b": 1e308}, "float64"),
        ("trunc_normal", {"a": 40.0, "b": 41.0}, "float64"),
        ("trunc_normal", {"a": 1.0, "b": 1.00000001}, "float32"),
    ],
)
def test_extreme_values_give_a_result_and_no_warning(
    method: str, values: dict[str, float], dtype: str
) -> None:
    """Warnings are errors in the tests."""
    for side in (3, 20):
        described = experiment(
            method,
            **values,
            layer=square(side),
            run={"dtype": dtype},
            bias_init={"method": "constant", "val": 1e300 if dtype == "float64" else 1e4},
        )
        result = last(layer.run(described))
        drawn, summary = result.weight.histogram, result.weight.summary
        assert drawn.low < drawn.high
        assert not summary.finite or drawn.low <= summary.min <= summary.max <= drawn.high
        drawn = drawn.in_units(unit_of([drawn]))
        assert math.isfinite(drawn.high - drawn.low)
        assert drawn.low < drawn.high
        assert np.isfinite(drawn.edges).all()
        assert np.isfinite(drawn.curve_density).all()


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


def _walk(value: Any, path: str, seen: set[int]) -> list[tuple[str, Any]]:
    """Everything that is reachable through fields, tuples and lists."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    found = [(path, value)]
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            found += _walk(getattr(value, field.name), f"{path}.{field.name}", seen)
    elif isinstance(value, tuple | list):
        for i, item in enumerate(value):
            found += _walk(item, f"{path}[{i}]", seen)
    elif isinstance(value, dict):
        for key, item in value.items():
            found += _walk(item, f"{path}[{key!r}]", seen)
    return found


def test_results_hold_numbers_and_arrays_never_tensors() -> None:
    for described in (WELCOME, experiment("eye"), experiment("sparse", run={"dtype": "float64"})):
        reached = _walk(list(layer.run(described)), "pictures", set())
        assert len(reached) > 50
        for path, value in reached:
            assert not isinstance(value, torch.Tensor | nn.Module), path
            assert not isinstance(value, np.generic), path


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_result_does_not_change_when_the_next_run_reuses_the_memory(dtype: str) -> None:
    described = experiment("normal", layer=square(12), run={"dtype": dtype})
    result = last(layer.run(described))
    reached = _walk(result, "result", set())
    arrays = {path: value for path, value in reached if isinstance(value, np.ndarray)}
    before = {path: value.copy() for path, value in arrays.items()}
    assert len(arrays) > 8
    last(
        layer.run(described.with_values({"weight_init.method": "ones", "bias_init.method": "ones"}))
    )
    for path, value in arrays.items():
        assert np.array_equal(value, before[path], equal_nan=True), path


def test_the_memory_of_the_weight_is_used_again_and_can_be_given_back() -> None:
    described = experiment("normal", layer=square(300))
    last(layer.run(described))
    buffer = weakref.ref(memory.workspace.buffer)
    last(layer.run(described))
    assert memory.workspace.buffer is buffer()
    memory.release()
    gc.collect()
    assert buffer() is None


def test_running_leaves_torchs_random_state_alone() -> None:
    torch.manual_seed(31)
    before = torch.get_rng_state()
    last(layer.run(WELCOME))
    assert torch.equal(torch.get_rng_state(), before)


def test_the_same_experiment_gives_the_same_result() -> None:
    one, other = last(layer.run(WELCOME)), last(layer.run(WELCOME))
    assert one.printed == other.printed
    assert (one.weight.summary.bins.counts == other.weight.summary.bins.counts).all()
    assert (one.matrix.levels == other.matrix.levels).all()
    another = last(layer.run(WELCOME.with_value("run.seed", 1)))
    assert another.printed != one.printed


def test_running_asks_for_no_gradients() -> None:
    last(layer.run(WELCOME))
    assert torch.is_grad_enabled()
    assert not any(t.requires_grad for t in layer.weights(WELCOME).values())


def test_other_bins_need_no_other_run() -> None:
    result = last(layer.run(WELCOME))
    values = _numpy(torch_linear(WELCOME).weight).ravel()
    for bins in (10, 77, 500):
        drawn = layer.rebinned(result.weight, bins)
        assert 0.9 * bins <= len(drawn.counts) <= bins
        assert (np.histogram(values, drawn.edges)[0] == drawn.counts).all()
    assert len(layer.rebinned(result.weight, None).counts) == len(result.weight.histogram.counts)
