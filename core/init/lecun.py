"""LeCun initialization, with which SELU was made: Klambauer et al. (2017)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from core.init import marginals as theory
from core.init.dims import AtLeast
from core.init.marginals import Marginal
from core.init.registry import Compared, initializer
from core.init.script import Target, call_lines
from core.init.solving import Guess, Seen, close, only
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP


def _fill(tensor: Any, shape: Shape) -> None:
    from torch.nn import init

    init.normal_(tensor, mean=0.0, std=1 / shape.fan_in**0.5)


def _solve(shape: Shape, seen: Seen) -> Iterable[Guess]:
    std = 1.0 / math.sqrt(shape.fan_in)
    return only() if seen.is_centred and close(std, seen.rms, seen.error) else ()


def _code(target: Target) -> list[str]:
    """The very expression of `_fill`, so that the last bit of std is the same."""
    std = f"std=1 / {target.fan_in}**0.5"
    return call_lines("nn.init.normal_", (target.name, "mean=0.0", std))


@initializer(
    label=QT_TRANSLATE_NOOP("core", "LeCun normal"),
    dims=AtLeast(2),
    formula=r"W_{ij}\sim\mathcal{N}(0,\sigma^2),\quad \sigma=\sqrt{\frac{1}{n_{in}}}",
    symbol=r"\sigma",
    number=lambda shape: 1.0 / math.sqrt(shape.fan_in),
    reference="Klambauer et al. 2017",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Keeps the power of a signal where no activation follows. Self-normalizing networks need "
        "it: in wide layers without bias SELU then brings mean and variance back to 0 and 1. torch "
        "has no function for it, so normal_ gets its std.",
    ),
    draws="normal",
    function="nn.init.normal_",
    fill=_fill,
    solve=_solve,
    code=_code,
    compared=Compared(7),
)
def lecun_normal(shape: Shape) -> Marginal:
    """N(0, 1 / fan_in), LeCun et al. (1998), eq. 16; Klambauer et al. (2017), section 3."""
    return theory.normal(0.0, 1.0 / math.sqrt(shape.fan_in))
