"""Normalization between linear layer and activation: what it does to signal and gradient."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core import depth
from core.context import last
from core.experiment import Experiment
from core.layers.norms import NORMS
from tests.core.training.support import run_script

HE = {"method": "kaiming_normal", "nonlinearity": "relu"}


def deep(norm: str, dtype: str = "float32", **more: int) -> Experiment:
    return Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {"activation": "relu", "bias": False},
            "weight_init": HE,
            "run": {"dtype": dtype},
            "depth": {"layers": 6, "width": 33, "batch": 32, "norm": norm, **more},
        }
    )


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16"])
@pytest.mark.parametrize("norm", NORMS)
def test_the_script_gives_the_same_bits(norm: str, dtype: str) -> None:
    result = last(depth.run(deep(norm, dtype)))
    found = run_script(result.code)
    assert found["forward_rms"] == result.forward.tolist()
    assert found["backward_rms"] == result.backward.tolist()


@pytest.mark.parametrize("norm", [key for key in NORMS if key != "none"])
def test_no_theory_is_drawn_and_the_reason_is_said(norm: str) -> None:
    result = last(depth.run(deep(norm)))
    assert result.theory.forward is None
    assert NORMS[norm].torch_name in str(result.theory.reason)


@pytest.mark.slow
def test_batch_norm_holds_the_signal_and_lets_the_gradient_explode() -> None:
    """Yang et al. 2019: with ReLU the gradient's square grows by π/(π − 1) a layer on its way."""
    result = last(depth.run(deep("batch", layers=30, width=512, batch=1024)))
    assert np.allclose(result.forward[1:], result.forward[1], rtol=0.1)
    # Away from both ends: the first and the last layer are different from those between.
    powers = 2.0 * np.log(result.backward)
    growth = math.exp((powers[4] - powers[24]) / 20)
    assert growth == pytest.approx(math.pi / (math.pi - 1.0), rel=0.05)


def test_without_a_norm_nothing_has_changed() -> None:
    plain = deep("none")
    assert "norm" not in plain.to_dict()["depth"]
    assert "norms" not in last(depth.run(plain)).code
