"""What the tests of experiments share: any experiment and any JSON, where a seed ends, a file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from core.data.sets import DATA
from core.experiment import LIVE, PARAMETERS, Experiment, Layer
from core.experiment.schedule import Schedule
from core.init.methods import bias_methods, weight_methods
from core.parameters import Choice, Flag, Numbers, Real, Whole

SEED_LIMIT = 2**63 - 1


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def file_in(folder: Path, content: bytes) -> Path:
    path = folder / "x.initlab.json"
    path.write_bytes(content)
    return path
