"""Normal and uniform weights whose spread is chosen by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from core.init import marginals as theory
from core.init.arguments import LOWER_HELP, MEAN, UPPER_HELP, std
from core.init.marginals import Marginal
from core.init.registry import Compared, initializer
from core.init.solving import FITTED, MEANT, NAMED, ROUND, USUAL, Guess, Seen, usual
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Ordered, Real

STDS = {1.0: NAMED, 0.02: USUAL, 0.01: USUAL}
"""torch's own default, and what transformers and textbooks take."""


def _solve_normal(shape: Shape, seen: Seen) -> Iterator[Guess]:
    """The std as it would be typed, about 0; about another mean both of one digit, or fitted."""
    if seen.is_constant:
        return
    if seen.is_centred:
        for std, cost, fitted in usual(seen.rms, seen.error, STDS):
            yield Guess({"mean": 0.0, "std": std}, cost, ("std",), fitted)
        return
    error = seen.std / abs(seen.mean) / math.sqrt(seen.count)
    for size, rough, _ in usual(abs(seen.mean), error):
        mean = math.copysign(size, seen.mean)
        for std, cost, _ in usual(seen.std, seen.error, STDS):
            typed = max(rough, cost) <= ROUND and error <= MEANT
            values = {"mean": mean, "std": std}
            yield Guess(values, cost if typed else FITTED, ("mean", "std"), not typed)


def _solve_uniform(shape: Shape, seen: Seen) -> Iterable[Guess]:
    """Bounds as they would be typed, a little beyond the extremes: about as far as 1 in n draws."""
    if seen.is_constant:
        return ()
    past = (seen.high - seen.low) / (seen.count + 1)
    reach = 12.0 * past
    named, fitted = [], False
    for end, outward in ((seen.low, -1.0), (seen.high, 1.0)):
        found = _round_bound(end, outward, reach)
        fitted |= found is None
        named.append(end + outward * past if found is None else found)
    cost = FITTED if fitted else ROUND
    return (Guess({"a": named[0], "b": named[1]}, cost, ("a", "b"), fitted),)


def _round_bound(end: float, outward: float, reach: float) -> float | None:
    """The number with the fewest digits, two at most, that lies at most `reach` beyond the end."""
    if 0.0 <= -outward * end <= reach:
        return 0.0
    for digits in (1, 2):
        unit = 10.0 ** (math.floor(math.log10(abs(end))) - digits + 1) if end else 0.0
        if unit:
            value = outward * math.ceil(outward * end / unit - 1e-9) * unit
            value = float(f"{value:.{digits}e}")
            if 0.0 <= outward * (value - end) <= reach:
                return value
    return None


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Normal"),
    parameters=(MEAN, std(1.0)),
    formula=r"W_{ij}\sim\mathcal{N}(\mu,\sigma^2)",
    symbol=r"\sigma",
    number=lambda shape, *, mean, std: std,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "A spread chosen by hand. It does not know the size of the layer: the more inputs, the "
        "larger the output.",
    ),
    draws="normal",
    solve=_solve_normal,
    compared=Compared(1, values=(("std", 0.01),)),
)
def normal(shape: Shape, *, mean: float, std: float) -> Marginal:
    """N(mean, std²)."""
    return theory.normal(mean, std)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Uniform"),
    parameters=(
        Real("a", 0.0, usual=(-2.0, 2.0), help=LOWER_HELP),
        Real("b", 1.0, usual=(-2.0, 2.0), help=UPPER_HELP),
    ),
    rules=(Ordered("a", "b"),),
    formula=r"W_{ij}\sim\mathcal{U}(a,b),\quad \sigma=\frac{b-a}{\sqrt{12}}",
    symbol=r"\sigma",
    number=lambda shape, *, a, b: b / math.sqrt(12) - a / math.sqrt(12),
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Every value between a and b is equally likely. torch's default 0 to 1 is not centred: "
        "a mean other than 0 adds up over the inputs.",
    ),
    draws="uniform",
    solve=_solve_uniform,
    compared=Compared(1, dashed=True, values=(("a", -0.05), ("b", 0.05))),
)
def uniform(shape: Shape, *, a: float, b: float) -> Marginal:
    """U(a, b)."""
    return theory.uniform(a, b)
