"""A share of the connections is cut: after Martens (2010), who kept a fixed number of them."""

from __future__ import annotations

import math

from core.init import marginals as theory
from core.init.arguments import std
from core.init.dims import Exactly
from core.init.marginals import Atom, Marginal, Mixture
from core.init.registry import Compared, initializer
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Real


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
    many_operations=True,
    compared=Compared(6, values=(("sparsity", 0.1),)),
)
def sparse(shape: Shape, *, sparsity: float, std: float) -> Marginal:
    """⌈sparsity · rows⌉ zeros in each column, N(0, std²) elsewhere: Martens (2010)."""
    share = math.ceil(sparsity * shape.rows) / shape.rows
    if share == 1.0 or std == 0.0:
        return theory.point(0.0)
    rest = theory.Normal(0.0, std)
    return rest if share == 0.0 else Mixture((Atom(0.0, share),), rest)
