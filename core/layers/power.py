"""What becomes of the signal's power in one layer: after the activation, after dropout."""

from __future__ import annotations

import math
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.layers import moments
from core.layers.dropouts import KINDS, After

_T = TypeVar("_T", float, NDArray[np.float64])

HELD = (0.8, 1.25)
"""A factor inside this range is called held: 20 layers of 0.9 still leave a tenth."""

ROUNDING = 1e-9
"""What rounding may add to a factor, or to the logarithm of one."""


class Dropping(Protocol):
    """Which dropout follows, as an experiment says it."""

    @property
    def kind(self) -> str:
        """A key of `core.layers.dropouts.KINDS`."""

    @property
    def p(self) -> float:
        """The probability that a unit is dropped."""

    @property
    def training(self) -> bool:
        """Whether it drops at all."""


def is_held(ratio: float) -> bool:
    """Whether a factor lies in HELD, whose ends belong to it however they were rounded.

    With relu, Kaiming and p = 0.2 it is 1.25.
    """
    return HELD[0] * (1.0 - ROUNDING) <= ratio <= HELD[1] * (1.0 + ROUNDING)


def rms_after_activation(activation: str, dropout: Dropping, mean: float, std: float) -> float:
    """√E[y²] after activation and dropout of a preactivation N(mean, std²).

    Also where E[y²] has no float64: of 1e200, say, or 1e-200.
    """
    rms = moments.rms(activation, mean, std)
    after = what_is_left(dropout)
    if after.proportional:
        return rms * math.sqrt(after.square)
    unit = max(rms, 1.0)
    first = moments.first_moment(activation, mean, std) / unit
    return unit * math.sqrt(after_dropout(dropout, first, (rms / unit) ** 2, unit))


def what_is_left(dropout: Dropping) -> After:
    """What becomes of a power; p = 1 counts as no dropout."""
    if not dropout.training or dropout.p in (0.0, 1.0):
        return After(1.0)
    return KINDS[dropout.kind].after(dropout.p)


def after_dropout(dropout: Dropping, first: _T, second: _T, unit: float = 1.0) -> _T:
    """E[y²] from E[φ] and E[φ²], all in units of `unit`; p = 1 counts as no dropout."""
    after = what_is_left(dropout)
    if after.proportional:
        return after.square * second
    return after.square * second + after.line / unit * first + after.rest / unit / unit


def slope_after_dropout(dropout: Dropping, power: _T) -> _T:
    """E[(dy/dz)²] from E[φ'²]; p = 1 counts as no dropout."""
    return what_is_left(dropout).square * power
