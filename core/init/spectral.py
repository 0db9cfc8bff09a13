"""What the spectral norm of a weight should be, by its entry or by the marginal of one weight."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.format import short
from core.init.marginals import Marginal
from core.init.registry import Initializer, Values
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message

CLOSE = 0.05
"""By which share the mean over all seeds may lie below the limit of large matrices."""
DENSE = 0.5
"""From this share of entries that may be other than 0 a sparse weight is like a full one."""


@dataclass(frozen=True, slots=True)
class ExpectedNorm:
    """The value and why; `exact` where it is no limit, `value` None where there is no theory."""

    value: float | None
    reason: Message
    exact: bool = False


ENTRY = QT_TRANSLATE_NOOP("core", "Every singular value is {value}.")
RANK_ONE = QT_TRANSLATE_NOOP("core", "All weights are alike: |value|·√(n_in·n_out).")
VECTOR = QT_TRANSLATE_NOOP("core", "A single row or column has one singular value: its length.")
BULK = QT_TRANSLATE_NOOP("core", "σ·(√n_in + √n_out), the limit of large matrices.")
TOO_SMALL = QT_TRANSLATE_NOOP(
    "core",
    "σ·(√n_in + √n_out) = {limit} is the limit of large matrices; one with so few rows or columns "
    "stays below it.",
)
SPIKE = QT_TRANSLATE_NOOP(
    "core",
    "A mean other than 0 is a matrix of rank one, √(n_in·n_out)·|μ|, which the spread around it "
    "makes a little longer.",
)
TOO_SPARSE = QT_TRANSLATE_NOOP(
    "core", "Too few weights of a unit are other than 0 for the theory of large matrices."
)


def expected_norm(
    entry: Initializer, shape: Shape, values: Values, marginal: Marginal | None = None
) -> ExpectedNorm:
    """The spectral norm of a weight that this method fills.

    What a method knows exactly stands in its entry. Else the weights are independent of one
    another, or nearly so, and mean and spread of one of them decide: by the entry's distribution,
    or by `marginal`, what the dtype has made of it.
    """
    if entry.spectral_norm is not None:
        value = entry.spectral_norm(shape, **values)
        return ExpectedNorm(value, ENTRY.format(value=short(value)), exact=True)
    return independent(marginal or entry.marginal(shape, values), shape.rows, shape.columns)


def independent(marginal: Marginal, rows: int, columns: int) -> ExpectedNorm:
    """The same of rows × columns independent draws with mean μ and standard deviation σ.

    μ is a spike of rank one and length θ = |μ|√(mn) in noise whose own norm is σ(√m + √n): Bai &
    Yin (1993). Where θ is above σ(mn)^¼ the norm is √((θ² + σ²m)(θ² + σ²n)) / θ, else the spike
    drowns: Benaych-Georges & Nadakuditi (2012), section 3.1.
    """
    mean, std = abs(marginal.mean), marginal.std
    spike = mean * math.sqrt(rows) * math.sqrt(columns)
    if std == 0.0:
        return ExpectedNorm(spike, RANK_ONE, exact=True)
    if min(rows, columns) == 1:
        length = math.hypot(mean, std) * math.sqrt(rows * columns)
        return ExpectedNorm(length, VECTOR, exact=True)
    filled = 1.0 - math.fsum(atom.share for atom in marginal.atoms)
    few = filled * min(rows, columns) < 4.0 * math.log(rows + columns)
    if filled < DENSE and few:
        return ExpectedNorm(None, TOO_SPARSE)
    if spike <= std * (rows * columns) ** 0.25:
        high, wide = math.sqrt(rows), math.sqrt(columns)
        limit = std * (high + wide)
        # Tracy and Widom's law: its mean is −1.2, in units of the edge that Johnstone (2001) found.
        if 0.6 * (1.0 / high + 1.0 / wide) ** (1 / 3) / (high + wide) > CLOSE:
            return ExpectedNorm(None, TOO_SMALL.format(limit=short(limit)))
        return ExpectedNorm(limit, BULK)
    if math.isinf(spike):
        return ExpectedNorm(spike, SPIKE)
    along, across = (math.hypot(spike, std * math.sqrt(side)) for side in (rows, columns))
    return ExpectedNorm(along / spike * across, SPIKE)  # not by squares, which would overflow
