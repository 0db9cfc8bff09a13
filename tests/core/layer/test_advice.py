from __future__ import annotations

import itertools
import math
from typing import Any

import pytest

from core import layer
from core.context import last
from core.experiment import WELCOME, Experiment
from core.experiment.sections import ACTIVATIONS
from core.layer.advice import Advice, advise, factor, holding_std
from core.layers.dropouts import KINDS
from core.layers.moments import first_moment
from core.layers.power import HELD
from tests.core.depth.support import PHI, expected
from tests.core.support import LINEAR_METHODS, experiment, square


def _wide(method: str, activation: str, width: int = 512, **values: Any) -> Experiment:
    return experiment(method, **values, layer=square(width, bias=False, activation=activation))


def _taken(described: Experiment, advice: Advice) -> Experiment:
    return described.with_values(dict(advice.change))


@pytest.mark.parametrize(
    ("method", "values", "activation", "expected"),
    [
        ("xavier_normal", {}, "relu", 0.5),
        ("xavier_uniform", {}, "relu", 0.5),
        ("kaiming_normal", {"nonlinearity": "relu"}, "relu", 1.0),
        ("kaiming_uniform", {"nonlinearity": "relu"}, "relu", 1.0),
        ("kaiming_normal", {"a": 0.01}, "leaky_relu", 1.0),
        ("xavier_normal", {}, "identity", 1.0),
        ("xavier_normal", {"gain": 2.0}, "identity", 4.0),
        ("orthogonal", {}, "identity", 1.0),
        ("orthogonal", {"gain": math.sqrt(2)}, "relu", 1.0),
        ("kaiming_normal", {"nonlinearity": "linear"}, "selu", 1.0),
        ("lecun_normal", {}, "identity", 1.0),
        ("default", {}, "identity", 1 / 3),
        ("default", {}, "relu", 1 / 6),
        ("normal", {}, "identity", 512.0),
        ("normal", {"std": 0.01}, "identity", 0.0512),
        ("eye", {}, "identity", 1.0),
        ("eye", {}, "relu", 0.5),
        ("zeros", {}, "identity", 0.0),
        ("ones", {}, "identity", 512.0),
        ("constant", {"val": 0.5}, "relu", 64.0),
        ("uniform", {}, "identity", 512 / 3),
        ("sparse", {"sparsity": 0.5, "std": 1.0}, "identity", 256.0),
    ],
)
def test_the_factor_of_a_square_layer_is_the_textbooks(
    method: str, values: dict[str, Any], activation: str, expected: float
) -> None:
    """fan_in·E[w²] times what the activation leaves: ½ for ReLU, 1 for the identity."""
    found = factor(_wide(method, activation, **values))
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_lecun_normal_holds_mean_and_power_of_selu_at_its_fixed_point() -> None:
    """Klambauer et al. (2017): fan_in·Var[w] = 1 leaves mean 0 and variance 1 where they are."""
    described = _wide("lecun_normal", "selu")
    assert factor(described) == pytest.approx(1.0, abs=1e-3)
    assert first_moment("selu", 0.0, 1.0) == pytest.approx(0.0, abs=1e-6)
    assert not advise(described).change
    wrong = experiment("zeros", layer=square(512, bias=False, activation="selu"))
    assert advise(wrong).change == (("weight_init.method", "lecun_normal"),)


def test_a_layer_that_widens_gets_less_power_from_xavier() -> None:
    """n_in · 2/(n_in + n_out)."""
    shape = {"in_features": 100, "out_features": 300, "bias": False}
    assert factor(experiment("xavier_normal", layer=shape)) == pytest.approx(0.5)
    assert factor(experiment("orthogonal", layer=shape)) == pytest.approx(1 / 3)
    assert factor(experiment("eye", layer=shape)) == pytest.approx(1 / 3)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("activation", ["identity", "relu", "tanh"])
def test_dropout_divides_the_kept_power_by_what_it_keeps(p: float, activation: str) -> None:
    """E[(m·y/(1 − p))²] = E[y²]/(1 − p)."""
    plain = _wide("xavier_normal", activation)
    dropped = plain.with_value("dropout.p", p)
    assert factor(dropped) == pytest.approx(factor(plain) / (1 - p))
    assert factor(dropped.with_value("dropout.training", False)) == factor(plain)


def test_the_bias_adds_its_own_power() -> None:
    for method, values, power in (
        ("ones", {}, 1.0),
        ("constant", {"val": -2.0}, 4.0),
        ("normal", {"std": 3.0}, 9.0),
        ("uniform", {"a": 0.0, "b": 1.0}, 1 / 3),
        ("default", {}, 1 / (3 * 512)),
        ("zeros", {}, 0.0),
    ):
        described = experiment(
            "xavier_normal", bias_init={"method": method, **values}, layer=square(512)
        )
        assert factor(described) == pytest.approx(1.0 + power, rel=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("method", ["xavier_normal", "default", "orthogonal", "sparse"])
def test_the_theory_agrees_with_what_is_measured(method: str, activation: str) -> None:
    """A wide layer and a batch of 256: within a few per cent."""
    described = experiment(
        method,
        layer=square(600, activation=activation),
        bias_init={"method": "normal", "std": 0.3},
        dropout={"p": 0.2},
    )
    output = last(layer.run(described)).output
    assert output is not None
    assert output.factor == pytest.approx(factor(described), rel=0.05)


def test_with_relu_xavier_halves_and_he_keeps() -> None:
    """The sentence of the design, section 5."""
    advice = advise(_wide("xavier_normal", "relu"))
    assert advice.theory == pytest.approx(0.5, rel=1e-6)
    assert not advice.held
    text = str(advice.text)
    assert "With relu, Xavier normal halves the signal's power" in text
    assert "kaiming_normal" in text
    assert "keeps it" in text
    better = advise(_taken(_wide("xavier_normal", "relu"), advice))
    assert better.theory == pytest.approx(1.0, rel=1e-6)
    assert better.held
    assert better.change == ()
    assert "keeps the signal's power" in str(better.text)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("bias", ["zeros", "default"])
def test_in_each_layer_is_said_only_where_the_factor_is_a_constant(
    activation: str, bias: str
) -> None:
    """tanh: .394, .600, .705, … .965; a ReLU network without bias halves again and again."""
    straight = activation in ("identity", "relu", "leaky_relu")
    described = experiment(
        "xavier_normal", layer=square(512, activation=activation), bias_init={"method": bias}
    )
    text = str(advise(described).text)
    assert ("in each layer" in text) is (straight and bias == "zeros")
    assert ("in one layer, for x ~ N(0, 1)" in text) is not ("in each layer" in text)


def test_dropout_of_a_half_doubles() -> None:
    described = _wide("xavier_normal", "identity").with_value("dropout.p", 0.5)
    assert "doubles the signal's power" in str(advise(described).text)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("bias", ["zeros", "default", "ones"])
def test_the_suggested_change_really_holds_the_signal(activation: str, p: float, bias: str) -> None:
    """Wherever any spread can; where none can, the advice says so."""
    for method, width in (("default", 8), ("normal", 512), ("xavier_normal", 512)):
        described = experiment(
            method,
            layer=square(width, activation=activation),
            bias_init={"method": bias},
            dropout={"p": p},
        )
        advice = advise(described)
        assert advice.theory == pytest.approx(factor(described))
        if advice.held:
            assert advice.change == ()
            continue
        can_be_held = holding_std(described) is not None
        text = str(advice.text)
        assert ("No spread" in text) is (not can_be_held)
        after = factor(_taken(described, advice))
        if can_be_held and "saturated" not in text:
            assert HELD[0] <= after <= HELD[1]
        elif advice.change:
            assert abs(math.log(after)) < abs(math.log(advice.theory))


@pytest.mark.parametrize("activation", ["identity", "relu", "leaky_relu", "gelu", "silu", "elu"])
def test_the_holding_std_holds(activation: str) -> None:
    described = _wide("zeros", activation)
    std = holding_std(described)
    assert std is not None
    changes = {"weight_init.method": "normal", "weight_init.std": std}
    assert factor(described.with_values(changes)) == pytest.approx(1.0, rel=1e-6)
    closed = {"identity": 1 / 512, "relu": 2 / 512, "leaky_relu": 2 / (512 * 1.0001)}
    if activation in closed:
        assert std == pytest.approx(math.sqrt(closed[activation]), rel=1e-5)


def test_a_bounded_activation_cannot_hold_a_signal_of_power_1() -> None:
    """tanh² and sigmoid² stay below 1."""
    for activation in ("tanh", "sigmoid"):
        described = _wide("xavier_normal", activation)
        assert holding_std(described) is None
        assert "No spread" in str(advise(described).text) or advise(described).held


def expected_power(activation: str, mean: float, std: float) -> float:
    """E[φ(z)²] for z ~ N(mean, std²), by scipy."""
    return expected(PHI[activation], 2, std, mean)


@pytest.mark.parametrize(
    ("activation", "p"), [("tanh", 0.01), ("tanh", 0.1), ("sigmoid", 0.51), ("sigmoid", 0.57)]
)
def test_where_only_saturated_units_hold_it_this_is_said(activation: str, p: float) -> None:
    """E[φ²] = 1 − p has a solution, 20 % to 99 % of the values being flat there: not a good one."""
    described = _wide("normal", activation, std=0.01).with_value("dropout.p", p)
    std = holding_std(described)
    assert std is not None
    spread = std * math.sqrt(512)
    assert expected_power(activation, 0.0, spread) / (1.0 - p) == pytest.approx(1.0, rel=1e-5)
    assert spread > 5.0
    advice = advise(described)
    text = str(advice.text)
    assert f"Only normal(mean=0, std={std:.4g}) brings the factor to 1" in text
    assert "No spread" not in text
    assert dict(advice.change)["weight_init.method"] == "xavier_normal"  # the usual one


@pytest.mark.parametrize("p", [0.17, 0.2])
def test_where_enough_dropout_brings_tanh_back_this_is_offered(p: float) -> None:
    described = _wide("normal", "tanh", std=0.01).with_value("dropout.p", p)
    after = _taken(described, advise(described))
    assert factor(after) == pytest.approx(1.0, rel=1e-3)


def test_a_factor_that_falls_before_it_grows_passes_1_on_its_way() -> None:
    """tanh(3)²/0.9 is above 1, so is 1/0.9, and in between it is below."""
    bias = {"method": "constant", "val": 3.0}
    described = experiment(
        "zeros", layer=square(512, activation="tanh"), bias_init=bias, dropout={"p": 0.1}
    )
    assert factor(described) > 1.0
    std = holding_std(described)
    assert std is not None
    power = expected_power("tanh", 3.0, std * math.sqrt(512))
    assert power / 0.9 == pytest.approx(1.0, rel=1e-5)


def test_nothing_is_offered_that_is_worse_than_what_stands() -> None:
    cases = itertools.product(
        ("default", "ones", "eye", "normal", "xavier_normal", "kaiming_uniform"),
        ACTIVATIONS,
        (0.0, 0.1, 0.57),
        ("zeros", "ones"),
        KINDS,
    )
    offers = 0
    for method, activation, p, bias, kind in cases:
        described = experiment(
            method,
            layer=square(64, activation=activation),
            bias_init={"method": bias},
            dropout={"p": p, "kind": kind},
        )
        advice = advise(described)
        if advice.change:
            offers += 1
            before, after = factor(described), factor(_taken(described, advice))
            assert abs(math.log(after)) < abs(math.log(before)), str(advice.text)
    assert offers > 500


def test_dropping_everything_leaves_no_signal() -> None:
    advice = advise(_wide("normal", "relu").with_value("dropout.p", 1.0))
    assert (advice.theory, advice.change) == (0.0, ())
    assert "no signal" in str(advice.text)


def test_in_evaluation_mode_nothing_is_dropped() -> None:
    described = _wide("xavier_normal", "identity").with_values(
        {"dropout.p": 1.0, "dropout.training": False}
    )
    assert advise(described).held


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("normal", {"std": 1e308}),
        ("constant", {"val": -1e308}),
        ("xavier_normal", {"gain": 1e200}),
        ("orthogonal", {"gain": 1e308}),
        ("sparse", {"std": 1e308}),
    ],
)
def test_what_overflows_is_said(method: str, values: dict[str, float]) -> None:
    advice = advise(_wide(method, "identity", **values))
    assert math.isnan(advice.theory)
    assert "overflow" in str(advice.text)
    bias = {"method": "normal", "std": 1e308}
    assert "overflow" in str(advise(experiment(bias_init=bias)).text)


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_every_method_gets_one_sentence(method: str) -> None:
    for activation in ACTIVATIONS:
        advice = advise(_wide(method, activation, width=1))
        text = str(advice.text)
        assert text.endswith(".")
        assert "{" not in text
        if advice.change:
            _taken(_wide(method, activation, width=1), advice)


def test_the_welcome_experiment_has_advice() -> None:
    assert str(advise(WELCOME).text)


@pytest.mark.parametrize("width", range(2, 66, 7))
def test_five_quarters_are_held_however_they_are_rounded(width: int) -> None:
    """relu, Kaiming and p = 0.2: 1/(1 − p) = 1.25 is the end of the range, and belongs to it."""
    described = experiment(
        "kaiming_normal",
        nonlinearity="relu",
        layer={"in_features": width, "out_features": width, "activation": "relu"},
        bias_init={"method": "zeros"},
        dropout={"p": 0.2},
    )
    found = advise(described)
    assert found.theory == pytest.approx(1.25, rel=1e-12)
    assert found.held
    assert "keeps the signal's power" in str(found.text)
    assert found.change == ()
