"""Under which licence the program and what it stands on may be used, and where to report faults."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from core.machine.versions import PACKAGES, PROGRAM

ISSUES = "Issues"
"""The name of the address for reports among the project's addresses in `pyproject.toml`."""


def licence_text() -> str:
    """The program's own licence, whole: from where it is installed, or from beside its source."""
    try:
        found = metadata.distribution(PROGRAM).read_text("licenses/LICENSE")
    except metadata.PackageNotFoundError:
        found = None
    beside = Path(__file__).parents[2] / "LICENSE"
    if found is None and beside.is_file():
        found = beside.read_text(encoding="utf-8")
    return (found or "MIT").strip()


def licences() -> list[tuple[str, str]]:
    """(package, licence) of what the program stands on, as each package says it."""
    return [(name, _licence(name)) for name in PACKAGES if name != PROGRAM]


def _licence(package: str) -> str:
    """Its SPDX expression, or the first line of what older packages have in place of one."""
    try:
        found = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return "not installed"
    prefix = "License :: OSI Approved :: "
    named = [c.removeprefix(prefix) for c in found.get_all("Classifier") or [] if prefix in c]
    told = (found.get_all("License-Expression") or []) + named + (found.get_all("License") or [])
    return next((text.strip().split("\n")[0] for text in told if text.strip()), "—")


def issues_address() -> str:
    """Where faults are reported; empty where whoever passed the program on has named no place."""
    try:
        addresses = metadata.metadata(PROGRAM).get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    pairs = (address.partition(",") for address in addresses)
    return next((url.strip() for name, _, url in pairs if name.strip() == ISSUES), "")
