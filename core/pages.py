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
    files      how the names of files end that it opens, in small letters
    """

    key: str
    title: Message
    shortcut: str
    folder: str
    example: str = "xavier-tanh"
    cards: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


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
        PageInfo(
            "sweep",
            QT_TRANSLATE_NOOP("pages", "Sweep"),
            "Ctrl+5",
            "sweep",
            "edge-of-chaos",
            cards=("map", "cell", "slice", "words", "code", "command"),
            files=(".initlab-sweep.json",),
        ),
        PageInfo(
            "inspect",
            QT_TRANSLATE_NOOP("pages", "Inspect"),
            "Ctrl+6",
            "inspect",
            cards=("file", "words", "tensors", "depth", "histogram", "matrix", "numbers", "code"),
            files=(
                *(".safetensors", ".pt", ".pth", ".bin", ".ckpt", ".tar"),
                *(".safetensors.index.json", ".bin.index.json"),
            ),
        ),
    )
}
"""Every page by its key, in the order of the tabs."""

FIRST = next(iter(PAGES))
"""The page that is shown where none is asked for."""


def page_that_opens(name: str) -> PageInfo | None:
    """The page that shows a file of this name, None where that is an experiment or a lesson."""
    found = (page for page in PAGES.values() if page.files)
    return next((page for page in found if name.lower().endswith(page.files)), None)
