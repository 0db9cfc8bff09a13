"""The language of the course."""

from __future__ import annotations

import pytest

from gui.look.i18n import set_language


@pytest.fixture
def chinese(qapp):
    set_language("zh_CN")
