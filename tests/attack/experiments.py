"""Random legal experiments for Hypothesis: every method, parameter, dtype, activation and page.

The methods and their parameters come from the registry, so that a new one is attacked at once.
`experiments()` draws small ones that run in milliseconds; the ends of every range are among them.
"""

from __future__ import annotations

import math
import sys
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS, DTYPES, INPUTS, MAX_SEED, VECTORS
from core.init.methods import Initializer, bias_methods, weight_methods
from core.layers.dropouts import KINDS
from core.messages import InvalidExperiment
from core.parameters import Choice, Parameter, Real

LARGEST = sys.float_info.max
SMALLEST = 5e-324

FAR = (0.0, 1.0, -1.0, 1e-45, SMALLEST, 1e-320, 1e-8, 0.1, 7e4, -7e4, 1e6, 1e38, 3.5e38, 1e300,
       1e308, LARGEST, -LARGEST)  # fmt: skip
"""Numbers at which a dtype, a square or a width overflows or vanishes."""


def reals(parameter: Real, far: bool = True) -> SearchStrategy[float]:
    """Legal values of a parameter: its default, its slider's range, and with `far` all the rest."""
    low, high = parameter.usual
    usual = st.floats(max(low, parameter.low), min(high, parameter.high), allow_subnormal=False)
    strategies: list[SearchStrategy[float]] = [st.just(parameter.default), usual]
    if far:
        ends = {x for x in (*FAR, parameter.low, parameter.high) if _is_legal(parameter, x)}
        strategies.append(st.sampled_from(sorted(ends)))
    return st.one_of(strategies).filter(lambda x: _is_legal(parameter, x))


def _is_legal(parameter: Real, value: float) -> bool:
    try:
        parameter.check("", value)
    except InvalidExperiment:
        return False
    return True


def _values(parameter: Parameter, far: bool) -> SearchStrategy[Any]:
    if isinstance(parameter, Choice):
        return st.sampled_from(parameter.options)
    assert isinstance(parameter, Real)
    return reals(parameter, far)


@st.composite
def initializations(draw: Any, entry: Initializer, far: bool = True) -> dict[str, Any]:
    """A method with a value for each of its parameters, in the order that its rules ask for."""
    values = {p.name: draw(_values(p, far)) for p in entry.parameters}
    for rule in entry.rules:
        low, high = sorted((values[rule.low], values[rule.high]))
        if low == high and rule.strict:
            low, high = -1.0, 1.0
        values[rule.low], values[rule.high] = low, high
    return {"method": entry.method, **values}


def vectors() -> SearchStrategy[str]:
    """What may stand in `dropout.vector`: a name, or numbers, infinite and NaN among them."""
    number = st.one_of(
        st.floats(-9, 9).map(lambda x: f"{x:.3g}"),
        st.sampled_from(["0", "-0", "inf", "-inf", "nan", "1e308", "-7e4", "1e-45", "1e999"]),
    )
    typed = st.lists(number, min_size=1, max_size=64).map(", ".join)
    return st.one_of(st.sampled_from(VECTORS), typed)


def probabilities() -> SearchStrategy[float]:
    """p with its ends and its neighbours."""
    edges = st.sampled_from([0.0, 1.0, 0.5, math.nextafter(1.0, 0.0), SMALLEST])
    return st.one_of(edges, st.floats(0.0, 1.0))


@st.composite
def experiments(
    draw: Any,
    *,
    methods: tuple[str, ...] | None = None,
    dtypes: tuple[str, ...] = DTYPES,
    most_features: int = 64,
    most_layers: int = 6,
    most_width: int = 24,
    most_batch: int = 32,
    far: bool = True,
) -> Experiment:
    """One legal experiment; `far` False leaves the values that overflow or vanish out.

    `methods` restricts those of the weight. Whether torch can do it is another question:
    orthogonal in float16 is legal and refused by a run.
    """
    weight = [entry for entry in weight_methods(2) if methods is None or entry.method in methods]
    features = st.one_of(st.sampled_from([1, 2, 16, 17]), st.integers(1, most_features))
    seeds = st.one_of(st.sampled_from([0, 1, MAX_SEED, 2**32, 2**53 + 1]), st.integers(0, MAX_SEED))
    return Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {
                "in_features": draw(features),
                "out_features": draw(features),
                "bias": draw(st.booleans()),
                "activation": draw(st.sampled_from(tuple(ACTIVATIONS))),
            },
            "weight_init": draw(st.sampled_from(weight).flatmap(lambda e: initializations(e, far))),
            "bias_init": draw(
                st.sampled_from(bias_methods()).flatmap(lambda e: initializations(e, far))
            ),
            "dropout": {
                "p": draw(probabilities()),
                "training": draw(st.booleans()),
                "kind": draw(st.sampled_from(tuple(KINDS))),
                "vector": draw(vectors()),
            },
            "run": {"dtype": draw(st.sampled_from(dtypes)), "seed": draw(seeds)},
            "depth": {
                "layers": draw(st.integers(1, most_layers)),
                "width": draw(st.integers(8, most_width)),
                "batch": draw(st.integers(16, most_batch)),
                "input": draw(st.sampled_from(INPUTS)),
            },
        }
    )
