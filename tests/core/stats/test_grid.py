"""The grid of torch's generator: fresh values stand on it, others do not."""

from __future__ import annotations

import math

import pytest
import torch

from core.init import marginals
from core.stats.grid import Grid


def test_uniform_values_stand_on_the_grid_of_their_own_bounds_only() -> None:
    bound = 1.0 / math.sqrt(300)
    values = torch.empty(100, 300).uniform_(-bound, bound)
    assert Grid(values).has(marginals.uniform(-bound, bound)) is True
    assert Grid(values).has(marginals.uniform(-1.01 * bound, 1.01 * bound)) is False
    assert Grid(values + 1e-7 * torch.randn(100, 300)).has(marginals.uniform(-1, 1)) is False


@pytest.mark.parametrize("std", [1.0, 0.02, math.sqrt(2 / 300)])
def test_normal_values_give_their_std_away(std: float) -> None:
    values = torch.empty(100, 300).normal_(0.0, std)
    assert Grid(values).proves(marginals.normal(0.0, std))
    assert not Grid(values).proves(marginals.normal(0.0, 1.001 * std))
    assert (
        Grid(values * (1.0 + 1e-6 * torch.randn(100, 300))).has(marginals.normal(0.0, std)) is False
    )


def test_numbers_of_another_generator_do_not_stand_on_it() -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    values = torch.from_numpy(rng.normal(0.0, 0.1, (200, 200)).astype(np.float32))
    assert Grid(values).has(marginals.normal(0.0, 0.1)) is False
    values = torch.from_numpy(rng.uniform(-0.1, 0.1, (200, 200)).astype(np.float32))
    assert Grid(values).has(marginals.uniform(-0.1, 0.1)) is False


def test_values_far_outside_do_not_stand_on_it_because_they_lie_thin() -> None:
    values = 5.0 * torch.randn(64)
    assert Grid(values).has(marginals.uniform(-0.05, 0.05)) is False


def test_too_few_values_and_other_dtypes_leave_it_open() -> None:
    assert Grid(torch.empty(8).uniform_(-1, 1)).has(marginals.uniform(-1.0, 1.0)) is None
    assert Grid(torch.empty(32).normal_()).has(marginals.normal(0.0, 1.0)) is None
    half = torch.empty(100, 100).normal_().to(torch.bfloat16)
    assert Grid(half).has(marginals.normal(0.0, 1.0)) is None
