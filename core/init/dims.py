"""How many dimensions the tensor may have that a method fills."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many dimensions or more."""

    number: int

    def allows(self, dims: int) -> bool:
        """Whether torch takes a tensor of so many dimensions."""
        return dims >= self.number


@dataclass(frozen=True, slots=True)
class Between:
    """So many dimensions, or so many, or any number in between."""

    low: int
    high: int

    def allows(self, dims: int) -> bool:
        """Whether torch takes a tensor of so many dimensions."""
        return self.low <= dims <= self.high


@dataclass(frozen=True, slots=True)
class Exactly:
    """Just so many dimensions."""

    number: int

    def allows(self, dims: int) -> bool:
        """Whether torch takes a tensor of so many dimensions."""
        return dims == self.number


Dims = AtLeast | Between | Exactly
