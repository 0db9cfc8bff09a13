"""Versions of the program and of what it stands on."""

from __future__ import annotations

from importlib import metadata

PACKAGES = (
    "initlab",
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
    """(package, version); `not installed` where a package has no metadata."""
    found = []
    for name in PACKAGES:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, "not installed"))
    return found
