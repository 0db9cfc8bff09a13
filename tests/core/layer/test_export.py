from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from core import layer
from core.context import last
from core.experiment import WELCOME, Experiment
from core.experiment.sections import DTYPES
from core.messages import FileError, Refused
from tests.core.support import LINEAR_METHODS, experiment, square, torch_linear

KEYS = ["weight", "bias", "output", "output_dropped"]
S = [
    *("shape", "count", "mean", "std", "min", "max", "nan", "inf", "histogram"),
    *("theory", "p_value", "verdict"),
]
THEORY = ["name", "mean", "std", "low", "high"]


def _stats(described: Experiment) -> dict[str, Any]:
    """As another program reads it: strict JSON, without NaN or Infinity."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    text = json.dumps(layer.statistics(last(layer.run(described))))
    return json.loads(text, parse_constant=refuse)


def _assert_contract(stats: dict[str, Any]) -> None:
    """Section 4.2 of the design."""
    assert list(stats) == KEYS
    for name, s in stats.items():
        if s is None:
            assert name == "bias"
            continue
        assert sorted(s) == sorted(S)
        edges, counts = s["histogram"]["edges"], s["histogram"]["counts"]
        assert sum(counts) == s["count"] - s["nan"] - s["inf"]
        assert math.prod(s["shape"]) == s["count"]
        if counts:
            assert len(edges) == len(counts) + 1
            assert edges == sorted(edges)
            assert edges[0] <= s["min"] <= s["max"] <= edges[-1]
        assert (s["theory"] is None) is name.startswith("output")
        if s["theory"] is not None:
            assert list(s["theory"]) == THEORY
            assert isinstance(s["theory"]["name"], str)
        assert s["verdict"] in ("matches", "differs", None)
        if s["p_value"] is not None:
            assert 0.0 <= s["p_value"] <= 1.0
            assert s["verdict"] is not None


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_the_statistics_have_the_contracts_shape(method: str) -> None:
    _assert_contract(_stats(experiment(method, dropout={"p": 0.5})))
    _assert_contract(_stats(experiment(method, layer={"bias": False})))


def test_the_statistics_are_those_of_torchs_weights() -> None:
    stats, linear = _stats(WELCOME), torch_linear(WELCOME)
    for name in ("weight", "bias"):
        values = getattr(linear, name).detach().double().numpy()
        s = stats[name]
        assert s["shape"] == list(values.shape)
        assert s["mean"] == pytest.approx(values.mean(), abs=1e-12)
        assert s["std"] == pytest.approx(values.std(), rel=1e-9)
        assert (s["min"], s["max"]) == (values.min(), values.max())
        counts = np.histogram(values, s["histogram"]["edges"])[0]
        assert counts.tolist() == s["histogram"]["counts"]
    assert stats["weight"]["theory"]["std"] == pytest.approx(math.sqrt(2 / 768))
    assert stats["weight"]["p_value"] > 1e-3
    assert stats["output"]["shape"] == stats["output_dropped"]["shape"] == [256, 256]
    zeros = stats["output_dropped"]["count"] * 0.5
    assert max(stats["output_dropped"]["histogram"]["counts"]) == pytest.approx(zeros, rel=0.1)


def test_the_spread_is_the_populations() -> None:
    """Divided by n, not n − 1: for 2 of 5 × 2 weights the two differ by 5 %."""
    values = torch_linear(experiment()).weight.detach().double()
    assert _stats(experiment())["weight"]["std"] == pytest.approx(
        float(values.std(unbiased=False)), rel=1e-12
    )


def test_an_unbounded_theory_is_null_and_a_bounded_one_is_not() -> None:
    normal = _stats(experiment("normal"))["weight"]["theory"]
    assert (normal["low"], normal["high"]) == (None, None)
    uniform = _stats(experiment("uniform", a=-1.0, b=3.0))["weight"]["theory"]
    assert (uniform["low"], uniform["high"]) == (-1.0, 3.0)


def test_p_is_null_where_no_test_of_the_bins_applies() -> None:
    assert _stats(experiment())["weight"]["p_value"] is None  # ten weights
    assert _stats(experiment("ones", layer=square(50)))["weight"]["p_value"] is None
    coarse = experiment("normal", mean=1e8, layer=square(50))  # float32 has every eighth number
    assert _stats(coarse)["weight"]["p_value"] is None
    for dtype in DTYPES:
        half = experiment("normal", layer=square(128), run={"dtype": dtype})
        assert _stats(half)["weight"]["p_value"] is not None


def test_the_verdict_stands_beside_p_and_looks_at_more() -> None:
    """What torch's rejection lets pass is far out, and no bin sees it: seed 12."""
    assert _stats(experiment())["weight"]["verdict"] is None
    assert _stats(experiment("ones"))["weight"]["verdict"] == "matches"
    stats = _stats(experiment("normal", layer=square(50)))
    assert (stats["weight"]["verdict"], stats["bias"]["verdict"]) == ("matches", "matches")
    assert stats["output"]["verdict"] is stats["output_dropped"]["verdict"] is None
    faulty = experiment("trunc_normal", a=1.0, b=60.0, layer=square(64), run={"seed": 12})
    weight = _stats(faulty)["weight"]
    assert weight["verdict"] == "differs"
    assert weight["p_value"] > 1e-3


def test_not_a_number_and_infinity_are_null_and_counted() -> None:
    described = experiment("normal", std=1e6, layer=square(50), run={"dtype": "float16"})
    stats = _stats(described)
    _assert_contract(stats)
    assert stats["weight"]["inf"] > 1000
    assert stats["output"]["nan"] + stats["output"]["inf"] > 0
    nothing = _stats(experiment("normal", mean=1e6, std=0.0, run={"dtype": "float16"}))
    _assert_contract(nothing)
    assert nothing["weight"]["mean"] is None
    assert nothing["weight"]["min"] is None
    assert nothing["weight"]["histogram"] == {"edges": [], "counts": []}


def test_an_incomplete_result_has_no_statistics() -> None:
    first = next(layer.run(experiment()))
    with pytest.raises(ValueError, match="complete"):
        layer.statistics(first)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("bias", [True, False])
def test_safetensors_hold_torchs_bits_in_the_runs_dtype(
    dtype: str, bias: bool, tmp_path: Path
) -> None:
    path = tmp_path / "w.safetensors"
    described = experiment(
        "kaiming_uniform",
        layer=square(30, bias=bias),
        bias_init={"method": "normal"},
        run={"dtype": dtype, "seed": 77},
    )
    layer.save_weights(described, path)
    found, linear = load_file(path), torch_linear(described)
    assert sorted(found) == sorted(name for name, _ in linear.named_parameters())
    for name, parameter in linear.named_parameters():
        assert found[name].dtype == getattr(torch, dtype)
        assert torch.equal(found[name], parameter)
    assert [p.name for p in tmp_path.iterdir()] == ["w.safetensors"]


def test_weights_that_cannot_be_saved_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        layer.save_weights(experiment(), tmp_path / "no" / "folder.safetensors")
    with pytest.raises(Refused):
        layer.save_weights(experiment("orthogonal", run={"dtype": "float16"}), tmp_path / "w")
    assert list(tmp_path.iterdir()) == []
