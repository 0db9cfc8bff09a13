"""The comparison of all methods: its curves are the runs themselves, and it can be stopped."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch

from core import depth
from core.context import Cancelled, Context, last
from core.experiment.sections import ACTIVATIONS
from core.init.kaiming import gain_of
from core.init.methods import REGISTRY
from tests.core.depth.support import deep


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_curves_of_a_comparison_are_the_runs_themselves(activation: str) -> None:
    described = deep("xavier_normal", gain=1.7, activation=activation, p=0.2, seed=2)
    curves = last(depth.compare(described)).curves
    assert sorted(curve.init.method for curve in curves) == sorted(
        name for name, entry in REGISTRY.items() if entry.random
    )
    for curve in curves:
        result = last(depth.run(dataclasses.replace(described, weight_init=curve.init)))
        np.testing.assert_array_equal(curve.forward, result.forward)
        np.testing.assert_array_equal(curve.backward, result.backward)
    own = next(curve for curve in curves if curve.init.method == "xavier_normal")
    assert own.init == described.weight_init


def test_a_comparison_fits_whatever_differs_in_the_method_alone() -> None:
    described = deep()
    comparison = last(depth.compare(described))
    assert comparison.experiment == described
    assert comparison.fits(described.with_value("weight_init.method", "orthogonal"))
    assert not comparison.fits(described.with_value("run.seed", 1))
    assert not comparison.fits(described.with_value("bias_init.method", "ones"))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_comparison_takes_hes_gain_for_the_activation(activation: str) -> None:
    inits = {init.method: init for init in depth.compared(deep(activation=activation))}
    known = activation in ("tanh", "sigmoid", "relu", "selu", "leaky_relu")
    fitting = activation if known else "linear" if activation == "identity" else "relu"
    for method in ("kaiming_normal", "kaiming_uniform"):
        values = inits[method].parameters
        assert values["nonlinearity"] == fitting
        gain = gain_of(fitting, 0.01)
        assert gain == pytest.approx(
            torch.nn.init.calculate_gain(values["nonlinearity"], values["a"] or None)
        )


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_a_comparison_leaves_out_what_the_dtype_does_not_have(dtype: str) -> None:
    methods = [curve.init.method for curve in last(depth.compare(deep(dtype=dtype))).curves]
    assert "orthogonal" not in methods
    assert len(methods) == len(depth.compared(deep())) - 1


class Listening(Context):
    def __init__(self, limit: float = math.inf) -> None:
        self.limit = limit
        self.fractions: list[float] = []

    @property
    def cancelled(self) -> bool:
        return bool(self.fractions) and self.fractions[-1] >= self.limit

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)


def test_a_comparison_reports_progress_and_can_be_cancelled() -> None:
    listening = Listening()
    last(depth.compare(deep(), listening))
    assert listening.fractions[0] == 0.0
    assert (np.diff(listening.fractions) > 0).all()
    assert 0.85 <= listening.fractions[-1] <= 1.0
    impatient = Listening(0.35)
    with pytest.raises(Cancelled):
        last(depth.compare(deep(), impatient))
    assert impatient.fractions[-1] == pytest.approx(4 / 11)  # of eleven methods
