"""The kernels of a convolution as pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

MAX_KERNELS = 400
"""More do not fit into a card at any size; the matrix is there for all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Kernels:
    """The first kernels of a weight of four dimensions, in their order.

    tiles     (n, height, width), float64
    columns   kernels of one row of the weight
    count     how many there are in all
    """

    tiles: NDArray[np.float64]
    columns: int
    count: int


def first_kernels(weight: torch.Tensor) -> Kernels | None:
    """None where there is no picture in it: no kernel of two dimensions, or one of a single value.

    A value that is no number is 0 in the picture: the histogram counts them.
    """
    if weight.ndim != 4 or weight.shape[2] * weight.shape[3] == 1:
        return None
    flat = weight.detach().flatten(0, 1)
    tiles = flat[:MAX_KERNELS].to("cpu", torch.float64, copy=True).nan_to_num_(0.0, 0.0, 0.0)
    return Kernels(tiles.numpy(), weight.shape[1], flat.shape[0])
