"""A trap of the toolkit, watched so that the pin in pyproject.toml can move one day."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_void_calls_of_qt_keep_their_hands_off_none(qtbot):
    """PySide6 6.12 takes a reference to None at each of them, until the program aborts."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number % 7))
    assert abs(sys.getrefcount(None) - before) < 1_000
