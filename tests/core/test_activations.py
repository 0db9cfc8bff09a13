from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from scipy import integrate, special, stats

from core.activations import ACTIVATIONS, second_moment
from core.experiment import ACTIVATIONS as NAMES

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
"""Klambauer et al. (2017), eq. 14."""

PHI: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "tanh": math.tanh,
    "sigmoid": lambda z: float(special.expit(z)),
    "gelu": lambda z: z * float(special.ndtr(z)),
    "silu": lambda z: z * float(special.expit(z)),
    "elu": lambda z: z if z > 0 else math.expm1(z),
    "selu": lambda z: SELU_SCALE * (z if z > 0 else SELU_ALPHA * math.expm1(z)),
}


def test_the_activations_are_those_of_the_experiment() -> None:
    assert tuple(ACTIVATIONS) == NAMES


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
    def integrand(u: float) -> float:
        return PHI[name](mean + std * u) ** 2 * math.exp(-0.5 * u * u) / math.sqrt(2 * math.pi)

    kink = min(max(-mean / std, -11.0), 11.0)
    expected = integrate.quad(integrand, -12, 12, points=[kink], limit=200)[0]
    assert second_moment(name, mean, std) == pytest.approx(expected, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_without_spread_it_is_the_square_of_the_value(name: str) -> None:
    for mean in (-1.5, 0.0, 0.8):
        assert second_moment(name, mean, 0.0) == pytest.approx(PHI[name](mean) ** 2, rel=1e-9)


def test_large_spreads_saturate() -> None:
    # The sum's point at 0 stands for a fraction 0.006·φ(0) of the whole.
    assert second_moment("tanh", 0.0, 1e6) == pytest.approx(1.0, abs=0.003)
    assert second_moment("sigmoid", 0.0, 1e6) == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize("name", NAMES)
def test_what_overflows_says_so_without_a_warning(name: str) -> None:
    assert math.isnan(second_moment(name, math.nan, 1.0))
    assert math.isnan(second_moment(name, 0.0, math.inf))
    for mean, std in ((0.0, 1e200), (1e308, 1e308), (-1e300, 1.0)):
        value = second_moment(name, mean, std)
        assert math.isnan(value) or value >= 0.0
    assert np.isinf(second_moment("identity", 0.0, 1e200))
