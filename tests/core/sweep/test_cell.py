"""A cell is what Depth and Training say of its experiment."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
import torch

from core import depth, training
from core.build.session import threads
from core.context import last
from core.experiment.measures import MEASURES
from core.sweep.cell import cell
from core.sweep.export import cell_code
from core.sweep.jobs import is_stacked, jobs, run
from core.sweep.plan import plan
from core.sweep.results import Results
from tests.core.sweep.support import learning, small


def test_numbers_of_depth_are_those_of_its_page() -> None:
    experiment = plan(small(depth__layers=6)).experiment_at(3, 2)
    with threads(1):
        shown = last(depth.run(experiment))
    forward, backward = shown.forward, shown.backward
    wanted = {
        "forward_rms": forward[-1],
        "backward_rms": backward[0],
        "forward_factor": (forward[-1] ** 2 / forward[0] ** 2) ** (1 / 5),
        "backward_factor": (backward[0] ** 2 / backward[-1] ** 2) ** (1 / 5),
    }
    for name, value in wanted.items():
        assert cell(experiment, f"depth.{name}", 0) == pytest.approx(value, rel=1e-12)


def test_numbers_of_training_are_those_of_its_page() -> None:
    experiment = plan(learning()).experiment_at(1, 1)
    lane = last(training.run(experiment)).lanes[0]
    curves = lane.curves
    wanted = {
        name: getattr(curves, name)[-1]
        for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    }
    wanted["gap"] = wanted["train_accuracy"] - wanted["test_accuracy"]
    for name, value in wanted.items():
        assert cell(experiment, f"train.{name}", 0) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("begin", "end", "layers", "wanted"),
    [
        (2.0, 16.0, 4, 4.0),
        (1.0, 0.0, 3, 0.0),
        (0.0, 1.0, 3, math.nan),
        (1.0, math.inf, 3, math.nan),
        (3.0, 3.0, 1, 1.0),
        (1e-200, 1e200, 2, math.inf),
    ],
)
def test_a_factor_is_a_root_of_powers(begin: float, end: float, layers: int, wanted: float) -> None:
    assert depth.factor(begin, end, layers) == pytest.approx(wanted, nan_ok=True)


def test_the_seed_is_that_of_the_cell_and_torch_stays_as_it_was() -> None:
    experiment = plan(small()).experiment_at(1, 1)
    torch.manual_seed(7)
    before = torch.get_rng_state()
    first, other = (cell(experiment, "depth.forward_rms", seed) for seed in (0, 1))
    assert first == cell(experiment.with_value("run.seed", 5), "depth.forward_rms", 0)
    assert first != other
    assert torch.equal(torch.get_rng_state(), before)


def test_the_function_and_its_arguments_can_be_sent_to_another_process() -> None:
    function, experiment = pickle.loads(pickle.dumps((cell, small())))
    assert function is cell
    assert experiment == small()


def test_a_job_gives_the_cells_of_the_pure_function() -> None:
    of = plan(small(sweep__beside_measure="depth.forward_factor", sweep__seeds=2))
    for job in jobs(of, Results(of)):
        for found, value, seconds in run(job):
            measure = of.measure(found.picture).key
            assert value == cell(of.at(found), measure, found.seed)
            assert seconds > 0.0


def test_stacked_cells_are_single_ones_to_rounding() -> None:
    of = plan(learning(run__dtype="float64", sweep__beside_optimizer="adamw"))
    assert is_stacked(of)
    values = [found for job in jobs(of, Results(of)) for found in run(job)]
    assert len(values) == of.count
    for found, value, _ in values:
        assert value == pytest.approx(cell(of.at(found), "train.train_loss", 0), rel=1e-6)


def test_cells_whose_shapes_differ_are_not_stacked_together() -> None:
    of = plan(learning(sweep__y="depth.width", sweep__y_values="8, 16"))
    for job in jobs(of, Results(of)):
        assert len({found.row for found in job.cells}) == 1


def test_a_training_that_diverges_is_no_number() -> None:
    experiment = learning(train__loss="mse", train__lr=100.0, train__epochs=50)
    assert math.isnan(cell(experiment, "train.train_loss", 0))


@pytest.mark.parametrize("measure", list(MEASURES))
def test_the_code_of_a_cell_prints_its_value(
    measure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make = small if measure.startswith("depth") else learning
    of = plan(make(sweep__measure=measure))
    with threads(1):
        exec(compile(cell_code(of, 1, 1), "cell", "exec"), {})
    printed = float(capsys.readouterr().out.splitlines()[-1])
    assert printed == pytest.approx(cell(of.experiment_at(1, 1), measure, 0), rel=1e-6, abs=1e-9)
    assert np.isfinite(printed)


@pytest.mark.parametrize("layers", [2, 3, 7, 20, 40])
def test_a_factor_is_to_the_bit_what_the_code_of_a_cell_prints(layers: int) -> None:
    """By logarithms, every third one differed in its last digit."""
    draws = np.random.default_rng(0).lognormal(0.0, 3.0, (200, 2)).tolist()
    of = plan(small(depth__layers=layers, sweep__measure="depth.forward_factor"))
    last = str(cell_code(of, 1, 1)).splitlines()[-1].removeprefix("print(").removesuffix(")")
    for begin, end in draws:
        assert eval(last, {"forward_rms": [begin, end]}) == depth.factor(begin, end, layers)


@pytest.mark.parametrize(("begin", "end"), [(1e-200, 1e200), (1e200, 1e-200), (1e-300, 1e300)])
def test_a_factor_whose_ratio_has_no_number_is_that_of_logarithms(begin: float, end: float) -> None:
    wanted = 10.0 ** (2.0 * (math.log10(end) - math.log10(begin)) / 99)
    assert depth.factor(begin, end, 100) == pytest.approx(wanted)
