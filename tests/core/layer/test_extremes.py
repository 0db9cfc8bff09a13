"""Weights that are infinite or next to nothing are counted, doubted and drawn all the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core import layer
from core.context import last
from core.stats.histogram_data import unit_of
from tests.core.layer.support import torch_outputs
from tests.core.support import experiment, square, torch_linear


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
    _, _, dropped = torch_outputs(described)
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
