from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.sets import DATA
from core.experiment import (
    LIVE,
    PARAMETERS,
    WELCOME,
    Experiment,
    Initialization,
    Layer,
    parameter,
)
from core.experiment.schedule import Schedule
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.init.methods import REGISTRY, bias_methods, weight_methods
from core.messages import InvalidExperiment
from core.parameters import Choice, Flag, Numbers, Real, Whole
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


def _refused(data: Any) -> InvalidExperiment:
    with pytest.raises(InvalidExperiment) as refusal:
        Experiment.from_dict(data)
    text = str(refusal.value)
    assert text.startswith(f"{refusal.value.key}: ")
    assert "\n" not in text
    assert len(text) < 400
    return refusal.value


def _with(key: str, value: Any) -> dict[str, Any]:
    section, _, name = key.partition(".")
    return {"initlab": 1, section: {name: value}}


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


def test_sections_validate_themselves_on_construction() -> None:
    with pytest.raises(InvalidExperiment, match=r"^layer\.in_features: "):
        Layer(in_features=0)
    with pytest.raises(InvalidExperiment, match=r"^weight_init\.std: "):
        Initialization("weight_init", "normal", (("std", -1.0),))


SEED_LIMIT = 2**63 - 1


def _id(value: Any) -> str:
    return "huge" if isinstance(value, int) and abs(value) > 10**99 else repr(value)[:30]


BAD_VALUES: list[tuple[str, Any]] = [
    ("layer.in_features", 0),
    ("layer.in_features", -1),
    ("layer.in_features", 1_048_577),
    ("layer.in_features", 5.0),
    ("layer.in_features", "5"),
    ("layer.in_features", True),
    ("layer.in_features", None),
    ("layer.in_features", [5]),
    ("layer.in_features", 10**400),
    ("layer.in_features", 10**5000),
    ("layer.in_features", math.nan),
    ("layer.out_features", 0),
    ("layer.out_features", math.inf),
    ("layer.out_features", False),
    ("layer.bias", 1),
    ("layer.bias", 0),
    ("layer.bias", "true"),
    ("layer.bias", None),
    ("layer.activation", "softmax"),
    ("layer.activation", ""),
    ("layer.activation", 3),
    ("layer.activation", ["relu"]),
    ("layer.activation", {}),
    ("layer.width", 3),
    ("weight_init.method", "xavier"),
    ("weight_init.method", "xavier_normal_"),
    ("weight_init.method", "dirac"),
    ("weight_init.method", ""),
    ("weight_init.method", None),
    ("weight_init.method", 3),
    ("weight_init.method", ["normal"]),
    ("weight_init.gain", 1.0),
    ("bias_init.method", "eye"),
    ("bias_init.method", "xavier_normal"),
    ("bias_init.method", "orthogonal"),
    ("bias_init.method", "sparse"),
    ("bias_init.method", "kaiming_uniform"),
    ("bias_init.method", "nothing"),
    ("bias_init.val", 0.0),
    ("dropout.p", -1e-9),
    ("dropout.p", 1.0000001),
    ("dropout.p", math.nan),
    ("dropout.p", math.inf),
    ("dropout.p", True),
    ("dropout.p", "0.5"),
    ("dropout.p", None),
    ("dropout.training", 1),
    ("dropout.training", "eval"),
    ("dropout.rate", 0.5),
    ("run.device", "cuda:99"),
    ("run.device", "tpu"),
    ("run.device", ""),
    ("run.device", 0),
    ("run.device", None),
    ("run.dtype", "float8"),
    ("run.dtype", "torch.float32"),
    ("run.dtype", 32),
    ("run.seed", -1),
    ("run.seed", SEED_LIMIT + 1),
    ("run.seed", 0.0),
    ("run.seed", True),
    ("run.seed", 10**400),
    ("depth.layers", 0),
    ("depth.layers", 101),
    ("depth.width", 0),
    ("depth.layers", 2.5),
    ("depth.width", 7),
    ("depth.width", 1025),
    ("depth.batch", 1.5),
    ("depth.batch", 15),
    ("depth.batch", 4097),
    ("depth.input", "faces"),
    ("depth.input", 1),
    ("run.device", "meta"),
]


@pytest.mark.parametrize(("key", "value"), BAD_VALUES, ids=_id)
def test_a_bad_value_is_refused_by_its_dotted_key(key: str, value: Any) -> None:
    assert _refused(_with(key, value)).key == key
    with pytest.raises(InvalidExperiment) as refusal:
        Experiment().with_value(key, value)
    assert refusal.value.key == key


BAD_PARAMETERS: list[tuple[str, str, Any]] = [
    ("xavier_normal", "gain", -0.1),
    ("xavier_uniform", "gain", math.nan),
    ("orthogonal", "gain", -1),
    ("orthogonal", "gain", 10**400),
    ("xavier_normal", "std", 1.0),
    ("normal", "std", -1e-300),
    ("normal", "mean", math.inf),
    ("normal", "mean", -math.inf),
    ("normal", "std", "1"),
    ("normal", "std", True),
    ("normal", "std", None),
    ("normal", "gain", 1.0),
    ("normal", "generator", None),
    ("normal", "tensor", 1.0),
    ("uniform", "a", 1.5),  # above b = 1
    ("trunc_normal", "std", 0.0),
    ("trunc_normal", "a", 2.0),  # not below b = 2
    ("trunc_normal", "a", 3.0),
    ("constant", "val", math.nan),
    ("constant", "val", False),
    ("constant", "value", 1.0),
    ("sparse", "sparsity", 1.01),
    ("sparse", "sparsity", -0.5),
    ("sparse", "std", -1),
    ("kaiming_normal", "mode", "fan_avg"),
    ("kaiming_normal", "mode", 1),
    ("kaiming_normal", "nonlinearity", "gelu"),
    ("kaiming_uniform", "a", math.nan),
    ("zeros", "val", 0.0),
    ("eye", "gain", 1.0),
    ("default", "a", 1.0),
]


@pytest.mark.parametrize(("method", "name", "value"), BAD_PARAMETERS, ids=_id)
def test_a_bad_parameter_is_refused_by_its_dotted_key(method: str, name: str, value: Any) -> None:
    data = {"initlab": 1, "weight_init": {"method": method, name: value}}
    assert _refused(data).key == f"weight_init.{name}"
    if REGISTRY[method] in bias_methods():
        data = {"initlab": 1, "bias_init": {"method": method, name: value}}
        assert _refused(data).key == f"bias_init.{name}"


@pytest.mark.parametrize("data", [None, [], "x", 3, 1.5, True, [["initlab", 1]]])
def test_what_is_no_object_is_no_experiment(data: Any) -> None:
    assert _refused(data).key == "initlab"


@pytest.mark.parametrize("version", [0, 2, -1, 1.0, True, "1", None, [], math.nan, 10**400])
def test_only_version_1_is_read(version: Any) -> None:
    assert _refused({"initlab": version}).key == "initlab"


def test_the_version_is_required() -> None:
    assert _refused({}).key == "initlab"
    assert _refused({"layer": {}}).key == "initlab"


@pytest.mark.parametrize(
    "section", ["layer", "weight_init", "bias_init", "dropout", "run", "depth"]
)
@pytest.mark.parametrize("value", [None, [], "x", 3, True])
def test_a_section_is_an_object(section: str, value: Any) -> None:
    assert _refused({"initlab": 1, section: value}).key == section


def test_an_unknown_section_is_refused_with_those_that_are_known() -> None:
    refusal = _refused({"initlab": 1, "optimizer": {}})
    assert refusal.key == "optimizer"
    assert "weight_init" in str(refusal)


def test_refusals_name_the_value_and_what_is_allowed() -> None:
    for key, value, allowed in [
        ("layer.in_features", 0, ("0", "1,048,576")),
        ("layer.in_features", "5", ("whole",)),
        ("layer.in_features", 5.0, ("whole",)),
        ("layer.bias", 1, ("true or false",)),
        ("layer.activation", "softmax", ("softmax", "identity", "selu")),
        ("weight_init.method", "xavier", ("xavier", "xavier_normal", "sparse")),
        ("bias_init.method", "eye", ("eye", "normal", "trunc_normal", "two dimensions")),
        ("run.device", "cuda:99", ("cuda:99", "cpu")),
        ("run.dtype", "int8", ("int8", "bfloat16")),
        ("run.seed", -5, ("-5", f"{SEED_LIMIT:,}")),
        ("dropout.p", 1.5, ("1.5", "0", "1")),
        ("depth.input", "faces", ("faces", "digits")),
        ("layer.colour", 1, ("in_features", "activation")),
    ]:
        text = str(_refused(_with(key, value)))
        for part in allowed:
            assert part in text, text
    text = str(_refused({"initlab": 1, "weight_init": {"method": "normal", "gain": 2}}))
    assert "mean, std" in text
    for values, words in [
        ({"method": "zeros", "val": 1.0}, "no parameters"),
        ({"method": "normal", "std": math.inf}, "finite"),
        ({"method": "normal", "std": -1}, "at least 0"),
        ({"method": "trunc_normal", "std": 0}, "above 0"),
        ({"method": "trunc_normal", "a": 1, "b": 1}, "below"),
        ({"method": "sparse", "sparsity": 1.5}, "0 to 1"),
        ({"method": "kaiming_normal", "mode": "fan"}, "fan_in"),
        ({"method": "kaiming_normal", "nonlinearity": "gelu"}, "relu"),
    ]:
        assert words in str(_refused({"initlab": 1, "weight_init": values}))
    text = str(_refused({"initlab": 1, "weight_init": {"method": "uniform", "a": 3.5, "b": 2}}))
    assert "a = 3.5" in text
    assert "b = 2" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a\nb", "weight_init.a\\nb"), ("x" * 500, None), ("\x1b[2J", "weight_init.\\x1b[2J")],
)
def test_a_wild_key_is_printed_on_one_short_line(name: str, expected: str | None) -> None:
    data = {"initlab": 1, "weight_init": {"method": "normal", name: 1}}
    key = _refused(data).key
    assert key.isprintable()
    assert len(key) < 100
    assert expected in (None, key)


@pytest.mark.parametrize("value", ["\ud800", "a\nb", "\x1b[31m", "漢字", {"a": 1}, "x" * 10**5])
def test_a_wild_value_is_printed_on_one_short_line(value: Any) -> None:
    text = str(_refused(_with("run.dtype", value)))
    assert text.isprintable()
    text.encode("utf-8")


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


def _legal(parameter: Any) -> st.SearchStrategy[Any]:
    if isinstance(parameter, Schedule):
        return st.just(())
    if isinstance(parameter, Flag):
        return st.booleans()
    if isinstance(parameter, Whole):
        return st.integers(parameter.low, parameter.high)
    if isinstance(parameter, Choice):
        return st.sampled_from(parameter.options or ("cpu",))
    if isinstance(parameter, Numbers):
        numbers = st.lists(st.integers(-99, 99), min_size=1, max_size=parameter.most)
        typed = numbers.map(lambda many: ", ".join(map(str, many)))
        return st.sampled_from(parameter.options) | typed
    assert isinstance(parameter, Real)
    finite = {"allow_nan": False, "allow_infinity": False}
    low = None if math.isinf(parameter.low) else parameter.low
    high = None if math.isinf(parameter.high) else parameter.high
    return st.floats(low, high, exclude_min=parameter.low_open and low is not None, **finite)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Any legal experiment."""
    data: dict[str, Any] = {"initlab": 1}
    for section, parameters in PARAMETERS.items():
        data[section] = {p.name: draw(_legal(p)) for p in parameters}
    layer = data["layer"]
    divides = all(layer[side] % layer["groups"] == 0 for side in ("in_features", "out_features"))
    layer["groups"] = layer["groups"] if divides else 1
    dims = Layer(kind=layer["kind"]).entry.dims
    for section, methods in (
        ("weight_init", [e for e in weight_methods(dims) if e.method != "dirac"]),
        ("bias_init", bias_methods()),
    ):
        entry = draw(st.sampled_from(methods))
        values = {p.name: draw(_legal(p)) for p in entry.parameters}
        for rule in entry.rules:
            low, high = sorted((values[rule.low], values[rule.high]))
            if low == high and rule.strict:
                low, high = 0.0, 1.0
            values |= {rule.low: low, rule.high: high}
        data[section] = {"method": entry.method, **values}
    train = data["train"]
    entry = DATA[train["data"]]
    train["samples"] = min(train["samples"], entry.max_samples)
    train["batch"] = min(train["batch"], train["samples"])
    if entry.is_regression:
        train["loss"] = "mse"
    steps = train["epochs"] * -(-train["samples"] // train["batch"])
    at = sorted(draw(st.sets(st.integers(0, steps - 1), max_size=4)))
    train["schedule"] = [{"step": step, "changes": draw(_live_changes())} for step in at]
    lanes = st.fixed_dictionaries({"changes": _live_changes()}, optional={"name": st.just("λ")})
    data["race"] = draw(st.lists(lanes, max_size=8))
    return Experiment.from_dict(data)


def _live_changes() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"train.lr": _legal(LIVE["train.lr"])},
        optional={key: _legal(p) for key, p in LIVE.items() if key != "train.lr"},
    )


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
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
