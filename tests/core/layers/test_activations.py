from __future__ import annotations

import math
import sys

import numpy as np
import pytest
import torch
from scipy import optimize, special, stats

from core.layers.activations import ACTIVATIONS
from core.layers.moments import (
    first_moment,
    gaussian,
    rms,
    second_moment,
    slope_power,
    slope_rms,
    slopes,
    values,
)
from core.layers.saturation import FLAT, saturated_beyond
from tests.core.depth.support import PHI, SELU_ALPHA, SELU_SCALE, SLOPE, expected

NAMES = tuple(ACTIVATIONS)


def test_the_activations_are_those_of_the_contract() -> None:
    assert " ".join(ACTIVATIONS) == "identity relu leaky_relu tanh sigmoid gelu silu elu selu"
    assert all(name == entry.name for name, entry in ACTIVATIONS.items())


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_homogeneous_is_what_scales_along(name: str) -> None:
    z = torch.linspace(-3.0, 3.0, 101, dtype=torch.float64)
    function = ACTIVATIONS[name].function
    scales = torch.allclose(function(3.0 * z), 3.0 * function(z), rtol=1e-12)
    assert scales == ACTIVATIONS[name].homogeneous


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_torch_knows_the_nonlinearity_of_each_activation(name: str) -> None:
    entry = ACTIVATIONS[name]
    torch.nn.init.calculate_gain(entry.nonlinearity, entry.slope)
    z = torch.tensor([-2.0])
    if entry.slope:
        assert entry.function(z).item() == pytest.approx(-2.0 * entry.slope)


@pytest.mark.parametrize("name", NAMES)
def test_an_activation_is_the_one_of_its_name(name: str) -> None:
    z = torch.linspace(-6, 6, 241, dtype=torch.float64)
    ours = ACTIVATIONS[name].function(z)
    assert ours.numpy() == pytest.approx([PHI[name](float(x)) for x in z], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_code_and_the_symbol_take_the_preactivation(name: str) -> None:
    activation = ACTIVATIONS[name]
    z = torch.linspace(-3, 3, 7)
    value = eval(activation.code.format("z"), {"torch": torch, "nn": torch.nn, "z": z})
    assert torch.equal(value, activation.function(z))
    assert "z" in activation.symbol.format("z")


MOMENTS = [(0.0, 1.0), (0.0, 0.01), (0.0, 5.0), (0.7, 1.3), (-2.0, 0.5), (3.0, 1e-3)]


@pytest.mark.parametrize(("mean", "std"), MOMENTS)
def test_the_identity_gives_the_second_moment_itself(mean: float, std: float) -> None:
    assert second_moment("identity", mean, std) == pytest.approx(mean**2 + std**2, rel=1e-9)


@pytest.mark.parametrize(("mean", "std"), MOMENTS)
def test_relu_gives_the_rectified_gaussians(mean: float, std: float) -> None:
    """E[max(z, 0)²] = (μ² + σ²)·Φ(μ/σ) + μσ·φ(μ/σ); half of σ² at μ = 0."""
    t = mean / std
    expected = (mean**2 + std**2) * stats.norm.cdf(t) + mean * std * stats.norm.pdf(t)
    assert second_moment("relu", mean, std) == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_without_mean_relu_halves_and_leaky_relu_keeps_a_little_more() -> None:
    """He et al. (2015), eq. 8 and 14: ½σ² and ½(1 + a²)σ²."""
    for std in (0.1, 1.0, 7.0):
        assert second_moment("relu", 0.0, std) == pytest.approx(0.5 * std**2, rel=1e-6)
        leaky = 0.5 * (1 + 0.01**2) * std**2
        assert second_moment("leaky_relu", 0.0, std) == pytest.approx(leaky, rel=1e-6)


def test_selus_fixed_point_is_one() -> None:
    """Klambauer et al. (2017): N(0, 1) in, variance 1 and mean 0 out."""
    assert second_moment("selu", 0.0, 1.0) == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("mean", "std"), MOMENTS)
def test_second_moments_are_the_integrals(name: str, mean: float, std: float) -> None:
    moment = expected(PHI[name], 2, std, mean)
    assert second_moment(name, mean, std) == pytest.approx(moment, rel=1e-8, abs=1e-14)


WIDE = [*MOMENTS, (0.0, 40.0), (5.0, 300.0), (-30.0, 20.0), (0.0, 1e-6)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("mean", "std"), WIDE)
def test_first_moments_and_slopes_are_the_integrals_however_wide(
    name: str, mean: float, std: float
) -> None:
    first, power = expected(PHI[name], 1, std, mean), expected(SLOPE[name], 2, std, mean)
    assert first_moment(name, mean, std) == pytest.approx(first, rel=1e-8, abs=1e-8 * std)
    assert slope_power(name, mean, std) == pytest.approx(power, rel=1e-8, abs=1e-14)


def test_the_nodes_are_those_of_the_normal() -> None:
    """E[1] = 1, E[z] = μ, E[z²] = μ² + σ², E[z⁴] = μ⁴ + 6μ²σ² + 3σ⁴, P(z > 0) = Φ(μ/σ)."""
    for mean, std in WIDE:
        z, weights = gaussian(mean, std)
        assert weights.sum() == pytest.approx(1.0, rel=1e-12)
        assert (z * weights).sum() == pytest.approx(mean, rel=1e-9, abs=1e-12 * std)
        assert (z**2 * weights).sum() == pytest.approx(mean**2 + std**2, rel=1e-9)
        fourth = mean**4 + 6 * mean**2 * std**2 + 3 * std**4
        assert (z**4 * weights).sum() == pytest.approx(fourth, rel=1e-9)
        above = stats.norm.cdf(mean / std)
        assert weights[z > 0].sum() == pytest.approx(above, rel=1e-9, abs=1e-14)


def test_without_spread_the_normal_is_a_point() -> None:
    z, weights = gaussian(-0.7, 0.0)
    assert (z.tolist(), weights.tolist()) == ([-0.7], [1.0])


@pytest.mark.parametrize("name", NAMES)
def test_values_and_slopes_are_the_closed_forms(name: str) -> None:
    z = np.concatenate([np.linspace(-30, 30, 601), [-1e4, 1e4, 1e-8, -1e-8]])
    np.testing.assert_allclose(values(name, z), [PHI[name](x) for x in z], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        slopes(name, z)[z != 0], [SLOPE[name](x) for x in z[z != 0]], rtol=1e-9, atol=1e-12
    )


def test_slopes_do_not_need_gradients_to_be_on() -> None:
    with torch.no_grad():
        assert slopes("tanh", np.zeros(1)).tolist() == [1.0]
        assert not torch.is_grad_enabled()


TANH_FLAT = math.acosh(math.sqrt(20))
SIGMOID_FLAT = float(special.logit(0.5 * (1 + math.sqrt(0.8))))
"""1/cosh² = 0.05 and σ·(1 − σ) = 0.05."""


def _far_end(name: str) -> float:
    """Left of its minimum φ' of GELU and SiLU falls to −0.1 and comes back: its first −0.05."""
    slope = SLOPE[name]
    lowest = optimize.minimize_scalar(slope, bounds=(-4, -1), method="bounded").x
    return float(optimize.brentq(lambda z: slope(z) + 0.05, -20, lowest, xtol=1e-14))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("identity", -math.inf, math.inf),
        ("relu", 0.0, math.inf),
        ("leaky_relu", 0.0, math.inf),
        ("tanh", -TANH_FLAT, TANH_FLAT),
        ("sigmoid", -SIGMOID_FLAT, SIGMOID_FLAT),
        ("gelu", _far_end("gelu"), math.inf),
        ("silu", _far_end("silu"), math.inf),
        ("elu", math.log(0.05), math.inf),
        ("selu", math.log(0.05 / SELU_SCALE / SELU_ALPHA), math.inf),
    ],
)
def test_a_value_is_saturated_beyond_where_the_slope_stays_below_a_twentieth(
    name: str, low: float, high: float
) -> None:
    assert FLAT == 0.05
    found = saturated_beyond(name)
    np.testing.assert_allclose(found, (low, high), rtol=1e-9)
    for end in found:
        if math.isfinite(end):  # it belongs to what is saturated
            assert abs(slopes(name, np.array([end]))[0]) < 0.05


@pytest.mark.parametrize("name", ["gelu", "silu"])
def test_the_minimum_where_phi_turns_is_flat_and_yet_not_saturated(name: str) -> None:
    lowest = optimize.minimize_scalar(PHI[name], bounds=(-3, 0), method="bounded").x
    assert abs(slopes(name, np.array([lowest]))[0]) < 1e-4
    low, high = saturated_beyond(name)
    assert low < lowest < high


@pytest.mark.parametrize("name", NAMES)
def test_without_spread_it_is_the_square_of_the_value(name: str) -> None:
    for mean in (-1.5, 0.0, 0.8):
        assert second_moment(name, mean, 0.0) == pytest.approx(PHI[name](mean) ** 2, rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_a_spread_below_the_last_bit_of_the_mean_is_none(name: str) -> None:
    for mean in (-1.5, 0.8, 3.0, -40.0):
        moment = second_moment(name, mean, 1e-20)
        assert moment == pytest.approx(PHI[name](mean) ** 2, rel=1e-9, abs=1e-30)


def test_large_spreads_saturate() -> None:
    # 1 − tanh² has the integral 2, ½ − (σ² + σ(−z)²)/2 the integral 1; times the density at 0.
    density = 1 / (1e6 * math.sqrt(2 * math.pi))
    assert second_moment("tanh", 0.0, 1e6) == pytest.approx(1 - 2 * density, abs=1e-9)
    assert second_moment("sigmoid", 0.0, 1e6) == pytest.approx(0.5 - density, abs=1e-9)
    assert slope_power("relu", 0.0, 1e6) == pytest.approx(0.5, rel=1e-12)
    assert slope_power("tanh", 0.0, 1e6) == pytest.approx(4 / 3 * density, rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_what_overflows_says_so_without_a_warning(name: str) -> None:
    assert math.isnan(second_moment(name, math.nan, 1.0))
    assert math.isnan(second_moment(name, 0.0, math.inf))
    for mean, std in ((0.0, 1e200), (1e308, 1e308), (-1e300, 1.0)):
        value = second_moment(name, mean, std)
        assert math.isnan(value) or value >= 0.0
        assert math.isnan(first_moment(name, mean, math.inf))
        power = slope_power(name, mean, std)
        assert math.isnan(power) or 0.0 <= power < 3.1
    assert np.isinf(second_moment("identity", 0.0, 1e200))


def test_where_a_value_passes_the_largest_number_the_power_is_infinite_without_a_complaint() -> (
    None
):
    """selu multiplies by 1.05: of 1.75e308 it makes infinity."""
    assert rms("selu", 1.75e308, 0.0) == math.inf
    assert second_moment("selu", 1.75e308, 0.0) == math.inf


@pytest.mark.parametrize(("mean", "std"), [(0.0, 1e200), (1e200, 0.0), (0.0, 1e-200)])
def test_the_root_is_known_where_the_square_has_no_float64(mean: float, std: float) -> None:
    """√E[z²] = √(mean² + std²)."""
    assert rms("identity", mean, std) == pytest.approx(math.hypot(mean, std), rel=1e-9)
    half = math.sqrt(0.5) if std else 1.0
    assert rms("relu", mean, std) == pytest.approx(half * math.hypot(mean, std), rel=1e-9)


@pytest.mark.parametrize("std", [5e-324, 1.5e-323, 1e-322, 1e-310, 1e-291, 1e-289])
def test_down_to_the_smallest_number_that_there_is_the_moments_are_known(std: float) -> None:
    """Near 0 each φ is φ(0) + φ'(0±)·z: so are its moments, but for one step of float64."""
    step = 5e-324 if std < sys.float_info.min else 1e-9 * std
    assert abs(rms("identity", 0.0, std) - std) <= step
    assert abs(rms("relu", 0.0, std) - math.sqrt(0.5) * std) <= step
    assert abs(rms("tanh", std, std) - math.sqrt(2.0) * std) <= step
    assert abs(first_moment("relu", 0.0, std) - std / math.sqrt(2.0 * math.pi)) <= step
    assert abs(first_moment("identity", std, std) - std) <= step
    assert rms("sigmoid", 0.0, std) == pytest.approx(0.5, rel=1e-12)
    assert first_moment("sigmoid", 0.0, std) == pytest.approx(0.5, rel=1e-12)
    assert slope_rms("relu", 0.0, std) == pytest.approx(math.sqrt(0.5), rel=1e-12)
    assert slope_rms("silu", 0.0, std) == pytest.approx(0.5, rel=1e-12)
    nodes, weights = gaussian(0.0, std)
    assert weights.sum() == pytest.approx(1.0, rel=1e-12)
    assert np.isfinite(nodes).all()
