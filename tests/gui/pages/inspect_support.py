"""Reading the table of tensors as it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from gui.pages.inspect.rows import COLUMNS
from tests.gui.support import find, settling


def open_file(qtbot: Any, shown: Any, path: Path) -> None:
    with settling(qtbot, shown):
        assert shown.document.open_path(str(path))


def column(shown: Any, key: str) -> list[str]:
    at = next(i for i, one in enumerate(COLUMNS) if one.key == key)
    model = find(shown, "inspect.tensors").model()
    return [model.index(row, at).data() for row in range(model.rowCount())]


def head(table: Any, at: int) -> str:
    """The heading of a column."""
    text: str = table.model().headerData(at, Qt.Orientation.Horizontal)
    return text
