"""The attacks on the window use the same windows as its tests, and leave as little behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.conftest import _one_thread  # noqa: F401
from tests.gui.conftest import (  # noqa: F401
    _no_compiler,
    _nothing_is_left,
    _own_settings,
    pytest_runtest_makereport,
    qapp,
    window,
)
from tests.scale import LONG

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A complaint of Qt fails an attack; in the long run an attack may take its time."""
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
        item.add_marker(
            pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")
        )
        if LONG:
            item.add_marker(pytest.mark.timeout(4 * 3600))
