"""A share of the connections is cut: after Martens (2010), who kept a fixed number of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from core.init import marginals as theory
from core.init.arguments import std
from core.init.dims import Exactly
from core.init.marginals import Atom, Marginal, Mixture
from core.init.registry import Compared, initializer
from core.init.solving import ROUND, Guess, Seen, usual
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Real

TOGETHER = 2**18
"""Entries of the columns that are cut at once."""
MOST = 1024
"""Columns at once: a millisecond or two, after which the run can be stopped."""

MANY = 8
"""Columns from which a row of zeros is no chance."""


def _fill(tensor: Any, shape: Shape, *, sparsity: float, std: float) -> Iterator[float]:
    """What torch's `sparse_` does, its columns cut many at a time: a fifth of its time."""
    import torch

    with torch.no_grad():
        tensor.normal_(0, std)
    return _cut(tensor, math.ceil(sparsity * tensor.shape[0]))


def _cut(tensor: Any, zeros: int) -> Iterator[float]:
    """Zeros where torch puts them: a permutation a column, of the global generator, in order."""
    import torch

    rows, columns = tensor.shape
    together = min(columns, MOST, max(1, TOGETHER // rows))
    order = torch.empty(together, rows, dtype=torch.int64)
    places = order.unbind()
    for start in range(0, columns, together):
        part = tensor[:, start : start + together]
        count = part.shape[1]
        for place in places[:count]:
            torch.randperm(rows, out=place)
        with torch.no_grad():
            part.scatter_(0, order[:count, :zeros].t().to(tensor.device), 0)
        yield (start + count) / columns


def _solve(shape: Shape, seen: Seen) -> Iterator[Guess]:
    """The share of zeros as a round number that gives so many in a column; the std of the rest."""
    zeros = round(seen.zero_share * shape.rows)
    if not 0 < zeros < shape.rows:
        return
    share = _roundest(zeros, shape.rows)
    rest = seen.rms / math.sqrt(1.0 - zeros / shape.rows)
    error = seen.error / math.sqrt(1.0 - zeros / shape.rows)
    for value, cost, fitted in usual(rest, error, {0.01: ROUND}):
        yield Guess({"sparsity": share, "std": value}, cost, ("sparsity", "std"), fitted)


def _roundest(zeros: int, rows: int) -> float:
    """The share with the fewest digits of which ⌈share · rows⌉ is the number of zeros."""
    for digits in range(1, 12):
        share: float = math.floor(zeros / rows * 10**digits) / 10**digits
        if math.ceil(share * rows) == zeros:
            return share
    return zeros / rows


def _has_zeros(tensor: Any, shape: Shape, *, sparsity: float, std: float) -> bool:
    """Whether each column has the same number of zeros, and they are not those of dead units.

    That a row is zero in each of eight columns has a chance below sparsity⁸.
    """
    zero = tensor == 0
    if shape.columns >= MANY and sparsity <= 0.5 and bool(zero.all(dim=1).any()):
        return False
    return bool((zero.sum(dim=0) == math.ceil(sparsity * shape.rows)).all())


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Sparse"),
    parameters=(
        Real(
            "sparsity",
            0.1,
            low=0.0,
            high=1.0,
            usual=(0.0, 1.0),
            help=QT_TRANSLATE_NOOP("core", "Share of each column that becomes exactly zero."),
        ),
        std(0.01),
    ),
    dims=Exactly(2),
    formula=r"P(W_{ij}=0)=\frac{\lceil s\,n_{out}\rceil}{n_{out}},"
    r"\quad W_{ij}\sim\mathcal{N}(0,\sigma^2)\;\;(W_{ij}\neq 0)",
    symbol=r"\mathrm{std}(W)",
    number=lambda shape, *, sparsity, std: (
        std * math.sqrt(1.0 - math.ceil(sparsity * shape.rows) / shape.rows)
    ),
    reference="Martens 2010",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "A share of each column is zero, a tenth by default; the rest is normal. The sums still "
        "grow with the width: Martens (2010) kept a fixed number of connections, torch a share.",
    ),
    fill=_fill,
    solve=_solve,
    structure=_has_zeros,
    compared=Compared(6, values=(("sparsity", 0.1),)),
)
def sparse(shape: Shape, *, sparsity: float, std: float) -> Marginal:
    """⌈sparsity · rows⌉ zeros in each column, N(0, std²) elsewhere: Martens (2010)."""
    share = math.ceil(sparsity * shape.rows) / shape.rows
    if share == 1.0 or std == 0.0:
        return theory.point(0.0)
    rest = theory.Normal(0.0, std)
    return rest if share == 0.0 else Mixture((Atom(0.0, share),), rest)
