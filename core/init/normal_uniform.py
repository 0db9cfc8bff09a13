"""Normal and uniform weights whose spread is chosen by hand."""

from __future__ import annotations

import math

from core.init import marginals as theory
from core.init.arguments import LOWER_HELP, MEAN, UPPER_HELP, std
from core.init.marginals import Marginal
from core.init.registry import Compared, initializer
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Ordered, Real


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
    compared=Compared(1, dashed=True, values=(("a", -0.05), ("b", 0.05))),
)
def uniform(shape: Shape, *, a: float, b: float) -> Marginal:
    """U(a, b)."""
    return theory.uniform(a, b)
