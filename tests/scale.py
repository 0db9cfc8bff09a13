"""How much is tried: little in `make test`, more in `make test-attack`, most in `make test-long`.

The first two try the same in every run; only the long one explores at random.
"""

from __future__ import annotations

import os

LONG = bool(os.environ.get("INITLAB_LONG"))
"""Whether this is the nightly run, which `make test-long` starts."""

ATTACK = bool(os.environ.get("INITLAB_ATTACK"))
"""Whether this is the run of `make test-attack`: only what is marked `drawn`, and more of it."""


def many(few: int, sample: int, all_of_them: int) -> int:
    """The number of cases for this run."""
    if LONG:
        return all_of_them
    return sample if ATTACK else few
