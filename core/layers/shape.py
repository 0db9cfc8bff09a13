"""The shape of a weight: its sides as a matrix, and how many values meet in a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows and columns of the weight as a matrix, and the fans of the layer.

    fan_in    inputs that a unit adds up; Xavier and Kaiming are about the fans
    fan_out   units that an input reaches; in a convolution this is not the number of rows
    """

    rows: int
    columns: int
    fan_in: int
    fan_out: int

    @classmethod
    def linear(cls, in_features: int, out_features: int) -> Self:
        """The weight of `nn.Linear(in_features, out_features)`."""
        return cls(out_features, in_features, in_features, out_features)

    @property
    def count(self) -> int:
        """How many values the weight has."""
        return self.rows * self.columns
