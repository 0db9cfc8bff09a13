"""A lesson of a teacher's own, as a file and begun in a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gui.window import MainWindow
from tests.gui.lessons.support import OWN
from tests.gui.support import small


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.md"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def teach(window: Any, own: Path) -> Callable[[], MainWindow]:
    """Makes a window with the first step of the teacher's lesson."""

    def make() -> MainWindow:
        shown: MainWindow = window(small())
        shown.lessons.presenter.glide.duration = 0
        assert shown.lessons.open(own)
        return shown

    return make
