"""Do values stand where torch's own generator puts them? A step of training moves them off.

On the CPU torch draws float32 numbers from 24 random bits, so that not every float32 can come out.

- `uniform_(a, b)` gives a + k·2⁻²⁴·(b − a) for a whole k, rounded once. Between these lie two
  thirds of all float32 numbers.
- `normal_` takes two such numbers u, v for two values that stand eight places apart, and gives
  √(−2 ln(1 − u))·cos 2πv and the same with the sine (Box & Muller 1958). The angle of the two does
  not know their std: it is a multiple of 2⁻²⁴ turns, which small angles show through the rounding.
  Where both are large together, their length gives u back, and with it the std to seven digits.

What does not stand there was drawn on another device or by another library, or has been trained.
See `aten/src/ATen/native/cpu/DistributionTemplates.h` and `core/TransformationHelper.h` of torch.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import torch
from numpy.typing import NDArray

from core.init.marginals import Marginal, Normal, Uniform
from core.init.truncated import TruncatedNormal

BLOCK = 16
"""Values that `normal_` makes together; shorter tensors take another path."""
LOOKED_AT = 2**16
"""At most so many values are looked at, in blocks over the whole tensor."""
STEPS = 2.0**24
SMALL_ANGLE = 1 / 8
"""Turns below which float32 still tells neighbouring angles apart."""
FAR = 8.0
"""Squared length, in units of the variance, from which on the steps of u are seen."""
NEAR = 0.2
"""Of a step. Where there is no grid, two in five lie as near to one by chance."""
MIN_PAIRS = 10
LEAST, MOST = 0.85, 0.7
"""Shares on the grid that say yes and no; a grid has 0.98 or more, chance 0.4."""
UNIFORM_MIN = 16

Array = NDArray[np.float64]


class Grid:
    """A tensor of which one distribution after the other is asked; what they need is made once."""

    def __init__(self, tensor: torch.Tensor) -> None:
        self._flat = tensor.detach().reshape(-1)
        self._known: dict[Marginal, bool | None] = {}
        self._around: tuple[float, _Pairs] | None = None

    def has(self, theory: Marginal) -> bool | None:
        """Whether the values are such as torch draws from `theory` on the CPU, None if unknown.

        For normal and uniform numbers in float32, contiguous, in the order in which they were
        drawn. Of a normal distribution the std counts too, where enough values lie far out.
        """
        if theory not in self._known:
            self._known[theory] = self._has(theory)
        return self._known[theory]

    def proves(self, theory: Marginal) -> bool:
        """Whether the grid alone shows that the values were drawn from `theory`, std and all."""
        rest = theory.rest
        if not self.has(theory):
            return False
        if not isinstance(rest, Normal):
            return isinstance(rest, Uniform)
        return self._pairs(rest.mean).lengths(rest.std) is True

    def _has(self, theory: Marginal) -> bool | None:
        rest = theory.rest
        if self._flat.dtype != torch.float32 or rest is None:
            return None
        if isinstance(rest, Uniform):
            return self._has_uniform(rest)
        if not isinstance(rest, Normal | TruncatedNormal) or abs(c := _centre(rest)) > rest.std:
            return None
        pairs = self._pairs(c)
        if pairs.angle is not True or not isinstance(rest, Normal):
            return pairs.angle
        return pairs.lengths(rest.std) is not False

    def _has_uniform(self, theory: Uniform) -> bool | None:
        if self._flat.numel() < UNIFORM_MIN:
            return None
        x, distance, low, high = self._values
        least, most = _in_float32(theory.low), _in_float32(theory.high)
        if low < least or high > most:
            return False
        step = (theory.high - theory.low) / STEPS
        if np.count_nonzero(distance <= 0.5 * step) < UNIFORM_MIN:
            return None  # float32 is coarser than the grid here: every number stands on it
        ends = _neighbours(least, most)
        return any(_on_steps(x, low, high) for low, high in ends)

    @functools.cached_property
    def _values(self) -> tuple[Array, NDArray[np.float32], float, float]:
        """Values, how far each is from its neighbour in float32, and the extremes."""
        x = _blocks(self._flat, 1).reshape(-1)
        return x, np.abs(np.spacing(x.astype(np.float32))), x.min(), x.max()

    def _pairs(self, centre: float) -> _Pairs:
        if self._around is None or self._around[0] != centre:
            self._around = centre, _Pairs(self._flat, centre)
        return self._around[1]


def _in_float32(value: float) -> np.float32:
    """As float32 stores it: infinite beyond its end."""
    with np.errstate(over="ignore"):
        return np.float32(value)


def _neighbours(low: np.float32, high: np.float32) -> list[tuple[float, float]]:
    """The bounds, and those one rounding away: √3·std is not always 1/√fan_in to the last bit."""
    found = [(float(low), float(high))]
    for toward in (np.float32(np.inf), np.float32(-np.inf)):
        end = float(np.nextafter(high, toward))
        found.append((-end if low == -high else float(low), end))
    return found


def _on_steps(x: Array, low: float, high: float) -> bool:
    """a + k·2⁻²⁴·(b − a), where b − a is rounded to float32 and the sum is made in float64."""
    with np.errstate(over="ignore"):
        width = float(_in_float32(high) - _in_float32(low))
    if not math.isfinite(width):  # torch draws no uniform that is wider than its dtype
        return False
    nearest = np.round((x - low) / width * STEPS)
    hit = np.zeros(len(x), bool)
    for shift in (0.0, -1.0, 1.0):
        drawn = ((nearest + shift) / STEPS * width + low).astype(np.float32)
        hit |= drawn.astype(np.float64) == x
        if hit.all():
            return True
    return bool(hit.mean() > 0.999)


def _blocks(flat: torch.Tensor, size: int) -> Array:
    """Whole blocks of `size` values over the whole tensor, at most LOOKED_AT values together."""
    whole = flat.numel() // size
    step = max(1, math.ceil(whole * size / LOOKED_AT))
    rows = flat[: whole * size].view(whole, size)[::step]
    return rows.double().cpu().numpy()


def _centre(theory: Normal | TruncatedNormal) -> float:
    """The mean of what was drawn before anything was cut off."""
    return theory.mean if isinstance(theory, Normal) else theory.centre


class _Pairs:
    """Cosine and sine parts of what was drawn together; those with a zero or NaN are left out."""

    def __init__(self, flat: torch.Tensor, centre: float) -> None:
        blocks = _blocks(flat, BLOCK)
        x, y = blocks[:, : BLOCK // 2].reshape(-1), blocks[:, BLOCK // 2 :].reshape(-1)
        x, y = x - centre, y - centre
        usable = np.isfinite(x) & np.isfinite(y) & (x != -centre) & (y != -centre)
        self._x, self._y = x[usable], y[usable]

    @functools.cached_property
    def angle(self) -> bool | None:
        """Whether the angles are those of torch."""
        turns = np.arctan2(self._y, self._x) / (2.0 * math.pi)
        return _share(turns[(turns > 0.0) & (turns < SMALL_ANGLE)] * STEPS)

    def lengths(self, std: float) -> bool | None:
        """Whether the lengths are those of this std."""
        if std <= 0.0:
            return None
        squared = self._squared / float(np.float32(std)) ** 2
        return _share(np.exp(-0.5 * squared[squared > FAR]) * STEPS)

    @functools.cached_property
    def _squared(self) -> Array:
        squared: Array = self._x**2 + self._y**2
        return squared


def _share(steps: Array) -> bool | None:
    """Whether most of these numbers are whole, None for too few or neither."""
    if len(steps) < MIN_PAIRS:
        return None
    near = float((np.abs(steps - np.round(steps)) < NEAR).mean())
    return True if near >= LEAST else False if near <= MOST else None
