"""core.depth.advice: what it proposes holds, by theory and when it is run."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import pytest

from core import depth
from core.context import SILENT, last
from core.depth.advice import DepthAdvice, advise, proposal
from core.depth.mean_field import predict, shapes
from core.depth.network import Network, prepared
from core.depth.verdict import Verdict, judge
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS
from tests.core.depth.support import deep
from tests.core.support import LINEAR_METHODS


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


def kinds(described: Experiment, seeds: int) -> list[str]:
    """The verdicts on torch's networks."""
    found = []
    for seed in range(100, 100 + seeds):
        one = described.with_value("run.seed", seed)
        with prepared(one):
            network = Network(one, SILENT, None, False)
            network.forward()
            network.backward()
        found.append(judge(one, network.forward_rms, network.backward_rms).kind)
    return found


@pytest.mark.parametrize("bias", ["zeros", "default", "ones"])
@pytest.mark.parametrize("p", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_what_is_proposed_is_stable_by_theory_or_said_not_to_be(
    activation: str, p: float, bias: str
) -> None:
    for (method, values), layers in itertools.product(
        (("normal", {"std": 0.001}), ("normal", {"std": 1.0}), ("xavier_uniform", {"gain": 0.1})),
        (5, 20),
    ):
        described = deep(
            method, **values, activation=activation, p=p, bias_init=bias, layers=layers, width=256
        )
        advice = advised(described)
        after = theory(taken(described, advice))
        assert (after.kind == "stable") is ("No gain holds" not in str(advice.text))
        assert advice.change or after.kind != "stable"
        if p == 0.0 or activation in ("identity", "relu", "leaky_relu"):
            assert after.kind == "stable"


SAMPLE: dict[str, Experiment] = {
    "relu": deep("normal", std=0.001, activation="relu", layers=10, width=64),
    "relu, dropout": deep(gain=3.0, activation="relu", p=0.5, layers=20, width=64),
    "leaky_relu, bias": deep(
        "uniform", activation="leaky_relu", bias_init="normal", layers=12, width=64
    ),
    "identity": deep("normal", std=1.0, layers=50, width=64, input="digits"),
    "tanh": deep("normal", std=1.0, activation="tanh", layers=30, width=128),
    "tanh, alpha": deep(gain=0.2, activation="tanh", p=0.1, kind="alpha", layers=8, width=64),
    "sigmoid": deep("normal", std=0.01, activation="sigmoid", layers=3, width=64),
    "elu": deep("default", activation="elu", layers=20, width=64),
    "selu": deep("ones", activation="selu", layers=20, width=64),
    "gelu": deep("default", activation="gelu", layers=8, width=128),
    "silu": deep("sparse", activation="silu", layers=5, width=128),
    "orthogonal": deep("orthogonal", gain=0.3, activation="relu", layers=8, width=48),
    "constant": deep("constant", val=1 / 64, activation="tanh", layers=6, width=64),
}


@pytest.mark.parametrize("name", SAMPLE)
def test_what_would_hold_does_when_it_is_run(name: str) -> None:
    """In nine networks of ten at least, whatever their seeds."""
    described = SAMPLE[name]
    result = last(depth.run(described))
    advice = result.advice
    assert advice is not None
    assert "would keep both steady" in str(advice.text)
    better = taken(described, advice)
    assert kinds(better, 10).count("stable") >= 9
    after = last(depth.run(better)).advice
    assert after is not None
    assert after.change == () or "Enough for" in str(after.text)


def test_of_few_units_nothing_is_promised_that_chance_can_break() -> None:
    """30 layers of ReLU and 16 units: one network in twenty has the power that it began with."""
    described = deep("normal", std=0.01, activation="relu", layers=30, width=16)
    advice = advised(described)
    assert str(advice.text) == (
        "kaiming_normal(a=0, mode=fan_in, nonlinearity=relu) is right for wide layers; 16 units "
        "are too few to stay steady over 30 layers."
    )
    better = taken(described, advice)
    assert theory(better).kind == "stable"
    assert kinds(better, 20).count("stable") <= 6
    wider = described.with_value("depth.width", 64)
    assert "64 units are few, and chance moves" in str(advised(wider).text)
    assert 4 <= kinds(taken(wider, advised(wider)), 20).count("stable") < 20


def test_a_window_too_narrow_to_hit_is_named_with_its_ends() -> None:
    """What SiLU has too much of in one layer it has more of in the next, 50 times."""
    described = deep("normal", std=0.01, activation="silu", layers=50, width=256)
    advice = advised(described)
    text = str(advice.text)
    assert text.startswith("Only gains from 1.55")
    assert "hold silu over 50 layers" in text
    assert "by chance at most" in text
    low, high = (float(word) for word in text.split() if word.startswith("1.5"))
    for gain, kind in ((low * 0.999, "lost"), ((low + high) / 2, "held"), (high * 1.001, "lost")):
        found = theory(deep(gain=gain, activation="silu", layers=50, width=256)).kind
        assert (found == "stable") is (kind == "held")
    assert kinds(taken(described, advice), 5).count("stable") <= 3


@pytest.mark.parametrize(
    ("activation", "method", "values"),
    [
        ("relu", "kaiming_normal", {"nonlinearity": "relu"}),
        ("leaky_relu", "kaiming_normal", {"nonlinearity": "leaky_relu", "a": 0.01}),
        ("identity", "kaiming_normal", {"nonlinearity": "linear"}),
        ("tanh", "xavier_normal", {}),
        ("sigmoid", "xavier_normal", {}),
        ("selu", "lecun_normal", {}),
    ],
)
@pytest.mark.parametrize("own", ["normal", "xavier_normal", "lecun_normal", "kaiming_normal"])
def test_the_method_that_was_made_for_the_activation_is_recommended(
    activation: str, method: str, values: dict[str, Any], own: str
) -> None:
    start = {"gain": 0.1} if own == "xavier_normal" else {"std": 0.001} if own == "normal" else {}
    layers = 3 if activation == "sigmoid" else 24
    described = deep(own, **start, activation=activation, layers=layers, width=256)
    if theory(described).kind == "stable":
        return
    change = dict(advised(described).change)
    assert change["weight_init.method"] == method
    for name, value in values.items():
        assert change[f"weight_init.{name}"] == value


def test_who_chose_the_uniform_form_keeps_it() -> None:
    advice = advised(deep("xavier_uniform", gain=0.1, activation="tanh", layers=20, width=256))
    assert dict(advice.change)["weight_init.method"] == "xavier_uniform"
    leaky = deep("kaiming_uniform", a=5.0, activation="relu", layers=20, width=256)
    assert dict(advised(leaky).change) == {
        "weight_init.method": "kaiming_uniform",
        "weight_init.a": 0.0,
        "weight_init.mode": "fan_in",
        "weight_init.nonlinearity": "relu",
    }


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_who_chose_orthogonal_keeps_it_with_another_gain(activation: str) -> None:
    advice = advised(deep("orthogonal", gain=0.2, activation=activation, layers=20, width=256))
    change = dict(advice.change)
    assert change["weight_init.method"] == "orthogonal"
    if activation == "relu":
        assert change["weight_init.gain"] == pytest.approx(math.sqrt(2), abs=1e-3)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("method", ["normal", "kaiming_normal", "xavier_uniform", "orthogonal"])
def test_relu_with_dropout_gets_the_variance_of_pretorius(method: str, p: float) -> None:
    """Var[w] = 2·(1 − p)/fan_in."""
    values = {"gain": 3.0} if method in ("xavier_uniform", "orthogonal") else {}
    described = deep(method, **values, activation="relu", p=p, layers=40, width=512)
    advice = advised(described)
    assert "2(1−p)/fan_in" in str(advice.text)
    assert "Pretorius et al. 2018" in str(advice.text)
    assert spread(taken(described, advice)) == pytest.approx(2 * (1 - p), rel=1e-3)


def test_alpha_dropout_is_not_what_pretorius_wrote_about() -> None:
    described = deep(gain=3.0, activation="relu", p=0.3, kind="alpha", layers=10, width=512)
    advice = advised(described)
    assert advice.change
    assert "Pretorius" not in str(advice.text)


@pytest.mark.parametrize("layers", [2, 3, 5, 9])
def test_few_layers_of_tanh_are_held(layers: int) -> None:
    """39 % of the power is left after two layers, 6 % after nine; torch's gain keeps more."""
    described = deep(activation="tanh", layers=layers, width=256)
    text = str(advised(described).text)
    assert "No gain holds" not in text
    if theory(described).kind == "stable":
        assert text == (
            f"Enough for {layers} layers; xavier_normal(gain=1.667) would change the power less."
        )
    after = theory(taken(described, advised(described)))
    assert after.kind == "stable"


def test_what_is_stable_and_holds_every_layer_is_left_alone() -> None:
    for described in (
        deep("kaiming_normal", nonlinearity="relu", activation="relu", layers=10, width=256),
        deep("lecun_normal", activation="selu", layers=10, width=256),
        deep(layers=50, width=256),
    ):
        advice = advised(described)
        assert advice.change == ()
        assert str(advice.text) == "Nothing to change: this initialization fits."
    assert "a single layer" in str(advised(deep(layers=1)).text)


def test_sigmoid_with_alpha_dropout_has_a_gain_too() -> None:
    described = deep(activation="sigmoid", p=0.5, kind="alpha", layers=30, width=1024)
    advice = advised(described)
    assert "No gain holds" not in str(advice.text)
    assert 30.0 < float(dict(advice.change)["weight_init.gain"]) < 60.0
    assert theory(taken(described, advice)).kind == "stable"


def test_nothing_is_proposed_that_is_expected_to_do_worse() -> None:
    """And where nothing does better, the button is not offered."""
    for activation, gain, layers in itertools.product(
        ("silu", "gelu", "sigmoid", "tanh"), (1.0, 3.0), (10, 40)
    ):
        described = deep(gain=gain, activation=activation, layers=layers, width=48)
        verdict = theory(described)
        advice = advise(described, verdict)
        if not advice.change:
            assert verdict.kind == "stable" or "this" in str(advice.text)
            continue
        severity = {"stable": 0, "drifts": 1, "vanishing": 2, "exploding": 2}
        before, after = (
            sum(severity[kind] for kind in kinds(one, 4))
            for one in (described, taken(described, advice))
        )
        assert after <= before + 1


@pytest.mark.parametrize("activation", ["relu", "tanh", "identity"])
def test_a_bias_that_spoils_the_signal_is_set_to_zero(activation: str) -> None:
    for bias in ({"method": "normal", "std": 50.0}, {"method": "constant", "val": -20.0}):
        described = deep(
            "normal", std=0.01, activation=activation, bias_init=bias, layers=20, width=256
        )
        advice = advised(described)
        change = dict(advice.change)
        assert theory(taken(described, advice)).kind == "stable"
        if change.get("bias_init.method") == "zeros":
            assert "bias zeros" in str(advice.text)
            kept = {**change, "bias_init.method": described.bias_init.method}
            kept |= {f"bias_init.{name}": value for name, value in described.bias_init.values}
            assert theory(described.with_values(kept)).kind != "stable"


def test_some_bias_is_really_set_to_zero() -> None:
    bias = {"method": "constant", "val": -20.0}
    described = deep("normal", std=0.01, activation="relu", bias_init=bias, layers=20, width=256)
    assert dict(advised(described).change)["bias_init.method"] == "zeros"


def test_a_harmless_bias_is_left_alone() -> None:
    advice = advised(deep("normal", std=0.01, activation="relu", bias_init="default", layers=10))
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
    for kind in ("alike", "vanishing"):
        advice = advise(described, Verdict(kind, theory(deep()).text))
        better = taken(described, advice)
        assert theory(better).kind == "stable"
        assert last(depth.run(better)).symmetry is None
        assert "would keep both steady and tell the units apart" in str(advice.text)


def test_methods_that_theory_does_not_know_are_judged_by_what_was_measured() -> None:
    """With eye nothing is drawn at random; a mean that adds up explodes."""
    described = deep("uniform", a=0.0, b=1.0, width=64, layers=5)
    assert predict(described).forward is None
    result = last(depth.run(described))
    assert result.advice is not None
    assert result.advice.change
    steady = last(depth.run(deep("eye", activation="relu", width=64, layers=5))).advice
    assert steady is not None
    assert steady.change == ()


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_every_change_can_be_applied(method: str) -> None:
    for activation, kind, input in itertools.product(
        ("relu", "selu", "sigmoid"), ("dropout", "alpha"), ("normal", "digits")
    ):
        described = deep(method, activation=activation, p=0.2, kind=kind, input=input, layers=12)
        for word in ("drifts", "exploding"):
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


def test_a_gain_of_more_digits_is_shown_in_full() -> None:
    """Who types what is read gets what the button sets."""
    described = deep("normal", std=0.01, activation="silu", layers=50, width=256)
    better = proposal(described).experiment.weight_init.parameters["gain"]
    assert float(f"{better:.4g}") != better
    assert f"gain={better}" in str(advised(described).text)
