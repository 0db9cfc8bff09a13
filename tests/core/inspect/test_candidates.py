"""Which initialization a tensor got: the true one is named, and a trained one is not called fresh.

What cannot be told apart is known from the distributions themselves: two methods whose marginals
are equal for a shape, such as Xavier's and LeCun's normal in a square layer.
"""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from core.init.methods import REGISTRY
from core.inspect import inspect
from core.inspect.result import TensorReport
from core.layers.shape import Shape
from tests.core.inspect.support import drawn, network, trained

SIZES = (
    (32, 32),
    (64, 64),
    (10, 256),
    (256, 128),
    (100, 300),
    (16, 8, 3, 3),
    (32, 16, 5),
    (500, 40),
)


def report(tensor: torch.Tensor, name: str = "fc.weight") -> TensorReport:
    """Of the weight of a module with a bias, so that it is no embedding."""
    found = inspect({name: tensor, "fc.bias": torch.zeros(tensor.shape[0])})
    return found.tensors[0]


def is_named(tensor: TensorReport, method: str) -> bool:
    """Whether the method comes first, or one of the very same distribution."""
    best = tensor.looks_like
    if best is None:
        return False
    entry = REGISTRY[method]
    truth = entry.marginal(Shape.of(tensor.size), entry.defaults())
    same = type(best.theory) is type(truth) and math.isclose(
        best.theory.std, truth.std, rel_tol=1e-6
    )
    return best.method == method or same


def cases(seeds: int) -> list[tuple[str, tuple[int, ...], int]]:
    return [
        (method, size, seed)
        for method, entry in REGISTRY.items()
        for size in SIZES
        if entry.dims.allows(len(size))
        for seed in range(seeds)
    ]


def share_named(seeds: int) -> float:
    found = [is_named(report(drawn(m, size, s)), m) for m, size, s in cases(seeds)]
    return sum(found) / len(found)


def test_the_true_method_is_named_first() -> None:
    assert share_named(1) >= 0.99


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_true_method_is_named_first_under_twenty_seeds() -> None:
    assert share_named(20) >= 0.99


@pytest.mark.parametrize(
    ("method", "values", "label"),
    [
        ("normal", {"std": 0.02}, "normal, std = 0.02"),
        ("normal", {"mean": 1.0, "std": 0.02}, "normal, mean = 1, std = 0.02"),
        ("uniform", {"a": -0.05, "b": 0.05}, "uniform, a = −0.05, b = 0.05"),
        ("uniform", {"a": 0.0, "b": 1.0}, "uniform, a = 0, b = 1"),
        ("constant", {"val": 0.5}, "constant, val = 0.5"),
        ("zeros", {}, "zeros"),
        ("ones", {}, "ones"),
        ("orthogonal", {"gain": math.sqrt(2)}, "orthogonal, gain = √2"),
        ("xavier_uniform", {"gain": 5 / 3}, "xavier_uniform, gain = 5/3"),
        ("kaiming_normal", {"mode": "fan_out"}, "kaiming_normal, mode = fan_out"),
        ("kaiming_uniform", {"a": math.sqrt(5)}, "nn.Linear default"),
        ("default", {}, "nn.Linear default"),
        ("trunc_normal", {"std": 0.02, "a": -0.04, "b": 0.04},
         "trunc_normal, std = 0.02, a = −0.04, b = 0.04"),
        ("sparse", {"sparsity": 0.3}, "sparse, sparsity = 0.3, std = 0.01"),
    ],
)  # fmt: skip
def test_parameters_are_said_as_they_were_given(
    method: str, values: dict[str, float | str], label: str
) -> None:
    found = report(drawn(method, (100, 160), 3, **values))
    assert str(found.looks_like and found.looks_like.label) == label
    assert found.verdict is not None
    # About 1 float32 is coarser than the grid.
    assert found.verdict.key == ("fits" if values.get("mean") else "fresh")


@pytest.mark.parametrize("groups", [1, 4])
def test_the_identity_of_channels_is_told_with_its_groups(groups: int) -> None:
    found = report(nn.init.dirac_(torch.empty(32, 8, 3, 3), groups))
    best = found.looks_like
    assert best is not None
    assert (best.method, best.values) == ("dirac", {"groups": groups})


def test_a_bias_is_known_by_the_fans_of_its_weight() -> None:
    torch.manual_seed(0)
    found = {t.name: t for t in inspect(nn.Linear(30, 200)).tensors}
    assert str(found["bias"].looks_like and found["bias"].looks_like.label) == "nn.Linear default"


@pytest.mark.parametrize(
    ("module", "label"),
    [
        (nn.Conv1d(8, 32, 5), "nn.Conv1d default"),
        (nn.Conv2d(8, 16, 3), "nn.Conv2d default"),
        (nn.Conv3d(4, 8, 3), "nn.Conv3d default"),
        (nn.ConvTranspose2d(16, 8, 3), "nn.ConvTranspose2d default"),
        (nn.Embedding(100, 40), "nn.Embedding default"),
        (nn.LayerNorm(64), "norm default"),
        (nn.LSTM(20, 40), "nn.RNNBase default"),
        (nn.GRUCell(20, 40), "nn.RNNBase default"),
    ],
)
def test_each_module_has_a_default_of_its_own(module: nn.Module, label: str) -> None:
    module.reset_parameters()  # type: ignore[operator]
    first = inspect(module).tensors[0]
    assert str(first.looks_like and first.looks_like.label) == label
    assert first.verdict is not None
    assert first.verdict.key == "fresh"


def test_fewer_than_thirty_values_are_never_guessed() -> None:
    found = report(drawn("kaiming_normal", (5, 5), 0))
    assert found.candidates == ()
    assert found.verdict is not None
    assert found.verdict.key == "few values"


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_other_dtypes_fit_but_are_not_called_fresh(dtype: torch.dtype) -> None:
    found = report(drawn("xavier_normal", (200, 300), 1).to(dtype))
    assert found.looks_like is not None
    assert found.looks_like.method == "xavier_normal"
    assert found.verdict is not None
    assert found.verdict.key == "fits"


INITS = (nn.init.kaiming_normal_, nn.init.xavier_uniform_, nn.init.orthogonal_, None)


@pytest.mark.parametrize("init", INITS, ids=("kaiming", "xavier", "orthogonal", "default"))
@pytest.mark.parametrize("depth", [2, 8])
def test_after_one_epoch_of_digits_nothing_is_called_fresh(depth: int, init: object) -> None:
    torch.manual_seed(2)
    model = network(depth, 64, init)
    before = [t.verdict and t.verdict.key for t in inspect(model).tensors if len(t.size) == 2]
    assert before == ["fresh"] * (depth + 1)
    trained(model, 1)
    after = [t.verdict and t.verdict.key for t in inspect(model).tensors]
    assert after.count("fresh") <= 0.05 * len(after)


def test_one_step_of_a_thousandth_takes_a_tensor_off_the_grid() -> None:
    for method in ("kaiming_normal", "xavier_uniform", "trunc_normal", "default"):
        tensor = drawn(method, (64, 64), 5)
        moved = report(tensor * (1.0 - 1e-3 * 0.01) + 1e-6 * torch.randn(64, 64))
        assert moved.verdict is not None
        assert moved.verdict.key != "fresh", method


def test_numbers_that_nobody_types_are_no_initialization() -> None:
    """σ is always near to some number of two digits: that alone is no description."""
    torch.manual_seed(0)
    for mean, std in ((0.0, 0.1876), (-0.0187, 0.1876), (-0.02, 0.2)):
        found = report((mean + std * torch.randn(64, 256, dtype=torch.float64)).float())
        assert found.verdict is not None
        assert found.verdict.key == "trained", (mean, std)


def test_what_is_nearest_is_said_of_a_trained_tensor() -> None:
    torch.manual_seed(0)
    tensor = drawn("kaiming_normal", (256, 256), 0)
    heavy = report(tensor * (1.0 + tensor.abs()))
    assert heavy.verdict is not None
    assert heavy.verdict.key == "trained"
    assert heavy.nearest is not None
    assert heavy.nearest.method == "kaiming_normal"
