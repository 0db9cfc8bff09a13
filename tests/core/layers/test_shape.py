"""Fans and sides of a weight: whatever torch says of a tensor of that size."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn.init import _calculate_fan_in_and_fan_out

from core.layers.kinds import KINDS, LayerKind
from core.layers.shape import Shape

SIZES = st.lists(st.integers(1, 9), min_size=2, max_size=5).map(tuple)
EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


@given(SIZES)
def test_a_tensor_of_any_size_has_the_fans_that_torch_takes(size: tuple[int, ...]) -> None:
    tensor = torch.empty(size)
    shape = Shape.of(size)
    assert (shape.fan_in, shape.fan_out) == _calculate_fan_in_and_fan_out(tensor)
    assert (shape.rows, shape.columns) == tuple(tensor.flatten(1).shape)
    assert (shape.count, shape.units) == (tensor.numel(), size[0])


@pytest.mark.parametrize("size", [(), (3,)])
def test_a_vector_has_no_fans_for_torch_and_for_us(size: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="dimensions"):
        _calculate_fan_in_and_fan_out(torch.empty(size))
    with pytest.raises(ValueError, match="dimensions"):
        Shape.of(size)


def test_the_weight_of_a_linear_layer_is_what_a_tensor_of_its_size_is() -> None:
    assert Shape.linear(5, 2) == Shape.of((2, 5)) == KINDS["linear"].shape(5, 2)


@EVERY
@pytest.mark.parametrize(
    ("inputs", "outputs", "kernel", "groups"),
    [(6, 4, 3, 1), (6, 4, 3, 2), (4, 12, 1, 4), (1, 1, 5, 1), (12, 4, 4, 4)],
)
def test_a_kind_knows_the_size_of_torch_s_weight_and_bias(
    kind: LayerKind, inputs: int, outputs: int, kernel: int, groups: int
) -> None:
    module = kind.module(inputs, outputs, kernel, groups, bias=True)
    shape = kind.shape(inputs, outputs, kernel, groups)
    assert shape.size == tuple(module.weight.shape)
    assert (shape.fan_in, shape.fan_out) == _calculate_fan_in_and_fan_out(module.weight)
    assert kind.dims == module.weight.ndim
    assert kind.has_bias == hasattr(module, "bias")
    if kind.has_bias:
        assert shape.units == module.bias.numel()
        bound = 1 / math.sqrt(shape.fan_in)
        assert largest_bias(module, draws=400) == pytest.approx(bound, rel=0.05)


def largest_bias(module: nn.Module, draws: int) -> float:
    """Of so many initializations by torch itself, whose bound it hardly misses."""
    largest = 0.0
    for _ in range(draws):
        module.reset_parameters()  # type: ignore[operator]
        largest = max(largest, float(module.bias.detach().abs().max()))  # type: ignore[union-attr,operator]
    return largest


@EVERY
@pytest.mark.parametrize("groups", [1, 2])
def test_a_unit_adds_up_as_many_inputs_as_reach_it(kind: LayerKind, groups: int) -> None:
    """With all weights and inputs 1 an output is the number of products in it."""
    module = kind.module(6, 4, 3, groups, bias=False)
    with torch.no_grad():
        module.weight.fill_(1.0)
    x = torch.ones(2, 6, *(5,) * (kind.dims - 2))
    if not kind.has_bias:
        x = torch.tensor([0, 3])
    assert module(x).unique().tolist() == [kind.shape(6, 4, 3, groups).summed]


@EVERY
def test_a_script_writes_the_arguments_that_make_the_same_module(kind: LayerKind) -> None:
    for groups in (1, 2):
        written = f"nn.{kind.torch_name}({', '.join(kind.arguments(6, 4, 3, groups))})"
        made = kind.module(6, 4, 3, groups, bias=True)
        assert repr(eval(written, {"nn": nn})) == repr(made)


def test_where_torch_counts_other_inputs_than_there_are_it_is_said() -> None:
    for kind in KINDS.values():
        shape = kind.shape(6, 4, 3, 1)
        assert bool(kind.surprise) == (shape.fan_in != shape.summed), kind.key
