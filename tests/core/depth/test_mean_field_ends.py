"""Where the mean field ends: no theory, and powers that have no float64 as they are or squared."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from core import depth
from core.context import last
from core.depth import mean_field
from core.depth.mean_field import predict
from tests.core.depth.support import deep


@pytest.mark.parametrize(
    ("method", "values", "word"),
    [
        ("zeros", {}, "Zeros"),
        ("ones", {}, "Ones"),
        ("constant", {"val": 0.3}, "Constant"),
        ("eye", {}, "Identity"),
        ("normal", {"std": 0.0}, "Normal"),
        ("normal", {"mean": 1.0, "std": 0.0}, "Normal"),
        ("sparse", {"std": 0.0}, "Sparse"),
        ("sparse", {"sparsity": 1.0}, "Sparse"),
        ("xavier_normal", {"gain": 0.0}, "Xavier"),
        ("orthogonal", {"gain": 0.0}, "Orthogonal"),
        ("uniform", {"a": 0.25, "b": 0.25}, "Uniform"),
        ("normal", {"mean": 0.5}, "mean is 0.5"),
        ("uniform", {}, "mean is 0.5"),
        ("trunc_normal", {"mean": 1.0}, "mean is"),
        ("trunc_normal", {"a": -1.0, "b": 2.0}, "mean is"),
    ],
)
def test_where_it_does_not_hold_it_says_why(method: str, values: dict[str, Any], word: str) -> None:
    found = predict(deep(method, **values))
    assert found.forward is None
    assert found.backward is None
    said = str(found.reason)
    assert said.startswith("No theory is drawn")
    assert word.lower() in said.lower()
    assert "{" not in said


def test_a_mean_that_does_not_count_is_passed_over() -> None:
    """fan_in·E[w]² against Var[w]: a ten-thousandth moves the power by no more."""
    assert predict(deep("normal", mean=1e-4, std=1.0)).reason is None
    assert predict(deep("normal", mean=0.05, std=1.0)).reason is not None


@pytest.mark.parametrize("activation", ["identity", "relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("p", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("kind", ["dropout", "alpha"])
@pytest.mark.parametrize(
    ("method", "values", "weight_std"),
    [
        ("normal", {"std": 1e160}, 1e160),
        ("xavier_normal", {"gain": 1e300}, 1e300 * math.sqrt(2 / 32)),
        ("normal", {"std": 1e-200}, 1e-200),
        ("uniform", {"a": -1e200, "b": 1e200}, 2e200 / math.sqrt(12)),
    ],
)
def test_extremes_are_infinite_or_missing_but_never_raise(
    method: str, values: dict[str, Any], weight_std: float, p: float, activation: str, kind: str
) -> None:
    for mean in (0.0, -1e200):
        bias = {"method": "constant", "val": mean}
        described = deep(method, **values, p=p, activation=activation, bias_init=bias)
        found = predict(described.with_value("dropout.kind", kind))
        assert found.forward is not None
        assert found.backward is not None
        assert found.forward[0] == pytest.approx(math.hypot(4 * weight_std, mean), rel=1e-12)
        assert not np.isnan(found.forward).any()
        assert not np.isnan(found.backward).any()


@pytest.mark.parametrize(("kind", "p"), [("dropout", 0.0), ("dropout", 0.5), ("alpha", 0.0)])
@pytest.mark.parametrize("std", [1e-20, 1e20])
@pytest.mark.parametrize(("activation", "passed"), [("identity", 1.0), ("relu", 0.5)])
def test_the_lines_go_on_where_the_squares_have_no_float64(
    activation: str, passed: float, std: float, kind: str, p: float
) -> None:
    """√q_l = σ_w·(σ_w·√(passed/(1 − p)))^(l − 1), in logarithms."""
    described = deep("normal", std=std, activation=activation, p=p, layers=14)
    found = predict(described.with_value("dropout.kind", kind))
    assert found.forward is not None
    assert found.backward is not None
    step = math.log10(4 * std * math.sqrt(passed / (1 - p)))
    through = step * np.arange(14)
    np.testing.assert_allclose(np.log10(found.forward), math.log10(4 * std) + through, rtol=1e-12)
    np.testing.assert_allclose(np.log10(found.backward), through[::-1], rtol=1e-12)


def test_the_line_of_a_signal_that_vanishes_far_below_the_least_square_is_measured() -> None:
    described = deep("normal", std=1e-6, activation="relu", layers=40, width=256)
    described = described.with_value("run.dtype", "float64")
    found = last(depth.run(described))
    assert found.theory.forward is not None
    assert 0.0 < found.forward[-1] < 1e-180
    distance = np.log10(found.forward) - np.log10(found.theory.forward)
    assert np.abs(distance).max() < 1.0


@pytest.mark.parametrize("std", [1e200, 1e300, 1e304])
def test_bounded_activations_turn_a_far_signal_into_a_near_one(std: float) -> None:
    """E[tanh²] = 1 and E[φ'²] = 4/3·φ(0)/s for a preactivation of 0 ± s, as s grows."""
    found = predict(deep("normal", std=std, activation="tanh"))
    assert found.forward is not None
    assert found.backward is not None
    np.testing.assert_allclose(found.forward, 4 * std, rtol=1e-12)
    slope = 4 / 3 / math.sqrt(2 * math.pi) / (4 * std)
    assert found.backward[-2] == pytest.approx(4 * std * math.sqrt(slope), rel=1e-6)


@pytest.mark.parametrize("mean", [1e200, -1e200, 3e303])
@pytest.mark.parametrize("std", [0.0125, 0.25])
def test_a_bias_whose_square_has_no_float64_moves_relu_as_any_other(
    std: float, mean: float
) -> None:
    """The recursion of relu in units of the bias, beside which the input is nothing."""
    bias = {"method": "constant", "val": mean}
    found = predict(deep("normal", std=std, activation="relu", bias_init=bias))
    assert found.forward is not None
    assert found.backward is not None
    sign, s, chi = math.copysign(1.0, mean), 0.0, []
    for measured in found.forward:
        assert measured / abs(mean) == pytest.approx(math.hypot(1.0, s), rel=1e-9)
        t = sign / s if s else sign * math.inf
        open_, dense = stats.norm.cdf(t), stats.norm.pdf(t)
        chi.append(4 * std * math.sqrt(open_))
        s = 4 * std * math.sqrt((1 + s * s) * open_ + sign * s * dense)
    expected_ = np.cumprod([1.0, *chi[-2::-1]])[::-1]
    np.testing.assert_allclose(found.backward, expected_, rtol=1e-9)


def test_where_a_spread_overflows_beside_a_bias_of_its_size_the_line_ends() -> None:
    """What relu passes back is known no more, for either may win; identity passes all."""
    bias = {"method": "constant", "val": 1e308}
    found = predict(deep("normal", std=1e306, activation="relu", bias_init=bias))
    assert found.forward is not None
    assert found.backward is not None
    assert (found.forward[1:] == math.inf).all()
    assert np.isnan(found.backward[:2]).all()
    found = predict(deep("normal", std=10.0, activation="identity", bias_init=bias))
    assert found.forward is not None
    assert found.backward is not None
    assert (found.forward[2:] == math.inf).all()
    np.testing.assert_allclose(found.backward, 40.0 ** np.arange(5, -1, -1), rtol=1e-12)


def test_a_mean_beside_a_spread_whose_square_vanishes_still_counts() -> None:
    assert predict(deep("normal", mean=1e-200, std=1e-200)).reason is not None


def test_behind_dropout_that_drops_all_there_is_the_bias_and_no_gradient() -> None:
    bias = {"method": "constant", "val": 1.0}
    found = predict(deep("normal", std=1e200, p=1.0, activation="relu", bias_init=bias))
    assert found.forward is not None
    assert found.backward is not None
    np.testing.assert_array_equal(found.forward[1:], 1.0)
    np.testing.assert_array_equal(found.backward[:-1], 0.0)


def test_the_numbers_beside_the_formula_are_squares_also_where_these_have_no_float64() -> None:
    bias = {"method": "normal", "mean": 3.0, "std": 4.0}
    usual = dict(mean_field.terms(deep("normal", std=0.5, bias_init=bias)))
    assert usual == {"σ_w² = fan_in·Var[w]": "4", "E[b²]": "25"}
    bias = {"method": "constant", "val": 1e-200}
    far = dict(mean_field.terms(deep("normal", std=1e160, bias_init=bias)))
    assert far == {"σ_w² = fan_in·Var[w]": "1.6·10³²¹", "E[b²]": "10⁻⁴⁰⁰"}
    none = dict(mean_field.terms(deep("normal", std=0.5, bias_init={"method": "zeros"})))
    assert none["E[b²]"] == "0"
