"""Rows or columns at right angles: Saxe et al. (2013)."""

from __future__ import annotations

import math

from core.init import marginals as theory
from core.init.arguments import GAIN
from core.init.dims import AtLeast
from core.init.marginals import Atom, Marginal, PointMasses, SphereCoordinate
from core.init.registry import Compared, initializer
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP


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
