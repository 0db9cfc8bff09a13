"""The identity of a convolution: Zagoruyko & Komodakis (2017)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from core.init import marginals as theory
from core.init.dims import Between
from core.init.marginals import Atom, Marginal, PointMasses
from core.init.registry import initializer
from core.init.solving import Guess, Seen
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message
from core.parameters import Whole


def _ones(shape: Shape, groups: int) -> int:
    """How many kernels pass their channel on: in each group as many as the shorter side has."""
    return groups * min(shape.rows // groups, shape.size[1])


def _fill(tensor: Any, shape: Shape, *, groups: int) -> None:  # others need it
    """What torch's `dirac_` does, all its ones at once: it sets them one by one, 20 µs each."""
    import torch

    of_group, channels = tensor.shape[0] // groups, min(tensor.shape[0] // groups, tensor.shape[1])
    column = torch.arange(channels, device=tensor.device).repeat(groups)
    row = torch.arange(groups, device=tensor.device).repeat_interleave(channels) * of_group + column
    centre = tuple(side // 2 for side in tensor.shape[2:])
    with torch.no_grad():
        tensor.zero_()
        tensor[(row, column, *centre)] = 1.0


def _solve(shape: Shape, seen: Seen) -> Iterator[Guess]:
    """Groups as many as there are ones for."""
    if (seen.low, seen.high) != (0.0, 1.0):
        return
    ones = round((1.0 - seen.zero_share) * shape.count)
    for groups in range(1, shape.rows + 1):
        if shape.rows % groups == 0 and _ones(shape, groups) == ones:
            yield Guess({"groups": groups}, float(groups > 1), ("groups",) if groups > 1 else ())


def _is_dirac(tensor: Any, shape: Shape, *, groups: int) -> bool:
    import torch

    expected = torch.empty_like(tensor)
    _fill(expected, shape, groups=groups)
    return bool(torch.equal(tensor, expected))


def _unfit(shape: Shape, *, groups: int) -> tuple[str, Message] | None:
    if shape.rows % groups == 0:
        return None
    text = QT_TRANSLATE_NOOP(
        "core", "{groups} groups do not divide the {rows} rows of the weight"
    ).format(groups=groups, rows=shape.rows)
    return "groups", text


def _reached(shape: Shape, *, groups: int) -> float:
    """The share of the units that pass a channel on; where kernels lie in columns, of those."""
    if shape.units == shape.rows:
        return _ones(shape, groups) / shape.rows
    of_group, channels = shape.rows // groups, min(shape.rows // groups, shape.size[1])
    inputs = shape.rows * shape.size[1] // shape.units  # of one group of the layer
    rows = (group * of_group + column for group in range(groups) for column in range(channels))
    found = {row // inputs * shape.size[1] + row % of_group for row in rows}
    return len(found) / shape.units


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Identity (dirac)"),
    parameters=(
        Whole(
            "groups",
            1,
            1,
            1_048_576,
            usual=(1, 64),
            logarithmic=True,
            help=QT_TRANSLATE_NOOP(
                "core", "Groups whose channels are each passed on; those of the layer."
            ),
        ),
    ),
    dims=Between(3, 5),
    spectral_norm=lambda shape, *, groups: math.sqrt(groups),
    reached=_reached,
    unfit=_unfit,
    formula=r"W_{ij}[c]=1\;\;(i=j),\quad W_{ij}[c]=0\;\;(i\neq j)",
    random=False,
    reference="Zagoruyko & Komodakis 2017",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Passes each channel on unchanged, as far as there are channels: 1 at the centre c of the "
        "kernel from a channel to itself, 0 elsewhere. A layer with groups needs the same groups "
        "here.",
    ),
    fill=_fill,
    draws="nothing",
    solve=_solve,
    structure=_is_dirac,
)
def dirac(shape: Shape, *, groups: int) -> Marginal:
    """1 at the centre of the kernels [d, d] of each group, 0 elsewhere: `torch.nn.init.dirac_`."""
    share = _ones(shape, groups) / shape.count
    if share == 1.0:
        return theory.point(1.0)
    return PointMasses((Atom(0.0, 1.0 - share), Atom(1.0, share)))
