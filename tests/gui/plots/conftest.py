"""Where a plot stands that is tested by itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget


@pytest.fixture
def host(qtbot):
    window = QWidget()  # a plot that is closed by itself loses its parts
    qtbot.addWidget(window)
    window.resize(600, 260)
    window.show()
    return window
