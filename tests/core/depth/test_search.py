"""core.depth.search: the gain that holds best, by an independent recursion and by theory itself."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from core.depth.mean_field import predict
from core.depth.path import gradient_path, signal_path
from core.depth.search import holding_gain, losses, window
from core.depth.verdict import judge
from core.experiment import Experiment
from core.experiment.sections import INPUTS
from tests.core.depth.support import PHI, deep, expected, recursion

XAVIER = "xavier_normal"


def kind(described: Experiment) -> str:
    found = predict(described)
    assert found.forward is not None
    assert found.backward is not None
    return judge(described, found.forward, found.backward).kind


@pytest.mark.parametrize(
    ("activation", "square"),
    [("identity", 1.0), ("relu", 2.0), ("leaky_relu", 2 / (1 + 0.01**2))],
)
@pytest.mark.parametrize("p", [0.0, 0.2, 0.75])
def test_the_gain_of_the_relu_family_is_exact(activation: str, square: float, p: float) -> None:
    gain = holding_gain(deep(activation=activation, p=p), XAVIER)
    assert gain**2 == pytest.approx(square * (1 - p), rel=1e-3)
    evaluating = deep(activation=activation, p=p, training=False)
    assert holding_gain(evaluating, XAVIER) ** 2 == pytest.approx(square, rel=1e-3)


@pytest.mark.parametrize("p", [0.0, 0.3])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "gelu", "silu", "elu", "selu"])
def test_no_other_gain_loses_less(activation: str, p: float) -> None:
    """The power that is farthest from layer 1's, there and back, by the independent recursion."""

    def loss(gain: float) -> float:
        found = recursion(activation, gain**2, 8, 64, keep=1 - p)
        ways = (np.log(found.forward), np.log(found.backward))
        return max(float(np.abs(way - way[0]).max()) for way in ways)

    gain = holding_gain(deep(activation=activation, p=p, layers=8, width=64), XAVIER)
    ours = loss(gain)
    for other in (*np.geomspace(0.25, 25.0, 17), 0.97 * gain, 1.03 * gain):
        assert ours <= loss(float(other)) + 0.01


@pytest.mark.parametrize("gain", [0.5, 1.2, 3.0])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "gelu", "relu"])
def test_the_losses_are_those_of_the_theory(activation: str, gain: float) -> None:
    """The table's cubic against the quadrature, with bias, dropout, and another first layer."""
    for p, kind_, input in ((0.0, "dropout", "normal"), (0.3, "alpha", "digits")):
        described = deep(
            gain=gain,
            activation=activation,
            p=p,
            kind=kind_,
            input=input,
            bias_init="default",
            layers=12,
        )
        found = predict(described)
        assert found.forward is not None
        assert found.backward is not None
        paths = signal_path(found.forward), gradient_path(found.backward)
        exact = max(abs(path.worst) for path in paths) / math.log(10.0)
        ours = losses(described, XAVIER, np.array([gain]))[0]
        assert ours == pytest.approx(exact, rel=1e-3, abs=1e-3)


def test_wherever_a_gain_holds_one_is_found() -> None:
    """Among 500 gains, for networks of any depth; the digits come in with another power."""
    for activation, (layers, p), input in itertools.product(
        ("tanh", "sigmoid", "gelu"), ((2, 0.3), (5, 0.0), (20, 0.0), (100, 0.0)), INPUTS[:2]
    ):
        for kind_ in ("dropout", "alpha") if p else ("dropout",):
            described = deep(
                activation=activation, p=p, kind=kind_, layers=layers, width=256, input=input
            )
            possible = losses(described, XAVIER, np.geomspace(0.5, 60.0, 500)).min() <= 1.0
            ours = described.with_value("weight_init.gain", holding_gain(described, XAVIER))
            assert possible <= (kind(ours) == "stable")


def test_sigmoid_with_alpha_dropout_is_held_by_a_gain_beyond_thirty() -> None:
    """As theory itself says of gains in between."""
    described = deep(activation="sigmoid", p=0.5, kind="alpha", layers=30, width=256)
    gain = holding_gain(described, XAVIER)
    assert 30.0 < gain < 60.0
    assert kind(described.with_value("weight_init.gain", gain)) == "stable"
    assert kind(described.with_value("weight_init.gain", 10.0)) != "stable"


def test_selu_needs_no_gain() -> None:
    """Klambauer et al. (2017): with Var[w] = 1/n the variance 1 is a fixed point."""
    assert expected(PHI["selu"], 2, 1.0) == pytest.approx(1.0, rel=1e-6)
    assert holding_gain(deep(activation="selu", layers=20), XAVIER) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(("activation", "layers"), [("silu", 50), ("tanh", 30), ("relu", 40)])
def test_theory_holds_between_the_ends_of_the_window_and_not_beyond(
    activation: str, layers: int
) -> None:
    described = deep(activation=activation, layers=layers, width=256)
    best = holding_gain(described, XAVIER)
    for end in window(described, XAVIER, best):
        # The ends are looked for at distances from the best gain that grow by 6 %, and 50 layers of
        # SiLU make much of what the table's cubic leaves.
        for farther, stable in ((0.9, True), (1.15, False)):
            gain = best * (end / best) ** farther
            found = kind(described.with_value("weight_init.gain", gain))
            assert (found == "stable") is stable


def test_the_window_of_silu_is_narrow() -> None:
    """50 layers: 1.558 to 1.561 or so; its fixed point drives away what is near."""
    described = deep(activation="silu", layers=50, width=256)
    low, high = window(described, XAVIER, holding_gain(described, XAVIER))
    assert 1.5 < low < high < 1.6
    assert high / low < 1.01
