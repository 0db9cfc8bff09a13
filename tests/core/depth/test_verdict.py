"""core.depth.verdict: one word on a network, and never a better one for more layers."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from core import depth
from core.context import last
from core.depth.mean_field import predict
from core.depth.verdict import Verdict, judge
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS
from tests.core.depth.support import deep
from tests.core.depth.test_path import chain
from tests.core.support import LINEAR_METHODS

SEVERITY = {"stable": 0, "drifts": 1, "alike": 1, "vanishing": 2, "exploding": 2}


def theory(described: Experiment) -> Verdict | None:
    found = predict(described)
    if found.forward is None or found.backward is None:
        return None
    return judge(described, found.forward, found.backward)


def test_of_both_the_worse_decides_and_the_signal_is_told_where_they_are_alike() -> None:
    def said(forward: float, backward: float) -> tuple[str, str]:
        found = judge(deep(), chain(forward), chain(1 / backward))
        return found.kind, str(found.text).partition("'s")[0]

    assert said(0.5, 0.5) == ("vanishing", "Vanishing: the signal")
    assert said(0.5, 2.0) == ("vanishing", "Vanishing: the signal")
    assert said(0.7, 4.0) == ("exploding", "Exploding: the gradient")
    assert said(0.1, 2.0) == ("vanishing", "Vanishing: the signal")
    # 0.71^20 = 0.00106 drifts, 1.42^20 = 1110 is lost.
    assert said(0.71, 1.42) == ("exploding", "Exploding: the gradient")
    assert said(0.99, 1.2) == ("drifts", "Drifts: the gradient")


def test_of_the_two_the_one_that_is_lost_more_is_told_also_beyond_float64() -> None:
    far, farther = np.array([1.0, 1e-170]), np.array([1.0, 1e-290])
    assert "the gradient" in str(judge(deep(), far, farther[::-1]).text)
    assert "the signal" in str(judge(deep(), farther, far[::-1]).text)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_no_network_is_judged_better_for_more_layers(method: str, activation: str) -> None:
    """By theory, whose first layers are those of the shorter network."""
    for p, bias in ((0.0, "zeros"), (0.3, "default")):
        described = deep(method, activation=activation, width=64, p=p, bias_init=bias)
        found = [
            theory(described.with_value("depth.layers", layers))
            for layers in (1, 2, 3, 4, 6, 9, 12, 20, 40)
        ]
        severities = [SEVERITY[verdict.kind] for verdict in found if verdict is not None]
        assert severities == sorted(severities)


def test_tanh_with_xavier_loses_its_signal_by_and_by() -> None:
    """39 % of the power after two layers, 6 % after nine, 0.6 % after 100: by scipy's quad."""
    described = deep(activation="tanh", width=256)
    found = {
        layers: theory(described.with_value("depth.layers", layers))
        for layers in (2, 3, 5, 9, 10, 30, 100)
    }
    kinds = [verdict.kind for verdict in found.values() if verdict is not None]
    assert kinds == ["stable"] * 3 + ["drifts"] * 4


def test_a_gradient_that_grows_137_fold_is_not_stable() -> None:
    """tanh with torch's gain 5/3 over 30 layers; the signal settles."""
    described = deep(gain=5 / 3, activation="tanh", width=1024, layers=30)
    verdict = theory(described)
    assert verdict is not None
    assert verdict.kind == "drifts"
    assert "the gradient's power grows" in str(verdict.text)


@pytest.mark.parametrize("bias", ["zeros", "normal"])
@pytest.mark.parametrize(
    ("method", "values"), [("constant", {"val": 1 / 64}), ("normal", {"mean": 1 / 64, "std": 0.0})]
)
def test_units_that_are_alike_have_a_verdict_of_their_own(
    method: str, values: dict[str, Any], bias: str
) -> None:
    """One weight for all: each layer hands on the mean of the one before, in every unit."""
    described = deep(method, **values, width=64, layers=5)
    result = last(depth.run(described))
    assert result.ranks is not None
    assert (result.ranks == 1).all()
    np.testing.assert_allclose(result.forward, result.forward[0], rtol=1e-5)
    for one in (described, described.with_value("bias_init.method", bias)):
        for backward in (np.ones(5), chain(0.5, 5)):
            verdict = judge(one, np.ones(5), backward)
            assert verdict.kind == "alike"
            assert str(verdict.text) == "Alike: a layer of 64 units does the work of one."


def test_what_is_lost_is_called_so_also_where_units_are_alike() -> None:
    for method, kind in (("zeros", "vanishing"), ("ones", "exploding")):
        result = last(depth.run(deep(method, width=64, layers=9)))
        assert result.verdict is not None
        assert result.verdict.kind == kind
        assert result.symmetry is not None


@pytest.mark.parametrize("width", range(8, 66, 7))
def test_the_factor_of_dropout_is_the_textbooks(width: int) -> None:
    """With relu, Kaiming and p = 0.2 the power grows by 1/(1 − p) = 1.25: 11 layers are tenfold."""
    for layers, kind in ((11, "stable"), (12, "drifts"), (31, "drifts"), (32, "exploding")):
        described = deep("kaiming_normal", activation="relu", p=0.2, width=width, layers=layers)
        found = predict(described)
        assert found.forward is not None
        np.testing.assert_allclose(np.diff(np.log(found.forward)), math.log(1.25) / 2, rtol=1e-9)
        verdict = theory(described)
        assert verdict is not None
        assert verdict.kind == kind


def test_two_networks_of_one_seed_are_judged_by_the_same_beginning() -> None:
    """torch fills the first layers of both with the same bits; only input and chance differ."""
    for method, activation in itertools.product(("xavier_normal", "uniform"), ("tanh", "relu")):
        described = deep(method, activation=activation, width=64, batch=256)
        kinds = []
        for layers in (2, 5, 12, 30):
            verdict = last(depth.run(described.with_value("depth.layers", layers))).verdict
            assert verdict is not None
            kinds.append(SEVERITY[verdict.kind])
        assert kinds == sorted(kinds)
