"""core.depth.advice: what it proposes holds, by theory and when it is run."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest

from core import depth
from core.context import last
from core.depth.advice import DepthAdvice, advise, holding_gain
from core.depth.mean_field import predict, shapes
from core.depth.verdict import Verdict, judge
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS, INPUTS
from core.init.methods import REGISTRY
from tests.core.depth.support import PHI, deep, expected, recursion


def theory(described: Experiment) -> Verdict:
    found = predict(described)
    assert found.forward is not None
    assert found.backward is not None
    return judge(described, found.forward, found.backward)


def advised(described: Experiment) -> DepthAdvice:
    advice = advise(described, theory(described))
    text = str(advice.text)
    assert text.endswith(".")
    assert "{" not in text
    return advice


def taken(described: Experiment, advice: DepthAdvice) -> Experiment:
    return described.with_values(dict(advice.change))


def spread(described: Experiment) -> float:
    """fan_in·Var[w] of a hidden layer."""
    init = described.weight_init
    shape = shapes(described)[-1]
    return shape.fan_in * init.entry.marginal(shape, init.parameters).std ** 2


@pytest.mark.parametrize("bias", ["zeros", "default", "ones"])
@pytest.mark.parametrize("p", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_what_is_proposed_is_stable_or_said_not_to_be(activation: str, p: float, bias: str) -> None:
    for (method, values), layers in itertools.product(
        (("normal", {"std": 0.001}), ("normal", {"std": 1.0}), ("xavier_uniform", {"gain": 0.1})),
        (5, 20),
    ):
        described = deep(
            method, **values, activation=activation, p=p, bias_init=bias, layers=layers, width=256
        )
        advice = advised(described)
        if theory(described).kind == "stable":
            assert advice.change == ()
            continue
        assert advice.change
        after = theory(taken(described, advice))
        assert (after.kind == "stable") is ("No gain holds" not in str(advice.text))
        if p == 0.0 or activation in ("identity", "relu", "leaky_relu"):
            assert after.kind == "stable"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_proposal_holds_when_it_is_run(activation: str) -> None:
    """In 512 units; chance moves what depends on it by less than what counts as lost."""
    described = deep(
        "normal", std=0.001, activation=activation, layers=12, width=512, batch=64, seed=1
    )
    better = taken(described, last(depth.run(described)).advice or pytest.fail("no advice"))
    result = last(depth.run(better))
    assert result.verdict is not None
    assert result.verdict.kind == "stable"
    assert result.advice is not None
    assert result.advice.change == ()
    assert "Nothing to change" in str(result.advice.text)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("method", ["normal", "kaiming_normal", "xavier_uniform", "orthogonal"])
def test_relu_with_dropout_gets_the_variance_of_pretorius(method: str, p: float) -> None:
    """Var[w] = 2·(1 − p)/fan_in."""
    values = {"gain": 3.0} if method in ("xavier_uniform", "orthogonal") else {}
    described = deep(method, **values, activation="relu", p=p, layers=100, width=256)
    advice = advised(described)
    assert "2(1−p)/fan_in" in str(advice.text)
    assert "Pretorius et al. 2018" in str(advice.text)
    assert spread(taken(described, advice)) == pytest.approx(2 * (1 - p), rel=1e-3)


@pytest.mark.parametrize(
    ("activation", "square"),
    [("identity", 1.0), ("relu", 2.0), ("leaky_relu", 2 / (1 + 0.01**2))],
)
@pytest.mark.parametrize("p", [0.0, 0.2, 0.75])
def test_the_gain_of_the_relu_family_is_exact(activation: str, square: float, p: float) -> None:
    gain = holding_gain(deep(activation=activation, p=p))
    assert gain**2 == pytest.approx(square * (1 - p), rel=1e-3)
    evaluating = deep(activation=activation, p=p, training=False)
    assert holding_gain(evaluating) ** 2 == pytest.approx(square, rel=1e-3)


@pytest.mark.parametrize("p", [0.0, 0.3])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "gelu", "silu", "elu", "selu"])
def test_no_other_gain_loses_less(activation: str, p: float) -> None:
    """The worse of |log power| there and back, by the independent recursion, on a fine grid.

    Only gains count that change the power by no more than a quarter in a typical layer.
    """

    def loss(gain: float) -> tuple[float, float]:
        found = recursion(activation, gain**2, 8, 64, keep=1 - p)
        ways = (np.log(found.forward), np.log(found.backward))
        steep = max(abs(float(np.median(np.diff(way)))) for way in ways)
        return max(abs(float(way[-1] - way[0])) for way in ways), steep

    gain = holding_gain(deep(activation=activation, p=p, layers=8, width=64))
    ours, steep = loss(gain)
    assert steep < math.log(1.25)
    assert ours < math.log(1000)
    for other in (*np.geomspace(0.25, 25.0, 17), 0.97 * gain, 1.03 * gain):
        theirs, steep = loss(float(other))
        assert ours <= theirs + 0.01 or steep > 0.85 * math.log(1.25)


def test_wherever_a_gain_holds_one_is_found() -> None:
    """Among fifty gains, for networks of any depth; the digits come in with another power."""
    for activation, (layers, p), input in itertools.product(
        ("tanh", "sigmoid", "gelu"), ((2, 0.3), (5, 0.0), (20, 0.0), (100, 0.0)), INPUTS[:2]
    ):
        for kind in ("dropout", "alpha") if p else ("dropout",):
            described = deep(
                activation=activation, p=p, kind=kind, layers=layers, width=256, input=input
            )
            gains = np.geomspace(0.5, 20.0, 50).tolist()
            possible = any(
                theory(described.with_value("weight_init.gain", gain)).kind == "stable"
                for gain in gains
            )
            ours = described.with_value("weight_init.gain", holding_gain(described))
            assert possible <= (theory(ours).kind == "stable")


def test_selu_needs_no_gain() -> None:
    """Klambauer et al. (2017): with Var[w] = 1/n the variance 1 is a fixed point."""
    assert expected(PHI["selu"], 2, 1.0) == pytest.approx(1.0, rel=1e-6)
    assert holding_gain(deep(activation="selu", layers=20)) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("method", ["xavier_uniform", "xavier_normal", "orthogonal"])
def test_a_method_that_has_a_gain_is_kept(method: str) -> None:
    for activation, p in itertools.product(("relu", "tanh"), (0.0, 0.4)):
        advice = advised(deep(method, gain=0.2, activation=activation, p=p, layers=20))
        assert dict(advice.change)["weight_init.method"] == method
        assert "weight_init.gain" in dict(advice.change)


def test_without_dropout_the_relu_family_gets_he() -> None:
    for activation in ("relu", "leaky_relu", "identity"):
        advice = advised(deep("normal", std=0.01, activation=activation, layers=20))
        change = dict(advice.change)
        assert change["weight_init.method"] == "kaiming_normal"
        assert "kaiming_normal(" in str(advice.text)
        nonlinearity = "linear" if activation == "identity" else activation
        assert change["weight_init.nonlinearity"] == nonlinearity


@pytest.mark.parametrize("activation", ["relu", "tanh", "identity"])
def test_a_bias_that_spoils_the_signal_is_set_to_zero(activation: str) -> None:
    for bias in ({"method": "normal", "std": 50.0}, {"method": "constant", "val": -20.0}):
        described = deep("normal", std=0.01, activation=activation, bias_init=bias, layers=20)
        advice = advised(described)
        change = dict(advice.change)
        after = theory(taken(described, advice))
        assert after.kind == "stable"
        kept = {**change, "bias_init.method": described.bias_init.method}
        if change.get("bias_init.method") == "zeros":
            assert "bias zeros" in str(advice.text)
            kept |= {f"bias_init.{name}": value for name, value in described.bias_init.values}
            assert theory(described.with_values(kept)).kind != "stable"


def test_some_bias_is_really_set_to_zero() -> None:
    bias = {"method": "constant", "val": -20.0}
    advice = advised(deep("normal", std=0.01, activation="relu", bias_init=bias, layers=20))
    assert dict(advice.change)["bias_init.method"] == "zeros"


def test_a_harmless_bias_is_left_alone() -> None:
    advice = advised(deep("normal", std=0.01, activation="relu", bias_init="default", layers=20))
    assert "bias_init.method" not in dict(advice.change)


def test_dropping_everything_cannot_be_helped() -> None:
    advice = advised(deep(activation="relu", p=1.0))
    assert advice.change == ()
    assert "no initialization can help" in str(advice.text)
    evaluating = deep("normal", std=0.01, activation="relu", p=1.0, training=False, layers=20)
    assert theory(taken(evaluating, advised(evaluating))).kind == "stable"


def test_what_is_right_for_wide_layers_is_not_changed_for_chance() -> None:
    described = deep("kaiming_normal", nonlinearity="relu", activation="relu", width=8, layers=90)
    advice = advise(described, Verdict("vanishing", theory(described).text))
    assert advice.change == ()
    assert "8 units are few" in str(advice.text)


@pytest.mark.parametrize("bias", ["zeros", "default"])
@pytest.mark.parametrize(
    ("method", "values"), [("constant", {"val": 1 / 256}), ("normal", {"mean": 0.01, "std": 0.0})]
)
def test_units_that_are_alike_are_never_called_fitting(
    method: str, values: dict[str, Any], bias: str
) -> None:
    """The signal may survive in one unit's width: that is no reason to leave it."""
    described = deep(method, **values, width=256, layers=4, bias_init=bias)
    for kind in ("stable", "vanishing"):
        advice = advise(described, Verdict(kind, theory(deep()).text))
        better = taken(described, advice)
        assert theory(better).kind == "stable"
        assert last(depth.run(better)).symmetry is None
        assert ("tell the units apart" in str(advice.text)) is (kind == "stable")


@pytest.mark.parametrize("method", REGISTRY)
def test_every_change_can_be_applied(method: str) -> None:
    for activation, kind, input in itertools.product(
        ("relu", "selu", "sigmoid"), ("dropout", "alpha"), ("normal", "digits")
    ):
        described = deep(method, activation=activation, p=0.2, kind=kind, input=input, layers=12)
        for word in ("vanishing", "exploding"):
            advice = advise(described, Verdict(word, theory(deep()).text))
            assert "{" not in str(advice.text)
            changed = taken(described, advice)
            assert changed.layer == described.layer
            assert (
                dataclasses.replace(
                    changed, weight_init=described.weight_init, bias_init=described.bias_init
                )
                == described
            )
