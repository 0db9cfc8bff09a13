from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch

from core.context import Cancelled
from core.stats.matrix import MAX_SIDE, NAN_LEVEL, ZERO_LEVEL, reduce, shrink
from tests.core.support import CancelledAfter

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


def strongest(weight: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Of each block of rows × columns the entry of largest magnitude, one block after another."""
    return np.array(
        [
            [
                max(weight[i : i + rows, j : j + columns].ravel(), key=abs)
                for j in range(0, weight.shape[1], columns)
            ]
            for i in range(0, weight.shape[0], rows)
        ]
    )


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(
    ("shape", "steps"),
    [
        ((513, 2), (2, 1)),
        ((2, 1024), (1, 2)),
        ((1025, 1030), (3, 3)),
        ((700, 3000), (2, 6)),
        ((1, 2**16 + 5), (1, 129)),
        ((2**16 + 5, 1), (129, 1)),
        ((2**15 - 7, 5), (64, 1)),
        ((3000, 40), (6, 1)),
    ],
)
def test_a_large_weight_is_shown_by_the_strongest_entry_of_each_block(
    shape: tuple[int, int], steps: tuple[int, int], dtype: torch.dtype
) -> None:
    weight = torch.randn(shape, generator=torch.Generator().manual_seed(3)).to(dtype)
    limit = float(weight.abs().max())
    found = reduce(weight, limit)
    assert (found.row_step, found.column_step) == steps
    assert (found.rows, found.columns) == shape
    assert max(found.values.shape) <= MAX_SIDE
    expected = strongest(weight.double().numpy(), *steps)
    assert found.values.shape == expected.shape
    assert (np.abs(found.values) == np.abs(expected)).all()
    alike = found.values != expected  # of +x and −x either is the strongest
    assert alike.mean() < (0.01 if dtype in (torch.float32, torch.float64) else 0.2)
    assert abs(found.levels - (127 + 127 * found.values / limit)).max() <= 0.52
    assert np.abs(found.values).max() == limit  # the largest is never left out


@pytest.mark.parametrize("shape", [(5100, 5600), (5600, 5100), (1024, 1024), (600, 2000)])
def test_the_identity_stays_a_line(shape: tuple[int, int]) -> None:
    assert_a_line(reduce(torch.eye(*shape), 1.0).levels == 254, shape)


def assert_a_line(marked: np.ndarray, shape: tuple[int, int]) -> None:
    """From corner to corner of the square part, each cell beside or below the last."""
    cells = [tuple(cell) for cell in np.argwhere(marked).tolist()]
    assert cells[0] == (0, 0)
    for (row, column), (next_row, next_column) in pairwise(cells):
        assert next_row - row in (0, 1)
        assert next_column - column in (0, 1)
    ones = min(shape)
    last_row, last_column = cells[-1]
    assert last_row >= (ones - 1) * marked.shape[0] // shape[0] - 1
    assert last_column >= (ones - 1) * marked.shape[1] // shape[1] - 1


@pytest.mark.parametrize("blocks", [(1, 1), (2, 3), (5, 2), (7, 7), (512, 512)])
def test_levels_in_blocks_keep_the_strongest_and_nan_above_all(blocks: tuple[int, int]) -> None:
    levels = np.random.default_rng(2).integers(0, 255, (60, 50)).astype(np.uint8)
    found = shrink(levels, *blocks)
    expected = strongest(levels.astype(int) - ZERO_LEVEL, *blocks)
    assert (np.abs(found.astype(int) - ZERO_LEVEL) == np.abs(expected)).all()
    levels[33, 17] = NAN_LEVEL
    found = shrink(levels, *blocks)
    assert (found == NAN_LEVEL).sum() == 1
    assert found[33 // blocks[0], 17 // blocks[1]] == NAN_LEVEL


def test_a_diagonal_stays_a_line_in_fewer_pixels() -> None:
    levels = reduce(torch.eye(512), 1.0).levels
    for blocks in ((5, 2), (2, 2), (1, 3)):
        assert_a_line(shrink(levels, *blocks) == 254, (512, 512))


@pytest.mark.parametrize("place", [(0, 0), (7, 3), (1029, 1024)])
def test_a_block_with_a_value_that_is_none_is_none(place: tuple[int, int]) -> None:
    weight = torch.randn(1030, 1025)
    weight[place] = math.nan
    levels = reduce(weight, 5.0).levels
    assert [tuple(cell) for cell in np.argwhere(levels == NAN_LEVEL)] == [
        (place[0] // 3, place[1] // 3)
    ]
    weight[place] = -math.inf
    found = reduce(weight, 5.0)
    assert found.values[place[0] // 3, place[1] // 3] == -math.inf
    assert found.levels[place[0] // 3, place[1] // 3] == 0


def test_reducing_can_be_cancelled_at_every_look() -> None:
    weight = torch.zeros(3000, 1000)
    context = CancelledAfter(10**9)
    reduce(weight, 1.0, context)
    looks = 10**9 - context.looks
    assert looks > 3
    for look in range(looks):
        with pytest.raises(Cancelled):
            reduce(weight, 1.0, CancelledAfter(look))


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
