from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.stats.matrix import MAX_SIDE, NAN_LEVEL, ZERO_LEVEL, reduce

DTYPES = (torch.float32, torch.float64, torch.float16, torch.bfloat16)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (16, 16), (512, 512), (512, 3)])
def test_a_small_weight_is_shown_whole(shape: tuple[int, int], dtype: torch.dtype) -> None:
    weight = torch.randn(shape).to(dtype)
    limit = float(weight.abs().max())
    found = reduce(weight, limit)
    assert (found.rows, found.columns) == shape
    assert (found.row_step, found.column_step) == (1, 1)
    assert found.limit == limit
    assert found.values.dtype == np.float64
    assert (found.values == weight.double().numpy()).all()
    expected = 127 + weight.double().numpy() / limit * 127
    assert found.levels.dtype == np.uint8
    assert np.abs(found.levels - expected).max() <= (0.51 if dtype == torch.float64 else 0.52)


@pytest.mark.parametrize(
    ("shape", "steps"),
    [
        ((513, 2), (2, 1)),
        ((2, 1024), (1, 2)),
        ((1025, 3000), (3, 6)),
        ((1, 2**20), (1, 2048)),
        ((2**20, 1), (2048, 1)),
    ],
)
def test_a_large_weight_is_shown_by_every_kth_row_and_column(
    shape: tuple[int, int], steps: tuple[int, int]
) -> None:
    weight = torch.arange(shape[0] * shape[1], dtype=torch.float64).reshape(shape)
    found = reduce(weight, float(weight.max()))
    assert (found.row_step, found.column_step) == steps
    assert (found.rows, found.columns) == shape
    assert max(found.values.shape) <= MAX_SIDE
    for i, j in ((0, 0), (found.values.shape[0] - 1, found.values.shape[1] - 1)):
        assert found.values[i, j] == weight[i * steps[0], j * steps[1]]


def test_zero_is_in_the_middle_and_the_limits_at_the_ends() -> None:
    found = reduce(torch.tensor([[0.0, -0.0, 2.0, -2.0, 1.0, -1.0]]), 2.0)
    assert found.levels.tolist()[0][:4] == [ZERO_LEVEL, ZERO_LEVEL, 254, 0]
    assert found.levels[0, 4] - ZERO_LEVEL in (63, 64)
    assert ZERO_LEVEL - found.levels[0, 5] in (63, 64)


def test_not_a_number_has_its_own_level_and_infinity_the_last() -> None:
    found = reduce(torch.tensor([[math.nan, math.inf, -math.inf, 1.0]]), 1.0)
    assert found.levels.tolist() == [[NAN_LEVEL, 254, 0, 254]]
    assert NAN_LEVEL not in (0, 127, 254)
    assert math.isnan(found.values[0, 0])


@pytest.mark.parametrize("limit", [0.0, math.nan, math.inf])
def test_without_a_limit_it_is_1(limit: float) -> None:
    found = reduce(torch.zeros(3, 3), limit)
    assert found.limit == 1.0
    assert (found.levels == ZERO_LEVEL).all()


@pytest.mark.parametrize("limit", [5e-324, 1e-310, 1e-40, 1e308])
def test_the_smallest_and_largest_weights_fill_the_colours(limit: float) -> None:
    weight = torch.tensor([[limit, -limit, 0.0]], dtype=torch.float64)
    assert reduce(weight, limit).levels.tolist() == [[254, 0, 127]]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_picture_does_not_change_with_the_weight(dtype: torch.dtype) -> None:
    weight = torch.ones(4, 4, dtype=dtype)
    found = reduce(weight, 1.0)
    weight.zero_()
    assert (found.values == 1.0).all()
    assert (found.levels == 254).all()


def test_the_weight_does_not_change_with_the_picture() -> None:
    for dtype in DTYPES:
        weight = torch.randn(4, 4).to(dtype)
        before = weight.clone()
        reduce(weight, 2.0)
        assert torch.equal(weight, before)


def test_up_to_16_by_16_the_numbers_stand_in_the_cells() -> None:
    for shape, numbered in (((16, 16), True), ((2, 5), True), ((17, 1), False), ((1, 17), False)):
        assert reduce(torch.zeros(shape), 0.0).numbered is numbered
