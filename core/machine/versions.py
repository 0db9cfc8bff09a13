"""Versions of the program and of what it stands on."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = "initlab"

PACKAGES = (
    PROGRAM,
    "torch",
    "numpy",
    "scipy",
    "PySide6-Essentials",
    "pyqtgraph",
    "superqt",
    "ziamath",
    "numba",
    "safetensors",
    "psutil",
    "segno",
)


def versions() -> list[tuple[str, str]]:
    """(package, version) of all of them."""
    return [(name, version(name)) for name in PACKAGES]


def version(package: str) -> str:
    """The version of one package; `not installed` where it has no metadata.

    That of the program stands in `pyproject.toml` alone. Where that lies beside the source it is
    asked, since what pip wrote down of it is as old as the installation.
    """
    if package == PROGRAM and (ours := _in_source()):
        return ours
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _in_source() -> str:
    """What the `pyproject.toml` of a checkout says; empty where the program is installed."""
    try:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        return str(project["version"]) if project["name"] == PROGRAM else ""
    except (OSError, ValueError, KeyError):
        return ""
