"""The spread of each weight in the order of the network, beside what its fans ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.init.methods import KEEPS_BOTH, KEEPS_FORWARD, usual_std
from core.inspect.result import Inspection

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class OverDepth:
    """One value a weight, NaN where it has not been read: all of shape (weights,).

    std       σ of the weight
    kaiming   √(2 / fan_in), He et al. (2015)
    xavier    √(2 / (fan_in + fan_out)), Glorot & Bengio (2010)
    """

    names: tuple[str, ...]
    std: Array
    kaiming: Array
    xavier: Array


def over_depth(found: Inspection) -> OverDepth:
    """Those tensors whose units add up inputs; a bias or an embedding has no such σ.

    A weight without a single value has no fan_in and no σ.
    """
    weights = [t for t in found.tensors if t.role.is_weight and t.shape and t.shape.count]
    shapes = [t.shape for t in weights if t.shape is not None]
    return OverDepth(
        tuple(tensor.name for tensor in weights),
        np.array([t.summary.std if t.summary else math.nan for t in weights]),
        np.array([usual_std(KEEPS_FORWARD, shape) for shape in shapes]),
        np.array([usual_std(KEEPS_BOTH, shape) for shape in shapes]),
    )
