"""How much is tried: a sample in `make test`, the same each time; far more in `make test-long`."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("INITLAB_LONG"))
"""Whether this is the nightly run, which `make test-long` starts."""


def many(sample: int, all_of_them: int) -> int:
    """The number of cases for this run."""
    return all_of_them if LONG else sample
