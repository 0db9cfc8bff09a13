"""Does the sample match the theory? Pearson's chi-square test over bins, exact for point masses."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.init.marginals import Marginal
from core.machine.dtypes import rounded, spacing
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.histogram import MIN_EXPONENT, Summary

MIN_COUNT = 50
MIN_EXPECTED = 5.0
LEVEL = 1e-3
"""A true theory is doubted once in a thousand seeds."""
MAX_GROWTH = 0.2
"""Standard deviations by which rounding may at most raise the chi-square statistic."""


@dataclass(frozen=True, slots=True)
class Goodness:
    """`matches` is None where nothing can be said; `p_value` where no test applies."""

    matches: bool | None
    p_value: float | None
    reason: Message


EXACT = QT_TRANSLATE_NOOP("core", "every value is exactly as the theory says")
NOT_EXACT = QT_TRANSLATE_NOOP("core", "some values differ from the theory")
TOO_FEW = QT_TRANSLATE_NOOP("core", "too few values for a test")
TOO_COARSE = QT_TRANSLATE_NOOP("core", "the dtype is coarser than the bins of a test")
OUTSIDE = QT_TRANSLATE_NOOP("core", "some values lie outside the theory's bounds")
CHI_SQUARE = QT_TRANSLATE_NOOP("core", "chi-square test over the bins; doubted below p = 0.001")
NOT_FINITE = QT_TRANSLATE_NOOP("core", "NaN or infinite values")


def judge(summary: Summary, theory: Marginal, dtype: str) -> Goodness:
    """Compare a tensor with the distribution it should have."""
    if summary.finite < summary.count:
        return Goodness(False, None, NOT_FINITE)
    continuous = theory.rest
    if continuous is None:
        exact = _exact_shares(summary, theory, dtype)
        return Goodness(exact, None, EXACT if exact else NOT_EXACT)
    count = summary.count
    found = dict(summary.atoms)
    for atom in theory.atoms:
        at_atom = found.get(rounded(atom.value, dtype), 0)
        if at_atom < round(atom.share * summary.count):
            return Goodness(False, None, NOT_EXACT)
        count -= at_atom
    if count < MIN_COUNT:
        return Goodness(None, None, TOO_FEW)
    reach = abs(continuous.mean) + 4.0 * continuous.std
    unit = spacing(min(max(abs(summary.min), abs(summary.max)), reach), dtype)
    # Rounding moves each bin's edges by half a unit; that is harmless while the chi-square
    # statistic grows by less than one.
    if not math.sqrt(count) * unit <= 2.0 * continuous.std:
        return Goodness(None, None, TOO_COARSE)
    if summary.min < continuous.low - unit or summary.max > continuous.high + unit:
        return Goodness(False, 0.0, OUTSIDE)
    p_value = _chi_square(summary, continuous, dtype)
    if p_value is None:
        return Goodness(None, None, TOO_COARSE)
    return Goodness(p_value >= LEVEL, p_value, CHI_SQUARE)


def _exact_shares(summary: Summary, theory: Marginal, dtype: str) -> bool:
    found = dict(summary.atoms)
    allowed = {rounded(atom.value, dtype): atom for atom in theory.atoms}
    if sum(count for value, count in found.items() if value in allowed) != summary.count:
        return False
    return all(
        not atom.exact or found.get(value, 0) == round(atom.share * summary.count)
        for value, atom in allowed.items()
    )


def _chi_square(summary: Summary, theory: Marginal, dtype: str) -> float | None:
    bins = summary.spread_bins()
    if bins is None:
        return None
    n, edges = int(bins.counts.sum()), bins.edges
    below = np.asarray(theory.cumulative(edges), np.float64)
    below[0], below[-1] = 0.0, 1.0  # the tails belong to the outermost bins
    # Bins of equal probability, 2·n^0.4 of them (Mann & Wald 1942), at least 5 expected in each.
    wanted = min(100, int(2 * n**0.4), int(n / MIN_EXPECTED))
    starts = _groups(below, n, wanted)
    if len(starts) < 3:
        # The theory lies in one of the sample's thousands of bins, or beside them; or there are no
        # finer ones.
        return None if bins.exponent == MIN_EXPONENT else 0.0
    while True:
        expected = np.add.reduceat(np.diff(below) * n, starts)
        with np.errstate(over="ignore"):
            blur = _blur(edges[starts[1:]], theory, dtype) * n
            growth = float((blur**2 / expected[1:] + blur**2 / expected[:-1]).sum())
        if growth <= MAX_GROWTH * math.sqrt(2.0 * len(starts)):
            break
        wanted = wanted * 3 // 4
        starts = _groups(below, n, wanted)
        if len(starts) < 3:
            return None
    observed = np.add.reduceat(bins.counts.astype(float), starts)
    statistic = float(((observed - expected) ** 2 / expected).sum())
    from scipy.special import gammaincc

    return float(gammaincc((len(starts) - 1) / 2, statistic / 2))


def _groups(below: NDArray[np.float64], n: int, wanted: int) -> NDArray[np.intp]:
    """Where each of about `wanted` groups of bins begins; at least 5 are expected in each."""
    group = np.minimum((0.5 * (below[1:] + below[:-1]) * wanted).astype(int), wanted - 1)
    starts = [0]
    for start in np.flatnonzero(np.diff(group)) + 1:
        if (below[start] - below[starts[-1]]) * n >= MIN_EXPECTED:
            starts.append(int(start))
    while len(starts) > 1 and (1.0 - below[starts[-1]]) * n < MIN_EXPECTED:
        starts.pop()
    return np.array(starts)


def _blur(edges: NDArray[np.float64], theory: Marginal, dtype: str) -> NDArray[np.float64]:
    """How much probability rounding may carry over each edge.

    Half the distance between neighbouring numbers. A uniform draw of torch is a multiple of
    eps/2 of its range even where the dtype is finer: U(0, 1) in float16 has 2048 values.
    """
    unit = np.array([spacing(edge, dtype) for edge in edges])
    low, high = theory.dense
    if math.isfinite(high - low):
        unit = np.maximum(unit, spacing(1.0, dtype) / 2.0 * (high - low))
    return 0.5 * unit * theory.density(edges)
