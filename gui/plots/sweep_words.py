"""What is said of a cell of a sweep beside the pointer and to a screen reader."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from core.format import short
from core.sweep import words
from core.sweep.picture import Axis, Map
from gui.look.i18n import translated


def axis_name(axis: Axis) -> str:
    """How the axis is called."""
    return translated(axis.label)


def place_text(shown: Map, column: int, row: int) -> str:
    """Where a cell lies: `σ_w² = 1.95, σ_b² = 0.07`."""
    found = f"{axis_name(shown.x)} = {short(shown.x.values[column])}"
    if shown.y is not None:
        found += f", {axis_name(shown.y)} = {short(shown.y.values[row])}"
    return found


def value_text(shown: Map, column: int, row: int) -> str:
    """What was measured there, with its spread, and what theory says."""
    value = words.measured(shown, column, row)
    if value is None:
        value = QCoreApplication.translate("SweepWords", "not computed yet")
    elif not isinstance(value, str):
        value = translated(value)
    found = f"{translated(shown.measure)} {value}"
    if shown.theory is not None and math.isfinite(shown.theory[row, column]):
        theory = QCoreApplication.translate("SweepWords", "theory {value}")
        found += ", " + theory.format(
            value=words.shown(float(shown.theory[row, column]), shown.share)
        )
    return found


def cell_text(maps: tuple[Map, ...], column: int, row: int) -> str:
    """All of it, a line each."""
    told = [value_text(shown, column, row) for shown in maps]
    if len(maps) > 1 and len({translated(shown.measure) for shown in maps}) < len(maps):
        told = [
            f"{translated(shown.title)}: {text}" for shown, text in zip(maps, told, strict=True)
        ]
    return "\n".join([place_text(maps[0], column, row), *told])
