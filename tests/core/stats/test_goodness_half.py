"""The goodness of fit where a dtype has few numbers: its rounding is no reason for doubt."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import stats

from core.init import marginals as theory
from tests.core.stats.support import (
    NORMAL,
    UNIFORM,
    assert_no_more_doubts_than_said,
    at_most,
    judged,
    verdict_on,
    verdicts_on,
)
from tests.core.support import experiment, square, torch_linear


def test_four_numbers_of_the_dtype_are_tested_as_four() -> None:
    """float32 has 1 − 2⁻²³, 1 − 2⁻²⁴, 1 and 1 + 2⁻²³ there."""
    described = experiment("normal", mean=1.0, std=3e-8, layer=square(64))
    assert verdict_on(described).matches
    weight = torch_linear(described).weight.detach()
    assert len(weight.unique()) == 4
    assert judged(weight, theory.normal(1.0, 5e-8)).matches is False
    assert judged(weight, theory.normal(1.0, 2e-8)).matches is False


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("normal", {}),
        ("uniform", {}),
        ("uniform", {"a": 0.9, "b": 1.1}),
        ("uniform", {"a": -1.0, "b": 1.0}),
        ("normal", {"mean": 3.0, "std": 0.5}),
        ("default", {}),
        ("trunc_normal", {}),
        ("sparse", {}),
    ],
)
@pytest.mark.parametrize("side", [16, 64])
def test_half_precision_is_not_doubted_for_its_rounding(
    method: str, values: dict[str, float], dtype: str, side: int
) -> None:
    layer = square(side, bias=False)
    described = experiment(method, **values, layer=layer, run={"dtype": dtype})
    verdicts = verdicts_on(described, 60)
    p = np.array([v.p_value for v in verdicts if v.p_value is not None])
    assert (p < 0.01).sum() <= at_most(0.015, 60)
    assert (p < 0.1).sum() <= at_most(0.15, 60)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    "method", ["normal", "uniform", "default", "trunc_normal", "xavier_normal"]
)
def test_large_layers_in_half_precision_are_not_doubted(method: str, dtype: str) -> None:
    """131,072 weights, twelve seeds; then four million."""
    layer = {"in_features": 512, "out_features": 256, "bias": False}
    small = experiment(method, layer=layer, run={"dtype": dtype})
    assert sum(v.matches is False for v in verdicts_on(small, 12)) <= 1
    if method in ("normal", "uniform"):
        large = experiment(method, layer=square(2048, bias=False), run={"dtype": dtype})
        assert verdict_on(large).matches is not False


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    "method",
    ["normal", *(pytest.param(m, marks=pytest.mark.slow) for m in ("uniform", "trunc_normal"))],
)
def test_half_precision_is_judged_and_its_p_values_are_uniform(method: str, dtype: str) -> None:
    """65,536 weights: so many that before each number had a cell of its own nothing was said."""
    layer = square(256, bias=False)
    described = experiment(method, layer=layer, run={"dtype": dtype})
    verdicts = verdicts_on(described)
    p = np.array([v.p_value for v in verdicts], float)
    assert not np.isnan(p).any()
    assert stats.kstest(p, "uniform").pvalue > 1e-3
    for name in ("mean", "std"):
        moments = [t.p_value for v in verdicts for t in v.tests if str(t.name) == name]
        assert stats.kstest(moments, "uniform").pvalue > 1e-3
    assert_no_more_doubts_than_said(verdicts)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_a_std_that_is_2_percent_off_is_found_in_half_precision(dtype: str) -> None:
    for seed in range(30):
        generator = torch.Generator().manual_seed(seed)
        wide = 1.02 * torch.randn(512, 512, generator=generator)
        verdict = judged(wide.to(getattr(torch, dtype)), theory.normal(0.0, 1.0))
        assert verdict.matches is False
        assert verdict.p_value is not None
        assert verdict.p_value < 1e-3


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("low", [-1e5, -1e30, -1.7976931348623157e308])
def test_a_bound_that_no_draw_comes_near_changes_no_verdict(low: float, dtype: str) -> None:
    """Nor does its distance count as the grid of a uniform draw: torch draws from a normal."""
    run = {"dtype": dtype, "seed": 5}
    verdicts = [
        verdict_on(experiment("trunc_normal", a=a, b=2.0, layer=square(100), run=run))
        for a in (-20.0, low)
    ]
    assert verdicts[0].matches
    assert verdicts[0].p_value is not None
    assert verdicts[1].p_value == pytest.approx(verdicts[0].p_value, rel=1e-9)


def test_half_precision_still_finds_a_wrong_theory() -> None:
    for dtype in (torch.float16, torch.bfloat16):
        assert judged(NORMAL.to(dtype), theory.normal(0.0, 1.3)).matches is False
        assert judged(UNIFORM.to(dtype), theory.normal(0.5, 12**-0.5)).matches is False
