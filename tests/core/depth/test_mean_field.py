"""The mean field against closed forms, scipy's quadrature, torch's own layers and real runs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn

from core import depth
from core.context import last
from core.depth import mean_field
from core.depth.mean_field import is_approximate, predict
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS
from tests.core.depth.support import Array, deep, expected, recursion


def powers(described: Experiment) -> tuple[Array, Array]:
    found = predict(described)
    assert found.reason is None
    assert found.forward is not None
    assert found.backward is not None
    return found.forward**2, found.backward**2


@pytest.mark.parametrize("p", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("std", [0.05, 0.2, 0.4])
def test_relu_multiplies_by_half_the_spread_over_what_is_kept(std: float, p: float) -> None:
    """q_l = σ_w²/2/(1 − p)·q_{l−1}: He et al. (2015), eq. 8; Pretorius et al. (2018)."""
    described = deep("normal", std=std, activation="relu", p=p, layers=7, width=32)
    forward, backward = powers(described)
    ratio = 32 * std**2 / 2 / (1 - p)
    np.testing.assert_allclose(forward, 32 * std**2 * ratio ** np.arange(7), rtol=1e-12)
    np.testing.assert_allclose(backward, ratio ** np.arange(6, -1, -1), rtol=1e-12)


def test_a_random_bias_adds_its_variance_in_every_layer() -> None:
    bias = {"method": "normal", "std": 0.7}
    forward, backward = powers(deep("normal", std=0.3, activation="relu", bias_init=bias))
    q = 16 * 0.09 + 0.49
    for measured in forward:
        assert measured == pytest.approx(q, rel=1e-12)
        q = 16 * 0.09 * q / 2 + 0.49
    np.testing.assert_allclose(backward, (16 * 0.09 / 2) ** np.arange(5, -1, -1), rtol=1e-12)


def test_a_bias_with_a_mean_moves_the_preactivations() -> None:
    """E[max(z, 0)²] = (μ² + s²)·Φ(μ/s) + μ·s·φ(μ/s); E[φ'²] = Φ(μ/s) for z ~ N(μ, s²)."""
    bias = {"method": "uniform", "a": 0.5, "b": 1.5}
    forward, backward = powers(deep("normal", std=0.2, activation="relu", bias_init=bias))
    spread, mean, own = 16 * 0.04, 1.0, 1 / 12
    signal, chi = 1.0, []
    for measured in forward:
        variance = spread * signal + own
        assert measured == pytest.approx(variance + mean**2, rel=1e-9)
        s = math.sqrt(variance)
        t = mean / s
        signal = (mean**2 + variance) * stats.norm.cdf(t) + mean * s * stats.norm.pdf(t)
        chi.append(spread * stats.norm.cdf(t))
    np.testing.assert_allclose(backward[:-1], np.cumprod(chi[-2::-1])[::-1], rtol=1e-9)
    assert backward[-1] == 1.0


@pytest.mark.parametrize(
    ("bias_init", "mean", "variance"),
    [
        ({"method": "constant", "val": -2.0}, -2.0, 0.0),
        ({"method": "ones"}, 1.0, 0.0),
        ({"method": "normal", "mean": 1.0, "std": 3.0}, 1.0, 9.0),
        ({"method": "uniform", "a": 0.0, "b": 6.0}, 3.0, 3.0),
        ({"method": "default"}, 0.0, 1 / (3 * 16)),
    ],
)
def test_the_identity_adds_the_bias_whole_power(
    bias_init: dict[str, Any], mean: float, variance: float
) -> None:
    forward, _ = powers(deep("normal", std=0.2, bias_init=bias_init))
    q = 1.0
    for measured in forward:
        q = 16 * 0.04 * q + mean**2 + variance
        assert measured == pytest.approx(q, rel=1e-9)


def test_a_layer_without_bias_ignores_the_bias_method() -> None:
    with_ones = deep("xavier_normal", bias=False, bias_init="ones")
    np.testing.assert_allclose(powers(with_ones)[0], 1.0, rtol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("p", [0.0, 0.4])
@pytest.mark.parametrize("gain", [0.2, 1.0, 6.0])
def test_every_activation_follows_the_recursion_by_adaptive_quadrature(
    activation: str, p: float, gain: float
) -> None:
    bias = {"method": "normal", "std": 0.3}
    described = deep("xavier_normal", gain=gain, activation=activation, p=p, bias_init=bias)
    theirs = recursion(activation, gain**2, 6, 16, bias_power=0.09, keep=1 - p)
    forward, backward = powers(described)
    np.testing.assert_allclose(forward, theirs.forward, rtol=1e-7)
    np.testing.assert_allclose(backward, theirs.backward, rtol=1e-7)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_theory_is_a_line_through_the_measured_points(activation: str) -> None:
    """1024 units, five standard deviations of what their number lets chance do."""
    bias = {"method": "normal", "std": 0.2}
    described = deep(
        "xavier_normal",
        gain=1.4,
        activation=activation,
        bias_init=bias,
        p=0.1,
        layers=4,
        width=1024,
        batch=64,
    )
    result = last(depth.run(described))
    assert result.theory.forward is not None
    assert result.theory.backward is not None
    error = recursion(activation, 1.96, 4, 1024, bias_power=0.04, keep=0.9)
    forward = np.log(result.forward / result.theory.forward)
    backward = np.log(result.backward / result.theory.backward)
    np.testing.assert_array_less(np.abs(forward), 2.5 * error.forward_error)
    np.testing.assert_array_less(np.abs(backward), 2.5 * error.backward_error)
    assert error.forward_error.max() < 0.3


@pytest.mark.parametrize("method", ["orthogonal", "sparse", "trunc_normal", "uniform", "default"])
def test_methods_of_any_distribution_follow_their_exact_variance(method: str) -> None:
    values = {
        "sparse": {"sparsity": 0.25, "std": 0.06},
        "trunc_normal": {"std": 0.05, "a": -0.06, "b": 0.06},
        "uniform": {"a": -0.08, "b": 0.08},
    }.get(method, {})
    described = deep(method, **values, activation="tanh", layers=4, width=512, batch=64)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        linear = nn.Linear(512, 512)
        if method != "default":
            getattr(nn.init, f"{method}_")(linear.weight, **values)
        spread = 512 * float(linear.weight.detach().double().square().mean())
    theirs = recursion("tanh", spread, 4, 512)
    forward, backward = powers(described)
    # The variance of 2^18 drawn weights is right to √(2/2^18), a chain of four to 1.1 per cent.
    np.testing.assert_allclose(forward, theirs.forward, rtol=0.02)
    np.testing.assert_allclose(backward, theirs.backward, rtol=0.02)
    result = last(depth.run(described))
    np.testing.assert_array_less(
        np.abs(np.log(result.forward**2 / theirs.forward)), 5 * theirs.forward_error + 0.02
    )


def test_dropout_in_evaluation_mode_changes_nothing() -> None:
    dropping = deep(activation="tanh", p=0.5)
    forward, backward = powers(dropping.with_value("dropout.training", False))
    plain = powers(dropping.with_value("dropout.p", 0.0))
    np.testing.assert_array_equal(forward, plain[0])
    np.testing.assert_array_equal(backward, plain[1])
    assert powers(dropping)[0][-1] > forward[-1]


@pytest.mark.parametrize("kind", ["dropout1d", "dropout2d"])
def test_without_channels_their_dropout_drops_units(kind: str) -> None:
    plain, channels = deep(activation="relu", p=0.5), deep(activation="relu", p=0.5, kind=kind)
    np.testing.assert_array_equal(powers(plain)[0], powers(channels)[0])


def test_p_of_one_leaves_only_the_bias() -> None:
    bias = {"method": "constant", "val": 0.5}
    forward, backward = powers(deep(activation="relu", p=1.0, bias_init=bias))
    np.testing.assert_allclose(forward, [1.25] + [0.25] * 5, rtol=1e-12)
    np.testing.assert_array_equal(backward, [0.0] * 5 + [1.0])


@pytest.mark.parametrize("p", [0.1, 0.5])
@pytest.mark.parametrize("activation", ["selu", "relu", "sigmoid"])
def test_alpha_dropout_follows_torchs_own_layer(activation: str, p: float) -> None:
    """Two million draws through nn.AlphaDropout, forward and backward by autograd."""
    described = deep("xavier_normal", gain=1.2, activation=activation, p=p, kind="alpha", layers=2)
    function = {"selu": torch.selu, "relu": torch.relu, "sigmoid": torch.sigmoid}[activation]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        z = (1.2 * torch.randn(2_000_000, dtype=torch.float64)).requires_grad_()
        y = nn.AlphaDropout(p)(function(z))
        (slope,) = torch.autograd.grad(y.sum(), z)
    forward, backward = powers(described)
    for theory, sample in ((forward[1], y.detach()), (backward[0], slope)):
        squares = 1.44 * sample.numpy() ** 2
        error = squares.std() / math.sqrt(len(squares))
        assert abs(theory - squares.mean()) < 5 * error


DIGITS: list[tuple[str, dict[str, Any], float]] = [
    ("xavier_normal", {}, 64 * 2 / (64 + 256)),
    ("xavier_uniform", {"gain": 2.0}, 4 * 64 * 2 / (64 + 256)),
    ("kaiming_normal", {"nonlinearity": "relu"}, 2.0),
    ("kaiming_normal", {"nonlinearity": "relu", "mode": "fan_out"}, 2 * 64 / 256),
    ("normal", {"std": 0.1}, 0.64),
    ("default", {}, 1 / 3),
    ("orthogonal", {}, 64 / 256),
]


@pytest.mark.parametrize(("method", "values", "spread"), DIGITS)
def test_the_first_layer_projects_the_64_pixels(
    method: str, values: dict[str, Any], spread: float
) -> None:
    described = deep(method, **values, input="digits", layers=3, width=256)
    inside = deep(method, **values, layers=3, width=256)
    forward, backward = powers(described)
    assert forward[0] == pytest.approx(spread * 61 / 64, rel=1e-9)
    np.testing.assert_allclose(forward[1:] / forward[0], powers(inside)[0][:2], rtol=1e-9)
    np.testing.assert_allclose(backward, powers(inside)[1], rtol=1e-12)
    assert [(shape.columns, shape.rows) for shape in mean_field.shapes(described)] == [
        (64, 256),
        (256, 256),
        (256, 256),
    ]


def test_three_pixels_of_the_digits_are_always_empty() -> None:
    from sklearn.datasets import load_digits

    pixels = load_digits().data
    varying = int((pixels.std(axis=0) > 0).sum())
    assert pixels.shape[1] == mean_field.DIGITS
    assert varying / pixels.shape[1] == mean_field.DIGITS_POWER


def test_the_digits_pass_relu_as_the_theory_says() -> None:
    """For ReLU it holds for any input. The batch is a sample of the digits' powers."""
    described = deep(
        "kaiming_normal",
        nonlinearity="relu",
        activation="relu",
        input="digits",
        layers=4,
        width=1024,
        batch=2048,
    )
    from sklearn.datasets import load_digits
    from sklearn.preprocessing import scale

    power = (scale(load_digits().data) ** 2).mean(axis=1)
    sampling = power.std() / power.mean() / math.sqrt(2048)
    result, error = last(depth.run(described)), recursion("relu", 2.0, 4, 1024)
    # What the 64 pixels share makes an input's power uneven over the units: 2/64 at most.
    bound = 2.5 * np.sqrt(error.forward_error**2 + sampling**2)
    assert result.theory.forward is not None
    np.testing.assert_array_less(np.abs(np.log(result.forward / result.theory.forward)), bound)


def test_one_layer_has_nothing_to_go_back_through() -> None:
    forward, backward = powers(deep("normal", std=0.5, layers=1))
    np.testing.assert_allclose(forward, [4.0])
    np.testing.assert_array_equal(backward, [1.0])


def test_tanh_with_torchs_gain_has_a_fixed_point() -> None:
    """q = (5/3)²·E[tanh²(√q·u)], solved by Brent's method."""
    from scipy.optimize import brentq

    def excess(q: float) -> float:
        return 25 / 9 * expected(math.tanh, 2, math.sqrt(q)) - q

    fixed = brentq(excess, 0.1, 5.0)
    forward, _ = powers(deep("xavier_normal", gain=5 / 3, activation="tanh", layers=60))
    assert forward[-1] == pytest.approx(fixed, rel=1e-6)


@pytest.mark.parametrize(("activation", "approximate"), [("tanh", True), ("relu", False)])
def test_the_line_of_curved_activations_is_called_approximate_for_digits(
    activation: str, approximate: bool
) -> None:
    described = {"layer": {"activation": activation}, "depth": {"input": "digits"}}
    assert is_approximate(Experiment.from_dict({"initlab": 1} | described)) is approximate
    assert not is_approximate(Experiment.from_dict({"initlab": 1, "layer": described["layer"]}))
