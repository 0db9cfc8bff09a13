"""What a fresh interpreter has loaded: core brings no Qt, and what is slow to import waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "core").rglob("[!_]*.py")
)

QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy", "gui")
SLOW = ("scipy", "numba", "ziamath", "ziafont", "safetensors", "psutil", "matplotlib")


def _imported_by(program: str) -> set[str]:
    """The packages in a fresh interpreter after the program."""
    ending = "\nimport sys\nprint(' '.join(sorted({n.split('.')[0] for n in sys.modules})))"
    found = subprocess.run(
        [sys.executable, "-c", program + ending],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=110,
    )
    return set(found.stdout.split())


def test_core_imports_no_qt_and_the_first_picture_nothing_slow() -> None:
    """Every module and a whole run, which asks at its first picture what is loaded by then."""
    assert len(MODULES) > 15
    program = f"""
import sys
from core import layer
from core.stats import fused
from core.context import last
from core.experiment import WELCOME

SLOW = set({SLOW!r}) - {{"psutil"}}

pictures = layer.run(WELCOME)
next(pictures)
loaded = SLOW & {{name.split(".")[0] for name in sys.modules}}
assert not loaded, loaded
layer.statistics(last(pictures))
fused.load()
""" + "\n".join(f"import {module}" for module in MODULES)
    assert _imported_by(program).isdisjoint(QT)


def test_what_is_slow_to_import_waits_until_it_is_needed() -> None:
    """core.headless imports core.layer and core.experiment."""
    imported = _imported_by("import core.headless")
    assert "torch" in imported
    assert imported.isdisjoint(SLOW)


def test_validation_alone_does_not_need_torch() -> None:
    """So that `--help` and a bad file are answered at once."""
    imported = _imported_by(
        "from core.experiment import Experiment\nExperiment.from_dict({'initlab': 1})"
    )
    assert "torch" not in imported
