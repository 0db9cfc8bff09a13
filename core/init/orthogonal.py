"""Rows or columns at right angles: Saxe et al. (2013)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from core.init import marginals as theory
from core.init.arguments import GAIN
from core.init.dims import AtLeast
from core.init.marginals import Atom, Marginal, PointMasses
from core.init.registry import Compared, initializer
from core.init.solving import GAINS, Guess, Seen, usual
from core.init.sphere import SphereCoordinate
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP

ROUNDING = {8: 1e-10, 4: 1e-5, 2: 2e-2}
"""By the bytes of a value: of a product of two unit vectors. Halves may be saved, not made."""

FEW = 8
"""Rows whose lengths are looked at first: they rule out nearly everything that is not."""


def _solve(shape: Shape, seen: Seen) -> Iterator[Guess]:
    """All singular values are the gain, so that the root mean square gives it to all digits.

    Of a single row only the length is left to tell it by: there a gain must be a usual one.
    """
    gain = seen.rms * math.sqrt(max(shape.rows, shape.columns))
    for value, cost, fitted in usual(gain, ROUNDING[4], GAINS):
        if min(shape.rows, shape.columns) == 1 and value not in GAINS:
            continue
        yield Guess({"gain": value}, cost, () if value == 1.0 else ("gain",), fitted)


def _is_orthogonal(tensor: Any, shape: Shape, *, gain: float) -> bool:
    """Whether the rows, or the columns where these are fewer, are at right angles and that long.

    Lengths first: the product takes as long as the longer side times one reading.
    """
    import torch

    matrix = tensor.reshape(tensor.shape[0], -1)
    error = ROUNDING[matrix.dtype.itemsize]
    matrix = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    for few in (slice(FEW), slice(None)):
        wide = matrix[few] if matrix.dtype == torch.float64 else matrix[few].float()
        lengths = torch.linalg.vector_norm(wide, dim=1) / gain
        if not bool(((lengths - 1.0).abs() <= error).all()):
            return False
    wide = wide / gain
    product = wide @ wide.T
    product.diagonal().sub_(1.0)
    return bool(product.abs().max() <= error)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Orthogonal"),
    parameters=(GAIN,),
    dims=AtLeast(2),
    spectral_norm=lambda shape, *, gain: gain,
    unsupported_dtypes=("float16", "bfloat16"),
    formula=r"W^{T}W=g^2 I\;\;(n_{in}\leq n_{out}),\quad WW^{T}=g^2 I\;\;(n_{in}\geq n_{out}),"
    r"\quad \sigma=\frac{g}{\sqrt{\max(n_{in},n_{out})}}",
    symbol=r"\sigma",
    number=lambda shape, *, gain: gain / math.sqrt(max(shape.rows, shape.columns)),
    reference="Saxe et al. 2013",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Rows or columns of equal length at right angles. With gain 1, no bias and at least as "
        "many units as inputs, a linear layer keeps the length of every input.",
    ),
    copies=5.0,
    default_threads=True,
    keeps_length=True,
    solve=_solve,
    structure=_is_orthogonal,
    compared=Compared(5),
)
def orthogonal(shape: Shape, *, gain: float) -> Marginal:
    """gain × a coordinate of a random unit vector, as long as the longer side.

    Rows (or columns) of a Haar matrix are uniform on the sphere: Saxe et al. (2013).
    """
    longer = max(shape.rows, shape.columns)
    if gain == 0:
        return theory.point(0.0)
    if longer == 1:
        return PointMasses((Atom(-gain, 0.5, exact=False), Atom(gain, 0.5, exact=False)))
    return SphereCoordinate(longer, gain)
