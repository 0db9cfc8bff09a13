"""Methods without chance: zeros, ones, a constant, the identity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.init import marginals as theory
from core.init.dims import Exactly
from core.init.marginals import Atom, Marginal, PointMasses
from core.init.registry import initializer
from core.init.solving import ROUND, Guess, Seen, only
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Real


def _solve_constant(shape: Shape, seen: Seen) -> Iterable[Guess]:
    return (Guess({"val": seen.low}, ROUND, ("val",)),) if seen.is_constant else ()


def _is_eye(tensor: Any, shape: Shape) -> bool:
    import torch

    return bool(torch.equal(tensor, torch.eye(*tensor.shape, dtype=tensor.dtype)))


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Zeros"),
    formula=r"W_{ij}=0",
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Good for a bias. Where all weights start so and biases are equal, the units of a hidden "
        "layer stay alike, and at first no signal passes; a single layer does learn.",
    ),
    draws="nothing",
    solve=lambda shape, seen: only() if seen.low == seen.high == 0.0 else (),
)
def zeros(shape: Shape) -> Marginal:
    """All weights are 0."""
    return theory.point(0.0)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Ones"),
    formula=r"W_{ij}=1",
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Units with equal biases compute the same sum. Where the next layer is constant too they "
        "also get the same gradient, and stay alike.",
    ),
    draws="nothing",
    solve=lambda shape, seen: only() if seen.low == seen.high == 1.0 else (),
)
def ones(shape: Shape) -> Marginal:
    """All weights are 1."""
    return theory.point(1.0)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Constant"),
    parameters=(
        Real(
            "val",
            0.0,
            usual=(-3.0, 3.0),
            help=QT_TRANSLATE_NOOP("core", "The value that every weight gets."),
        ),
    ),
    formula=r"W_{ij}=\mathrm{val}",
    symbol=r"\mathrm{val}",
    number=lambda shape, *, val: val,
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "One value for every weight: units with equal biases compute the same. Where the next "
        "layer is constant too they also get the same gradient, and only chance tells them apart.",
    ),
    draws="nothing",
    solve=_solve_constant,
)
def constant(shape: Shape, *, val: float) -> Marginal:
    """All weights are `val`."""
    return theory.point(val)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Identity (eye)"),
    dims=Exactly(2),
    spectral_norm=lambda shape: 1.0,
    reached=lambda shape: min(1.0, shape.columns / shape.rows),
    formula=r"W_{ij}=1\;\;(i=j),\quad W_{ij}=0\;\;(i\neq j)",
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Passes each input on unchanged, as far as the shape allows: fewer units than inputs drop "
        "the last ones, and units beyond the inputs give 0.",
    ),
    draws="nothing",
    solve=lambda shape, seen: only() if (seen.low, seen.high) == (0.0, 1.0) else (),
    structure=_is_eye,
)
def eye(shape: Shape) -> Marginal:
    """1 on the diagonal, 0 elsewhere: as many ones as the shorter side has places."""
    share = 1.0 / max(shape.rows, shape.columns)
    if share == 1.0:
        return theory.point(1.0)
    return PointMasses((Atom(0.0, 1.0 - share), Atom(1.0, share)))
