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
    """(package, version) of all of them."""
    return [(name, version(name)) for name in PACKAGES]


def version(package: str) -> str:
    """The version of one package; `not installed` where it has no metadata."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
