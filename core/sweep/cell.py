"""The pure function of a cell: an experiment, what is measured, a seed; one number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core import depth, training
from core.build.session import threads
from core.context import SILENT, Context
from core.experiment import Experiment
from core.experiment.measures import MEASURES, Measure

RUNS: Mapping[str, Callable[[Experiment, Context], Any]] = {
    "depth": depth.factors,
    "train": training.outcome,
}
"""What gives the numbers of a page, by the key of the page."""


def numbers(experiment: Experiment, page: str, context: Context = SILENT) -> Any:
    """All numbers of one run, on one thread of torch."""
    with threads(1):
        return RUNS[page](experiment, context)


def value(found: Any, measure: Measure) -> float:
    """One of the numbers of a run."""
    return float(getattr(found, measure.name))


def cell(experiment: Experiment, measure: str, seed: int) -> float:
    """The value of a measure, such as `depth.backward_factor`, under a seed.

    NaN where the training diverged, infinite where the signal did. Raises Refused where device,
    dtype or memory do not allow the run, InvalidExperiment for a seed that is none, KeyError for a
    measure that is none.
    """
    chosen = MEASURES[measure]
    return value(numbers(experiment.with_value("run.seed", seed), chosen.page), chosen)
