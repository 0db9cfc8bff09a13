"""What is said of a sweep: titles, the numbers of a cell, and what the picture shows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.experiment.measures import Measure
from core.experiment.sweep import SIGMA_B2, SIGMA_W2
from core.format import percent, short
from core.learning.losses import LOSSES
from core.learning.optimizers import OPTIMIZERS
from core.messages import QT_TRANSLATE_NOOP, Message
from core.sweep.picture import DIVERGED, KNOWN, Map
from core.sweep.plan import Axis, Plan, does_nothing

Array = NDArray[np.float64]

FACTORS = (1 / 1.5, 1.5)
"""Ends of the colours of a factor: of 20 layers, 1.5 leaves 2,200 times the power."""

BEYOND_GUESSING = 1.5
"""A loss this many times that of guessing has the last colour."""


def title(of: Plan, picture: int) -> Message:
    """The question that a map answers; beside another one of the same, with what is its own."""
    measure = of.measure(picture)
    own = name_beside(of, picture)
    if own == measure.title:
        return own
    text = QT_TRANSLATE_NOOP("core", "{title}: {optimizer}")
    return text.format(title=measure.title, optimizer=own)


def name_beside(of: Plan, picture: int) -> Message:
    """What tells a map from the one beside it: its optimizer, or else its question."""
    if of.sweep.pictures == 1 or not of.changes(1):
        return of.measure(picture).title
    train = of.experiment.train
    return OPTIMIZERS[of.changes(picture).get("train.optimizer", train.optimizer)].label


def ends(of: Plan, measure: Measure, mean: Array) -> tuple[float, float]:
    """The values of the first and the last colour, from what is known so far."""
    if measure.centre is not None:
        return FACTORS
    if measure.share:
        return 0.0, 1.0
    known = mean[np.isfinite(mean)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if measure.page == "train":
        train = of.experiment.train
        guessing = LOSSES[train.loss].guessing(train.data_set)
        low = min(0.0, low)
        if guessing is not None and measure.name.endswith("loss"):
            high = BEYOND_GUESSING * guessing
    return low, high if high > low else low + 1.0


def open_ends(of: Plan, measure: Measure) -> tuple[bool, bool]:
    """Whether values below the first and above the last colour have that colour too."""
    if measure.centre is not None:
        return True, True
    train = of.experiment.train
    guessing = LOSSES[train.loss].guessing(train.data_set)
    return False, measure.name.endswith("loss") and guessing is not None


def shown(value: float, share: bool, digits: int = 4) -> str:
    """A value as a person reads it; shares of 1 in percent."""
    if not math.isfinite(value):
        return "–"
    return f"{percent(value, min(digits, 3))}%" if share else short(value, digits)


def lost(drawn: Map) -> Message:
    """What is said of a cell that came to no finite number."""
    if drawn.learned:
        return QT_TRANSLATE_NOOP("core", "diverged")
    return QT_TRANSLATE_NOOP("core", "no finite number")


def measured(drawn: Map, column: int, row: int) -> str | Message | None:
    """What came out in a cell, with its spread over the seeds; None where that is not known yet."""
    state = int(drawn.state[row, column])
    if state != KNOWN:
        return lost(drawn) if state == DIVERGED else None
    text = shown(float(drawn.mean[row, column]), drawn.share)
    spread = float(drawn.spread[row, column])
    text += f" ± {shown(spread, drawn.share, 2)}" if math.isfinite(spread) else ""
    return f"≈ {text}" if drawn.approximate else text


def printed(approximate: bool, measure: Measure, value: float) -> str:
    """What the code of a cell prints, as far as that is known; empty where nothing is.

    To the bit, but where the cell was trained among others: the code adds up in another order.
    """
    if not math.isfinite(value):
        return ""
    if approximate and measure.page == "train":
        return f"# ≈ {short(value)}\n"
    return f"{value!r}\n"


def cell(
    of: Plan, pictures: tuple[Map, ...], column: int, row: int, depths: Array | None = None
) -> list[tuple[Message, str | Message]]:
    """The numbers of one cell, each with its name: axes, measured, theory, and ξ of `depths`."""
    found: list[tuple[Message, str | Message]] = [(of.x.label, short(of.x.values[column]))]
    if of.y is not None:
        found.append((of.y.label, short(of.y.values[row])))
    for index, drawn in enumerate(pictures):
        found += _measured(of, index, drawn, column, row)
    if depths is not None and math.isfinite(depths[row, column]):
        found.append(_survives(float(depths[row, column])))
    return found


def _measured(
    of: Plan, picture: int, drawn: Map, column: int, row: int
) -> list[tuple[Message, str | Message]]:
    measure = of.measure(picture)
    name = measure.label
    if of.changes(1) and of.sweep.pictures > 1:
        optimizer = of.changes(picture).get("train.optimizer", of.experiment.train.optimizer)
        both = QT_TRANSLATE_NOOP("core", "{measure}, {optimizer}")
        name = both.format(measure=name, optimizer=OPTIMIZERS[optimizer].label)
    found: list[tuple[Message, str | Message]] = [(name, measured(drawn, column, row) or "…")]
    if drawn.theory is not None and math.isfinite(drawn.theory[row, column]):
        theory = QT_TRANSLATE_NOOP("core", "{measure}, theory").format(measure=measure.label)
        found.append((theory, shown(float(drawn.theory[row, column]), drawn.share)))
    return found


def _survives(depth: float) -> tuple[Message, Message]:
    """How many layers a difference of two inputs survives."""
    name = QT_TRANSLATE_NOOP("core", "depth that a signal survives, ξ")
    return name, QT_TRANSLATE_NOOP("core", "{count} layers").format(count=short(depth, 3))


def sentences(of: Plan, pictures: tuple[Map, ...]) -> tuple[Message, ...]:
    """What the picture shows, as far as its cells are known."""
    found: list[Message] = []
    for axis in (of.x, of.y):
        if axis is not None and does_nothing(of, axis):
            text = QT_TRANSLATE_NOOP("core", "Nothing that is measured here depends on {axis}.")
            found.append(text.format(axis=axis.label))
    if of.y is not None and {of.x.key, of.y.key} == {SIGMA_W2, SIGMA_B2} and pictures[0].lines:
        found.append(
            QT_TRANSLATE_NOOP(
                "core",
                "On the ordered side of χ = 1 every layer makes inputs more alike and the gradient "
                "vanishes; on the chaotic side near inputs part and it explodes. Deep networks "
                "train on the line.",
            )
        )
    for picture, drawn in enumerate(pictures):
        measure = of.measure(picture)
        if measure.centre is None and measure.more is not None:
            found += _best(of, picture, drawn)
        elif drawn.theory is not None:
            found += _agreement(drawn)
    for picture, drawn in enumerate(pictures):
        found += _without_number(title(of, picture), drawn)
    if any(drawn.approximate for drawn in pictures):
        found.append(
            QT_TRANSLATE_NOOP(
                "core",
                "≈ Cells were trained as one stacked network: the same steps, with sums in another "
                "order. Where a training is unstable, rounding grows: trained alone, such a cell "
                "may end elsewhere.",
            )
        )
    return tuple(found)


def _best(of: Plan, picture: int, drawn: Map) -> list[Message]:
    """The best cell."""
    measure = of.measure(picture)
    if not (drawn.state == KNOWN).any():
        return []
    sign = 1.0 if measure.more else -1.0
    place = int(np.nanargmax(np.where(drawn.state == KNOWN, sign * drawn.mean, -math.inf)))
    row, column = divmod(place, of.columns)
    where = _named(of.x, column)
    if of.y is not None:
        both = QT_TRANSLATE_NOOP("core", "{x}, {y}")
        where = both.format(x=where, y=_named(of.y, row))
    text = QT_TRANSLATE_NOOP("core", "{title}: best {value} at {place}.")
    value = shown(float(drawn.mean[row, column]), drawn.share)
    return [text.format(title=title(of, picture), value=value, place=where)]


def _without_number(called: Message, drawn: Map) -> list[Message]:
    """How many cells came to no finite number, what that means, and where it were some seeds."""
    total, found = int(drawn.state.size), list[Message]()
    lost_in = int(np.count_nonzero(drawn.state == DIVERGED))
    if lost_in and drawn.learned:
        text = QT_TRANSLATE_NOOP("core", "{title}: {count} of {total} cells diverged (hatched).")
        found.append(text.format(title=called, count=lost_in, total=total))
    elif lost_in:
        text = QT_TRANSLATE_NOOP(
            "core",
            "{title}: {count} of {total} cells have no finite number (hatched): nothing is left of "
            "signal or gradient, or it is too large.",
        )
        found.append(text.format(title=called, count=lost_in, total=total))
    if drawn.partly:
        text = QT_TRANSLATE_NOOP(
            "core",
            "{title}: in {count} of {total} cells some seeds came to no finite number; mean and ± "
            "are those of the others.",
        )
        found.append(text.format(title=called, count=drawn.partly, total=total))
    return found


def _named(axis: Axis, index: int) -> Message:
    """A value of an axis with its name."""
    return Message("{name} = {value}").format(name=axis.label, value=short(axis.values[index]))


def _agreement(drawn: Map) -> list[Message]:
    """How far the measured factors are from the theory, in the middle of all known cells."""
    if drawn.theory is None:
        return []
    known = (drawn.state == KNOWN) & np.isfinite(drawn.theory) & (drawn.mean > 0.0)
    if not known.any():
        return []
    off = np.abs(drawn.mean[known] / drawn.theory[known] - 1.0)
    text = QT_TRANSLATE_NOOP(
        "core", "{measure}: half of the cells are within {share} of the theory."
    )
    middle = float(np.median(off))
    return [text.format(measure=drawn.measure, share=f"{percent(middle, 2)}%")]
