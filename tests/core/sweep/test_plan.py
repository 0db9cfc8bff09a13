"""Axes, cells and their order; what an axis refuses."""

from __future__ import annotations

import math
from typing import Any

import pytest

from core.context import last
from core.experiment import Experiment
from core.experiment.sweep import AXES, NUMBERS, Sweep
from core.messages import InvalidExperiment
from core.sweep.jobs import jobs
from core.sweep.plan import axis_label, plan
from core.sweep.presets import PRESETS
from core.sweep.results import Results
from core.sweep.view import maps, run
from core.sweep.words import sentences
from tests.core.sweep.support import learning, small


def test_an_axis_runs_from_end_to_end() -> None:
    of = plan(small(sweep__x_from=1.0, sweep__x_to=2.0))
    assert of.x.values == (1.0, 1.25, 1.5, 1.75, 2.0)


def test_a_logarithmic_axis_has_equal_factors() -> None:
    of = plan(small(sweep__x_from=0.01, sweep__x_to=100.0, sweep__x_scale="log"))
    assert of.x.values == pytest.approx((0.01, 0.1, 1.0, 10.0, 100.0), rel=1e-15)
    assert of.x.values[0] == 0.01
    assert of.x.values[-1] == 100.0


def test_whole_numbers_are_rounded_and_said_once() -> None:
    of = plan(small(sweep__x="depth.layers", sweep__x_from=2, sweep__x_to=4, sweep__x_count=9))
    assert of.x.values == (2, 3, 4)
    assert all(isinstance(value, int) for value in of.x.values)


def test_variances_make_weights_and_biases_normal() -> None:
    of = plan(small(depth__width=64, sweep__x_values="2", sweep__y_values="0.25"))
    cell = of.experiment_at(0, 0)
    assert cell.weight_init.method == "normal"
    assert cell.weight_init.parameters == {"mean": 0.0, "std": math.sqrt(2.0 / 64)}
    assert cell.bias_init.parameters == {"mean": 0.0, "std": 0.5}


def test_a_variance_of_weights_takes_the_width_of_its_cell() -> None:
    of = plan(small(sweep__x_values="2", sweep__y="depth.width", sweep__y_values="8, 32"))
    stds = [of.experiment_at(0, row).weight_init.parameters["std"] for row in (0, 1)]
    assert stds == [math.sqrt(2.0 / 8), math.sqrt(2.0 / 32)]


def test_a_variance_of_biases_brings_the_bias() -> None:
    assert plan(small(layer__bias=False)).experiment_at(0, 0).layer.bias


@pytest.mark.parametrize("columns", [1, 2, 4, 5, 9, 16])
def test_every_place_comes_once_and_every_fourth_first(columns: int) -> None:
    of = plan(small(sweep__x_count=columns, sweep__y_count=7))
    places = list(of.places())
    assert sorted(places) == sorted((c, r) for c in range(columns) for r in range(7))
    coarse = [(c, r) for c in range(0, columns, 4) for r in range(0, 7, 4)]
    assert sorted(places[: len(coarse)]) == sorted(coarse)


@pytest.mark.parametrize("make", [small, learning])
@pytest.mark.parametrize(
    "changes",
    [{}, {"sweep__seeds": 3}, {"sweep__beside_measure": "depth.forward_factor"}],
    ids=["plain", "seeds", "beside"],
)
def test_jobs_hold_every_cell_once(make: Any, changes: dict[str, Any]) -> None:
    of = plan(make(**changes))
    cells = [cell for job in jobs(of, Results(of)) for cell in job.cells]
    assert len(cells) == len(set(cells)) == of.count
    assert set(cells) == set(of.cells())


def test_the_picture_beside_has_its_own_optimizer() -> None:
    of = plan(learning(sweep__beside_optimizer="adamw"))
    assert of.experiment_at(0, 0, 0).train.optimizer == "sgd"
    assert of.experiment_at(0, 0, 1).train.optimizer == "adamw"
    assert of.measure(1).key == of.measure(0).key


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"sweep__y": "sigma_w2"}, "sweep.y"),
        ({"sweep__x_from": -1.0}, "sweep.x_from"),
        ({"sweep__x_scale": "log", "sweep__x_from": 0.0}, "sweep.x_from"),
        ({"sweep__x": "dropout.p", "sweep__x_to": 2.0}, "sweep.x_to"),
        ({"sweep__x": "depth.layers", "sweep__x_values": "2.5"}, "sweep.x_values"),
        ({"sweep__x": "weight_init.gain"}, "sweep.x"),
        ({"sweep__x_count": 1000, "sweep__y_count": 1000, "sweep__seeds": 3}, "sweep.x_count"),
    ],
)
def test_what_no_cell_can_have_is_named(changes: dict[str, Any], key: str) -> None:
    experiment = small(**changes)
    with pytest.raises(InvalidExperiment) as found:
        plan(experiment)
    assert found.value.key == key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sweep.x_count", 0),
        ("sweep.x_count", 10**9),
        ("sweep.seeds", 0),
        ("sweep.measure", "depth.nothing"),
        ("sweep.x", "layer.bias"),
        ("sweep.x_from", math.inf),
        ("sweep.x_values", "one"),
    ],
)
def test_a_value_that_is_none_is_refused_at_once(key: str, value: Any) -> None:
    with pytest.raises(InvalidExperiment) as found:
        small().with_value(key, value)
    assert found.value.key == key


def test_every_number_of_an_experiment_may_be_an_axis() -> None:
    for key in ("depth.layers", "train.lr", "dropout.p", "weight_init.gain", "run.seed"):
        assert key in NUMBERS
        assert key in Sweep.parameters()["x"].options
    assert "layer.bias" not in NUMBERS
    assert "train.optimizer" not in NUMBERS


@pytest.mark.parametrize("key", list(PRESETS))
def test_a_preset_is_16_by_16_and_leaves_nothing_of_the_sweep_before(key: str) -> None:
    fresh = Experiment().with_values(PRESETS[key].changes())
    of = plan(fresh)
    assert (of.columns, of.rows) == (16, 16)
    for other in PRESETS.values():
        again = Experiment().with_values(other.changes()).with_values(PRESETS[key].changes())
        assert again == fresh


def test_an_axis_that_is_no_parameter_of_torch_has_a_name() -> None:
    """A bare key cannot be translated."""
    torchs = ("layer", "weight_init", "bias_init")
    bare = [key for key in AXES if str(axis_label(key)) == key]
    assert all(key.partition(".")[0] in torchs for key in bare), bare


@pytest.mark.parametrize(
    ("measure", "key", "nothing"),
    [
        ("depth.forward_factor", "layer.in_features", True),
        ("depth.forward_factor", "train.lr", True),
        ("depth.forward_factor", "depth.batch", False),
        ("depth.forward_factor", "sigma_b2", False),
        ("train.test_loss", "depth.batch", True),
        ("train.test_loss", "train.lr", False),
        ("train.test_loss", "run.seed", False),
    ],
)
def test_an_axis_on_which_no_number_depends_is_told(measure: str, key: str, nothing: bool) -> None:
    """Depth reads no learning rate, Training not the number of samples that Depth sends through."""
    changes = {"sweep.measure": measure, "sweep.y": key, "sweep.y_values": "16, 32"}
    view = last(run(small(**{name.replace(".", "__"): value for name, value in changes.items()})))
    told = [str(said) for said in sentences(view.plan, maps(view, Results(view.plan)))]
    axis = view.plan.y
    assert axis is not None
    assert (f"Nothing that is measured here depends on {axis.label}." in told) is nothing
