"""A fixture of the tests of filling."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.build import memory


@pytest.fixture
def nothing_is_remembered() -> Iterator[None]:
    memory.release()
    yield
    memory.release()
