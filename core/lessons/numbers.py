"""The numerals in a lesson's text, computed anew: `python -m core.lessons.numbers FILE`.

With them go the shapes that it says a plot has: `core.lessons.claims`.

A step's `numbers` name a path for each of them:

- `weight.theory.std`, `output.min`, …: into what `--stats` writes of the step's experiment;
- `depth.theory_forward_rms.-1`, `dropout.x.0`, …: into what it writes of these pages;
- `experiment.layer.in_features`: a value of the experiment itself;
- `lane.0.test_accuracy`, …: what becomes of a lane of the Training page's race:
  `trained.NUMBERS`; with any other path behind it, that of the lane's experiment;
- one of EXTRAS.

Words before a path say what the text makes of it: `percent`, a share as so many in a hundred;
`below` and `above`, the numeral is only a bound: 93 is `below percent lane.0.test_accuracy`.
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Callable
from typing import Any

from core import depth
from core.context import last
from core.depth import mean_field
from core.experiment import Experiment
from core.format import significant
from core.headless import statistics
from core.layer.factor import factor
from core.layers.shape import Shape
from core.lessons import claims, trained
from core.lessons.lesson import Step, load
from core.messages import InitLabError
from core.pages import FIRST, PAGES


def value(experiment: Experiment, path: str) -> float:
    """The number at a path; KeyError where there is none."""
    if path.startswith(PERCENT):
        return 100.0 * value(experiment, path.removeprefix(PERCENT))
    if path in EXTRAS:
        return float(EXTRAS[path](experiment))
    first, _, rest = path.partition(".")
    try:
        if first == "experiment":
            found: Any = experiment.value(rest)
        elif first == "lane":
            number, _, name = rest.partition(".")
            if name not in trained.NUMBERS:
                return value(experiment.lane(int(number)), name)
            found = trained.value(experiment, int(number), name)
        else:
            found = _statistics(experiment, first)
            for name in rest.split("."):
                found = found[int(name)] if isinstance(found, list) else found[name]
        return float(found)
    except (KeyError, IndexError, TypeError, ValueError):
        raise KeyError(path) from None


def agrees(written: str, number: float) -> bool:
    """Whether a numeral such as `131,072` or `−0.051` is the number, to the digits written."""
    decimals = len(written.partition(".")[2])
    # Half a unit of the last digit, with room for what float makes of a tie.
    return abs(_plain(written) - number) <= (0.5 + 1e-9) * 10.0**-decimals


def _plain(written: str) -> float:
    return float(written.replace(",", "").replace("−", "-"))


PERCENT = "percent "

BOUNDS: dict[str, Callable[[str, float], bool]] = {
    "below": lambda written, number: _plain(written) < number,
    "above": lambda written, number: _plain(written) > number,
}
"""What a numeral is that only bounds the number at its path."""


def wrong(step: Step) -> list[str]:
    """What is wrong with the numbers of a step, a line each."""
    found: list[str] = []
    for written, path in step.numbers:
        if written not in step.text:
            found.append(f"{written} does not stand in the text")
            continue
        try:
            bound, _, rest = path.partition(" ")
            bounded = bound in BOUNDS
            number = value(step.experiment, rest if bounded else path)
            if not (BOUNDS[bound] if bounded else agrees)(written, number):
                found.append(f"{written} is {significant(number, 6)} ({path})")
        except KeyError:
            found.append(f"{written}: there is no {path}")
        except ValueError:
            found.append(f"{written} is not a numeral")
    return found


@functools.lru_cache(maxsize=16)
def _page(experiment: Experiment, page: str) -> dict[str, Any]:
    return statistics(experiment, page)


def _statistics(experiment: Experiment, first: str) -> Any:
    """A page's part of `--stats` by its key, or by its own key what the first page writes."""
    if first in PAGES and first != FIRST:
        return _page(experiment, first)
    return _page(experiment, FIRST)[first]


def _parameters(experiment: Experiment) -> float:
    of = experiment.layer
    return of.shape.count + of.has_bias * of.shape.units


def _preactivation_std(experiment: Experiment) -> float:
    """Of x·w for x ~ N(0, 1), without the bias."""
    summed = experiment.layer.shape.summed
    w = experiment.weight_init.entry.marginal(
        experiment.layer.shape, experiment.weight_init.parameters
    )
    return math.sqrt(summed * (w.std * w.std + w.mean * w.mean))


def _mean_times_width(experiment: Experiment) -> float:
    """What a mean of the weights multiplies the sum over all units by, in one layer."""
    width = experiment.depth.width
    init = experiment.weight_init
    return width * init.entry.marginal(Shape.linear(width, width), init.parameters).mean


def _rms_factor(experiment: Experiment) -> float:
    """Of the last layer, in theory: NaN where there is none."""
    forward = mean_field.predict(experiment).forward
    return math.nan if forward is None else float(forward[-1] / forward[-2])


def _rms_ratio(experiment: Experiment) -> float:
    """Last layer over first, in theory."""
    forward = mean_field.predict(experiment).forward
    return math.nan if forward is None else float(forward[-1] / forward[0])


def _rank(experiment: Experiment) -> float:
    ranks = last(depth.run(experiment, ranks=True)).ranks
    return math.nan if ranks is None else float(ranks[-1])


EXTRAS: dict[str, Callable[[Experiment], float]] = {
    "advice.factor": factor,
    "dropout.scale": lambda experiment: 1.0 / (1.0 - experiment.dropout.p),
    "depth.mean_times_width": _mean_times_width,
    "depth.power_factor": lambda experiment: _rms_factor(experiment) ** 2,
    "depth.power_ratio": lambda experiment: _rms_ratio(experiment) ** 2,
    "depth.rank.-1": _rank,
    "depth.rms_factor": _rms_factor,
    "layer.parameters": _parameters,
    "preactivation.std": _preactivation_std,
}
"""Numbers that the window shows or that theory gives, and that `--stats` does not write."""


def main(names: list[str]) -> int:
    """Check files; prints what is wrong and returns 1 if something is, 2 for no lesson."""
    mistakes = 0
    for name in names:
        try:
            lesson = load(name)
        except InitLabError as error:
            print(f"{error.key}: {error.text}", file=sys.stderr)
            return 2
        for number, step in enumerate(lesson.steps, 1):
            for line in (*wrong(step), *claims.wrong(step)):
                mistakes += 1
                print(f"{name}: step {number}: {line}")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
