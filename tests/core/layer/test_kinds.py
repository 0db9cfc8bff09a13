"""Convolutions and embeddings on the Layer page: what torch's own modules do, bit for bit."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from core import layer
from core.build import code as snippet
from core.build.batch import input_size, output_size
from core.context import last
from core.experiment import Experiment
from core.init.methods import weight_methods
from core.layers.kinds import KINDS
from core.layers.shape import LINEAR
from core.messages import InvalidExperiment, Refused
from tests.core.support import experiment

OTHERS = tuple(kind for kind in KINDS if kind != LINEAR)


def of_kind(kind: str, method: str = "default", /, **values: Any) -> Experiment:
    """Six inputs, four outputs, a kernel of 3 in 2 groups where there is one."""
    more = values.pop("layer", {})
    groups = 2 if KINDS[kind].has_kernel else 1
    described = {"in_features": 6, "out_features": 4, "kind": kind, "groups": groups} | more
    return experiment(method, layer=described, **values)


def torch_module(described: Experiment) -> Any:
    """The same by torch's plain calls alone."""
    torch.manual_seed(described.run.seed)
    inputs, outputs = described.layer.in_features, described.layer.out_features
    groups, options = described.layer.groups, {"dtype": getattr(torch, described.run.dtype)}
    kind, kernel = described.layer.kind, described.layer.kernel
    if kind == "embedding":
        return nn.Embedding(inputs, outputs, **options)
    if kind == "conv_transpose2d":
        return nn.ConvTranspose2d(
            inputs, outputs, kernel, groups=groups, padding=kernel - 1, **options
        )
    classes = {"conv1d": nn.Conv1d, "conv2d": nn.Conv2d}
    return classes[kind](inputs, outputs, kernel, groups=groups, **options)


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16"])
@pytest.mark.parametrize(
    ("kind", "method"),
    [(kind, e.method) for kind in OTHERS for e in weight_methods(KINDS[kind].dims)],
)
def test_weight_bias_and_output_are_those_of_torchs_module(
    kind: str, method: str, dtype: str
) -> None:
    described = of_kind(kind, method, run={"seed": 5, "dtype": dtype})
    entry = described.weight_init.entry
    if dtype in entry.unsupported_dtypes:
        return
    filled = layer.weights(described)
    result = last(layer.run(described))
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        module = torch_module(described)
        if method == "lecun_normal":
            nn.init.normal_(module.weight, 0.0, 1 / described.layer.shape.fan_in**0.5)
        elif method != "default":
            getattr(nn.init, f"{method}_")(module.weight, **described.weight_init.parameters)
        size = input_size(described.layer)
        x = torch.randint(6, size) if kind == "embedding" else torch.randn(*size).to(module.weight)
        y = module(x)
    assert set(filled) == set(dict(module.named_parameters()))
    for name, tensor in module.named_parameters():
        assert torch.equal(filled[name], tensor), name
    assert tuple(y.shape) == output_size(described.layer)
    if dtype == "float32":  # torch.randn draws other numbers in other dtypes
        assert result.output.before.mean == pytest.approx(float(y.double().mean()), abs=1e-6)
    assert result.weight.verdict.matches is not False


@pytest.mark.parametrize("kind", OTHERS)
def test_the_shown_code_run_by_itself_leaves_the_same_layer(kind: str, tmp_path: Path) -> None:
    described = of_kind(kind, "xavier_normal", layer={"activation": "relu"}, dropout={"p": 0.5})
    saved = tmp_path / "w.pt"
    program = snippet.code(described) + f"torch.save(layer.state_dict(), {str(saved)!r})\n"
    program += "assert 0.3 < (y == 0).float().mean() < 0.9\n"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=100)
    shown = torch.load(saved)
    for name, tensor in layer.weights(described).items():
        assert torch.equal(shown[name], tensor)


@pytest.mark.parametrize(("kind", "groups"), list(itertools.product(OTHERS, [1, 4])))
@pytest.mark.parametrize("activation", ["identity", "relu"])
def test_the_power_is_that_of_the_inputs_that_are_really_added(
    kind: str, groups: int, activation: str
) -> None:
    groups = groups if KINDS[kind].has_kernel else 1
    shape = {"in_features": 32, "out_features": 64, "groups": groups, "activation": activation}
    zeros = {"method": "zeros"}
    described = of_kind(kind, "kaiming_normal", layer=shape, bias_init=zeros, a=1.0)
    factor = last(layer.run(described)).power_factor
    assert factor.measured == pytest.approx(factor.theory, rel=0.12)


def test_a_transposed_convolution_keeps_its_signal_by_fan_out() -> None:
    """torch's fan_in counts its outputs: with 16 inputs and 64 outputs a quarter is left."""
    shape = {"in_features": 16, "out_features": 64, "kind": "conv_transpose2d"}
    zeros = {"method": "zeros"}
    described = experiment("kaiming_normal", nonlinearity="linear", layer=shape, bias_init=zeros)
    result = last(layer.run(described))
    assert result.power_factor.theory == pytest.approx(16 / 64)
    assert dict(result.advice.change)["weight_init.mode"] == "fan_out"
    better = last(layer.run(described.with_values(dict(result.advice.change))))
    assert better.power_factor.theory == pytest.approx(1.0)
    assert better.power_factor.measured == pytest.approx(1.0, rel=0.1)


@pytest.mark.parametrize("kind", ["conv1d", "conv2d", "conv_transpose2d"])
@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("of_layer", [1, 2])
@pytest.mark.parametrize(("inputs", "outputs"), [(8, 12), (12, 8), (8, 8)])
def test_dirac_is_told_as_torch_fills_it(
    kind: str, groups: int, of_layer: int, inputs: int, outputs: int
) -> None:
    shape = {"in_features": inputs, "out_features": outputs, "groups": of_layer, "bias": False}
    result = last(layer.run(of_kind(kind, "dirac", layer=shape, groups=groups)))
    size = result.experiment.layer.shape.size
    weight = nn.init.dirac_(torch.empty(size), groups)
    assert result.weight.theory.mean == pytest.approx(float(weight.mean()))
    assert result.weight.verdict.matches
    norm = float(torch.linalg.matrix_norm(weight.flatten(1), 2))
    assert result.weight.expected_spectral_norm.value == pytest.approx(norm)
    # Each unit is one input or a sum of few: exact, but for x itself, which was drawn.
    assert result.power_factor.theory == pytest.approx(float(weight.sum()) / outputs)
    assert result.power_factor.measured == pytest.approx(result.power_factor.theory, rel=0.1)


@pytest.mark.parametrize(
    ("shape", "init", "key"),
    [
        ({"kind": "conv2d", "groups": 4}, {}, "layer.groups"),
        ({"kind": "conv3d"}, {}, "layer.kind"),
        ({"kernel": 0}, {}, "layer.kernel"),
        ({"kernel": 16}, {}, "layer.kernel"),
        ({"groups": 0}, {}, "layer.groups"),
        ({"kind": "conv2d"}, {"method": "eye"}, "weight_init.method"),
        ({"kind": "conv1d"}, {"method": "sparse"}, "weight_init.method"),
        ({}, {"method": "dirac"}, "weight_init.method"),
        ({"kind": "embedding"}, {"method": "dirac"}, "weight_init.method"),
        ({"kind": "conv2d"}, {"method": "dirac", "groups": 3}, "weight_init.groups"),
    ],
)
def test_what_does_not_fit_is_named(shape: dict[str, Any], init: dict[str, Any], key: str) -> None:
    sides = {"in_features": 6, "out_features": 4}
    with pytest.raises(InvalidExperiment) as error:
        Experiment.from_dict({"initlab": 1, "layer": sides | shape, "weight_init": init})
    assert error.value.key == key


def test_a_new_kind_takes_along_what_would_not_fit() -> None:
    conv = experiment("eye", layer={"groups": 2}).with_value("layer.kind", "conv2d")
    assert (conv.weight_init.method, conv.layer.groups) == ("default", 1)
    kept = of_kind("conv2d", "orthogonal").with_value("layer.kind", "linear")
    assert (kept.weight_init.method, kept.layer.groups) == ("orthogonal", 2)


def test_a_file_says_of_a_linear_layer_what_it_always_said() -> None:
    assert set(experiment().to_dict()["layer"]) == {
        "in_features",
        "out_features",
        "bias",
        "activation",
    }
    told = of_kind("conv1d").to_dict()["layer"]
    assert (told["kind"], told["groups"]) == ("conv1d", 2)
    assert "kernel" not in told


def test_a_layer_that_does_not_fit_is_refused_with_numbers() -> None:
    shape = {"in_features": 2**20, "out_features": 2**20, "kind": "conv2d", "kernel": 15}
    with pytest.raises(Refused, match="memory"):
        last(layer.run(experiment(layer=shape)))
