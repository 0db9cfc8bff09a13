"""Theory over a sweep, against what is known in closed form and what is measured."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.context import last
from core.depth import chaos
from core.depth.mean_field import predict
from core.depth.plane import predicted
from core.experiment import Experiment
from core.sweep import Results, maps, run
from core.sweep.cell import cell
from core.sweep.engine import Engine, compute
from core.sweep.plan import plan
from core.sweep.presets import PRESETS
from tests.core.sweep.support import small


def tanh(**changes: object) -> Experiment:
    return Experiment().with_values({"layer.activation": "tanh", **changes})


def test_the_edge_of_chaos_of_tanh_begins_at_1_and_passes_where_it_is_known_to() -> None:
    assert chaos.critical_weight(tanh(), 0.0) == pytest.approx(1.0, abs=1e-6)
    # Schoenholz et al. (2017), figure 5: σ_b² = 0.05 and σ_w² = 1.76.
    assert chaos.critical_weight(tanh(), 0.05) == pytest.approx(1.76, abs=0.005)


def test_on_the_line_chi_is_one_by_quadrature() -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()
    for bias in (0.01, 0.05, 0.3, 1.0):
        weight = chaos.critical_weight(tanh(), bias)
        q = 1.0
        for _ in range(500):
            q = weight * float(weights @ np.tanh(math.sqrt(q) * nodes) ** 2) + bias
        chi = weight * float(weights @ (1.0 / np.cosh(math.sqrt(q) * nodes) ** 4))
        assert chi == pytest.approx(1.0, abs=1e-3)
        found = chaos.fixed_power(tanh(), np.array([weight]), bias)[0]
        assert found == pytest.approx(q, rel=1e-3)


def test_relu_has_one_critical_weight_for_every_bias_and_dropout_moves_it() -> None:
    relu = Experiment().with_value("layer.activation", "relu")
    assert chaos.critical_line(relu)[0] == pytest.approx([2.0, 2.0], rel=1e-4)
    dropped = relu.with_value("dropout.p", 0.4)
    assert chaos.critical_line(dropped)[0] == pytest.approx([1.2, 1.2], rel=1e-4)


def test_the_depth_scale_in_order_is_that_of_chi() -> None:
    """Where c* = 1, ξ_c = −1/ln χ: Schoenholz et al. (2017), eq. 12."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()
    for weight in (0.5, 1.0, 1.5):
        q = chaos.fixed_power(tanh(), np.array([weight]), 0.05)[0]
        chi = weight * float(weights @ (1.0 / np.cosh(math.sqrt(q) * nodes) ** 4))
        scale = chaos.depth_scale(tanh(), np.array([weight]), 0.05)[0]
        assert scale == pytest.approx(-1.0 / math.log(chi), rel=0.02)


def test_it_is_longest_on_the_line() -> None:
    weights = np.linspace(1.0, 3.0, 41)
    scale = chaos.depth_scale(tanh(), weights, 0.05)
    assert abs(weights[np.nanargmax(scale)] - 1.76) <= 0.051


def test_the_depth_scale_of_a_plane_is_that_of_each_cell_alone() -> None:
    found = list(run(small(depth__width=64)))
    assert found[0].depths is None  # the map does not wait for it
    depths = found[-1].depths
    assert depths.shape == (4, 5)
    of = found[-1].plan
    assert of.y is not None
    assert np.isnan(depths[0, 0])  # σ_w² = 0.5 without biases: no power is left to be correlated
    for column, row in ((0, 1), (4, 1), (2, 3)):
        weight, bias = of.x.values[column], of.y.values[row]
        alone = chaos.depth_scale(tanh(), np.array([weight]), bias)[0]
        assert depths[row, column] == pytest.approx(alone, rel=1e-6)
    assert last(run(small(sweep__x="dropout.p", sweep__x_to=0.9))).depths is None


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu", "selu"])
def test_many_networks_at_once_are_as_one_by_one(activation: str) -> None:
    of = plan(small(layer__activation=activation, depth__layers=7, dropout__p=0.2))
    cells = [of.experiment_at(c, r) for r in range(of.rows) for c in range(of.columns)]
    found = predicted(cells)
    for index, network in enumerate(cells):
        one = predict(network)
        assert one.forward is not None
        assert one.backward is not None
        assert found.forward_rms[index] == pytest.approx(one.forward[-1], rel=2e-4)
        assert found.backward_rms[index] == pytest.approx(one.backward[0], rel=2e-4)


def test_theory_says_nothing_where_it_does_not_hold() -> None:
    view = last(run(small(depth__norm="batch")))
    assert view.theories[0].values is None
    assert view.theories[0].lines == ()


def test_the_line_of_dropout_is_that_of_pretorius() -> None:
    """σ_w² = 2(1 − p) for ReLU: Pretorius et al. (2018), eq. 10."""
    view = last(run(Experiment().with_values(PRESETS["dropout_gain"].changes())))
    (line,) = view.theories[0].lines
    assert line.y == pytest.approx(2.0 * (1.0 - line.x), rel=0.02)
    assert line.x.min() == 0.0
    assert line.x.max() == pytest.approx(0.9)


@pytest.mark.slow
def test_the_measured_gradient_crosses_1_along_the_line_within_one_cell() -> None:
    experiment = Experiment().with_values(PRESETS["edge_of_chaos"].changes())
    experiment = experiment.with_value("sweep.beside_measure", "same")
    view = last(run(experiment))
    results = Results(view.plan)
    for _ in compute(view.plan, results, Engine("sequential"), list[object]().append):
        pass
    assert results.complete
    (drawn,) = maps(view, results)
    values = np.array(view.plan.x.values)
    step = values[1] - values[0]
    assert view.plan.y is not None
    assert drawn.theory is not None
    for row, bias in enumerate(view.plan.y.values):
        crossing, of_twenty = (
            values[np.argmax(found > 1.0)] for found in (drawn.mean[row], drawn.theory[row])
        )
        assert abs(crossing - of_twenty) <= 1.001 * step
        if bias > 0.0:  # without biases q falls so slowly that twenty layers do not see its end
            line = chaos.critical_weight(experiment, bias)
            assert abs(crossing - step / 2 - line) <= step


@pytest.mark.slow
def test_relu_holds_its_signal_at_two_without_dropout() -> None:
    experiment = Experiment().with_values(PRESETS["dropout_gain"].changes())
    experiment = experiment.with_values(
        {"depth.width": 512, "sweep.x_values": "0, 0.2, 0.5", "sweep.seeds": 12}
    )
    for column, p in enumerate((0.0, 0.2, 0.5)):
        variance = 2.0 * (1.0 - p)
        of = plan(experiment.with_value("sweep.y_values", repr(variance)))
        found = [cell(of.experiment_at(column, 0), "depth.forward_factor", n) for n in of.seeds]
        assert np.mean(found) == pytest.approx(1.0, abs=0.02)
