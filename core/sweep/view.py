"""The result that the Sweep page draws: the plan with its theory; and its maps as cells come in."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.context import SILENT, Context, Pictures, last
from core.experiment import Experiment
from core.sweep import theory, words
from core.sweep.engine import Engine, compute
from core.sweep.export import cell_code
from core.sweep.jobs import is_stacked
from core.sweep.picture import DIVERGED, KNOWN, Line, Map, Region
from core.sweep.plan import STEPS, Plan, plan
from core.sweep.results import Results

Array = NDArray[np.float64]

RESTART = ("sweep", "layer", "weight_init", "bias_init", "dropout", "run", "depth", "train")
"""What the plan depends on; see `identity` for what its cells do."""


@dataclass(frozen=True, slots=True, eq=False)
class Theory:
    """What is drawn over one picture."""

    values: Array | None
    lines: tuple[Line, ...]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What the page shows without any cell: the plan and its theory, one for each picture.

    approximate   whether cells are trained as one network, so that sums have another order
    depths        ξ in each cell, (rows, columns); None where it is not told, or not yet
    at            the column and row of the cell that is looked at; None for the one in the middle
    """

    experiment: Experiment
    plan: Plan
    theories: tuple[Theory, ...]
    approximate: bool
    depths: Array | None = None
    notes: tuple[Any, ...] = ()
    at: tuple[int, int] | None = None

    @property
    def code(self) -> str:
        """The script of the cell that is looked at: its page's, and the measure printed."""
        return cell_code(self.plan, *(self.at or (self.plan.columns // 2, self.plan.rows // 2)))


def run(experiment: Experiment, context: Context = SILENT) -> Pictures[View]:
    """The plan of the section `sweep`, checked, and its theory; no cell is computed.

    A second picture has ξ too, where the plane has it: the map does not wait for it.
    Raises InvalidExperiment that names the key where an axis does not fit.
    """
    of = plan(experiment)
    context.check()
    theories = []
    for picture in range(of.sweep.pictures):
        found = theory.values(of, picture)
        context.check()
        drawn = theory.lines(of, picture, found)
        theories.append(Theory(found, drawn, theory.regions(of, picture)))
    view = View(experiment, of, tuple(theories), is_stacked(of))
    yield view
    depths = theory.depths(of, context.check)
    if depths is not None:
        yield replace(view, depths=depths)


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """A view with all of its cells."""

    view: View
    results: Results

    @property
    def experiment(self) -> Experiment:
        """That of the view."""
        return self.view.experiment


def run_to_end(
    experiment: Experiment, context: Context = SILENT, known: Iterable[Mapping[str, Any]] = ()
) -> Pictures[View | Computed]:
    """The plan, then every cell that is not `known` yet, one after the other in this process."""
    view = yield from _shown(experiment, context)
    results = Results(view.plan)
    for line in known:
        results.take(line)
    for _ in compute(view.plan, results, Engine("sequential"), list[Any]().append):
        context.check()
        context.progress(results.done / results.state.size)
    yield Computed(view, results)


def _shown(experiment: Experiment, context: Context) -> Generator[View, Any, View]:
    view = last(run(experiment, context))
    yield view
    return view


def maps(view: View, results: Results) -> tuple[Map, ...]:
    """The pictures as far as their cells are known."""
    pictures = range(view.plan.sweep.pictures)
    return tuple(_map(view, results, picture) for picture in pictures)


def _map(view: View, results: Results, picture: int) -> Map:
    of, measure, over = view.plan, view.plan.measure(picture), view.theories[picture]
    values, states = results.values[picture], results.state[picture]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of cells that nothing is known of
        mean = np.nanmean(values, axis=0)
        several = np.count_nonzero(np.isfinite(values), axis=0) > 1
        spread = np.where(several, np.nanstd(values, axis=0, ddof=1), np.nan)
    known = (states == KNOWN).any(axis=0)
    lost = (states == DIVERGED).any(axis=0) & ~known
    state = np.where(known, KNOWN, np.where(lost, DIVERGED, 0)).astype(np.uint8)
    low, high = words.ends(of, measure, mean)
    return Map(
        title=words.title(of, picture),
        measure=measure.label,
        question=measure.title,
        own=words.name_beside(of, picture),
        x=of.x,
        y=of.y,
        mean=mean,
        spread=spread,
        state=state,
        source=_sources(state),
        centre=measure.centre,
        low=low,
        high=high,
        lines=over.lines,
        regions=over.regions,
        theory=over.values,
        approximate=view.approximate and measure.page == "train",
        open_ends=words.open_ends(of, measure),
        share=measure.share,
        learned=measure.page == "train",
        partly=int(np.count_nonzero((states == DIVERGED).any(axis=0) & known)),
    )


def _sources(state: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each cell the place that lends it a colour: itself, or the coarse cell below and left."""
    found: Any = np.indices(state.shape)
    rows, columns = found
    row, column = rows.copy(), columns.copy()
    missing = state == 0
    for step in reversed(STEPS[:-1]):
        coarse = rows // step * step, columns // step * step
        lend = missing & (state[coarse] != 0)
        row[lend], column[lend] = coarse[0][lend], coarse[1][lend]
        missing &= ~lend
    return row, column


def statistics(view: View) -> dict[str, Any]:
    """What `--stats` says: every cell, computed here one after the other; not how long it took."""
    results = Results(view.plan)
    deque(compute(view.plan, results, Engine("sequential"), list[Any]().append), maxlen=0)
    cells = [{k: v for k, v in line.items() if k != "seconds"} for line in results.lines()]
    return {"cells": cells}
