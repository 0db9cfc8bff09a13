"""What a page offers to be saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Exported:
    """Something of a page that can be saved: a plot's picture or a table."""

    key: str
    title: str
    widget: QWidget | None = None
    csv: Callable[[], str] | None = None


class Source(Protocol):
    """A page, as far as saving goes."""

    def exports(self) -> list[Exported]:
        """Its plots and tables."""

    def result(self) -> Any:
        """The result on the screen, with its experiment and code; None before the first."""
