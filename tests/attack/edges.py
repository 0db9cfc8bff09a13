"""Experiments at the ends of every range, by name, for the core and for the window."""

from __future__ import annotations

from typing import Any

from core.experiment import Experiment
from core.experiment.sections import MAX_FEATURES, MAX_SEED
from tests.core.support import experiment

FLOAT64, FLOAT16, BFLOAT16 = ({"dtype": name} for name in ("float64", "float16", "bfloat16"))
DEEP = {"layers": 3, "width": 16, "batch": 16}


def _of(method: str = "default", fan_in: int = 20, fan_out: int = 30, **more: Any) -> Experiment:
    shape = {"in_features": fan_in, "out_features": fan_out} | more.pop("layer", {})
    return experiment(method, layer=shape, depth=DEEP | more.pop("depth", {}), **more)


EDGES: dict[str, Experiment] = {
    "one weight": _of("normal", 1, 1),
    "one weight, orthogonal": _of("orthogonal", 1, 1),
    "one weight, eye": _of("eye", 1, 1),
    "one row": _of("xavier_normal", 1000, 1),
    "one column": _of("kaiming_uniform", 1, 1000),
    "one to the most": _of("normal", 1, MAX_FEATURES),
    "the most to one": _of("uniform", MAX_FEATURES, 1, a=-1.0, b=1.0),
    "gain 0": _of("xavier_uniform", gain=0.0),
    "gain 0, orthogonal": _of("orthogonal", gain=0.0),
    "std 0": _of("normal", mean=2.5, std=0.0),
    "std 0, sparse": _of("sparse", std=0.0),
    "a = b": _of("uniform", a=0.1, b=0.1),
    "narrow, truncated": _of("trunc_normal", mean=0.0, std=1.0, a=1.0, b=1.0000001, run=FLOAT64),
    "sparsity 0": _of("sparse", sparsity=0.0, std=1.0),
    "sparsity 1": _of("sparse", sparsity=1.0),
    "p 0": _of("normal", dropout={"p": 0.0}),
    "p 1": _of("normal", dropout={"p": 1.0}),
    "p 1, alpha": _of("normal", dropout={"p": 1.0, "kind": "alpha"}),
    "p 1, eval": _of("normal", dropout={"p": 1.0, "training": False}),
    "p almost 1": _of("normal", dropout={"p": 0.9999999999999999}),
    "p almost 1, alpha": _of("normal", dropout={"p": 0.9999999999999999, "kind": "alpha"}),
    "p tiny": _of("normal", dropout={"p": 5e-324}),
    "p 1, infinite x": _of("default", dropout={"p": 1.0, "vector": "inf, -inf, nan, 1"}),
    "p 1, channels": _of("default", dropout={"p": 1.0, "kind": "dropout2d", "vector": "1, inf"}),
    "x of 1e308": _of(dropout={"p": 0.5, "vector": "1e308, -1e308, 1e-320, 0"}, run=FLOAT64),
    "x of 1e308, channels": _of(
        dropout={"p": 0.1, "kind": "dropout1d", "vector": "1e308, -1e308, 3"}, run=FLOAT64
    ),
    "x of 1e308, alpha": _of(
        dropout={"p": 0.5, "kind": "alpha", "vector": "1e308, 1"}, run=FLOAT64
    ),
    "x beyond float16": _of(dropout={"p": 0.5, "vector": "7e4, 1, -7e4"}, run=FLOAT16),
    "first seed": _of("normal", run={"seed": 0}),
    "last seed": _of("normal", run={"seed": MAX_SEED}, dropout={"p": 0.5}),
    "float16 overflows": _of("normal", mean=0.0, std=1e6, run=FLOAT16),
    "float16 nearly overflows": _of("normal", mean=0.0, std=3e4, run=FLOAT16),
    "float16 gain": _of("xavier_normal", gain=1e7, run=FLOAT16),
    "float32 overflows": _of("normal", mean=0.0, std=3e38),
    "bfloat16": _of("normal", 200, 300, run=BFLOAT16, layer={"activation": "gelu"}),
    "bfloat16, far from 0": _of("normal", mean=1000.0, std=1.0, run=BFLOAT16),
    "subnormal": _of("normal", mean=0.0, std=1e-45),
    "subnormal, float64": _of("normal", mean=0.0, std=1e-320, run=FLOAT64),
    "subnormal bounds": _of("uniform", a=0.0, b=1e-45),
    "smallest gain": _of("orthogonal", gain=5e-324, run=FLOAT64),
    "std below the dtype": _of("normal", mean=0.0, std=1e-320),
    "bounds below the dtype": _of("uniform", a=0.0, b=1e-320),
    "x of 1e-320": _of(dropout={"p": 0.5, "vector": "1e-320, -3e-320, 0"}, run=FLOAT64),
    "huge constant": _of("constant", val=1e308, run=FLOAT64),
    "largest constant": _of("constant", val=1.7976931348623157e308, run=FLOAT64),
    "huge bounds": _of("uniform", a=-8e307, b=8e307, run=FLOAT64),
    "huge mean": _of("normal", mean=1.7e308, std=1.0, run=FLOAT64),
    "huge spread": _of("normal", mean=0.0, std=1e308, run=FLOAT64),
    "huge bias": _of(
        "normal", bias_init={"method": "normal", "mean": 1.79e308, "std": 5.0}, run=FLOAT64
    ),
    "NaN in the output": _of("constant", val=3e38, layer={"activation": "gelu"}),
    "one bound far": _of("trunc_normal", mean=0.0, std=1.0, a=-1.7e308, b=0.0, run=FLOAT64),
    "far tail": _of("trunc_normal", mean=0.0, std=1.0, a=30.0, b=31.0, run=FLOAT64),
    "shallow and narrow": _of("normal", depth={"layers": 1, "width": 8, "batch": 16}),
    "deep and narrow": _of("default", depth={"layers": 100, "width": 8, "batch": 16}),
    "deep, digits": _of("orthogonal", depth={"layers": 100, "width": 8, "input": "digits"}),
    "deep, exploding": _of("normal", mean=0.0, std=9.0, depth={"layers": 100}, run=FLOAT16),
    "wide": _of("xavier_normal", depth={"layers": 2, "width": 1024, "batch": 16}),
    "all dead": _of("constant", val=-1.0, bias_init={"method": "constant", "val": -1.0},
                    layer={"activation": "relu"}),
    "eye, deep": _of("eye", 7, 5, depth={"layers": 100, "width": 8}),
}  # fmt: skip
"""What torch refuses is not among them."""
