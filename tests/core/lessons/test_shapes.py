"""Shapes, on distributions and curves whose shape mathematics knows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.experiment import Experiment
from core.init import marginals
from core.lessons import claims
from core.lessons.lesson import Step
from core.lessons.shapes import LANES, SHAPES, Distribution
from core.stats.histogram import summarize
from core.stats.histogram_data import histogram_data
from tests.core.support import experiment as described

COUNT = 100_000
CURVES = {
    "constant": np.ones(30),
    "halving": 0.5 ** np.arange(30),
    "doubling": 2.0 ** np.arange(30),
    "power law": 1.0 / np.arange(1, 31) ** 0.5,
    "one step": np.array([1.0] * 15 + [100.0] * 15),
    "up and down": np.array([*range(1, 16), *range(15, 0, -1)], float),
    "nothing": np.zeros(30),
    "growing to a limit": 4.0 - 3.0 * 0.7 ** np.arange(30),
}


def of(values: torch.Tensor) -> Distribution:
    return claims.sampled(histogram_data(summarize(values.reshape(1, -1), find_atoms=True), None))


def normal(std: float = 1.0) -> torch.Tensor:
    return std * torch.randn(COUNT, generator=torch.Generator().manual_seed(0))


def uniform() -> torch.Tensor:
    return torch.rand(COUNT, generator=torch.Generator().manual_seed(0))


SAMPLES = {
    "N(0, 1)": lambda: normal(),
    "U(-1, 1)": lambda: 2 * uniform() - 1,
    "U(0, 1)": lambda: uniform(),
    # Where a normal goes through tanh its density at 0 is least once its variance is above 1/2:
    # d²/dy² log f(y) = 2 − 1/σ² there.
    "tanh of N(0, 0.5²)": lambda: torch.tanh(normal(0.5)),
    "tanh of N(0, 1)": lambda: torch.tanh(normal(1.0)),
    "tanh of N(0, 1.155²)": lambda: torch.tanh(normal(1.155)),
    "tanh of N(0, 22²)": lambda: torch.tanh(normal(22.0)),
    "arcsine": lambda: torch.sin(2 * math.pi * uniform()),
    "relu of N(0, 1)": lambda: torch.relu(normal()),
    "zeros": lambda: torch.zeros(COUNT),
}

EXPECTED = {
    "N(0, 1)": {"bell", "hill", "centred"},
    "U(-1, 1)": {"box", "centred"},
    "U(0, 1)": {"box", "off centre"},
    "tanh of N(0, 0.5²)": {"hill", "centred"},
    "tanh of N(0, 1)": {"valley", "centred"},
    "tanh of N(0, 1.155²)": {"valley", "centred"},
    "tanh of N(0, 22²)": {"valley", "two ends", "centred"},
    "arcsine": {"valley", "centred"},
    "relu of N(0, 1)": {"spike at zero", "off centre"},
    "zeros": {"one spike"},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_the_shapes_of_its_distribution_and_no_others(name):
    drawn = of(SAMPLES[name]())
    assert {shape for shape, has in SHAPES["output"].items() if has(drawn)} == EXPECTED[name]


@pytest.mark.parametrize(
    ("theory", "shapes"),
    [
        (marginals.normal(0.0, 0.1), {"bell", "hill", "centred"}),
        (marginals.uniform(-1.0, 1.0), {"box", "centred"}),
        (marginals.uniform(0.0, 1.0), {"box", "off centre"}),
        (marginals.point(0.5), {"one spike", "off centre"}),
    ],
)
def test_a_line_of_theory_has_them_too(theory, shapes):
    few = torch.tensor([[theory.mean, theory.mean + theory.std]])
    drawn = claims.exact(histogram_data(summarize(few), theory))
    assert {shape for shape, has in SHAPES["theory"].items() if has(drawn)} == shapes


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("constant", {"flat", "settles"}),
        ("halving", {"falls"}),
        ("doubling", {"rises"}),
        ("power law", {"falls", "falls slower"}),
        ("one step", {"settles"}),
        ("up and down", set()),
        ("nothing", set()),
        ("growing to a limit", {"rises", "settles"}),
    ],
)
def test_a_curve_has_the_shapes_that_one_sees(name, shapes):
    curve = CURVES[name]
    assert {shape for shape, has in SHAPES["forward"].items() if has(curve)} == shapes


def test_a_matrix_and_a_function_have_theirs():
    matrix = SHAPES["matrix"]
    assert {s for s, has in matrix.items() if has(np.ones((3, 4)))} == {"rows alike"}
    assert {s for s, has in matrix.items() if has(np.eye(3, 4))} == {"diagonal"}
    assert {s for s, has in matrix.items() if has(np.eye(4, 3))} == {"diagonal", "empty rows"}
    for activation, shapes in {
        "identity": set(),
        "relu": set(),
        "tanh": {"flat ends", "steep middle", "curved", "straight middle"},
        "selu": {"curved", "steep middle"},
    }.items():
        experiment = described("normal", layer={"activation": activation})
        found = {s for s in SHAPES["activation"] if claims.holds(experiment, "activation", s)}
        assert found == shapes, activation


def test_a_wrong_shape_is_said_with_what_it_is_about():
    step = Step("", "layer", "", described("zeros"), (), (), (), (("weight", "bell"),))
    assert claims.wrong(step) == ["weight: this is not “bell”"]
    right = Step("", "layer", "", described("zeros"), (), (), (), (("weight", "one spike"),))
    assert claims.wrong(right) == []


def test_every_shape_can_be_asked_of_what_is_drawn():
    assert set(SHAPES) == set(claims.SUBJECTS)
    drawn = described("normal")
    race = Experiment.from_dict(
        {
            "initlab": 1,
            "depth": {"layers": 1, "width": 8},
            "train": {"samples": 50, "batch": 50, "epochs": 1},
            "race": [{"changes": {"train.lr": 0.01 * n}} for n in range(len(LANES))],
        }
    )
    for subject, shapes in SHAPES.items():
        for shape in shapes:
            asked = race if subject in LANES else drawn
            assert claims.holds(asked, subject, shape) in (True, False)
