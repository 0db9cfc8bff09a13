"""The table of pages: all that a page is called and where it stands.

A page is a folder in `core`, a folder in `gui/pages`, and one line here. Tabs, menu, shortcuts,
command line, lessons and screenshots come from this table, which loads neither Qt nor torch.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One page.

    key        its name on the command line, in lessons and in `--stats`
    title      what its tab is called (context `pages`)
    shortcut   the keys that show it
    folder     of `core.<folder>` and `gui.pages.<folder>`
    example    the file of `resources/examples` that it shows best
    cards      what a lesson may show of it, by their keys
    """

    key: str
    title: Message
    shortcut: str
    folder: str
    example: str = "xavier-tanh"
    cards: tuple[str, ...] = ()


PAGES: dict[str, PageInfo] = {
    page.key: page
    for page in (
        PageInfo(
            "layer",
            QT_TRANSLATE_NOOP("pages", "Layer"),
            "Ctrl+1",
            "layer",
            cards=("weights", "matrix", "output", "formula", "statistics", "signal", "code"),
        ),
        PageInfo(
            "dropout",
            QT_TRANSLATE_NOOP("pages", "Dropout"),
            "Ctrl+2",
            "dropout",
            "five-to-two",
            ("vector", "mean", "words", "convergence", "variance", "code"),
        ),
        PageInfo(
            "depth",
            QT_TRANSLATE_NOOP("pages", "Depth"),
            "Ctrl+3",
            "depth",
            "xavier-relu-deep",
            (
                *("network", "verdict", "signal", "gradient"),
                *("distributions", "theory", "units", "code"),
            ),
        ),
        PageInfo(
            "train",
            QT_TRANSLATE_NOOP("pages", "Training"),
            "Ctrl+4",
            "training",
            "initializations",
            (
                *("curves", "lanes", "words", "weights", "outcome"),
                *("gradient", "loss", "code"),
            ),
        ),
    )
}
"""Every page by its key, in the order of the tabs."""

FIRST = next(iter(PAGES))
"""The page that is shown where none is asked for."""
