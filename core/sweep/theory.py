"""What theory says of a sweep: a number in each cell, lines over the map, words on it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import contourpy
import numpy as np
from numpy.typing import NDArray

from core.depth.chaos import SURVIVES, critical_line, critical_weight, depth_scale
from core.depth.mean_field import spreads, why_none
from core.depth.plane import predicted
from core.experiment import Experiment
from core.experiment.sweep import NUMBERS, SIGMA_B2, SIGMA_W2
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message
from core.parameters import Whole
from core.sweep.picture import Line, Region
from core.sweep.plan import Axis, Plan, keys_of

Array = NDArray[np.float64]

MOST = 4_096
"""Cells for which the theory is computed: a tenth of a millisecond each."""

DENSE = 121
"""Points of a guide along the axis of σ_w²."""

MOST_SCALES = 1_024
"""Cells for which ξ is computed: some milliseconds each."""

FINER = 33
"""Points along each axis at which a border is looked for."""

DEPTH = "depth.layers"


def values(of: Plan, picture: int) -> Array | None:
    """The theory of a picture's measure in each cell, (rows, columns).

    None where nothing is said: of what is learned, of too many cells, or where no cell has weights
    that the theory knows.
    """
    measure = of.measure(picture)
    if measure.page != "depth" or of.rows * of.columns > MOST:
        return None
    places = [(column, row) for row in range(of.rows) for column in range(of.columns)]
    cells = [of.experiment_at(column, row, picture) for column, row in places]
    found: Array = getattr(predicted(cells), measure.name).reshape(of.rows, of.columns)
    return found if bool(np.isfinite(found).any()) else None


def depths(of: Plan, check: Callable[[], None]) -> Array | None:
    """How many layers a difference of two inputs survives in each cell, ξ, (rows, columns).

    None where no axis is σ_w² with σ_b² or the depth, or the cells are too many. `check` is called
    between two rows.
    """
    keys = {of.x.key, of.y.key if of.y is not None else ""}
    if SIGMA_W2 not in keys or not keys & {SIGMA_B2, DEPTH} or of.rows * of.columns > MOST_SCALES:
        return None
    found = []
    for row in range(of.rows):
        check()
        cells = [of.experiment_at(column, row) for column in range(of.columns)]
        width = [Shape.linear(cell.depth.width, cell.depth.width) for cell in cells]
        layers = [spreads(cell, shape) for cell, shape in zip(cells, width, strict=True)]
        weights = np.array([layer.weight**2 for layer in layers])
        biases = np.array([layer.bias_std**2 for layer in layers])
        found.append(depth_scale(cells[0], weights, biases))
    return np.stack(found)


def lines(of: Plan, picture: int, found: Array | None) -> tuple[Line, ...]:
    """Where theory has a border: χ = 1, ξ, or the factor 1 of what is drawn."""
    if of.y is None or why_none(of.experiment_at(0, 0, picture)) is not None:
        return ()
    keys = (of.x.key, of.y.key)
    if set(keys) == {SIGMA_W2, SIGMA_B2}:
        return _critical(of, of.experiment_at(0, 0, picture))
    if set(keys) == {SIGMA_W2, DEPTH}:
        return _guides(of, of.experiment_at(0, 0, picture))
    if found is not None and of.measure(picture).centre is not None:
        return _level(of, picture)
    return ()


def regions(of: Plan, picture: int) -> tuple[Region, ...]:
    """Words for both sides of χ = 1, where both are on the map."""
    if of.y is None or (of.x.key, of.y.key) != (SIGMA_W2, SIGMA_B2):
        return ()
    if not (drawn := lines(of, picture, None)) or len(drawn[0].x) < 2:
        return ()
    return (
        Region(QT_TRANSLATE_NOOP("core", "ordered: gradients vanish"), 0.05, 0.85),
        Region(QT_TRANSLATE_NOOP("core", "chaotic: gradients explode"), 0.55, 0.06),
    )


def _oriented(of: Plan, weights: Array, others: Array) -> tuple[Array, Array]:
    """σ_w² and what else there is as x and y, whichever axis σ_w² is."""
    return (weights, others) if of.x.key == SIGMA_W2 else (others, weights)


def _critical(of: Plan, experiment: Experiment) -> tuple[Line, ...]:
    x, y = _oriented(of, *critical_line(experiment))
    return _shown(of, [(QT_TRANSLATE_NOOP("core", "χ = 1"), x, y)])


def _guides(of: Plan, experiment: Experiment) -> tuple[Line, ...]:
    """The critical σ_w², and how deep a signal comes before two inputs cannot be told apart."""
    weight_axis = of.x if of.x.key == SIGMA_W2 else of.y
    depth_axis = of.y if weight_axis is of.x else of.x
    assert weight_axis is not None
    assert depth_axis is not None
    width = experiment.depth.width
    bias = spreads(experiment, Shape.linear(width, width)).bias_std ** 2
    depths = np.array([min(depth_axis.values), max(depth_axis.values)], float)
    found: list[tuple[Message, Array, Array]] = []
    critical = critical_weight(experiment, bias)
    if math.isfinite(critical):
        x, y = _oriented(of, np.full(2, critical), depths)
        found.append((QT_TRANSLATE_NOOP("core", "χ = 1"), x, y))
    weights = np.linspace(min(weight_axis.values), max(weight_axis.values), DENSE)
    scale = SURVIVES * depth_scale(experiment, weights, bias)
    x, y = _oriented(of, weights, scale)
    text = QT_TRANSLATE_NOOP("core", "{times} ξ").format(times=int(SURVIVES))
    found.append((text, x, y))
    return _shown(of, found)


def _level(of: Plan, picture: int) -> tuple[Line, ...]:
    """The line on which the theory's factor is 1, looked for between the cells too."""
    measure = of.measure(picture)
    assert of.y is not None
    x, y = _finer(of.x), _finer(of.y)
    if len(x) < 2 or len(y) < 2:
        return ()
    base = of.experiment_at(0, 0, picture)
    keys = (of.x.key, of.y.key)
    cells = [
        base.with_values(keys_of(base, dict(zip(keys, place, strict=True))))
        for place in itertools.product(_back(of.x, x), _back(of.y, y))
    ]
    found = getattr(predicted(cells), measure.name).reshape(len(x), len(y)).T
    drawn: Any = contourpy.contour_generator(x, y, np.ma.masked_invalid(found)).lines(1.0)
    label = QT_TRANSLATE_NOOP("core", "theory: factor 1")
    return tuple(Line(label, _along(of.x, line[:, 0]), _along(of.y, line[:, 1])) for line in drawn)


def _finer(axis: Axis) -> Array:
    """Coordinates along an axis; of whole numbers only its own."""
    own = _coordinates(axis)
    if isinstance(NUMBERS.get(axis.key), Whole):
        return np.unique(own)
    return np.linspace(float(own.min()), float(own.max()), FINER)


def _coordinates(axis: Axis) -> Array:
    values_ = np.array(axis.values, float)
    return np.log(values_) if axis.scale == "log" else values_


def _along(axis: Axis, coordinates: Array) -> Array:
    return np.exp(coordinates) if axis.scale == "log" else coordinates


def _back(axis: Axis, coordinates: Array) -> list[float | int]:
    """Values that a key takes there, within the ends of the axis whatever was rounded."""
    ends = min(axis.values), max(axis.values)
    found: list[float] = np.clip(_along(axis, coordinates), *ends).tolist()
    whole = all(isinstance(value, int) for value in axis.values)
    return [round(value) for value in found] if whole else list(found)


def _shown(of: Plan, found: Sequence[tuple[Message, Array, Array]]) -> tuple[Line, ...]:
    """What of the lines lies on the map: beyond its ends nothing is said."""
    assert of.y is not None
    kept = []
    for label, x, y in found:
        inside = np.isfinite(x) & np.isfinite(y)
        if inside.any():
            kept.append(Line(label, x[inside], y[inside]))
    return tuple(kept)
