"""Numbers at the edge: what core says of them is what torch made, and every number can be drawn."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import torch

from core import depth, dropout, headless, layer
from core.context import last
from core.depth import DepthResult
from core.dropout import code as dropout_snippet
from core.dropout.result import RunningMean
from core.experiment import Experiment
from core.init.marginals import Marginal
from core.init.truncated import TruncatedNormal
from core.layer import LayerResult
from core.messages import Refused
from core.stats.distributions import QUANTITIES
from core.stats.goodness import NOT_FINITE
from tests.attack.edges import EDGES, FLOAT64
from tests.attack.test_counts import assert_adds_up, assert_drawn_whole, assert_is_of
from tests.core.support import experiment, torch_linear
from tests.gui.support import run_code
from tests.scale import LONG, many

LARGE = ("one to the most", "the most to one", "wide", "deep, digits")
"""They take seconds; the long run has them on every page."""

TINY = 5e-324
"""The distance between two numbers near 0."""

SMALL = [name for name in EDGES if LONG or name not in LARGE]


def strict(text: str) -> Any:
    """JSON as the standard has it: no NaN, no Infinity."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def assert_consistent(told: dict[str, Any], values: torch.Tensor) -> None:
    """One tensor's statistics against torch's, in float64."""
    assert told["shape"] == list(values.shape)
    finite = values[torch.isfinite(values)].double()
    assert told["count"] == values.numel()
    if not finite.numel():
        assert told["mean"] is told["std"] is told["min"] is None
        return
    assert told["min"] == finite.min().item()
    assert told["max"] == finite.max().item()
    largest = finite.abs().max().item() or 1.0
    scaled = finite / largest
    mean, std = scaled.mean().item(), scaled.std(correction=0).item()
    assert math.isclose(told["mean"], mean * largest, rel_tol=1e-9, abs_tol=1e-12 * largest + TINY)
    assert math.isclose(told["std"], std * largest, rel_tol=1e-6, abs_tol=1e-9 * largest + TINY)


def assert_theory_can_be_drawn(theory: Marginal, result: Any) -> None:
    picture = result.histogram
    assert np.isfinite(picture.curve_x).all()
    assert np.isfinite(picture.curve_density).all()
    assert (picture.curve_density >= 0).all()
    assert len(picture.curve_x) or picture.expected, "the theory has neither line nor spike"
    assert str(theory.name)
    low, high = max(theory.low, -1e308), min(theory.high, 1e308)
    shares = theory.cumulative(np.sort([low, theory.mean, high]))
    assert np.isfinite(shares).all()
    assert (np.diff(shares) >= 0).all()


@pytest.mark.filterwarnings("ignore:mean is more than 2 std")
@pytest.mark.parametrize("name", [n for n in EDGES if LONG or n != "the most to one"])
def test_the_layer_at_the_edge_is_torchs(name: str) -> None:
    described = EDGES[name]
    result = last(layer.run(described))
    reference = torch_linear(described)
    told = strict(json.dumps(layer.statistics(result), allow_nan=False))
    pairs = [("weight", result.weight, reference.weight), ("bias", result.bias, reference.bias)]
    for key, parameter, tensor in pairs:
        values = tensor.detach()
        assert_adds_up(parameter.summary)
        assert_is_of(parameter.summary, values)
        assert_drawn_whole(parameter.histogram, parameter.summary)
        assert_theory_can_be_drawn(parameter.theory, parameter)
        assert_consistent(told[key], values)
        assert parameter.verdict is not None
        if parameter.summary.finite < parameter.summary.count:
            assert parameter.verdict.reason == NOT_FINITE
        else:
            assert parameter.verdict.matches is not False, parameter.verdict
    _assert_output(result, told)


def _assert_output(result: LayerResult, told: dict[str, Any]) -> None:
    names = run_code(result.code)
    torch.testing.assert_close(
        layer.weights(result.experiment)["weight"], names["linear"].weight.detach(),
        rtol=0, atol=0, equal_nan=True,
    )  # fmt: skip
    assert result.output is not None
    for key, summary, picture in (
        ("output", result.output.before, result.output.before_histogram),
        ("output_dropped", result.output.after, result.output.after_histogram),
    ):
        assert_adds_up(summary)
        assert_drawn_whole(picture, summary)
        if "dropped" in key:
            assert_consistent(told[key], names["y"].detach())
            assert summary.nan == int(torch.isnan(names["y"]).sum())
            assert summary.inf == int(torch.isinf(names["y"]).sum())
    if result.output.after.finite < result.output.after.count:
        assert any("NaN" in str(note) for note in result.notes)
    weight = names["linear"].weight
    assert result.printed == f"{weight.shape}\n{weight}"
    assert result.advice is not None
    assert str(result.advice.text)


@pytest.mark.filterwarnings("ignore:mean is more than 2 std")
@pytest.mark.parametrize("name", SMALL)
def test_the_depth_at_the_edge_is_torchs(name: str) -> None:
    described = EDGES[name]
    for quantity in QUANTITIES[: many(1, 1, 4)] if described.depth.layers > 3 else QUANTITIES:
        try:
            result = last(depth.run(described, quantity=quantity, ranks=True))
        except Refused as refusal:
            assert "bounds" in str(refusal) or "std" in str(refusal)
            return
        _assert_depth(result)
    if result.experiment.depth.layers <= 3 or LONG:
        names = run_code(result.code)
        np.testing.assert_allclose(result.forward, names["forward_rms"], rtol=1e-9)
        np.testing.assert_allclose(result.backward, names["backward_rms"], rtol=1e-9)
    strict(json.dumps(headless.statistics(described, "depth"), allow_nan=False))


def _assert_depth(result: DepthResult) -> None:
    spread = result.spread
    assert spread is not None
    assert ((spread.zeros + spread.broken) <= 1.0 + 1e-12).all()
    for axis in (spread.same, spread.own):
        assert np.isfinite(axis.edges).all()
        assert not np.isnan(axis.density).any()
    assert result.verdict is not None
    assert result.advice is not None
    if not np.isfinite(result.forward).all():
        assert result.verdict.kind == "exploding"
    if (result.forward == 0).any():
        assert result.verdict.kind == "vanishing"
    for share in (result.saturated, result.dead):
        known = share[~np.isnan(share)]
        assert ((known >= 0) & (known <= 1)).all()
    for theory in (result.theory.forward, result.theory.backward):
        assert theory is None or not np.isnan(theory).any()


@pytest.mark.parametrize("name", [n for n in EDGES if "x " in n or "p " in n or "seed" in n])
def test_the_dropout_at_the_edge_is_torchs(name: str) -> None:
    described = EDGES[name]
    result = last(dropout.run(described, samples=5, many=2000))
    names = run_code(dropout_snippet.code(described, 5, 2000, result.simple))
    np.testing.assert_array_equal(result.x, _flat(names["x"]))
    np.testing.assert_array_equal(result.recent[-1].y, _flat(names["y"]))
    np.testing.assert_array_equal(result.recent[-1].mask, _flat(names["mask"]) != 0)
    told = strict(json.dumps(headless.statistics(described, "dropout"), allow_nan=False))
    assert len(told["x"]) == len(told["mask"]) == len(told["y"]) == len(told["mean_y"])
    for reading in (result.inverted, result.classical):
        if reading is not None:
            _assert_reading(reading)
    largest = np.abs(result.x).reshape(len(result.units), -1).max(axis=1)
    assert (np.isnan(result.units) | (np.abs(result.units) <= largest)).all()
    with np.errstate(invalid="ignore"):
        same = np.ptp(result.x.reshape(len(result.units), -1), axis=1) == 0
    np.testing.assert_allclose(result.units[same], result.x[:: result.positions][same], rtol=1e-15)


def _flat(tensor: torch.Tensor) -> Any:
    return tensor.detach().double().flatten().numpy()


def _assert_reading(reading: RunningMean) -> None:
    assert reading.counts[-1] == 2005
    assert np.isfinite(reading.curve).all()
    # The root mean square lies between the smallest and the largest of its terms, or is not known.
    errors = reading.error[np.isfinite(reading.error)] * math.sqrt(2005)
    if errors.size and np.isfinite(reading.theory):
        low, high = errors.min(), errors.max()
        assert low * (1 - 1e-9) <= reading.theory <= high * (1 + 1e-9)


BOUNDS = [
    (0.0, 1.0, 3.0, 4.0),
    (0.0, 1.0, -31.0, -30.0),
    (0.0, 1.0, 1e6, 2e6),
    (-1.7e308, 0.04, 0.0, 2.0),
    (1.58, 1e-45, -2.00001, -2.0),
    (1.79e308, 1.0, 0.0, 2.0),
    (0.0, 1e-320, -1.0, 1.0),
    (0.0, 1e308, -1.0, 1.0),
    (0.0, 1.0, -1.7e308, 1e-45),
    (0.0, 1.0, 1.0, 1.0 + 1e-9),
]


@pytest.mark.parametrize(("centre", "scale", "low", "high"), BOUNDS)
def test_a_truncated_normal_far_out_is_still_a_distribution(
    centre: float, scale: float, low: float, high: float
) -> None:
    theory = TruncatedNormal(centre, scale, low, high)
    assert low <= theory.mean <= high
    assert 0.0 <= theory.std < math.inf
    near = low if centre < low else high
    if abs(near - centre) / scale > 1e3 and not low <= centre <= high:
        # All of it lies within a few of the lengths by which the density falls: scale²/distance.
        length = scale / (abs(near - centre) / scale)
        assert abs(theory.mean - near) <= 2.0 * length
    x = np.array([low, theory.mean, high])
    shares = theory.cumulative(x)
    assert shares[0] <= 1e-9 or theory.mean == low
    assert shares[-1] >= 1.0 - 1e-9
    assert (np.diff(shares) >= 0).all()
    assert np.isfinite(theory.density(x)).all()
    reach = 8.0 * theory.std
    grid = np.linspace(max(low, theory.mean - reach), min(high, theory.mean + reach), 40_001)
    if np.diff(grid).min() > 0 and theory.std > 1e-200:
        area = np.trapezoid(theory.density(grid), grid)
        assert math.isclose(area, 1.0, abs_tol=2e-3)


REFUSED: list[tuple[Experiment, str, str]] = [
    (experiment("constant", val=7e4, run={"dtype": "float16"}), "weight_init", "wider range"),
    (experiment("uniform", a=0.0, b=7e4, run={"dtype": "float16"}), "weight_init", "wider range"),
    (experiment("uniform", a=-3e38, b=3e38), "weight_init", "wider range"),
    (
        experiment("trunc_normal", a=1e200, b=2e200, run=FLOAT64),
        "weight_init",
        "range",
    ),
    (experiment(bias_init={"method": "constant", "val": 1e39}), "bias_init", "wider range"),
]


@pytest.mark.filterwarnings("ignore:mean is more than 2 std")
@pytest.mark.parametrize(("described", "key", "word"), REFUSED, ids=[key for _, key, _ in REFUSED])
def test_what_torch_refuses_at_the_edge_is_refused_in_words_on_both_pages(
    described: Experiment, key: str, word: str
) -> None:
    with pytest.raises((RuntimeError, OverflowError)):
        torch_linear(described)
    for run in (layer.run, depth.run):
        with pytest.raises(Refused, match=word) as refusal:
            last(run(described))
        assert refusal.value.key == key
