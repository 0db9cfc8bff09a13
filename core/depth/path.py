"""How the power of a signal or a gradient differs, in each layer, from that of layer 1."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.layers.power import ROUNDING

Array = NDArray[np.float64]

HELD_TOTAL, LOST_TOTAL = 10.0, 1000.0
"""Factors on the power of layer 1, either way: up to the first it is held, beyond the second lost.

In root mean squares, which the plots show, they are 3.2 and 32: half a decade, and one and a half.
"""

NEAR = 0.8
"""Share of the worst, in logarithms, from which something else is told instead: the end of the
network, or the signal where the gradient is little worse."""

GRADES = ("stable", "drifts", "lost")


@dataclass(frozen=True, slots=True)
class SignalPath:
    """How the power differs from that of layer 1, in natural logarithms.

    A factor itself may have no float64: from 1e-200 to 1e200 the power grows by 10⁸⁰⁰. Of a
    gradient it is layer 1 over the others: by how much it is multiplied until it arrives there.

    changes  layer by layer, the first is 0; empty where something is broken
    broken   the layer where an infinite value, NaN or 0 is met first, with which of them; or None
    """

    changes: tuple[float, ...]
    broken: tuple[int, str] | None = None

    @property
    def total(self) -> float:
        """From one end of the network to the other."""
        return self.changes[-1]

    @property
    def worst(self) -> float:
        """The change that is farthest from 0, in whatever layer; infinite where it is broken."""
        return max(self.changes, key=abs) if self.broken is None else math.inf

    @property
    def grade(self) -> str:
        """One of GRADES."""
        return _grade(self.worst)

    @property
    def kind(self) -> str:
        """The grade in the words of a Verdict."""
        if self.grade != "lost":
            return self.grade
        shrinks = self.broken[1] == "zero" if self.broken is not None else self.worst < 0.0
        return "vanishing" if shrinks else "exploding"

    def told(self) -> tuple[float, int]:
        """The change that a sentence is about, and in which layer: at the end if that is as bad."""
        total, worst = self.total, self.worst
        near = total * worst >= NEAR * worst * worst
        if near and _grade(total) == self.grade:
            return total, len(self.changes)
        return worst, self.changes.index(worst) + 1


def _grade(change: float) -> str:
    if abs(change) > math.log(LOST_TOTAL) + ROUNDING:
        return "lost"
    return "drifts" if abs(change) > math.log(HELD_TOTAL) + ROUNDING else "stable"


def broken_at(rms: Array) -> tuple[int, str] | None:
    """The first index whose value is `inf`, `nan` or `zero`, with that word."""
    for index, value in enumerate(rms.tolist()):
        if math.isnan(value):
            return index, "nan"
        if math.isinf(value):
            return index, "inf"
        if value == 0.0:
            return index, "zero"
    return None


def signal_path(rms: Array) -> SignalPath:
    """Follow the root mean squares of the preactivations, (layers,)."""
    broken = broken_at(rms)
    if broken is not None:
        return SignalPath((), (broken[0] + 1, broken[1]))
    logs = 2.0 * np.log(rms)
    return SignalPath(tuple((logs - logs[0]).tolist()))


def gradient_path(rms: Array) -> SignalPath:
    """Follow those of the gradient, (layers,), which comes from the last layer."""
    broken = broken_at(rms[::-1])
    if broken is not None:
        return SignalPath((), (len(rms) - broken[0], broken[1]))
    logs = 2.0 * np.log(rms)
    return SignalPath(tuple((logs[0] - logs).tolist()))
