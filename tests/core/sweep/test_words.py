"""What is said of cells: those without a number, shares, and what the code of one prints."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from core import sweep
from core.context import last
from core.sweep import Results, View, words
from core.sweep.plan import Cell, plan
from tests.core.sweep.support import learning, small


def shown(experiment: Any, values: Any) -> tuple[View, tuple[Any, ...]]:
    """The pictures with these values, (pictures, seeds, rows, columns); None is not known yet."""
    view = next(iter(sweep.run(experiment)))
    results = Results(plan(experiment))
    for place, value in np.ndenumerate(np.array(values, dtype=object)):
        picture, seed, row, column = place
        if value is not None:
            results.add(Cell(column, row, picture, seed), float(value), 0.0)
    return view, sweep.maps(view, results)


def curve(make: Any, measure: str, values: list[Any], **changes: Any) -> tuple[View, Any]:
    """A sweep of one row, a seed after the other."""
    axis = "sigma_w2" if make is small else "train.lr"
    count = len(values[0])
    listed = ", ".join(f"{index + 1}" for index in range(count))
    experiment = make(
        sweep__y="none",
        sweep__x=axis,
        sweep__x_values=listed,
        sweep__measure=measure,
        sweep__seeds=len(values),
        **changes,
    )
    view, maps = shown(experiment, [[[row] for row in values]])
    return view, maps[0]


def said(view: View, drawn: Any) -> str:
    return "\n".join(str(one) for one in words.sentences(view.plan, (drawn,)))


def test_a_signal_without_a_number_is_not_said_to_have_diverged_in_training() -> None:
    """Zero weights leave no signal: nothing was trained, and nothing is infinite."""
    view, drawn = curve(small, "depth.forward_factor", [[float("nan"), 1.0, None]])
    text = said(view, drawn)
    assert "1 of 3 cells have no finite number" in text
    assert "train" not in text
    assert "diverged" not in text
    assert str(words.measured(drawn, 0, 0)) == "no finite number"
    assert dict(words.cell(view.plan, (drawn,), 2, 0))[drawn.measure] == "…"


def test_no_weights_and_no_biases_leave_no_depth_and_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        view = last(sweep.run(small(sweep__x_from=0.0)))
    assert view.depths is not None
    assert math.isnan(view.depths[0, 0])
    assert np.isfinite(view.depths[1, 2])


def test_a_training_without_a_number_has_diverged() -> None:
    view, drawn = curve(learning, "train.train_loss", [[0.5, float("nan")]])
    assert "1 of 2 cells diverged" in said(view, drawn)
    assert str(words.measured(drawn, 1, 0)) == "diverged"


def test_seeds_that_diverged_are_told_of_a_mean_without_them() -> None:
    view, drawn = curve(learning, "train.train_loss", [[0.5, 0.25], [float("nan"), 0.75]])
    assert "in 1 of 2 cells some seeds came to no finite number" in said(view, drawn)
    assert float(drawn.mean[0, 0]) == 0.5
    _, whole = curve(learning, "train.train_loss", [[0.5, 0.25], [0.5, 0.75]])
    assert "some seeds" not in said(view, whole)


def test_shares_are_in_percent_wherever_they_are_said() -> None:
    _, drawn = curve(learning, "train.test_accuracy", [[0.875, 0.5], [0.625, 0.5]])
    assert words.measured(drawn, 0, 0) == "≈ 75% ± 18%"  # std of two: 0.25/√2


def test_only_a_cell_that_was_trained_alone_is_printed_to_the_bit() -> None:
    """Trained among others, its code prints another rounding, or more where that grows."""
    view = next(iter(sweep.run(learning())))
    measure = view.plan.measure(0)
    value = 0.13240795125684598
    assert view.approximate
    assert words.printed(view.approximate, measure, value) == "# ≈ 0.1324\n"
    assert words.printed(False, measure, value) == f"{value!r}\n"
    alone, _ = curve(small, "depth.forward_factor", [[0.5, 0.25]])
    measure = alone.plan.measure(0)
    assert words.printed(alone.approximate, measure, value) == f"{value!r}\n"
    assert words.printed(False, measure, float("nan")) == ""


def test_ends_of_the_colours_are_open_where_a_value_may_lie_beyond() -> None:
    """A factor may be any; a share is 0 to 1, a loss at least 0; other ends follow the cells."""
    for make, measure, wanted in (
        (small, "depth.forward_factor", (True, True)),
        (small, "depth.forward_rms", (False, False)),
        (learning, "train.train_loss", (False, True)),
        (learning, "train.test_accuracy", (False, False)),
    ):
        _, drawn = curve(make, measure, [[50.0 if make is small else 1.0]])
        assert drawn.open_ends == wanted
