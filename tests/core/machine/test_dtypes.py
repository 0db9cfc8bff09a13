"""core.machine.dtypes: what a number format can hold, against torch itself."""

from __future__ import annotations

import pytest
import torch

from core.experiment.sections import DTYPES
from core.machine import dtypes


@pytest.mark.parametrize("dtype", DTYPES)
def test_rounded_is_what_the_dtype_stores(dtype: str) -> None:
    kind = getattr(torch, dtype)
    for value in (0.0, 0.1, -1 / 3, 1e-9, 7.0, 65504.0):
        assert dtypes.rounded(value, dtype) == torch.tensor(value, dtype=kind).item()


@pytest.mark.parametrize("dtype", DTYPES)
def test_spacing_is_the_distance_to_the_next_number_of_the_dtype(dtype: str) -> None:
    kind = getattr(torch, dtype)
    for value in (1.0, 1.5, 0.1, 3.0, 1000.0):
        number = torch.tensor(value, dtype=kind)
        further = torch.nextafter(number, torch.tensor(torch.inf, dtype=kind))
        assert dtypes.spacing(-number.item(), dtype) == (further - number).double().item()


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_a_number_is_stored_below_x_just_where_it_lies_below_the_rounding_edge(dtype: str) -> None:
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(20_000, generator=generator, dtype=torch.float64)
    x *= torch.exp(3.0 * torch.randn(20_000, generator=generator, dtype=torch.float64))
    others = x[torch.randperm(20_000, generator=generator)]
    near = others.to(getattr(torch, dtype)).double()  # edges at the dtype's own numbers too
    for edge in (others, near):
        below = x.to(getattr(torch, dtype)).double() < edge
        found = x.numpy() < dtypes.rounding_edges(edge.numpy(), dtype)
        assert (found == below.numpy()).all()


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("value", [0.0, 1.0, -1.0, 2.0, -2.0, 0.3, 6e-8, -1.5e4])
def test_neighbours_are_those_of_torch(value: float, dtype: str) -> None:
    stored = torch.tensor(value, dtype=getattr(torch, dtype))
    ends = (torch.tensor(end).to(stored) for end in (-torch.inf, torch.inf))
    expected = tuple(float(torch.nextafter(stored, end)) for end in ends)
    assert dtypes.neighbours(float(stored), dtype) == expected


def test_the_numbers_of_a_dtype_are_all_of_them() -> None:
    kind = torch.float16
    every = torch.arange(-(2**15), 2**15).to(torch.int16).view(kind).double()
    every = every[torch.isfinite(every)].unique()
    assert dtypes.numbers(-1e6, 1e6, "float16").tolist() == every.tolist()
    inside = every[(every >= -0.3) & (every <= 0.1)]
    assert dtypes.numbers(-0.3, 0.1, "float16").tolist() == inside.tolist()
    assert dtypes.numbers(0.1, 0.1, "float32").tolist() == []
