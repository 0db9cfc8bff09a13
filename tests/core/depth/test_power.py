"""The power of signal and gradient, layer by layer: the numbers of the textbooks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from core import depth
from core.context import SILENT, last
from core.depth.network import Network, prepared
from core.depth.verdict import judge
from core.experiment import Experiment
from tests.core.depth.support import Array, deep, expected, recursion, rms, run_code

SEEDS = 4


def passed(described: Experiment) -> tuple[Array, Array]:
    """Powers of signal and gradient without the rest of a run, which would take longer."""
    with prepared(described):
        network = Network(described, SILENT, None, False)
        network.forward()
        network.backward()
    return network.forward_rms**2, network.backward_rms**2


def mean_logs(described: Experiment) -> tuple[Array, Array]:
    """Mean over seeds of the logarithms of both powers."""
    pairs = [passed(described.with_value("run.seed", seed)) for seed in range(SEEDS)]
    forward, backward = np.mean(np.log(pairs), axis=0)
    return forward, backward


HE = ("kaiming_normal", {"nonlinearity": "relu"})
XAVIER: tuple[str, dict[str, Any]] = ("xavier_normal", {})


@pytest.mark.parametrize(
    ("method", "activation", "p", "factor", "kurtosis"),
    [
        (HE, "relu", 0.0, 1.0, 6.0),
        (("kaiming_uniform", {"nonlinearity": "relu"}), "relu", 0.0, 1.0, 6.0),
        (XAVIER, "relu", 0.0, 0.5, 6.0),
        (("xavier_uniform", {}), "relu", 0.0, 0.5, 6.0),
        (XAVIER, "identity", 0.0, 1.0, 3.0),
        (HE, "relu", 0.5, 2.0, 12.0),
        (XAVIER, "identity", 0.5, 2.0, 6.0),
        (("default", {}), "relu", 0.0, 1 / 6, 6.0),
    ],
)
def test_the_power_per_layer_is_the_textbooks(
    method: tuple[str, dict[str, Any]], activation: str, p: float, factor: float, kurtosis: float
) -> None:
    """512 units, nine steps, four seeds, both ways: within five standard deviations.

    A step's relative variance for one input is E[h⁴]/E[h²]² − 1, over the width.
    """
    described = deep(
        method[0],
        **method[1],
        activation=activation,
        p=p,
        layers=10,
        width=512,
        batch=64,
    )
    bound = 5 * math.sqrt((kurtosis - 1) / (512 * 9 * SEEDS))
    forward, backward = mean_logs(described)
    assert bound < 0.13
    assert abs((forward[-1] - forward[0]) / 9 - math.log(factor)) < bound
    assert abs((backward[0] - backward[-1]) / 9 - math.log(factor)) < bound


@pytest.mark.slow
def test_torchs_default_leaves_a_third_plus_the_bias() -> None:
    """q_l = q_{l−1}/3 + 1/(3·1024), from q_0 = 1."""
    described = deep("default", bias_init="default", layers=8, width=1024, batch=64)
    theirs = recursion("identity", 1 / 3, 8, 1024, bias_power=1 / 3072)
    q = 1.0
    for power in theirs.forward:
        q = q / 3 + 1 / 3072
        assert power == pytest.approx(q, rel=1e-9)
    forward, _ = mean_logs(described)
    error = 5 * theirs.forward_error / math.sqrt(SEEDS)
    np.testing.assert_array_less(np.abs(forward - np.log(theirs.forward)), error)
    # Without the bias the eighth layer would have 3^−8: a third of what it has with it.
    without, _ = mean_logs(described.with_value("bias_init.method", "zeros"))
    np.testing.assert_array_less(np.abs(without + np.arange(1, 9) * math.log(3)), error)
    assert abs(forward[-1] - without[-1]) > 2 * error[-1]


@pytest.mark.slow
def test_with_tanh_xaviers_signal_falls_slowly() -> None:
    """q_l = E[tanh²(√q_{l−1}·u)] by adaptive quadrature."""
    layers = 16
    theirs = recursion("tanh", 1.0, layers, 1024)
    ratios = theirs.forward[1:] / theirs.forward[:-1]
    assert (ratios < 1.0).all()
    assert ratios[-1] > 0.93
    forward, backward = mean_logs(
        deep("xavier_normal", activation="tanh", layers=layers, width=1024, batch=64)
    )
    for found, power, error in (
        (forward, theirs.forward, theirs.forward_error),
        (backward, theirs.backward, theirs.backward_error),
    ):
        bound = 5 * error / math.sqrt(SEEDS)
        np.testing.assert_array_less(np.abs(found - np.log(power)), bound)
    assert 0.01 < math.exp(forward[-1]) < 0.2


def test_with_tanh_and_gain_5_3_the_signal_settles() -> None:
    """At q = (5/3)²·E[tanh²(√q·u)], solved by Brent's method."""
    fixed = brentq(lambda q: 25 / 9 * expected(math.tanh, 2, math.sqrt(q)) - q, 0.1, 5.0)
    described = deep("xavier_normal", gain=5 / 3, activation="tanh", layers=16, width=1024)
    error = recursion("tanh", 25 / 9, 16, 1024).forward_error[-1]
    forward, _ = mean_logs(described.with_value("depth.batch", 64))
    np.testing.assert_array_less(
        np.abs(forward[8:] - math.log(fixed)), 5 * error / math.sqrt(SEEDS) + 0.01
    )
    assert 5 * error / math.sqrt(SEEDS) < 0.3


@pytest.mark.parametrize(("dtype", "rounding"), [("float32", 1e-5), ("float64", 1e-13)])
def test_orthogonal_layers_keep_the_norm_to_rounding(dtype: str, rounding: float) -> None:
    described = deep("orthogonal", dtype=dtype, layers=2, width=1024, batch=32)
    forward, backward = passed(described)
    x = run_code(described.with_value("weight_init.method", "eye"))["x"]
    assert x.shape == (32, 1024)
    np.testing.assert_allclose(backward, backward[-1], rtol=rounding)
    np.testing.assert_allclose(forward, forward[0], rtol=rounding)
    assert forward[0] == pytest.approx(1.0, abs=5 * math.sqrt(2 / x.numel()))


def test_eye_passes_x_on_bit_for_bit() -> None:
    described = deep("eye")
    np.testing.assert_array_equal(last(depth.run(described)).forward, rms(run_code(described)["x"]))


@pytest.mark.parametrize(
    ("described", "kind", "word"),
    [
        (
            deep(*HE[:1], **HE[1], activation="relu", layers=20, width=256),
            "stable",
            "over 20 layers",
        ),
        (deep(activation="relu", layers=20, width=256), "vanishing", "halves"),
        (
            deep("normal", std=0.01, activation="tanh", layers=20, width=256),
            "vanishing",
            "the signal's power shrinks 39.",
        ),
        (
            deep("normal", std=1.0, activation="tanh", layers=20, width=256),
            "exploding",
            "the gradient's power grows",
        ),
    ],
)
def test_the_four_classic_cases_tell_their_story(
    described: Experiment, kind: str, word: str
) -> None:
    result = last(depth.run(described))
    assert result.verdict is not None
    assert (result.verdict.kind, word in str(result.verdict.text)) == (kind, True)
    assert result.theory.forward is not None
    assert result.theory.backward is not None
    assert judge(described, result.theory.forward, result.theory.backward).kind == kind
