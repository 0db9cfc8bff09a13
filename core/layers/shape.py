"""The shape of a weight: its sides as a matrix, and how many values meet in a unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

LINEAR = "linear"
"""The kind of layer to which a weight belongs where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a weight as torch has it, the matrix in it, and the fans of its layer.

    size     `weight.shape`
    units    outputs that have a bias of their own
    summed   inputs that a unit really adds up; fan_in, but for a transposed convolution, where
             torch counts the outputs that an input reaches
    kind     a key of `core.layers.kinds.KINDS`: the layer that has such a weight
    """

    size: tuple[int, ...]
    units: int
    summed: int
    kind: str = LINEAR

    @classmethod
    def linear(cls, in_features: int, out_features: int) -> Self:
        """The weight of `nn.Linear(in_features, out_features)`."""
        return cls((out_features, in_features), out_features, in_features)

    @classmethod
    def of(cls, size: tuple[int, ...]) -> Self:
        """A weight of this size whose first side is that of its units, as in most layers.

        Raises ValueError where it has less than two dimensions and so no fans, as torch does.
        """
        if len(size) < 2:
            raise ValueError(f"a tensor of {len(size)} dimensions has no fan_in and no fan_out")
        return cls(size, size[0], math.prod(size[1:]))

    @property
    def rows(self) -> int:
        """Of the matrix that torch's methods see: its first side."""
        return self.size[0]

    @property
    def columns(self) -> int:
        """Of the matrix that torch's methods see: all other sides, one after the other."""
        return math.prod(self.size[1:])

    @property
    def receptive_field(self) -> int:
        """Values of one kernel; 1 in a matrix."""
        return math.prod(self.size[2:])

    @property
    def fan_in(self) -> int:
        """size(1) × receptive field, as `torch.nn.init` takes it whatever the layer is."""
        return self.size[1] * self.receptive_field

    @property
    def fan_out(self) -> int:
        """size(0) × receptive field, as `torch.nn.init` takes it whatever the layer is."""
        return self.size[0] * self.receptive_field

    @property
    def count(self) -> int:
        """How many values the weight has."""
        return math.prod(self.size)
