from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """Several test processes share the processor; torch's threads would spin against each other.

    What depends on the number of threads sets it itself, as `core` does.
    """
    import core.build.session  # noqa: F401 - notes torch's own number at its import

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
