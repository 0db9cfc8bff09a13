"""Does the sample match the theory? Tests of bins, extremes and moments; exact for point masses.

Each looks where the others are blind. Pearson's chi-square over the bins sees the shape but pools
the tails; the extremes see a single value far out; mean and standard deviation see what is spread
thinly over all bins. Together they doubt a true theory once in a thousand seeds: each kind of test
gets its share of that (Bonferroni), and so does each test of a kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.format import counted, short
from core.init.marginals import Marginal
from core.machine.dtypes import is_half, smallest, spacing
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.histogram import MIN_EXPONENT, Summary
from core.stats.stored import Cells, cells_of, remembered

MIN_COUNT = 50
MIN_EXPECTED = 5.0
LEVEL = 1e-3
"""A true theory is doubted once in a thousand seeds, all tests together."""
MAX_GROWTH = 0.2
"""Standard deviations by which torch's grid may at most raise the chi-square statistic."""
MAX_SKEWNESS = 0.5
KINDS = 3
"""Kinds of tests: bins, extremes (of either end), moments (mean and std)."""


@dataclass(frozen=True, slots=True)
class Test:
    """What was looked at, its p-value for itself, and what gives the sentence where it fails.

    parts    of LEVEL the test has one part in so many
    beyond   whether what it finds is a value farther out, rather than nearer
    """

    name: Message
    p_value: float
    parts: int
    doubt: Callable[[], Message]
    beyond: bool = False

    @property
    def fails(self) -> bool:
        """Whether it doubts the theory."""
        return self.p_value * self.parts < LEVEL


@dataclass(frozen=True, slots=True)
class Goodness:
    """`matches` is None where nothing can be said; `p_value` where the bins cannot be tested.

    reason   why: of what does not match, the test that says it
    tests    all that were done
    beyond   whether a value lies farther out than chance allows
    cause    what in torch's function does that, where it is known
    """

    matches: bool | None
    p_value: float | None
    reason: Message
    tests: tuple[Test, ...] = field(default=(), compare=False)
    beyond: bool = field(default=False, compare=False)
    cause: Message | None = None


EXACT = QT_TRANSLATE_NOOP("core", "every value is exactly as the theory says")
NOT_EXACT = QT_TRANSLATE_NOOP("core", "some values differ from the theory")
TOO_FEW = QT_TRANSLATE_NOOP("core", "too few values for a test of the bins")
TOO_COARSE = QT_TRANSLATE_NOOP("core", "the dtype is coarser than the bins of a test")
OUTSIDE = QT_TRANSLATE_NOOP("core", "some values lie outside the theory's bounds")
FITS = QT_TRANSLATE_NOOP(
    "core",
    "bins, extremes, mean and std fit; all tests together doubt a true theory in 1 of 1000 seeds",
)
NOT_FINITE = QT_TRANSLATE_NOOP("core", "NaN or infinite values")
SHAPE = QT_TRANSLATE_NOOP("core", "the shape differs (chi-square test over the bins)")
LARGEST_FAR = QT_TRANSLATE_NOOP(
    "core", "the largest value, {value}, lies farther out than {count} draws reach"
)
LARGEST_NEAR = QT_TRANSLATE_NOOP(
    "core", "the largest value, {value}, is smaller than that of {count} draws should be"
)
SMALLEST_FAR = QT_TRANSLATE_NOOP(
    "core", "the smallest value, {value}, lies farther out than {count} draws reach"
)
SMALLEST_NEAR = QT_TRANSLATE_NOOP(
    "core", "the smallest value, {value}, is larger than that of {count} draws should be"
)
MEAN_OFF = QT_TRANSLATE_NOOP("core", "the mean is {errors} standard errors off")
STD_OFF = QT_TRANSLATE_NOOP("core", "the standard deviation is {ratio} times what it should be")


NEAR_ZERO = 1024.0
"""Spreads below so many of the dtype's smallest numbers are not judged: torch rounds the method's
parameters themselves there, so that what it draws has another spread than was asked for."""


def judge(summary: Summary, theory: Marginal, hasty: bool = False) -> Goodness:
    """Compare a tensor with the distribution it should have, as the tensor's dtype stores it.

    A `hasty` judge stops at the first test that fails, the costliest being the last: `matches` is
    the same then, the rest of a theory that does not match is not known.
    """
    if summary.finite < summary.count:
        return Goodness(False, None, NOT_FINITE)
    near_zero = not is_half(summary.dtype) and _is_near_zero(summary, theory)
    if near_zero and theory.rest is not None and theory.rest.std * 8.0 > smallest(summary.dtype):
        return Goodness(None, None, TOO_COARSE)
    found = _judge(summary, theory, hasty)
    return Goodness(None, None, TOO_COARSE) if near_zero and found.matches is False else found


def _judge(summary: Summary, theory: Marginal, hasty: bool) -> Goodness:
    theory = remembered(theory, summary.dtype)
    if theory.rest is None:
        exact = _exact_shares(summary, theory)
        return Goodness(exact, None, EXACT if exact else NOT_EXACT)
    found = dict(summary.atoms)
    expected = tuple((a.value, round(a.share * summary.count)) for a in theory.atoms)
    if any(found.get(value, 0) < count for value, count in expected):
        return Goodness(False, None, NOT_EXACT)
    sample = _Sample(summary, expected)
    if sample.count <= 0:
        return Goodness(None, None, TOO_FEW)
    cells = cells_of(theory.rest, summary.dtype)
    if summary.min < cells.low - cells.unit or summary.max > cells.high + cells.unit:
        return Goodness(False, 0.0, OUTSIDE, beyond=True)
    if not cells.exact:
        return Goodness(None, None, TOO_COARSE)
    return _verdict(sample, cells, hasty)


def _is_near_zero(summary: Summary, theory: Marginal) -> bool:
    """Whether all values are among the smallest that the dtype has, and should be."""
    bound = NEAR_ZERO * smallest(summary.dtype)
    should = abs(theory.mean) + theory.std < bound
    return should and max(abs(summary.min), abs(summary.max)) < bound


def _verdict(sample: _Sample, cells: Cells, hasty: bool) -> Goodness:
    enough = sample.count >= MIN_COUNT
    p_value: float | None = None
    tests: list[Test] = []
    for test in _tests(sample, cells, enough):
        tests.append(test)
        if test.parts == KINDS:
            p_value = test.p_value
        if hasty and test.fails:
            break
    failed = [test for test in tests if test.fails]
    if failed:
        worst = min(failed, key=lambda test: test.p_value * test.parts)
        beyond = any(test.beyond for test in failed)
        return Goodness(False, p_value, worst.doubt(), tuple(tests), beyond)
    if p_value is None:
        return Goodness(None, None, TOO_COARSE if enough else TOO_FEW, tuple(tests))
    return Goodness(True, p_value, FITS, tuple(tests))


def _tests(sample: _Sample, cells: Cells, enough: bool) -> Iterator[Test]:
    """The cheapest first."""
    yield from _extremes(sample, cells)
    if enough:
        yield from _moments(sample, cells)
        p_value = _chi_square(sample, cells)
        if p_value is not None:
            name = QT_TRANSLATE_NOOP("core", "bins (χ²)")
            yield Test(name, p_value, KINDS, lambda: SHAPE)


def _exact_shares(summary: Summary, theory: Marginal) -> bool:
    found = dict(summary.atoms)
    allowed = {atom.value: atom for atom in theory.atoms}
    if sum(count for value, count in found.items() if value in allowed) != summary.count:
        return False
    return all(
        not atom.exact or found.get(value, 0) == round(atom.share * summary.count)
        for value, atom in allowed.items()
    )


class _Sample:
    """The draws of the continuous part: all values without the point masses that are expected.

    A draw that falls on a point mass stays. `low` and `high` are None where a point mass hides
    how far the draws reach.
    """

    def __init__(self, summary: Summary, atoms: tuple[tuple[float, int], ...]) -> None:
        self.count = n = summary.count - sum(count for _, count in atoms)
        values = {value for value, count in atoms if count}
        self.low = None if summary.min in values else summary.min
        self.high = None if summary.max in values else summary.max
        self.bins = summary.bins_without(atoms)
        self._summary = summary
        self._shares = [(value, count / n) for value, count in atoms] if n else []

    @property
    def mean(self) -> float:
        """The mean of the draws."""
        whole = self._summary.count / self.count
        return self._summary.mean * whole - math.fsum(v * share for v, share in self._shares)

    def deviation(self, centre: float, unit: float) -> float:
        """The root mean square distance of the draws from `centre`, in units."""
        summary, whole = self._summary, self._summary.count / self.count
        power = math.hypot(summary.std / unit, (summary.mean - centre) / unit) ** 2 * whole
        power -= math.fsum(((v - centre) / unit) ** 2 * share for v, share in self._shares)
        return math.sqrt(max(0.0, power))


def _extremes(sample: _Sample, cells: Cells) -> Iterator[Test]:
    """Is the largest value too large or too small for so many draws? And the smallest?

    Exact for independent draws. The entries of an orthogonal matrix are not quite: that they lie
    far out is bounded by n·P(X > max) whatever they have in common.
    """
    n, ends = sample.count, (sample.high, sample.low)
    tails = iter(cells.tails(*(end for end in ends if end is not None)))
    if sample.high is not None:
        name = QT_TRANSLATE_NOOP("core", "largest value")
        yield _extreme(name, sample.high, n, next(tails), (LARGEST_FAR, LARGEST_NEAR))
    if sample.low is not None:
        name = QT_TRANSLATE_NOOP("core", "smallest value")
        yield _extreme(name, sample.low, n, next(tails)[::-1], (SMALLEST_FAR, SMALLEST_NEAR))


def _extreme(
    name: Message,
    value: float,
    n: int,
    tails: tuple[float, float],
    doubts: tuple[Message, Message],
) -> Test:
    """`tails`: the probabilities that one draw lies as far out, and no farther out."""
    farther = 1.0 if tails[0] >= 1.0 else -math.expm1(n * math.log1p(-tails[0]))
    nearer = math.exp(n * math.log(tails[1])) if tails[1] > 0.0 else 0.0
    far = farther <= nearer

    def doubt() -> Message:
        return doubts[0 if far else 1].format(value=short(value), count=counted(n))

    return Test(name, min(1.0, 2.0 * min(farther, nearer)), 2 * KINDS, doubt, beyond=far)


def _moments(sample: _Sample, cells: Cells) -> Iterator[Test]:
    """Are mean and std farther from those of the stored numbers than their standard errors?"""
    expected = cells.moments
    if not cells.unit <= expected.std:
        return  # hardly two numbers of the dtype: rare events, no bell
    root, slack = math.sqrt(sample.count), 0.5 * _grid(cells) / expected.std
    off = (sample.mean - expected.mean) / expected.std
    errors = math.copysign(max(0.0, abs(off) - slack), off) * root
    p_value = _two_sided(errors, expected.third / root)
    if p_value is not None:
        name = QT_TRANSLATE_NOOP("core", "mean")
        yield Test(
            *(name, p_value, 2 * KINDS, lambda: MEAN_OFF.format(errors=short(abs(errors), 3)))
        )
    # The mean of z², whose own mean is 1, for z = (x − mean)/std.
    spread = math.sqrt(max(0.0, expected.fourth - 1.0))
    if spread < 1e-6:
        return
    ratio = sample.deviation(expected.mean, expected.std)
    nearest = min(max(1.0, ratio - slack), ratio + slack)
    skewness = (expected.sixth - 3.0 * expected.fourth + 2.0) / spread**3
    p_value = _two_sided((nearest**2 - 1.0) / spread * root, skewness / root)
    if p_value is not None:
        name = QT_TRANSLATE_NOOP("core", "std")
        yield Test(name, p_value, 2 * KINDS, lambda: STD_OFF.format(ratio=short(ratio, 3)))


def _two_sided(errors: float, skewness: float) -> float | None:
    """The probability of a mean so many standard errors off, with the skewness that it has.

    By a gamma distribution, shifted (Pearson's type III): exact for the variance of a normal
    sample and the mean of an exponential one, and the normal distribution where it is not skew.
    None where so few draws are too skew for it, as the squares of exponential ones are.
    """
    from scipy.special import gammainc, gammaincc

    if abs(skewness) > MAX_SKEWNESS:
        return None
    if abs(skewness) < 1e-4:
        return math.erfc(abs(errors) / math.sqrt(2.0))
    shape = 4.0 / skewness**2
    x = shape + math.copysign(errors, errors * skewness) * math.sqrt(shape)
    if x <= 0.0:
        return 0.0
    return min(1.0, 2.0 * float(min(gammaincc(shape, x), gammainc(shape, x))))


def _chi_square(sample: _Sample, cells: Cells) -> float | None:
    bins = sample.bins
    if bins is None:
        return None
    n = int(bins.counts.sum())
    below = cells.below_edges(bins)
    below[0], below[-1] = 0.0, 1.0  # the tails belong to the outermost bins
    # Bins of equal probability, 2·n^0.4 of them (Mann & Wald 1942), at least 5 expected in each.
    wanted = min(100, int(2 * n**0.4), int(n / MIN_EXPECTED))
    starts = _groups(below, n, wanted)
    # With hardly more numbers than groups the dtype has no finer ones.
    least = 3 if math.sqrt(n) * cells.unit <= 2.0 * cells.theory.std else 2
    if len(starts) < least:
        # The theory lies in one of the sample's thousands of bins, or beside them; or there are no
        # finer ones.
        return None if least == 2 or bins.exponent == MIN_EXPONENT else 0.0
    while True:
        expected = np.add.reduceat(np.diff(below) * n, starts)
        with np.errstate(over="ignore"):
            blur = 0.5 * _grid(cells) * cells.theory.density(bins.edges_at(starts[1:])) * n
            growth = float((blur**2 / expected[1:] + blur**2 / expected[:-1]).sum())
        if growth <= MAX_GROWTH * math.sqrt(2.0 * len(starts)):
            break
        wanted = wanted * 3 // 4
        starts = _groups(below, n, wanted)
        if len(starts) < least:
            return None
    observed = np.add.reduceat(bins.counts.astype(float), starts)
    statistic = float(((observed - expected) ** 2 / expected).sum())
    from scipy.special import gammaincc

    return float(gammaincc((len(starts) - 1) / 2, statistic / 2))


def _groups(below: NDArray[np.float64], n: int, wanted: int) -> NDArray[np.intp]:
    """Where each of about `wanted` groups of bins begins; at least 5 are expected in each."""
    middle = 0.5 * (below[1:] + below[:-1]) * wanted
    starts = [0]
    for start in np.unique(np.searchsorted(middle, np.arange(1, wanted))).tolist():
        if 0 < start < len(middle) and (below[start] - below[starts[-1]]) * n >= MIN_EXPECTED:
            starts.append(start)
    while len(starts) > 1 and (1.0 - below[starts[-1]]) * n < MIN_EXPECTED:
        starts.pop()
    return np.array(starts)


def _grid(cells: Cells) -> float:
    """The distance of neighbouring draws of torch before they are rounded, where they have one.

    A uniform draw is a multiple of 2⁻²⁴ of its range, of 2⁻⁵³ in float64. Between far bounds that
    is more than the dtype could tell apart.
    """
    low, high = cells.theory.dense
    if not math.isfinite(high - low):
        return 0.0
    return 0.5 * spacing(1.0, "float64" if cells.dtype == "float64" else "float32") * (high - low)
