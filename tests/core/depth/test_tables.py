"""core.depth.tables against scipy's adaptive quadrature."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.depth.tables import bounded, table
from core.experiment.sections import ACTIVATIONS
from tests.core.depth.support import PHI, SLOPE, deep, expected

STDS = (0.93, 1.17, 3.4, 29.0)


@pytest.mark.parametrize("mean", [0.0, -0.7])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_moments_are_those_of_the_integrals(activation: str, mean: float) -> None:
    phi, slope = PHI[activation], SLOPE[activation]
    close = 1e-5 if mean == 0.0 else 2e-4
    found = table(activation, mean).at(np.log(np.array(STDS)))
    for index, std in enumerate(STDS):
        root = math.sqrt(expected(phi, 2, std, mean))
        steep = math.sqrt(expected(slope, 2, std, mean))

        def at(power: int, std: float = std) -> float:
            return expected(phi, power, std, mean)

        def with_u(power: int, std: float = std) -> float:
            return expected(lambda z: (z - mean) / std * phi(z) ** power, 1, std, mean)

        for ours, exact, error in (
            (found.rms, root, close * root),
            (found.slope, steep, close * steep),
            (found.first, at(1) / root, close),
            # The rest tells how far chance moves things: to a hundredth is more than enough.
            (found.third, at(3) / root**3, 0.03 * at(4) / root**4),
            (found.fourth, at(4) / root**4, 0.03 * at(4) / root**4),
            (found.line, with_u(1) / root, 0.01),
            (found.bend, with_u(2) / root**2, 0.04),
        ):
            assert ours[index] == pytest.approx(exact, abs=error)
        spiky = expected(slope, 4, std, mean) / steep**4
        assert found.slope_fourth[index] == pytest.approx(spiky, rel=0.02)
        wider = 1.001
        rise = (expected(phi, 2, std * wider, mean) / root**2 - 1.0) / math.log(wider)
        assert found.power_rise[index] == pytest.approx(rise, abs=0.1)
        rise = (expected(phi, 1, std * wider, mean) - at(1)) / root / math.log(wider)
        assert found.first_rise[index] == pytest.approx(rise, abs=0.1)


def test_beyond_the_table_its_end_counts() -> None:
    found = table("relu", 0.0).at(np.array([-1000.0, 1000.0]))
    np.testing.assert_allclose(found.rms, np.sqrt(0.5) * np.array([1e-9, 1e6]), rtol=1e-6)


def test_what_is_zero_has_a_logarithm_all_the_same() -> None:
    """E[relu(z)²] for z ~ N(−20, 0.1²) is less than any float64."""
    found = table("relu", -20.0).at(np.log(np.array([0.1, 100.0])))
    assert 0.0 < found.rms[0] < 1e-100
    assert found.rms[1] == pytest.approx(
        math.sqrt(expected(PHI["relu"], 2, 100.0, -20.0)), rel=1e-4
    )


def test_spreads_beyond_reason_are_moved_to_the_ends() -> None:
    bias = {"method": "constant", "val": -1e200}
    for layer in bounded(deep("normal", std=1e250, bias_init=bias)):
        assert layer.weight * layer.weight < math.inf
        assert layer.bias_mean**4 < math.inf
    assert all(layer.bias_std == 0.0 for layer in bounded(deep()))
