"""What a sweep runs: its axes, its pictures and its cells, in the order in which they come.

The plan follows from the section `sweep` of an experiment and from nothing else, so every process
of every machine finds the same cells in the same groups.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np

from core.experiment import Experiment
from core.experiment.measures import MEASURES, Measure
from core.experiment.sweep import NONE, NUMBERS, RANGE, SAME, SIGMA_B2, SIGMA_W2, Sweep
from core.format import counted, short
from core.init.methods import BY_STD
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, Message
from core.numbers_text import stored
from core.pages import PAGES
from core.parameters import Whole

MAX_CELLS = 2_000_000
"""Cells of one sweep, seeds and pictures counted: a line of each is kept in memory."""

STEPS = (4, 2, 1)
"""Every fourth value of both axes comes first, so that a picture stands early."""

Value = float | int


@dataclass(frozen=True, slots=True)
class Axis:
    """What varies along one side of the picture.

    key      a dotted number of the experiment, or one of sigma_w2 and sigma_b2
    values   in the order of the file, all different
    scale    `linear` or `log`: how they lie on the picture
    """

    key: str
    values: tuple[Value, ...]
    scale: str = "linear"

    @property
    def label(self) -> Message:
        """As it stands beside the axis."""
        return axis_label(self.key)


def axis_label(key: str) -> Message:
    """How an axis is called; a key without a name of its own by its key."""
    return SYMBOLS.get(key) or NAMES.get(key) or Message(key)


NAMES = {
    "weight_init.gain": QT_TRANSLATE_NOOP("core", "gain"),
    "depth.layers": QT_TRANSLATE_NOOP("core", "layers"),
    "depth.width": QT_TRANSLATE_NOOP("core", "width"),
    "dropout.p": QT_TRANSLATE_NOOP("core", "drop probability p"),
    "train.lr": QT_TRANSLATE_NOOP("core", "learning rate"),
    "train.weight_decay": QT_TRANSLATE_NOOP("core", "weight decay"),
    "train.init_scale": QT_TRANSLATE_NOOP("core", "initial scale α"),
    "train.label_noise": QT_TRANSLATE_NOOP("core", "label noise"),
    "train.momentum": QT_TRANSLATE_NOOP("core", "momentum"),
    "train.samples": QT_TRANSLATE_NOOP("core", "samples"),
    "train.batch": QT_TRANSLATE_NOOP("core", "batch size"),
    "train.epochs": QT_TRANSLATE_NOOP("core", "epochs"),
    "train.l1": QT_TRANSLATE_NOOP("core", "L1 λ"),
    "train.max_norm": QT_TRANSLATE_NOOP("core", "max norm"),
    "train.early_stopping": QT_TRANSLATE_NOOP("core", "early stopping"),
    "depth.batch": QT_TRANSLATE_NOOP("core", "inputs of Depth"),
    "run.seed": QT_TRANSLATE_NOOP("core", "seed"),
}
"""Parameters of torch's own, of layers and initializations, are called as torch calls them."""

SYMBOLS = {SIGMA_W2: Message("σ_w²"), SIGMA_B2: Message("σ_b²")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One run: places on the axes, the picture that it belongs to, and the seed."""

    column: int
    row: int
    picture: int
    seed: int


@dataclass(frozen=True)
class Plan:
    """A sweep that can be run.

    experiment  with its section `sweep`, which says all the rest
    y           None where the picture is a curve
    """

    experiment: Experiment
    x: Axis
    y: Axis | None

    @property
    def sweep(self) -> Sweep:
        """The section that it follows from."""
        return self.experiment.sweep

    @property
    def rows(self) -> int:
        """Values of the second axis."""
        return 1 if self.y is None else len(self.y.values)

    @property
    def columns(self) -> int:
        """Values of the first axis."""
        return len(self.x.values)

    @property
    def seeds(self) -> range:
        """The seeds of each cell, from that of the experiment on."""
        first = self.experiment.run.seed
        return range(first, first + self.sweep.seeds)

    @property
    def count(self) -> int:
        """Values that the file holds at the end: cells, times seeds, times pictures."""
        return self.rows * self.columns * self.sweep.seeds * self.sweep.pictures

    def measure(self, picture: int) -> Measure:
        """What a picture shows."""
        beside = self.sweep.beside_measure
        return MEASURES[self.sweep.measure if picture == 0 or beside == SAME else beside]

    def changes(self, picture: int) -> dict[str, Any]:
        """What the experiment of a picture differs in."""
        beside = self.sweep.beside_optimizer
        return {} if picture == 0 or beside == SAME else {"train.optimizer": beside}

    def at(self, cell: Cell) -> Experiment:
        """The experiment of a cell, without sweep and race."""
        return self.experiment_at(cell.column, cell.row, cell.picture, cell.seed)

    def experiment_at(
        self, column: int, row: int, picture: int = 0, seed: int | None = None
    ) -> Experiment:
        """The experiment at a place; with the first seed unless another is asked for."""
        changes = self.changes(picture)
        base = _plain(self.experiment)
        base = base.with_values(changes) if changes else base
        return base.with_values(self.values(column, row, base, seed))

    def values(
        self, column: int, row: int, base: Experiment | None = None, seed: int | None = None
    ) -> dict[str, Any]:
        """The keys of the experiment with the values that they have at a place."""
        base = self.experiment if base is None else base
        given = {self.x.key: self.x.values[column]}
        if self.y is not None:
            given[self.y.key] = self.y.values[row]
        found = keys_of(base, given)
        if seed is not None and "run.seed" not in found:
            found["run.seed"] = seed
        return found

    def cells(self) -> Iterator[Cell]:
        """Every cell, coarse to fine; of one place the pictures and seeds follow one another."""
        for column, row in self.places():
            for seed in self.seeds:
                for picture in range(self.sweep.pictures):
                    yield Cell(column, row, picture, seed)

    def places(self) -> Iterator[tuple[int, int]]:
        """Every (column, row), coarse to fine."""
        for index in range(len(STEPS)):
            yield from self.level(index)

    def level(self, index: int) -> Iterator[tuple[int, int]]:
        """The places that come with one of STEPS and with none before it."""
        step, before = STEPS[index], STEPS[index - 1] if index else None
        for row in range(0, self.rows, step):
            for column in range(0, self.columns, step):
                if before is None or column % before or row % before:
                    yield column, row


def _plain(experiment: Experiment) -> Experiment:
    """Without what a cell does not run."""
    return replace(experiment, race=(), sweep=Sweep())


def keys_of(base: Experiment, given: Mapping[str, Value]) -> dict[str, Any]:
    """The dotted keys that values of axes set.

    σ_w² makes the weights normal with std √(σ_w²/width), of the width of the hidden layers, which
    is fan_in of all of them but the first; σ_b² makes the biases normal with std √σ_b².
    """
    found: dict[str, Any] = {k: v for k, v in given.items() if k not in SYMBOLS}
    if SIGMA_W2 in given:
        width = found.get("depth.width", base.depth.width)
        spread = math.sqrt(given[SIGMA_W2] / width)
        found |= {"weight_init.method": BY_STD, "weight_init.mean": 0.0, "weight_init.std": spread}
    if SIGMA_B2 in given:
        spread = math.sqrt(given[SIGMA_B2])
        found |= {"layer.bias": True, "bias_init.method": BY_STD}
        found |= {"bias_init.mean": 0.0, "bias_init.std": spread}
    return found


@functools.lru_cache(maxsize=8)
def plan(experiment: Experiment) -> Plan:
    """The plan of an experiment's section `sweep`.

    Raises InvalidExperiment that names the key, such as `sweep.x_from`, where an axis has a value
    that its key forbids, where both axes are one, or where there are too many cells.
    """
    sweep = experiment.sweep
    x = _axis(experiment, "x")
    y = None if sweep.y == NONE else _axis(experiment, "y")
    if y is not None and y.key == x.key:
        text = QT_TRANSLATE_NOOP("core", "both axes are {key}; choose another for one of them")
        raise InvalidExperiment("sweep.y", text.format(key=y.key))
    found = Plan(experiment, x, y)
    if found.count > MAX_CELLS:
        text = QT_TRANSLATE_NOOP(
            "core", "{count} cells are too many; at most {most} are one sweep, seeds counted"
        )
        text = text.format(count=counted(found.count), most=counted(MAX_CELLS))
        raise InvalidExperiment("sweep.x_count", text)
    _try_ends(found)
    return found


def keys_read(of: Plan) -> set[str]:
    """Sections and keys of the experiment on which a cell's numbers depend."""
    pages = {of.measure(picture).page for picture in range(of.sweep.pictures)}
    found = {key for page in pages for key in import_module(f"core.{PAGES[page].folder}").RESTART}
    return found - {"race"}


def does_nothing(of: Plan, axis: Axis) -> bool:
    """Whether no number of a cell depends on the key of that axis."""
    if axis.key in SYMBOLS:
        return False
    return not any(axis.key == key or axis.key.startswith(f"{key}.") for key in keys_read(of))


def _axis(experiment: Experiment, name: str) -> Axis:
    sweep = experiment.sweep
    key, scale, listed = (getattr(sweep, f"{name}{part}") for part in ("", "_scale", "_values"))
    values: list[Value]
    if listed == RANGE:
        ends = {part: getattr(sweep, f"{name}_{part}") for part in ("from", "to")}
        for part, end in ends.items():
            _checked(key, f"sweep.{name}_{part}", end, True)
        values = [_checked(key, f"sweep.{name}_from", v, True) for v in _range(experiment, name)]
    else:
        place = f"sweep.{name}_values"
        values = [_checked(key, place, float(v), False) for v in stored(listed) or ()]
    values = list(dict.fromkeys(values))
    if scale == "log" and min(values) <= 0.0:
        raise InvalidExperiment(f"sweep.{name}_from", _NO_LOG.format(value=short(min(values))))
    return Axis(key, tuple(values), scale)


_NO_LOG = QT_TRANSLATE_NOOP(
    "core", "{value} has no place on a logarithmic axis, which takes what is above 0"
)


def _range(experiment: Experiment, name: str) -> list[float]:
    sweep = experiment.sweep
    low, high, count, scale = (
        getattr(sweep, f"{name}_{part}") for part in ("from", "to", "count", "scale")
    )
    if scale == "log":
        if low <= 0.0 or high <= 0.0:
            key = f"sweep.{name}_{'from' if low <= 0.0 else 'to'}"
            raise InvalidExperiment(key, _NO_LOG.format(value=short(min(low, high))))
        found = np.geomspace(low, high, count)
    else:
        found = np.linspace(low, high, count)
    return [float(value) for value in found]


def _checked(key: str, place: str, value: float, ranged: bool) -> Value:
    """The value as the key takes it; of a range that runs over whole numbers, the nearest."""
    if key in SYMBOLS:
        if value < 0.0:
            text = QT_TRANSLATE_NOOP("core", "{value} is no variance, which is at least 0")
            raise InvalidExperiment(place, text.format(value=short(value)))
        return value
    parameter = NUMBERS[key]
    if isinstance(parameter, Whole):
        whole = round(value) if ranged or value == int(value) else value
        return parameter.check(place, whole)
    return float(parameter.check(place, value))


def _try_ends(found: Plan) -> None:
    """Make the experiments at the corners and along both sides once: what is refused is told."""
    columns, rows = range(found.columns), range(found.rows)
    ends = itertools.chain(
        itertools.product(columns, {0, found.rows - 1}),
        itertools.product({0, found.columns - 1}, rows),
    )
    for column, row in ends:
        try:
            found.experiment_at(column, row)
        except InvalidExperiment as error:
            where = f"{found.x.key} = {short(found.x.values[column])}"
            if found.y is not None:
                where += f", {found.y.key} = {short(found.y.values[row])}"
            text = QT_TRANSLATE_NOOP("core", "at {place}: {key}: {reason}")
            text = text.format(place=where, key=error.key, reason=error.text)
            name = "sweep.x" if error.key == found.x.key or found.y is None else "sweep.y"
            raise InvalidExperiment(name, text) from None
