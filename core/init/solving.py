"""Which parameters of a method could have made a tensor: solved from what was measured of it.

An entry's `solve` takes the Shape and what was Seen and gives Guesses. Whether a guess is true is
not asked here: the goodness tests of `core.stats` say so. `cost` is what a guess pays in nats
before its likelihood is compared with another's: a plain name is believed before a number that
was fitted to the very values that it has to explain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NAMED, USUAL, ROUND, ROUNDED, FITTED = 0.0, 1.0, 1.5, 4.0, 8.0
"""Costs: torch's own defaults; a gain that textbooks name; one digit; two digits; any number."""

UNUSUAL = 3.0
"""What a gain pays besides that no book names: a typed std is believed before it."""

REACH = 4.5
"""Standard errors within which a number may be meant."""

MEANT = 2e-3
"""Relative error up to which two digits are hardly met by chance: they are 1 to 10 % apart."""

GAINS: Mapping[float, float] = {1.0: NAMED, math.sqrt(2.0): USUAL, 5.0 / 3.0: USUAL, 0.75: ROUND}
"""Those of `torch.nn.init.calculate_gain`, with their costs."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was measured of a tensor.

    rms          root mean square of the values
    low, high    the smallest and the largest value
    zero_share   share of the values that are exactly 0
    dims         how many dimensions it has
    """

    count: int
    mean: float
    std: float
    low: float
    high: float
    zero_share: float
    dims: int

    @property
    def rms(self) -> float:
        """Root mean square of the values."""
        return math.hypot(self.mean, self.std)

    @property
    def is_constant(self) -> bool:
        """Whether all values are one."""
        return self.low == self.high

    @property
    def is_centred(self) -> bool:
        """Whether the mean is 0 as far as chance allows."""
        return abs(self.mean) * math.sqrt(self.count) <= REACH * self.std

    @property
    def error(self) -> float:
        """The relative standard error of a normal sample's std, 1/√(2n); no method's is larger."""
        return 1.0 / math.sqrt(2.0 * max(1, self.count))


@dataclass(frozen=True, slots=True)
class Guess:
    """Parameters that could have made the tensor.

    cost     what it pays, in nats
    shown    the parameters that its description names
    fitted   whether one of them is no number that a person would type
    """

    values: Mapping[str, Any]
    cost: float = NAMED
    shown: tuple[str, ...] = ()
    fitted: bool = False


def close(value: float, seen: float, error: float) -> bool:
    """Whether a number may be meant where `seen` was measured with this relative error."""
    return value > 0.0 and seen > 0.0 and abs(math.log(seen / value)) <= REACH * error


def usual(
    seen: float, error: float, named: Mapping[float, float] | None = None
) -> Iterator[tuple[float, float, bool]]:
    """Numbers that a person may have typed: (value, cost, whether it had to be fitted).

    Those of `named` that are near enough, then the roundest; the measured one where none is. Two
    digits say nothing where nearly every number is as near to some: they count as fitted there.
    """
    if not (seen > 0.0 and math.isfinite(seen)):
        return
    found = False
    for value, cost in (named or {}).items():
        if close(value, seen, error):
            found = True
            yield value, cost, False
    for digits, cost in ((1, ROUND), (2, ROUNDED)):
        value = float(f"{seen:.{digits - 1}e}")
        if close(value, seen, error):
            if value not in (named or {}):
                yield value, cost, digits > 1 and error > MEANT
            return
    if not found:
        yield seen, FITTED, True


def by_gain(std: float, seen: Seen) -> Iterator[Guess]:
    """Gains of a method whose std is `std` at gain 1."""
    if seen.is_centred and std > 0.0:
        for gain, cost, fitted in usual(seen.rms / std, seen.error, GAINS):
            shown = () if gain == 1.0 else ("gain",)
            unusual = 0.0 if gain in GAINS else UNUSUAL
            yield Guess({"gain": gain}, cost + unusual, shown, fitted)


def nothing(*_: Any) -> Iterable[Guess]:
    """A method that says nothing of this is never guessed."""
    return ()


def only() -> Iterable[Guess]:
    """One guess with torch's own defaults."""
    return (Guess({}),)
