"""A tensor that is filled holds torch's bits, and leaves torch's state and threads as they were."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from core import layer
from core.build import fill as filling
from core.build import rng_cache
from core.context import Context, last
from core.experiment.sections import DTYPES
from core.init.methods import REGISTRY, weight_methods
from core.machine import devices
from core.messages import Refused
from tests.core.build.support import assert_same_bits, shape, supported
from tests.core.support import (
    LINEAR_METHODS,
    Cancelled,
    CancelledAfter,
    experiment,
    square,
    torch_fill,
    torch_linear,
)

pytestmark = pytest.mark.usefixtures("nothing_is_remembered")

SMALL = ((1, 1), (5, 2), (3, 5), (16, 16), (1, 7), (7, 1))
LARGE = ((500, 600), (1, 262_151))
"""More values than the 2^18 of one piece; the odd ones end in a piece that is no multiple of 16."""

ACCELERATORS = [device.key for device in devices.available() if device.key != "cpu"]

INTERESTING: dict[str, dict[str, Any]] = {
    "constant": {"val": 0.3},
    "normal": {"mean": 1.0, "std": 0.5},
    "uniform": {"a": -0.7, "b": 0.2},
    "xavier_normal": {"gain": 2.0},
    "kaiming_uniform": {"a": 0.5, "mode": "fan_out"},
    "kaiming_normal": {"nonlinearity": "relu"},
    "trunc_normal": {"std": 2.0, "a": -0.5},
    "sparse": {"sparsity": 0.4, "std": 1.0},
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_small_layers_are_torchs_bit_for_bit(method: str, dtype: str) -> None:
    """Cold, with the generator's state remembered, and with another experiment in between."""
    if not supported(method, dtype):
        pytest.skip("torch has no such kernel")
    biases = [entry.method for entry in REGISTRY.values() if entry.dims.allows(1)]
    for seed, (fan_in, fan_out) in enumerate(SMALL):
        for bias in (True, False):
            described = experiment(
                method,
                **INTERESTING.get(method, {}),
                bias_init={"method": biases[seed % len(biases)]},
                layer=shape(fan_in, fan_out, bias),
                run={"seed": seed, "dtype": dtype},
            )
            expected = torch_linear(described)
            other = experiment("uniform", layer=shape(fan_out, fan_in), run={"dtype": dtype})
            assert_same_bits(described, expected)
            assert_same_bits(described, expected)
            assert_same_bits(other, torch_linear(other))
            assert_same_bits(described, expected)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_layers_of_more_than_one_piece_are_torchs_bit_for_bit(method: str, dtype: str) -> None:
    if not supported(method, dtype):
        pytest.skip("torch has no such kernel")
    for fan_in, fan_out in LARGE:
        described = experiment(
            method,
            **INTERESTING.get(method, {}),
            bias_init={"method": "normal"},
            layer=shape(fan_in, fan_out),
            run={"seed": 3, "dtype": dtype},
        )
        expected = torch_linear(described)
        assert_same_bits(described, expected)
        assert_same_bits(described, expected)


@pytest.mark.skipif(not ACCELERATORS, reason="there is only the CPU")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_on_every_accelerator_the_bits_are_torchs(method: str, dtype: str) -> None:
    if not supported(method, dtype):
        pytest.skip("torch has no such kernel")
    for device in ACCELERATORS:
        described = experiment(
            method,
            **INTERESTING.get(method, {}),
            bias_init={"method": "normal"},
            layer=shape(500, 600),
            run={"device": device, "dtype": dtype, "seed": 2},
        )
        expected = torch_linear(described).cpu()
        assert_same_bits(described, expected)
        assert_same_bits(described, expected)


def test_every_bias_method_is_torchs_bit_for_bit() -> None:
    for entry in weight_methods(2):
        if not entry.dims.allows(1):
            continue
        for fan_out in (1, 2, 15, 16, 17, 300_000):
            described = experiment(
                "kaiming_normal",
                bias_init={"method": entry.method, **INTERESTING.get(entry.method, {})},
                layer=shape(1, fan_out),
                run={"seed": 11},
            )
            assert_same_bits(described, torch_linear(described))


@pytest.mark.parametrize("seed", [0, 1, 2**31, 2**32 + 5, 2**53 + 1, 2**63 - 1])
def test_every_seed_is_torchs(seed: int) -> None:
    described = experiment("normal", run={"seed": seed})
    assert_same_bits(described, torch_linear(described))


def test_what_is_remembered_belongs_to_its_shape_seed_dtype_and_bias() -> None:
    base = experiment("xavier_normal", layer=square(20))
    changes = [
        {"run.seed": 1},
        {"run.dtype": "float64"},
        {"layer.bias": False},
        {"layer.in_features": 21},
        {"layer.out_features": 19},
        {"weight_init.method": "default"},
        {"weight_init.method": "zeros", "bias_init.method": "normal"},
    ]
    for _ in range(2):
        for change in changes:
            for described in (base, base.with_values(change)):
                assert_same_bits(described, torch_linear(described))


def test_what_is_remembered_of_large_layers_has_a_bound() -> None:
    """Eight biases of a million units would be 64 MB, for ever."""
    for seed in range(6):
        described = experiment(
            "normal",
            layer={"in_features": 1, "out_features": 2**20},
            run={"seed": seed, "dtype": "float64"},
        )
        filling.fill(described, Context())
        assert 0 < rng_cache.held_bytes() <= 2**24


def test_after_filling_the_generator_stands_where_the_shown_code_has_it() -> None:
    for method in LINEAR_METHODS:
        described = experiment(method, layer=square(40), run={"seed": 5})
        torch_linear(described)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(5)
            linear = nn.Linear(40, 40)
            torch_fill(described.weight_init, linear.weight)
            expected = torch.get_rng_state()
        for _ in range(2):
            with torch.random.fork_rng(devices=[]), torch.no_grad():
                filling.fill(described, Context())
                assert torch.equal(torch.get_rng_state(), expected), method


def test_torchs_random_state_is_untouched_by_a_run() -> None:
    torch.manual_seed(99)
    before = torch.get_rng_state()
    last(layer.run(experiment("normal", dropout={"p": 0.5})))
    layer.weights(experiment("sparse"))
    with pytest.raises(Refused):
        last(layer.run(experiment("orthogonal", run={"dtype": "float16"})))
    with pytest.raises(Cancelled):
        last(layer.run(experiment("normal"), CancelledAfter(2)))
    assert torch.equal(torch.get_rng_state(), before)


def test_the_number_of_threads_is_restored() -> None:
    before = torch.get_num_threads()
    for number in (1, 2, before):
        torch.set_num_threads(number)
        last(layer.run(experiment("orthogonal")))
        assert torch.get_num_threads() == number
        with pytest.raises(Cancelled):
            last(layer.run(experiment("orthogonal", layer=square(100)), CancelledAfter(5)))
        assert torch.get_num_threads() == number
        with pytest.raises(Refused):
            last(layer.run(experiment("trunc_normal", a=1e9, b=2e9)))
        assert torch.get_num_threads() == number
    torch.set_num_threads(before)


@pytest.mark.parametrize("sparsity", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("size", [(70_000, 1), (3000, 3), (1100, 40), (2, 300_000), (300, 900)])
def test_columns_cut_together_are_torchs_in_bits_and_draws(
    size: tuple[int, int], sparsity: float
) -> None:
    """The bias and the input are drawn from where the last column left the generator."""
    described = experiment(
        "sparse", sparsity=sparsity, layer=shape(*size), bias_init={"method": "normal"}
    )
    assert_same_bits(described, torch_linear(described))


def test_torchs_warning_about_a_far_mean_becomes_a_note() -> None:
    described = experiment("trunc_normal", mean=0.0, std=0.4, a=1.0, b=2.0)
    with pytest.warns(UserWarning, match="more than 2 std"):
        expected = torch_linear(described)
    assert_same_bits(described, expected)
    notes = [str(note) for note in last(layer.run(described)).notes]
    assert any("more than 2 std outside" in note for note in notes)
    inside = last(layer.run(described.with_value("weight_init.a", 0.5)))
    assert not any("torch warns" in str(note) for note in inside.notes)


def test_the_tensors_handed_out_do_not_change_with_the_next_run() -> None:
    first = layer.weights(experiment("normal", layer=square(10)))
    kept = {name: tensor.clone() for name, tensor in first.items()}
    layer.weights(experiment("zeros", bias_init={"method": "ones"}, layer=square(10)))
    for name, tensor in first.items():
        assert torch.equal(tensor, kept[name])
