"""An experiment is read, changed and written back; any legal one survives the round trip."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.experiment import PARAMETERS, WELCOME, Experiment, Layer, parameter
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.init.methods import REGISTRY, bias_methods
from core.messages import InvalidExperiment
from core.parameters import Whole
from tests.core.experiment.support import JSON, SEED_LIMIT, experiments
from tests.core.support import LINEAR_METHODS, experiment
from tests.scale import many

CONTRACT: dict[str, Any] = {
    "initlab": 1,
    "layer": {"in_features": 5, "out_features": 2, "bias": True, "activation": "identity"},
    "weight_init": {"method": "xavier_normal", "gain": 1.0},
    "bias_init": {"method": "default"},
    "dropout": {"p": 0.5, "training": True},
    "run": {"device": "cpu", "dtype": "float32", "seed": 0},
    "depth": {"layers": 20, "width": 256, "batch": 256},
}
"""Section 4.1 of the design, word for word."""


def test_the_contracts_example_is_read_and_written_back() -> None:
    assert Experiment.from_dict(CONTRACT).to_dict() == CONTRACT


def test_missing_keys_take_the_contracts_defaults() -> None:
    expected = CONTRACT | {
        "weight_init": {"method": "default"},
        "dropout": {"p": 0.0, "training": True},
    }
    assert Experiment().to_dict() == expected
    assert Experiment.from_dict({"initlab": 1}) == Experiment()
    for section in CONTRACT:
        if section != "initlab":
            assert Experiment.from_dict({"initlab": 1, section: {}}) == Experiment()


def test_the_welcome_experiment_is_worth_looking_at() -> None:
    """Section 4.1: 512 → 256, tanh, Xavier normal, dropout 0.5."""
    assert (WELCOME.layer.in_features, WELCOME.layer.out_features) == (512, 256)
    assert WELCOME.layer.activation == "tanh"
    assert WELCOME.weight_init.method == "xavier_normal"
    assert WELCOME.dropout.p == 0.5


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_a_method_without_values_takes_its_defaults(method: str) -> None:
    described = experiment(method)
    assert described.to_dict()["weight_init"] == {"method": method} | REGISTRY[method].defaults()
    assert described.weight_init.parameters == REGISTRY[method].defaults()


def test_a_method_starts_from_its_own_defaults() -> None:
    described = experiment("normal", std=3.0).with_value("weight_init.method", "trunc_normal")
    assert described.weight_init.parameters == REGISTRY["trunc_normal"].defaults()


def test_one_value_changes_and_nothing_else() -> None:
    before = Experiment.from_dict(CONTRACT)
    after = before.with_value("weight_init.gain", 2.0)
    assert after.to_dict() == CONTRACT | {"weight_init": {"method": "xavier_normal", "gain": 2.0}}
    assert before.to_dict() == CONTRACT
    assert after.value("weight_init.gain") == 2.0
    assert after.with_value("weight_init.gain", 1.0) == before


def test_every_key_can_be_changed_and_read() -> None:
    changes = {
        "layer.in_features": 7,
        "layer.out_features": 8,
        "layer.bias": False,
        "layer.activation": "selu",
        "weight_init.method": "normal",
        "bias_init.method": "ones",
        "dropout.p": 0.25,
        "dropout.training": False,
        "run.device": "cpu",
        "run.dtype": "bfloat16",
        "run.seed": 12,
        "depth.layers": 3,
        "depth.width": 64,
        "depth.batch": 32,
    }
    for key, value in changes.items():
        assert Experiment().with_value(key, value).value(key) == value
    together = Experiment().with_values(changes)
    assert {key: together.value(key) for key in changes} == changes


def test_a_method_and_its_values_change_at_once_in_any_order() -> None:
    changes = {"weight_init.std": 2.0, "weight_init.method": "normal"}
    described = experiment("xavier_normal").with_values(changes)
    assert described.weight_init.parameters == {"mean": 0.0, "std": 2.0}
    changes = {"weight_init.a": -2.0, "weight_init.method": "uniform", "weight_init.b": 2.0}
    described = experiment("xavier_normal").with_values(changes)
    assert described.weight_init.parameters == {"a": -2.0, "b": 2.0}


@pytest.mark.parametrize(
    "key", ["gain", "weight_init", "", ".", "weight_init.", "nothing.p", "layer.gain", "initlab.x"]
)
def test_an_unknown_key_cannot_be_changed(key: str) -> None:
    with pytest.raises(InvalidExperiment):
        experiment("xavier_normal").with_value(key, 1)
    with pytest.raises(KeyError):
        experiment("xavier_normal").value(key)


def test_an_experiment_cannot_be_changed_in_place() -> None:
    described = Experiment()
    with pytest.raises(dataclasses.FrozenInstanceError):
        described.layer = Layer()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        described.layer.in_features = 3  # type: ignore[misc]
    described.weight_init.parameters["gain"] = 3.0
    described.to_dict()["layer"]["in_features"] = 99
    assert described == Experiment()


def test_equal_experiments_have_equal_hashes() -> None:
    one, other = Experiment.from_dict(CONTRACT), Experiment.from_dict(CONTRACT)
    assert one is not other
    assert hash(one) == hash(other)
    assert one != one.with_value("run.seed", 1)


def test_ranges_end_where_the_contract_says() -> None:
    for key, low, high in [
        ("layer.in_features", 1, 1_048_576),
        ("layer.out_features", 1, 1_048_576),
        ("run.seed", 0, SEED_LIMIT),
        ("dropout.p", 0.0, 1.0),
    ]:
        for value in (low, high):
            assert Experiment().with_value(key, value).value(key) == value
    assert experiment("normal", std=0.0).weight_init.parameters["std"] == 0.0
    assert experiment("uniform", a=1.0, b=1.0).weight_init.parameters["a"] == 1.0
    assert experiment("sparse", sparsity=0.0).weight_init.parameters["sparsity"] == 0.0
    assert experiment("sparse", sparsity=1.0).weight_init.parameters["sparsity"] == 1.0
    assert experiment("trunc_normal", std=5e-324).weight_init.parameters["std"] == 5e-324
    for method in ("xavier_uniform", "xavier_normal", "orthogonal"):
        assert experiment(method, gain=0.0).weight_init.parameters["gain"] == 0.0
        assert experiment(method, gain=1e308).weight_init.parameters["gain"] == 1e308


def test_the_enumerations_are_the_contracts() -> None:
    assert " ".join(ACTIVATIONS) == "identity relu leaky_relu tanh sigmoid gelu silu elu selu"
    assert set(DTYPES) == {"float32", "float64", "float16", "bfloat16"}
    assert [entry.method for entry in bias_methods()] == (
        ["default", "zeros", "ones", "constant", "normal", "uniform", "trunc_normal"]
    )


def test_a_whole_number_is_a_real_one() -> None:
    described = experiment("normal", mean=3, std=2)
    assert described.weight_init.parameters == {"mean": 3.0, "std": 2.0}
    assert all(isinstance(value, float) for value in described.weight_init.parameters.values())
    assert isinstance(Experiment().with_value("dropout.p", 1).dropout.p, float)


def test_every_plain_value_has_its_description() -> None:
    for section, parameters in PARAMETERS.items():
        for described in parameters:
            key = f"{section}.{described.name}"
            assert parameter(key) is described
            assert Experiment().value(key) == described.default
            if isinstance(described, Whole):
                low, high = described.usual
                assert described.low <= low < high
    with pytest.raises(KeyError):
        parameter("layer.nothing")


def test_later_keys_are_written_only_where_they_say_something() -> None:
    described = Experiment.from_dict({"initlab": 1})
    assert set(described.to_dict()["dropout"]) == {"p", "training"}
    assert described.value("dropout.kind") == "dropout"
    alpha = described.with_value("dropout.kind", "alpha")
    assert alpha.to_dict()["dropout"]["kind"] == "alpha"
    assert Experiment.from_dict(alpha.to_dict()) == alpha


@settings(max_examples=many(100, 500, 5_000))
@given(experiments())
def test_any_legal_experiment_survives_the_round_trip(described: Experiment) -> None:
    data = described.to_dict()
    again = Experiment.from_dict(data)
    assert again == described
    assert again.to_dict() == data
    for section, values in data.items():
        if section == "race":
            assert described.with_value("race", values) == described
        elif section != "initlab":
            for name, value in values.items():
                key = f"{section}.{name}"
                if name != "schedule":
                    assert described.value(key) == value
                if name != "method":
                    assert described.with_value(key, value) == described


KEYS = st.sampled_from(
    [f"{s}.{p.name}" for s, ps in PARAMETERS.items() for p in ps]
    + ["weight_init.method", "weight_init.gain", "weight_init.a", "bias_init.method", "x", "x.y"]
)


@settings(max_examples=many(300, 1_500, 15_000))
@given(KEYS, JSON)
def test_any_value_is_taken_or_refused_by_its_key(key: str, value: Any) -> None:
    described = experiment("xavier_normal")
    try:
        changed = described.with_value(key, value)
    except InvalidExperiment as refusal:
        assert refusal.key == key or refusal.key.startswith(f"{key}[")
        assert str(refusal).isprintable()
    else:
        held = changed.value(key)
        assert (list(held) if isinstance(held, tuple) else held) == value
        assert Experiment.from_dict(changed.to_dict()) == changed


@settings(max_examples=many(200, 1_000, 10_000))
@given(JSON)
def test_any_json_is_refused_in_words_or_read(value: Any) -> None:
    for data in (value, {"initlab": 1, "weight_init": value}, {"initlab": value}):
        try:
            described = Experiment.from_dict(data)
        except InvalidExperiment as refusal:
            assert str(refusal).isprintable()
        else:
            assert Experiment.from_dict(described.to_dict()) == described
