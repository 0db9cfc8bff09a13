"""The experiments that come with the program: files of `resources/examples`, with their titles."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass

from core.experiment import Experiment, files
from core.messages import QT_TRANSLATE_NOOP, Message
from core.pages import FIRST


@dataclass(frozen=True, slots=True)
class Example:
    """One of them.

    key    the file's name without its ending
    title  what the menu calls it (context `examples`)
    page   the page that shows what it is about
    """

    key: str
    title: Message
    page: str = FIRST


EXAMPLES = (
    Example("five-to-two", QT_TRANSLATE_NOOP("examples", "The identity matrix, 5 inputs to 2")),
    Example("xavier-tanh", QT_TRANSLATE_NOOP("examples", "Xavier for tanh, with dropout")),
    Example("tanh-too-wide", QT_TRANSLATE_NOOP("examples", "Weights too wide: tanh saturates")),
    Example("truncated", QT_TRANSLATE_NOOP("examples", "A normal distribution, cut on both sides")),
    Example(
        "xavier-relu-deep",
        QT_TRANSLATE_NOOP("examples", "20 layers of ReLU with Xavier: the signal vanishes"),
        "depth",
    ),
    Example(
        "he-relu-deep",
        QT_TRANSLATE_NOOP("examples", "20 layers of ReLU with He: the signal is kept"),
        "depth",
    ),
    Example(
        "selu-alpha",
        QT_TRANSLATE_NOOP("examples", "50 layers of SELU with alpha dropout"),
        "depth",
    ),
    Example(
        "initializations",
        QT_TRANSLATE_NOOP("examples", "Eight initializations race: which network learns?"),
        "train",
    ),
    Example(
        "edge-of-chaos",
        QT_TRANSLATE_NOOP("examples", "The edge of chaos: where a deep network can be trained"),
        "sweep",
    ),
)
"""In the order of the menu."""


def load(key: str) -> Experiment:
    """The experiment of an example."""
    folder = importlib.resources.files("resources") / "examples"
    return files.parse((folder / f"{key}{files.SUFFIX}").read_text("utf-8"), key)
