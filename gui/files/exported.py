"""What a page offers to be saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from gui.widgets.formula_view import FormulaView
from gui.widgets.legend import Legend
from gui.widgets.numbers_table import Readable


def _nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Exported:
    """Something of a page that can be saved: a plot's picture or a table.

    key      with the page's key before it, the name that is proposed for its file
    legend   what says which colour is what, beside the plot on the page
    note     a sentence that belongs to the picture, asked for when it is made
    wide     whether it takes the whole width of a printed page
    height   how high it is there beside the other plots
    """

    key: str
    title: str
    widget: QWidget | None = None
    csv: Callable[[], str] | None = None
    legend: Legend | None = None
    note: Callable[[], str] = _nothing
    wide: bool = False
    height: float = 1.0


def rows(plots: Iterable[Exported]) -> Iterator[list[Exported]]:
    """Plots as they stand below one another: a wide one alone, the others in pairs."""
    pair: list[Exported] = []
    for plot in plots:
        if plot.wide:
            yield [plot]
            continue
        pair.append(plot)
        if len(pair) == 2:
            yield pair
            pair = []
    if pair:
        yield pair


@dataclass(frozen=True, slots=True)
class Section:
    """Something else that a page says, for a printed one: a title and what stands below it."""

    title: str
    formula: FormulaView | None = None
    table: Readable | None = None
    sentences: tuple[str, ...] = ()


class Source(Protocol):
    """A page, as far as saving goes."""

    restart: tuple[str, ...]
    live: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name in the table of pages."""

    def exports(self) -> list[Exported]:
        """Its plots and tables."""

    def sections(self) -> list[Section]:
        """What else it says, for a printed page."""

    def result(self) -> Any:
        """The result on the screen, with its experiment and code; None before the first."""
