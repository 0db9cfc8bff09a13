"""What a plot of a race is told, and where its numbers are on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RaceLine:
    """One lane: its name, its colour's name in the theme, and curves over steps.

    train, test    (steps, values), drawn solid and dashed
    trained        the same as trained, drawn thin; None where nobody asked for it
    ghost          (steps, values) of another way that was left
    chosen         whether it is drawn wider
    end            what stands at its end where it stopped: its step and a text
    """

    name: str
    colour: str
    steps: Array
    train: Array
    test: Array
    trained: Array | None = None
    ghost: tuple[Array, Array] | None = None
    chosen: bool = False
    end: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RaceView:
    """All that is drawn.

    what        what is upwards, such as `cross-entropy`
    total       the last step across
    an_epoch    steps of an epoch; across are epochs where `in_epochs`
    reference   a height with a name, such as ln 10
    changes     steps at which something was changed, with what
    """

    lines: tuple[RaceLine, ...] = ()
    what: str = ""
    total: int = 1
    an_epoch: int = 1
    in_epochs: bool = True
    log_x: bool = False
    log_y: bool = True
    share: bool = False
    reference: tuple[float, str] | None = None
    changes: tuple[tuple[int, str], ...] = ()
    step: int = 0


@dataclass(frozen=True, slots=True)
class RaceFrame:
    """The area in pixels and the ranges, already on the scales of the axes."""

    area: QRectF
    low: float
    high: float
    right: float
    log_x: bool
    log_y: bool

    def x(self, step: Array | float) -> Array:
        """Pixels of steps; step 0 is at the left edge of a logarithmic axis too."""
        across = np.asarray(step, dtype=float)
        across = np.log1p(across) if self.log_x else across
        end = math.log1p(self.right) if self.log_x else self.right
        found: Array = self.area.left() + across / max(end, 1e-9) * self.area.width()
        return found

    def step_at(self, x: float) -> int:
        """The step at a place, between 0 and the last."""
        share = min(1.0, max(0.0, (x - self.area.left()) / max(1.0, self.area.width())))
        end = math.log1p(self.right) if self.log_x else self.right
        value = share * end
        return round(math.expm1(value) if self.log_x else value)

    def y(self, value: Array | float) -> Array:
        """Pixels of values; NaN for what has no place on a logarithmic axis."""
        upwards = np.asarray(value, dtype=float)
        if self.log_y:
            with np.errstate(divide="ignore", invalid="ignore"):
                upwards = np.log10(upwards)
        share = (upwards - self.low) / (self.high - self.low)
        found: Array = self.area.bottom() - share * self.area.height()
        return found

    def pieces(self, steps: Array, values: Array) -> list[QPolygonF]:
        """Polylines of a curve, broken where it has no number; far outside it is cut off."""
        x, y = self.x(steps), self.y(values)
        room = self.area.height()
        y = np.clip(y, self.area.top() - room, self.area.bottom() + room)
        known = np.isfinite(y)
        found, piece = [], []
        for at, height, good in zip(x.tolist(), y.tolist(), known.tolist(), strict=True):
            if good:
                piece.append(QPointF(at, height))
            elif piece:
                found.append(QPolygonF(piece))
                piece = []
        if piece:
            found.append(QPolygonF(piece))
        return found


def value_range(view: RaceView) -> tuple[float, float]:
    """The heights to show: all curves, and no more of what explodes than ten decades or times."""
    if view.share:
        return 0.0, 1.0
    parts = [part for line in view.lines for part in (line.train, line.test)]
    if view.reference is not None:
        parts.append(np.array([view.reference[0]]))
    values = np.concatenate([np.zeros(0), *parts])
    values = values[np.isfinite(values)]
    if view.log_y:
        values = np.log10(values[values > 0.0])
    if not len(values):
        return (-1.0, 1.0) if view.log_y else (0.0, 1.0)
    usual = float(np.median(values))
    room = 4.0 if view.log_y else 10.0 * max(abs(usual), 1e-9)
    low, high = float(values.min()), min(float(values.max()), usual + room)
    if view.reference is not None and view.log_y:
        high = min(high, math.log10(view.reference[0]) + 1.0)
    margin = max(0.05 * (high - low), 0.02 if view.log_y else 1e-6)
    return low - margin, high + margin
