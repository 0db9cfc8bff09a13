"""The examples: what is there is offered, and is what its title says."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import pytest
import torch

from core import depth, layer
from core.context import last
from core.experiment import files
from core.experiment.examples import EXAMPLES, load
from core.pages import PAGES
from tests.core.support import torch_linear

FOLDER = Path(__file__).parents[3] / "resources" / "examples"


def test_each_file_is_offered_once_and_each_offer_is_a_file() -> None:
    found = sorted(path.name.removesuffix(files.SUFFIX) for path in FOLDER.iterdir())
    assert sorted(example.key for example in EXAMPLES) == found
    assert all(example.page in PAGES for example in EXAMPLES)


def test_they_come_with_the_package() -> None:
    packaged = importlib.resources.files("resources") / "examples"
    assert {item.name for item in packaged.iterdir()} == {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize("key", [example.key for example in EXAMPLES])
def test_each_is_the_experiment_of_its_file_and_runs(key: str) -> None:
    experiment = load(key)
    assert experiment == files.load(FOLDER / f"{key}{files.SUFFIX}")
    assert last(layer.run(experiment)).code


@pytest.mark.parametrize(
    ("key", "kept"), [("xavier-relu-deep", False), ("he-relu-deep", True), ("selu-alpha", True)]
)
def test_the_signal_does_in_depth_what_the_title_says(key: str, kept: bool) -> None:
    """Xavier halves the power of ReLU in each of 20 layers: He et al. 2015, section 2.2."""
    rms = depth.statistics(last(depth.run(load(key))))["forward_rms"]
    power = float((rms[-1] / rms[0]) ** 2)
    assert (0.1 < power < 10) == kept
    if key == "xavier-relu-deep":
        assert power == pytest.approx(0.5**19, rel=2.0)


def test_tanh_saturates_where_the_title_says_so() -> None:
    """The preactivations have a variance of 512/3: nine in ten are beyond artanh(0.9) = 1.47."""
    linear = torch_linear(load("tanh-too-wide"))
    y = torch.tanh(linear(torch.randn(200, 512, generator=torch.Generator().manual_seed(0))))
    assert float((y.abs() > 0.9).float().mean()) > 0.85
