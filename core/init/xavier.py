"""Xavier initialization: Glorot & Bengio (2010)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from core.init import marginals as theory
from core.init.arguments import GAIN
from core.init.dims import AtLeast
from core.init.marginals import Marginal
from core.init.registry import Compared, initializer
from core.init.solving import Guess, Seen, by_gain
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP


def _std(shape: Shape, *, gain: float) -> float:
    return gain * math.sqrt(2.0 / (shape.fan_in + shape.fan_out))


def _solve(shape: Shape, seen: Seen) -> Iterator[Guess]:
    return by_gain(_std(shape, gain=1.0), seen)


PURPOSE = QT_TRANSLATE_NOOP(
    "core",
    "Halfway between what keeps the power of the signal going forward and what keeps that of the "
    "gradient going back; both are kept in a square layer with gain 1 and no activation. Made for "
    "tanh; its authors found sigmoid unsuited to deep networks.",
)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Xavier uniform"),
    parameters=(GAIN,),
    dims=AtLeast(2),
    formula=r"W_{ij}\sim\mathcal{U}(-k,k),\quad k=g\,\sqrt{\frac{6}{n_{in}+n_{out}}}",
    symbol="k",
    number=lambda shape, *, gain: math.sqrt(3) * _std(shape, gain=gain),
    reference="Glorot & Bengio 2010",
    purpose=PURPOSE,
    draws="uniform",
    solve=_solve,
    compared=Compared(3, dashed=True),
)
def xavier_uniform(shape: Shape, *, gain: float) -> Marginal:
    """U(±gain·√(6 / (fan_in + fan_out))), Glorot & Bengio (2010), eq. 16."""
    bound = math.sqrt(3.0) * _std(shape, gain=gain)
    return theory.uniform(-bound, bound)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Xavier normal"),
    parameters=(GAIN,),
    dims=AtLeast(2),
    formula=r"W_{ij}\sim\mathcal{N}(0,\sigma^2),\quad \sigma=g\,\sqrt{\frac{2}{n_{in}+n_{out}}}",
    symbol=r"\sigma",
    number=_std,
    reference="Glorot & Bengio 2010",
    purpose=PURPOSE,
    draws="normal",
    solve=_solve,
    compared=Compared(3),
)
def xavier_normal(shape: Shape, *, gain: float) -> Marginal:
    """N(0, gain² · 2 / (fan_in + fan_out)), Glorot & Bengio (2010), eq. 12."""
    return theory.normal(0.0, _std(shape, gain=gain))
