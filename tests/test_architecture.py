"""The two walls of the house: core knows no Qt, gui computes nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT = {"PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy", "PyQt6", "PyQt5"}
NUMERICS = {"torch", "scipy", "numba", "safetensors"}


def imports(path: Path) -> set[str]:
    """The first names of everything that the file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__") and node.args:
                if isinstance(node.args[0], ast.Constant):
                    found.add(str(node.args[0].value).partition(".")[0])
    return found


def sources(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert len(found) > 10
    return found


def test_core_knows_neither_qt_nor_gui():
    forbidden = QT | {"gui", "main"}
    wrong = {str(p.relative_to(ROOT)): imports(p) & forbidden for p in sources("core")}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_gui_asks_core_and_never_computes():
    wrong = {str(p.relative_to(ROOT)): imports(p) & NUMERICS for p in sources("gui")}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_views_do_not_change_the_experiment_they_draw():
    """Pages and plots know no model: they ask through signals."""
    for path in (*sources("gui"),):
        if path.parent.name in ("pages", "plots"):
            text = path.read_text(encoding="utf-8")
            assert "gui.model" not in text, path
            assert "with_value" not in text, path


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import torch", "torch"),
        ("def f():\n    from torch.nn import Linear", "torch"),
        ("import a, PySide6.QtCore as q", "PySide6"),
        ("from importlib import import_module\nimport_module('torch.nn')", "torch"),
    ],
)
def test_an_import_is_found_wherever_it_hides(tmp_path, source, name):
    path = tmp_path / "module.py"
    path.write_text(source)
    assert name in imports(path)
