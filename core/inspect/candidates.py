"""Which initialization a tensor could have come from: every method of the registry is asked.

An entry solves its parameters from what was measured. Then the goodness tests of the Layer page
judge, and those left are ordered by likelihood less the cost of their description. Where torch drew
the tensor on the CPU, its grid decides to the last bit: see `core.stats.grid`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from core.build.session import DEFAULT_THREADS, threads
from core.format import short
from core.init.marginals import Marginal, PointMasses
from core.init.methods import OF_MODULE, REGISTRY, Initializer, weight_methods
from core.init.solving import NAMED, Guess, Seen
from core.inspect.result import Candidate
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.goodness import judge
from core.stats.grid import Grid
from core.stats.histogram import Summary
from core.stats.likelihood import log_likelihood

MIN_COUNT = 30
"""Fewer values tell nothing apart, unless they are all one."""
LARGEST = 1e150
"""No initialization gives larger values; from here on float64 cannot square them."""
LARGE = 2**16
"""Values from which on a product of matrices is faster in several threads."""
CERTAIN = 1e9
"""Nats by which what is known for certain stands before what is only likely."""
MODULE_DEFAULT = QT_TRANSLATE_NOOP("core", "{module} default")
WORDS: Mapping[float, str] = {
    math.sqrt(2.0): "√2",
    math.sqrt(5.0): "√5",
    5.0 / 3.0: "5/3",
}


@dataclass(frozen=True, slots=True)
class _Proposed:
    """An entry with parameters; without an entry it is what torch's `module` gives by itself."""

    entry: Initializer | None
    guess: Guess
    theory: Marginal
    module: str = ""

    @property
    def method(self) -> str:
        return self.entry.method if self.entry else OF_MODULE

    @property
    def label(self) -> Message:
        if self.entry is None:
            return MODULE_DEFAULT.format(module=self.module)
        return label_of(self.entry, self.guess)


def label_of(entry: Initializer, guess: Guess) -> Message:
    """`xavier_uniform`, `normal, std = 0.02`: torch's names, and what is not torch's default."""
    named = [f"{name} = {_number(guess.values[name])}" for name in guess.shown]
    return Message(", ".join((entry.method, *named)))


def _number(value: Any) -> str:
    if isinstance(value, str):
        return value
    for number, text in WORDS.items():
        if math.isclose(value, number, rel_tol=1e-9):
            return text
    return short(value, 4)


def candidates(
    tensor: torch.Tensor, summary: Summary, shape: Shape | None, own: Marginal | None, module: str
) -> tuple[Candidate, ...]:
    """What fits, best first; nothing below 30 values unless all are one.

    `tensor` is the one that `summary` was made of; `own` is what torch's `module` gives by itself.
    """
    constant = summary.count > 1 and summary.min == summary.max
    if summary.finite < summary.count or (summary.count < MIN_COUNT and not constant):
        return ()
    if max(abs(summary.min), abs(summary.max)) > LARGEST:
        return ()
    found: list[Candidate] = []
    proven: Marginal | None = None
    grid = Grid(tensor)
    proposals = _proposed(seen_of(summary), shape, own, module)
    for proposed in sorted(proposals, key=lambda one: one.guess.cost):
        if proven is not None and not _is_same(proposed.theory, proven):
            continue  # what the grid has proven needs no rivals, only other names
        candidate = _judged(tensor, grid, summary, shape, proposed)
        if candidate is None:
            continue
        found.append(candidate)
        if candidate.on_grid and proven is None and grid.proves(candidate.theory):
            proven = candidate.theory
    return tuple(sorted(found, key=lambda candidate: -candidate.score))


def _is_same(first: Marginal, second: Marginal) -> bool:
    """Whether two distributions differ by rounding at most."""
    return (
        type(first) is type(second)
        and math.isclose(first.std, second.std, rel_tol=1e-6)
        and math.isclose(first.mean, second.mean, rel_tol=1e-6, abs_tol=1e-9)
    )


def seen_of(summary: Summary) -> Seen:
    """What methods solve their parameters from."""
    zeros = dict(summary.atoms).get(0.0, 0)
    return Seen(
        count=summary.count,
        mean=summary.mean,
        std=summary.std,
        low=summary.min,
        high=summary.max,
        zero_share=zeros / max(1, summary.count),
        dims=len(summary.shape),
    )


def _proposed(
    seen: Seen, shape: Shape | None, own: Marginal | None, module: str
) -> Iterator[_Proposed]:
    if own is not None and (not seen.is_constant or isinstance(own, PointMasses)):
        yield _Proposed(None, Guess({}), own, module)
    given = shape or Shape((seen.count, 1), seen.count, 1)
    for entry in weight_methods():
        if entry.keeps_default or not entry.dims.allows(seen.dims):
            continue
        for guess in entry.solve(given, seen):
            yield _Proposed(entry, guess, entry.marginal(given, guess.values))


def _judged(
    tensor: torch.Tensor,
    grid: Grid,
    summary: Summary,
    shape: Shape | None,
    proposed: _Proposed,
) -> Candidate | None:
    """The candidate, or None where the tensor is not such a one."""
    guess, theory = proposed.guess, proposed.theory
    zeros = dict(summary.atoms).get(0.0, 0)
    if not theory.atoms and zeros > 2 + summary.count / 1000:
        return None  # no continuous draw is ever exactly 0, and the grid does not look at zeros
    structure = REGISTRY[proposed.method].structure
    exact = theory.rest is None or structure is not None
    p_value: float | None = None
    if structure is not None and shape is not None:
        # A second thread costs a small tensor more than its whole product.
        with threads(DEFAULT_THREADS if tensor.numel() >= LARGE else 1):
            if not structure(tensor, shape, **guess.values):
                return None
        exact = exact and not guess.fitted
    else:
        fit = judge(summary, theory, hasty=True)
        if fit.matches is False:
            # Its tests doubt a true theory once in a thousand times; the grid never does.
            if not grid.proves(theory):
                return None
            fit = judge(summary, theory)
        p_value = fit.p_value
    stands = grid.has(theory)
    score = log_likelihood(summary, theory) - guess.cost
    if exact or structure is not None or stands:
        score += CERTAIN
    return Candidate(
        *(proposed.method, dict(guess.values), proposed.label, theory, p_value, score),
        *(guess.fitted, stands, exact),
    )


def nearest(
    summary: Summary, shape: Shape | None, own: Marginal | None, module: str
) -> Candidate | None:
    """The likeliest that it was before it was trained: None where nothing is known of the layer.

    Of the methods that know the layer's fans, with torch's defaults, and what the module does by
    itself.
    """
    if shape is None or not summary.finite or summary.std <= 0.0:
        return None
    proposed = [
        _Proposed(entry, guess, entry.marginal(shape, guess.values))
        for entry in weight_methods()
        if not entry.keeps_default
        and entry.dims.allows(len(shape.size))
        and _knows_fans(entry.method)
        for guess in (Guess(entry.defaults(), NAMED),)
    ]
    if own is not None:
        proposed.insert(0, _Proposed(None, Guess({}), own, module))
    likely = [
        (log_likelihood(summary, p.theory), p)
        for p in proposed
        if p.theory.rest is not None and not p.theory.atoms and p.theory.mean == 0.0
    ]
    if not likely:
        return None
    score, best = max(likely, key=lambda pair: pair[0])
    return Candidate(best.method, dict(best.guess.values), best.label, best.theory, None, score)


@functools.cache
def _knows_fans(method: str) -> bool:
    """Whether the spread that a method gives depends on the layer."""
    entry = REGISTRY[method]
    spreads = {
        entry.marginal(Shape.linear(*sides), entry.defaults()).std for sides in ((30, 50), (70, 90))
    }
    return len(spreads) > 1
