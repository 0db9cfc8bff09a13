"""What a step shows, taken from the window: pictures, formulas, tables and sentences.

Every text is in the language of its page already.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot as a picture.

    key            of the plot, on its page
    alt            what is seen, for those who do not see it
    note           a sentence that belongs to it, or ""
    picture        the SVG
    width, height  of the picture, in pixels
    wide           whether it takes the whole width
    file           where the picture lies, from the page that shows it
    """

    key: str
    alt: str
    note: str
    picture: bytes
    width: int
    height: int
    wide: bool
    file: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """Lines of mathematics, each an SVG in the colour of the text; a number follows the last."""

    lines: tuple[str, ...]
    number: str
    text: str
    """The same for a screen reader."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named rows under named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What the page of the program says beside its plots."""

    title: str
    formula: Formula | None = None
    table: Table | None = None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that a step shows.

    page      what the page of the program is called
    settings  the experiment in words
    code      the PyTorch that reproduces it
    link      the experiment as `initlab:…`; "" where it is too long for a link
    """

    page: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    settings: str
    code: str
    link: str
