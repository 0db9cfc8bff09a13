"""The means and variances of dropout against theory."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core import dropout, layer
from core.context import last
from core.experiment import Experiment
from core.layers.dropouts import ALPHA, KINDS, affine
from tests.core.dropout.support import MODULES, described


@pytest.mark.parametrize("vector", ["course", "1 -2 3 0", "normal"])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_mean_is_within_its_standard_error(kind: str, p: float, vector: str) -> None:
    result = last(dropout.run(described(kind=kind, p=p, vector=vector), many=50_000))
    reading = result.inverted
    np.testing.assert_array_less(np.abs(reading.mean - reading.expected), 5 * reading.error + 1e-12)
    if kind != "alpha":
        np.testing.assert_allclose(reading.expected, result.units)
        np.testing.assert_allclose(
            reading.error, np.abs(result.units) * math.sqrt(p / ((1 - p) * result.count))
        )


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_standard_error_is_that_of_many_repetitions(kind: str) -> None:
    experiment = described(kind=kind, p=0.3)
    ys = []
    result = None
    for k in range(1, 801):
        result = last(dropout.run(experiment, samples=k, after=result))
        ys.append(result.recent[-1].y.reshape(10, -1).mean(axis=1))
    assert result is not None
    measured = np.std(ys, axis=0)
    np.testing.assert_allclose(measured, result.inverted.error * math.sqrt(800), rtol=0.12)


def test_blocks_have_the_distribution_of_a_loop() -> None:
    """Each unit is kept on its own with probability 1 − p, in either stream."""
    result = last(dropout.run(described(vector="ones", p=0.3), many=20_000))
    blocks = (result.mean_y * result.count - result.recent[0].y) / result.many
    kept = blocks * 0.7
    np.testing.assert_allclose(kept, 0.7, atol=5 * math.sqrt(0.3 * 0.7 / 20_000))


def test_without_the_scale_the_mean_stays_short_of_x() -> None:
    result = last(dropout.run(described(p=0.5), many=50_000))
    assert result.classical is not None
    np.testing.assert_allclose(result.classical.mean, 0.5 * result.units, rtol=0.03)
    assert result.classical.distance > 0.4 * np.sqrt(np.mean(result.units**2))
    sample = result.recent[0]
    np.testing.assert_array_equal(sample.unscaled, result.x * sample.mask)


def test_alpha_has_no_classical_reading() -> None:
    result = last(dropout.run(described(kind="alpha")))
    assert result.classical is None
    assert result.recent[0].unscaled is None


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_alpha_drops_to_minus_1_7581_then_maps(p: float) -> None:
    a, b = affine(p)
    result = last(dropout.run(described(kind="alpha", p=p), samples=4))
    for sample in result.recent:
        np.testing.assert_allclose(sample.y[~sample.mask], b - a * ALPHA, rtol=1e-5)
        np.testing.assert_allclose(sample.y[sample.mask], a * result.x[sample.mask] + b, rtol=1e-5)


@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 0.8])
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_signals_variance_lies_on_the_curve(kind: str, p: float) -> None:
    result = last(dropout.run(described(kind=kind, p=p)))
    theory = float(np.interp(p, result.curve_p, result.inverted.curve))
    assert result.inverted.variance == pytest.approx(theory, rel=0.1)
    if kind == "alpha":
        assert theory == pytest.approx(1.0)
    else:
        assert theory == pytest.approx(1 / (1 - p), rel=1e-3)


def test_theory_of_the_variance_counts_the_mean() -> None:
    p = np.array([0.4])
    x = 2.0 + 1.5 * np.random.default_rng(0).standard_normal(400_000)
    for key in ("dropout", "alpha"):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1)
            y = MODULES[key](p=0.4)(torch.from_numpy(x)).numpy()
        theory = KINDS[key].variance(p, x.mean(), x.var())[0]
        assert y.var() == pytest.approx(theory, rel=0.02)


@pytest.mark.parametrize("activation", ["identity", "relu", "selu"])
def test_the_advice_knows_alpha(activation: str) -> None:
    experiment = Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {"in_features": 512, "out_features": 4096, "activation": activation},
            "dropout": {"p": 0.3, "kind": "alpha"},
        }
    )
    result = last(layer.run(experiment))
    assert result.advice is not None
    assert result.output is not None
    assert result.advice.theory == pytest.approx(result.output.factor, rel=0.05)
