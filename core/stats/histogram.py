"""Exact histograms and moments of large tensors, in one walk over their memory.

Bins are dyadic: their width is a power of two, 2^exponent, and their edges are multiples of it.
Then ⌊x·2^−exponent⌋ is exact, the counts equal those of `numpy.histogram` on the same edges,
they add up exactly over pieces and coarsen exactly, so that another number of bins needs no
second walk. `torch.histc` and `torch.histogram` saturate at 2^24 a bin and misplace values.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from core.context import SILENT, Context
from core.stats import fused

FINE_BINS = 2**15
PIECE = 2**18
"""Values a piece: it stays in the processor's cache between its two readings."""
PLAIN = 2**14
"""Values that numpy takes at once: what it makes of them stays in the cache too."""

MIN_EXPONENT = -1000
LARGEST = sys.float_info.max
MAX_TICKS = 200
MAX_AUTOMATIC_BINS = 128


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """counts[i] values lie in [(first + i)·2^exponent, (first + i + 1)·2^exponent)."""

    exponent: int
    first: int
    counts: NDArray[np.int64]

    @property
    def edges(self) -> NDArray[np.float64]:
        """The len(counts) + 1 edges; not kept, since a checkpoint has thousands of these."""
        return self.edges_at(np.arange(len(self.counts) + 1, dtype=np.int64))

    def edges_at(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Some of the edges."""
        return self._edges(self.first + places)

    @property
    def occupied(self) -> NDArray[np.intp]:
        """Which bins hold a value, ascending."""
        return np.flatnonzero(self.counts != 0)

    def _edges(self, index: NDArray[np.int64]) -> NDArray[np.float64]:
        with np.errstate(over="ignore"):  # the edge after the largest numbers would be infinite
            edges: NDArray[np.float64] = np.ldexp(index.astype(float), self.exponent)
        return edges.clip(-LARGEST, LARGEST)

    def coarsen(
        self, wanted: int, resolution: float = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Edges and counts of about `wanted` bins that hold every value.

        They are equal but for the last, which ends where the values end: between half and one
        and a half as wide as the others, so that its density is not that of empty room.

        `resolution` is the distance of neighbouring numbers of the dtype where it is largest, a
        power of two. Bins hold a whole number of them, with edges half-way between two: otherwise
        one bin would hold three numbers and the next one four, and a smooth density be a comb.
        """
        unit = round(math.ldexp(resolution, -self.exponent))
        if unit >= 2:
            return self._whole(unit)._steps(wanted, unit)
        return self._steps(wanted, 1)

    def _whole(self, unit: int) -> Bins:
        """The same bins from one middle between multiples of `unit` to another."""
        before = (self.first - unit // 2) % unit
        after = -(before + len(self.counts)) % unit
        return Bins(self.exponent, self.first - before, np.pad(self.counts, (before, after)))

    def _steps(self, wanted: int, unit: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        size = len(self.counts)
        step = max(1, math.ceil(size / wanted / unit)) * unit
        starts = np.arange(0, size, step, dtype=np.int64)
        if len(starts) > 1 and 2 * (size - starts[-1]) < step:
            starts = starts[:-1]
        return self._edges(self.first + np.append(starts, size)), np.add.reduceat(
            self.counts, starts
        )

    def quantile(self, share: float) -> float:
        """The value below which `share` of the counts lie, to one fine bin."""
        total = np.cumsum(self.counts)
        i = int(np.searchsorted(total, share * total[-1]))
        return math.ldexp(self.first + min(i, len(self.counts) - 1) + 0.5, self.exponent)


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """Everything that is shown of one tensor.

    mean, std, min and max are those of the finite values (NaN when there are none); std is the
    population's, and zero has no sign. `atoms` are exact values with their exact counts; `bins`
    count them too. `values` holds all values when there are few, else None.
    """

    shape: tuple[int, ...]
    dtype: str
    count: int
    nan: int
    inf: int
    mean: float
    std: float
    min: float
    max: float
    power: float
    bins: Bins
    atoms: tuple[tuple[float, int], ...]
    values: NDArray[np.float64] | None

    @property
    def finite(self) -> int:
        """How many values are neither NaN nor infinite."""
        return self.count - self.nan - self.inf

    def spread_bins(self) -> Bins | None:
        """The bins without the atoms, cut to what is left; None when nothing is left."""
        return self.bins_without(self.atoms)

    def bins_without(self, atoms: tuple[tuple[float, int], ...]) -> Bins | None:
        """The bins without so many of these values, cut to what is left; None without any."""
        taken = [(value, count) for value, count in atoms if count]
        if not taken:  # they begin and end where there is a value
            return self.bins if self.finite else None
        counts = self.bins.counts.copy()
        for value, count in taken:
            counts[math.floor(math.ldexp(value, -self.bins.exponent)) - self.bins.first] -= count
        occupied = np.flatnonzero(counts)
        if len(occupied) == 0:
            return None
        low, high = int(occupied[0]), int(occupied[-1])
        return Bins(self.bins.exponent, self.bins.first + low, counts[low : high + 1])


def automatic(bins: Bins) -> int:
    """Freedman & Diaconis (1981): width 2·IQR·n^(−1/3), kept between 10 and 128 bins."""
    total = int(bins.counts.sum())
    spread = bins.quantile(0.75) - bins.quantile(0.25)
    width = math.ldexp(2.0 * spread / total ** (1 / 3), -bins.exponent)
    span = len(bins.counts)
    return (
        min(MAX_AUTOMATIC_BINS, max(10, math.ceil(span / width)))
        if width > 0
        else MAX_AUTOMATIC_BINS
    )


class _Walk:
    """Counts and moments so far, over pieces of a tensor."""

    def __init__(self) -> None:
        self.exponent = 0
        self.first = 0
        self.counts: NDArray[np.int64] | None = None
        self.unit, self.origin = 1.0, 0.0
        self.total: list[float] = []
        self.squares: list[float] = []
        self.low, self.high = math.inf, -math.inf
        self.nan = self.inf = 0

    def add(self, piece: torch.Tensor) -> None:
        """Count one piece, a contiguous one-dimensional tensor of float32 or float64 on the CPU."""
        low, high = (float(x) for x in torch.aminmax(piece))
        if not (math.isfinite(low) and math.isfinite(high)):
            self.nan += int(torch.isnan(piece).sum())
            self.inf += int(torch.isinf(piece).sum())
            piece = piece[torch.isfinite(piece)]
            if piece.numel() == 0:
                return
            low, high = (float(x) for x in torch.aminmax(piece))
        counts = self._cover(min(self.low, low), max(self.high, high))
        walk = fused.ready() or _plain
        total, squares = walk(piece.numpy(), self.unit, self.first, counts, self.origin)
        self.total.append(total)
        self.squares.append(squares)

    def _cover(self, low: float, high: float) -> NDArray[np.int64]:
        """Make the bins hold [low, high], wider ones if need be, and keep what is in them."""
        was_constant = self.low == self.high
        value, self.low, self.high = self.low, low, high
        if self.counts is None:
            return self._lay(_exponent(low, high))
        old, first, unit, origin = self.counts, self.first, self.unit, self.origin
        n = int(old.sum())
        if was_constant and low < high:  # one value says nothing about the width
            counts = self._lay(_exponent(low, high))
            counts[self._index(value, self.exponent) - self.first] = n
            t = value * self.unit - self.origin
            self.total, self.squares = [n * t], [n * t * t]
            return counts
        if first <= low * unit and high * unit < first + FINE_BINS:
            return old
        exponent = max(self.exponent, _exponent(low, high))
        while self._index(high, exponent) - self._index(low, exponent) >= FINE_BINS // 2:
            exponent += 1
        occupied, wider = np.flatnonzero(old), exponent - self.exponent
        counts = self._lay(exponent)
        np.add.at(counts, ((first + occupied) >> wider) - self.first, old[occupied])
        shrink = self.unit / unit
        shift, total = origin * shrink - self.origin, shrink * math.fsum(self.total)
        squares = shrink * shrink * math.fsum(self.squares)
        self.total = [total + n * shift]
        self.squares = [squares + 2.0 * shift * total + n * shift * shift]
        return counts

    def _lay(self, exponent: int) -> NDArray[np.int64]:
        """Empty bins of width 2^exponent with [low, high] in their middle."""
        self.exponent, self.unit = exponent, math.ldexp(1.0, -exponent)
        self.first = self._index(self.low, exponent) - FINE_BINS // 4
        # Toward 0: the squares of subnormal numbers would be lost beside an origin of −1.
        self.origin = float(math.trunc(math.ldexp(self.low / 2 + self.high / 2, -exponent)))
        self.counts = np.zeros(FINE_BINS, np.int64)
        return self.counts

    @staticmethod
    def _index(value: float, exponent: int) -> int:
        return math.floor(math.ldexp(value, -exponent))

    def bins(self) -> Bins:
        """The bins from the first to the last that holds a value."""
        if self.counts is None:
            return Bins(0, 0, np.zeros(1, np.int64))
        low, high = self._index(self.low, self.exponent), self._index(self.high, self.exponent)
        inside = slice(low - self.first, high - self.first + 1)
        return Bins(self.exponent, low, self.counts[inside].copy())

    def moments(self, n: int) -> tuple[float, float, float]:
        """Mean, population standard deviation and mean square of the n finite values."""
        if n == 0:
            return math.nan, math.nan, math.nan
        if self.low == self.high:
            return self.low + 0.0, 0.0, self.low * self.low
        total, squares = math.fsum(self.total) / n, math.fsum(self.squares) / n
        mean = (self.origin + total) / self.unit
        std = math.sqrt(max(0.0, squares - total * total)) / self.unit
        return mean, std, mean * mean + std * std


def _exponent(low: float, high: float) -> int:
    """The width that puts [low, high] into between a quarter and half of the fine bins."""
    span = high / 2 - low / 2  # halved, because high − low may overflow
    largest = max(abs(low), abs(high))
    if span == 0.0:
        return max(MIN_EXPONENT, math.frexp(largest)[1] - 6 if largest else -6)
    exponent = math.frexp(span)[1] + 1 - 14
    # ⌊x·2^−exponent⌋ has to stay exact, and a bin cannot be finer than the numbers in it.
    return max(MIN_EXPONENT, exponent, math.frexp(largest)[1] - 53)


def _plain(
    x: NDArray[Any],
    unit: float,
    first: int,
    counts: NDArray[np.int64],
    origin: float,
) -> tuple[float, float]:
    """What core.stats.fused does, by numpy: three times slower, ready at once."""
    value, size = np.empty(len(x)), min(PLAIN, len(x))
    # Made once: the system takes back what is freed and clears it anew, five times as long.
    floors, indices = np.empty(size), np.empty(size, np.int64)
    for start in range(0, len(x), PLAIN):
        block = value[start : start + PLAIN]
        floor, index = floors[: len(block)], indices[: len(block)]
        np.multiply(x[start : start + PLAIN], unit, out=block, dtype=np.float64)
        np.floor(block, out=floor)
        index[:] = floor
        index -= first
        np.add.at(counts, index, 1)
        block -= origin
    return float(value.sum()), float(value @ value)


def summarize(
    tensor: torch.Tensor,
    context: Context = SILENT,
    atoms: tuple[float, ...] = (),
    find_atoms: bool = False,
) -> Summary:
    """Count and measure a floating-point tensor of any shape, dtype and device.

    `atoms` are values whose exact share is asked for. With `find_atoms`, zero and the two
    extremes are looked at too, and kept where they hold more than a half percent of the values,
    as the zeros of ReLU or dropout and the ends of a saturated activation do.

    Raises Cancelled between two pieces.
    """
    flat = tensor.detach().reshape(-1)
    walk = _Walk()
    exact = dict.fromkeys((value + 0.0 for value in atoms), 0)
    for start in range(0, flat.numel(), PIECE):
        context.check()
        piece = _piece(flat, start)
        walk.add(piece)
        for value in exact:
            exact[value] += _count(piece, value)
    finite = flat.numel() - walk.nan - walk.inf
    if finite and walk.low == walk.high:
        exact = {walk.low + 0.0: finite}
    elif find_atoms and finite:
        found = {
            value: sum(
                _count(_piece(flat, start), value) for start in range(0, flat.numel(), PIECE)
            )
            for value in {0.0, walk.low, walk.high}
        }
        exact |= {v: n for v, n in found.items() if n > max(2, 0.005 * finite)}
    mean, std, power = walk.moments(finite)
    return Summary(
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype).removeprefix("torch."),
        count=flat.numel(),
        nan=walk.nan,
        inf=walk.inf,
        mean=mean,
        std=std,
        min=walk.low + 0.0 if finite else math.nan,  # −0 + 0 is 0
        max=walk.high + 0.0 if finite else math.nan,
        power=power,
        bins=walk.bins(),
        atoms=tuple((v, n) for v, n in sorted(exact.items()) if n),
        values=_piece(flat, 0).double().numpy().copy() if flat.numel() <= MAX_TICKS else None,
    )


def _count(piece: torch.Tensor, value: float) -> int:
    """How often the value occurs: by numpy, which counts four times as fast as torch."""
    with np.errstate(over="ignore"):  # a value beyond the end of float32 occurs as infinity there
        return int(np.count_nonzero(piece.numpy() == value))


def _piece(flat: torch.Tensor, start: int) -> torch.Tensor:
    piece = flat[start : start + PIECE].cpu()
    return piece if piece.dtype in (torch.float32, torch.float64) else piece.float()
