"""The attacks on the window use the same windows as its tests, and leave as little behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.attack.scale import LONG
from tests.core.conftest import _one_thread  # noqa: F401
from tests.gui.conftest import (  # noqa: F401
    _no_compiler,
    _nothing_is_left,
    _own_settings,
    pytest_runtest_makereport,
    qapp,
    window,
)

HERE = Path(__file__).parent

settings.register_profile(
    "nightly", deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
if LONG:
    settings.load_profile("nightly")


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
