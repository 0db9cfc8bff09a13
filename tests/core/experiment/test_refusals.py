"""What is no experiment is refused by its dotted key, in words on one line."""

from __future__ import annotations

import math
from typing import Any

import pytest

from core.experiment import Experiment, Initialization, Layer
from core.init.methods import REGISTRY, bias_methods
from core.messages import InvalidExperiment
from tests.core.experiment.support import SEED_LIMIT


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


def test_sections_validate_themselves_on_construction() -> None:
    with pytest.raises(InvalidExperiment, match=r"^layer\.in_features: "):
        Layer(in_features=0)
    with pytest.raises(InvalidExperiment, match=r"^weight_init\.std: "):
        Initialization("weight_init", "normal", (("std", -1.0),))


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
