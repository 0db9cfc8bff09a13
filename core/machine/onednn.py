"""oneDNN, with which torch multiplies half precision on many processors, and what it remembers."""

from __future__ import annotations

import os

CAPACITY = 16
"""Shapes remembered: a run needs up to four, and a person goes back and forth between a few."""

VARIABLES = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY")
"""How many kernels oneDNN keeps, and how many descriptions of kernels torch's layer over it keeps.

Both are read once, at the first product. See the page `Primitive Cache` of oneDNN's guide; the
second is ideep's, and torch has no function for either.
"""


def bound_caches() -> None:
    """Keep kernels for CAPACITY shapes instead of 1,024, unless the environment says otherwise.

    A kernel and its description take up to 2 MB for each shape of a product in bfloat16, and
    every position of a slider is another shape. The values of a product do not change.
    """
    for name in VARIABLES:
        os.environ.setdefault(name, str(CAPACITY))
