"""How a data set enters the program: one entry, from which everything else is made.

`core.data.sets` gathers the entries; import the registry from there, so that they are in it.
Nothing here imports torch or scikit-learn before data are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.messages import Message

Array = NDArray[np.float64]
Drawn = tuple[Array, NDArray[Any]]
"""Inputs (n, features) and their labels (n,)."""

TOY_TESTS = 1_000
"""Test samples that are drawn of what can be drawn without end."""

MIN_SAMPLES = 10
LEFT_TO_TEST = 100
"""Of a set that was collected so many samples at least stay out of training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """One entry.

    classes    how many there are, 0 for a regression
    features   numbers in one input
    size       how many samples were collected; 0 where as many as are wanted can be drawn
    draw       from the number wanted and the seed: inputs and labels, in any order; what was
               collected comes whole
    code       the lines of a script that leave the same as NumPy's `points` and `labels`; takes
               what `draw` takes, as text
    imports    the lines that these need
    image      rows and columns of an input that is a picture
    root_mean_square  whether the inputs are divided by their root mean square, which leaves a
               number that is always 0 as it is; otherwise each feature gets mean 0 and variance 1
    """

    key: str
    label: Message
    purpose: Message
    classes: int
    features: int
    draw: Callable[[int, int], Drawn]
    code: Callable[[str, str], list[str]]
    imports: tuple[str, ...] = ()
    size: int = 0
    image: tuple[int, int] | None = None
    root_mean_square: bool = False

    @property
    def is_regression(self) -> bool:
        """Whether the labels are numbers to meet instead of classes."""
        return self.classes == 0

    @property
    def outputs(self) -> int:
        """Units of the output layer."""
        return self.classes or 1

    @property
    def max_samples(self) -> int:
        """How many may be trained on."""
        return self.size - LEFT_TO_TEST if self.size else 10_000

    def total(self, samples: int) -> int:
        """Samples for training and for the test together."""
        return self.size or samples + TOY_TESTS
